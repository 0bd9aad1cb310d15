from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from models.fields import MomentField

INDEXES = [
    "CREATE UNIQUE INDEX IF NOT EXISTS ux_second_reading_event ON second_reading (event_id)",
    "CREATE INDEX IF NOT EXISTS ix_second_reading_open ON second_reading (state) WHERE state IN ('waiting', 'asking')",
]


class Migration(migrations.Migration):
    """What a second reader was asked of a reply, what it said, and what became of it."""

    dependencies = [('models', '0018_indexes')]

    operations = [
        ops.CreateModel(
            name='SecondReading',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('event_id', fields.BigIntField()),
                ('assignment_id', fields.BigIntField()),
                ('person_id', fields.BigIntField()),
                ('inbox_id', fields.BigIntField()),
                ('unsure', fields.JSONField(default=list, encoder=JSON_DUMPS, decoder=loads)),
                ('state', fields.CharField(default='waiting', max_length=12)),
                ('why', fields.CharField(null=True, max_length=64)),
                ('model', fields.CharField(default='', max_length=64)),
                ('said', fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ('asked', fields.JSONField(default=list, encoder=JSON_DUMPS, decoder=loads)),
                ('created_at', MomentField(auto_now=False, auto_now_add=False)),
                ('settled_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'second_reading', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.RunSQL(INDEXES),
    ]
