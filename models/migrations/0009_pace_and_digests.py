from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from models.fields import MomentField

INDEXES = [
    "CREATE INDEX IF NOT EXISTS ix_movement_assignment ON movement (assignment_id, id)",
    "CREATE INDEX IF NOT EXISTS ix_movement_at ON movement (at)",
    "CREATE UNIQUE INDEX IF NOT EXISTS ux_digest ON digest (person_id, day)",
    "CREATE INDEX IF NOT EXISTS ix_digest_outbox ON digest (outbox_id)",
]


class Migration(migrations.Migration):
    """Pace stands in columns, and what moved it is kept; digests keep what they said and the figures behind it."""

    dependencies = [('models', '0008_stored_file')]

    operations = [
        ops.AddField('Assignment', 'points', fields.FloatField(null=True)),
        ops.AddField('Assignment', 'expected', fields.FloatField(null=True)),
        ops.AddField('Assignment', 'forecast', fields.DateField(null=True)),
        ops.AddField('Assignment', 'because', fields.CharField(null=True, max_length=16)),
        ops.AddField('Assignment', 'standing', fields.CharField(null=True, max_length=8)),
        ops.AddField('Assignment', 'told_percent', fields.FloatField(null=True)),
        ops.AddField('Post', 'serves_id', fields.BigIntField(null=True)),
        ops.CreateModel(
            name='Movement',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('assignment_id', fields.BigIntField()),
                ('at', MomentField(auto_now=False, auto_now_add=False)),
                ('event_id', fields.BigIntField(null=True)),
                ('percent_before', fields.FloatField(null=True)),
                ('percent', fields.FloatField(null=True)),
                ('lamp_before', fields.CharField(max_length=8)),
                ('lamp', fields.CharField(max_length=8)),
            ],
            options={'table': 'movement', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Digest',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('person_id', fields.BigIntField()),
                ('post_id', fields.BigIntField()),
                ('role', fields.CharField(max_length=16)),
                ('day', fields.DateField()),
                ('at', MomentField(auto_now=False, auto_now_add=False)),
                ('state', fields.CharField(max_length=12)),
                ('reason', fields.CharField(default='', max_length=64)),
                ('text', fields.TextField(default='', unique=False)),
                ('figures', fields.JSONField(default=list, encoder=JSON_DUMPS, decoder=loads)),
                ('said', fields.JSONField(default=dict, encoder=JSON_DUMPS, decoder=loads)),
                ('outbox_id', fields.BigIntField(null=True)),
            ],
            options={'table': 'digest', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.RunSQL(INDEXES),
        ops.RunSQL("UPDATE assignment SET told_percent = percent WHERE CAST(figures AS TEXT) = '[]'"),
    ]
