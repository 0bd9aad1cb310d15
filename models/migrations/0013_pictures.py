from tortoise import fields, migrations
from tortoise.migrations import operations as ops

INDEXES: list[str] = []


class Migration(migrations.Migration):
    """The picture that goes with a digest."""

    dependencies = [('models', '0018_indexes')]

    operations = [
        ops.AddField('Digest', 'picture', fields.CharField(max_length=64, null=True)),
    ]
