from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """On which of a person's phones a card stands, so that it is settled there."""

    dependencies = [('models', '0022_delivered_and_read')]

    operations = [
        ops.AddField('ShownCard', 'platform', fields.CharField(null=True, max_length=16)),
        ops.AddField('ShownCard', 'userid', fields.CharField(null=True, max_length=64)),
    ]
