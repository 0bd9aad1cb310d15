from tortoise import migrations
from tortoise.migrations import operations as ops

INDEXES = [
    "CREATE INDEX IF NOT EXISTS ix_notice_waiting ON notice (form, person_id) WHERE state = 'pending'",
]


class Migration(migrations.Migration):
    """Each beat asks who waits to be told: among what waits, not among all that was ever said."""

    dependencies = [('models', '0002_owner')]

    operations = [ops.RunSQL(INDEXES)]
