from tortoise import migrations
from tortoise.migrations import operations as ops

INDEXES = [
    "CREATE INDEX IF NOT EXISTS ix_task_leader ON task (leader_post_id)",
    "CREATE INDEX IF NOT EXISTS ix_task_seq ON task (seq)",
]


class Migration(migrations.Migration):
    """A leader's portfolio, and a task by its number, without a walk through all tasks."""

    dependencies = [('models', '0017_parts')]

    operations = [ops.RunSQL(INDEXES)]
