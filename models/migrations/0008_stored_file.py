from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from models.fields import MomentField

INDEXES: list[str] = []


class Migration(migrations.Migration):
    """Pictures and papers that go out with a message, and the sheet that a plan came in."""

    dependencies = [('models', '0003_waiting_notices')]

    operations = [
        ops.CreateModel(
            name='StoredFile',
            fields=[
                ('sha256', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ('content', fields.BinaryField()),
                ('created_at', MomentField()),
            ],
            options={'table': 'stored_file', 'app': 'models', 'pk_attr': 'sha256'},
            bases=['Model'],
        ),
    ]
