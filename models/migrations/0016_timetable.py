from tortoise import migrations
from tortoise.migrations import operations as ops

INDEXES = [
    "CREATE UNIQUE INDEX IF NOT EXISTS ux_schedule_kind ON schedule (kind) WHERE kind NOT IN ('broadcast', 'cadence')",
]


class Migration(migrations.Migration):
    """收单 and the proof of namings are schedules, not rows of what is due; how often progress is asked for has many rows."""

    dependencies = [('models', '0012_emergency')]

    operations = [
        ops.RunSQL(["DELETE FROM due WHERE kind IN ('evening', 'proof')", "DROP INDEX IF EXISTS ux_schedule_kind"]),
        ops.RunSQL(INDEXES),
    ]
