from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from models.fields import MomentField

INDEXES = [
    "CREATE UNIQUE INDEX IF NOT EXISTS ux_schedule_kind ON schedule (kind) WHERE kind <> 'broadcast'",
    "CREATE UNIQUE INDEX IF NOT EXISTS ux_firing ON firing (schedule_id, slot_at)",
    "CREATE UNIQUE INDEX IF NOT EXISTS ux_calendar_notice ON calendar_notice (version)",
]


class Migration(migrations.Migration):
    """What goes out at set times, each slot of it once; and the notices that the calendar was made of."""

    dependencies = [('models', '0009_pace_and_digests')]

    operations = [
        ops.CreateModel(
            name='Schedule',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('kind', fields.CharField(max_length=16)),
                ('name', fields.CharField(max_length=64)),
                ('rule', fields.JSONField(default=dict, encoder=JSON_DUMPS, decoder=loads)),
                ('readers', fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ('text', fields.TextField(default='', unique=False)),
                ('missed', fields.CharField(default='catch_up', max_length=12)),
                ('state', fields.CharField(default='active', max_length=12)),
                ('version', fields.IntField(default=1)),
                ('slot_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
                ('next_fire_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
                ('planned_under', fields.CharField(default='', max_length=64)),
                ('created_at', MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'schedule', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Firing',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('schedule_id', fields.BigIntField()),
                ('slot_at', MomentField(auto_now=False, auto_now_add=False)),
                ('state', fields.CharField(max_length=12)),
                ('reason', fields.CharField(default='', max_length=64)),
                ('people', fields.IntField(default=0)),
                ('at', MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'firing', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='CalendarNotice',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('version', fields.IntField()),
                ('source', fields.CharField(max_length=64)),
                ('year', fields.IntField(null=True)),
                ('paper', fields.CharField(default='', max_length=64)),
                ('text', fields.TextField(default='', unique=False)),
                ('created_at', MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'calendar_notice', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.RunSQL(INDEXES),
        ops.RunSQL(["DELETE FROM due WHERE kind = 'morning'"]),  # its schedule has the next morning now
    ]
