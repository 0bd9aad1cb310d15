from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from models.fields import MomentField

INDEXES = [
    "CREATE INDEX IF NOT EXISTS ix_outbox_platform_id ON outbox (platform_id) WHERE platform_id IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS ix_outbox_ask_read ON outbox (ask_read_at) WHERE ask_read_at IS NOT NULL",
]


class Migration(migrations.Migration):
    """When a message reached its phone and was read there, and when the platform is to be asked about it."""

    dependencies = [('models', '0019_pictures_that_are_sent')]

    operations = [
        ops.AddField('Outbox', 'delivered_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
        ops.AddField('Outbox', 'read_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
        ops.AddField('Outbox', 'ask_read_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
        ops.RunSQL(INDEXES),
    ]
