from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from models.fields import MomentField

INDEXES = [
    "CREATE UNIQUE INDEX IF NOT EXISTS ux_duty_day ON duty_day (day)",
    "CREATE INDEX IF NOT EXISTS ix_emergency_reporter ON emergency (reporter_id, state)",
    "CREATE INDEX IF NOT EXISTS ix_emergency_open ON emergency (state) WHERE state = 'open'",
    "CREATE UNIQUE INDEX IF NOT EXISTS ux_emergency_call ON emergency_call (emergency_id, person_id)",
    "CREATE INDEX IF NOT EXISTS ix_emergency_entry ON emergency_entry (emergency_id, id)",
]


class Migration(migrations.Migration):
    """Who is on duty on which day; emergencies, whom they were told, and all that was said of them."""

    dependencies = [('models', '0011_help')]

    operations = [
        ops.CreateModel(
            name='DutyDay',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('day', fields.DateField()),
                ('leader_id', fields.BigIntField(null=True)),
                ('office', fields.JSONField(default=list, encoder=JSON_DUMPS, decoder=loads)),
                ('deputies', fields.JSONField(default=list, encoder=JSON_DUMPS, decoder=loads)),
                ('phone', fields.CharField(default='', max_length=32)),
                ('entered_by', fields.BigIntField(null=True)),
                ('entered_at', MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'duty_day', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Emergency',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('state', fields.CharField(default='asked', max_length=12)),
                ('text', fields.TextField(unique=False)),
                ('what', fields.CharField(default='', max_length=64)),
                ('place', fields.CharField(default='', max_length=64)),
                ('happened', fields.CharField(default='', max_length=64)),
                ('reporter_id', fields.BigIntField()),
                ('unit_id', fields.BigIntField(null=True)),
                ('inbox_id', fields.BigIntField(null=True)),
                ('phone', fields.CharField(default='', max_length=32)),
                ('order_id', fields.BigIntField(null=True)),
                ('said_at', MomentField(auto_now=False, auto_now_add=False)),
                ('confirmed_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
                ('ended_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'emergency', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='EmergencyCall',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('emergency_id', fields.BigIntField()),
                ('person_id', fields.BigIntField()),
                ('side', fields.CharField(max_length=8)),
                ('stands_for', fields.BigIntField(null=True)),
                ('told_at', MomentField(auto_now=False, auto_now_add=False)),
                ('heard_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
                ('answer', fields.CharField(default='', max_length=12)),
                ('answered_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
                ('passed_on_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'emergency_call', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='EmergencyEntry',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('emergency_id', fields.BigIntField()),
                ('at', MomentField(auto_now=False, auto_now_add=False)),
                ('person_id', fields.BigIntField(null=True)),
                ('kind', fields.CharField(max_length=16)),
                ('text', fields.TextField(default='', unique=False)),
            ],
            options={'table': 'emergency_entry', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.RunSQL(INDEXES),
    ]
