from tortoise import migrations
from tortoise.migrations import operations as ops

INDEXES: list[str] = []


class Migration(migrations.Migration):
    """收单 and the proof of namings are schedules: these say when, and no longer the table of what is due."""

    dependencies = [('models', '0012_emergency')]

    operations = [
        ops.RunSQL(["DELETE FROM due WHERE kind IN ('evening', 'proof')"]),
    ]
