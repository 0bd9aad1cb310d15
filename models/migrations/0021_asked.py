from tortoise import fields, migrations
from tortoise.migrations import operations as ops

INDEXES: list[str] = []


class Migration(migrations.Migration):
    """Which of the one questions somebody was asked, so that none comes twice in a row."""

    dependencies = [('models', '0020_second_reading')]

    operations = [
        ops.AddField('Conversation', 'asked', fields.JSONField(null=True)),
    ]
