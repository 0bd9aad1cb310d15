from tortoise import fields, migrations
from tortoise.migrations import operations as ops

INDEXES: list[str] = []


class Migration(migrations.Migration):
    """Whether a person decided what kind of body a unit is, and whom its messages go to."""

    dependencies = [('models', '0017_parts')]

    operations = [
        ops.AddField('Unit', 'is_kind_set', fields.BooleanField(default=False, db_default=False)),
        ops.AddField('Unit', 'contact', fields.CharField(default='head', db_default='head', max_length=16)),
    ]
