from tortoise import fields, migrations
from tortoise.migrations import operations as ops

INDEXES: list[str] = []


class Migration(migrations.Migration):
    """Parts (子项) of a task: 46.1 is the first of 46."""

    dependencies = [('models', '0016_timetable')]

    operations = [
        ops.AddField('Task', 'part', fields.IntField(null=True)),
    ]
