from tortoise import fields, migrations
from tortoise.migrations import operations as ops

INDEXES: list[str] = []


class Migration(migrations.Migration):
    """Which worker holds a claimed row."""

    dependencies = [('models', '0001_initial')]

    operations = [
        ops.AddField('Inbox', 'owner', fields.IntField(null=True)),
        ops.AddField('Outbox', 'owner', fields.IntField(null=True)),
    ]
