from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from models.fields import MomentField

INDEXES = [
    "CREATE INDEX IF NOT EXISTS ix_proxy_open ON proxy (unit_id, person_id) WHERE ended_at IS NULL",
]


class Migration(migrations.Migration):
    """Whom a head lets answer for the progress of his tasks."""

    dependencies = [('models', '0018_indexes')]

    operations = [
        ops.CreateModel(
            name='Proxy',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('unit_id', fields.BigIntField()),
                ('head_id', fields.BigIntField()),
                ('person_id', fields.BigIntField()),
                ('head_holding_id', fields.BigIntField()),
                ('holding_id', fields.BigIntField()),
                ('assignment_ids', fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ('since', MomentField(auto_now=False, auto_now_add=False)),
                ('until', MomentField(null=True, auto_now=False, auto_now_add=False)),
                ('ended_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'proxy', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.RunSQL(INDEXES),
    ]
