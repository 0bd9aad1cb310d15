from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from models.fields import MomentField

INDEXES = [
    "CREATE INDEX IF NOT EXISTS ix_pause_assignment ON pause (assignment_id)",
    "CREATE INDEX IF NOT EXISTS ix_naming_open ON naming (leader_post_id) WHERE named_on IS NULL",
]


class Migration(migrations.Migration):
    """Time that does not count, with who said so; who is to be named to a leader; dates moved by an approved extension."""

    dependencies = [('models', '0007_schedules')]

    operations = [
        ops.CreateModel(
            name='Pause',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('assignment_id', fields.BigIntField(null=True)),
                ('person_id', fields.BigIntField(null=True)),
                ('kind', fields.CharField(max_length=16)),
                ('reason', fields.CharField(max_length=256)),
                ('approver_id', fields.BigIntField(null=True)),
                ('evidence', fields.CharField(default='', max_length=256)),
                ('since', MomentField(auto_now=False, auto_now_add=False)),
                ('until', MomentField(null=True, auto_now=False, auto_now_add=False)),
                ('event_id', fields.BigIntField(null=True)),
                ('noted_at', MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'pause', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Naming',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('obligation_id', fields.BigIntField()),
                ('assignment_id', fields.BigIntField()),
                ('leader_post_id', fields.BigIntField(null=True)),
                ('raised_at', MomentField(auto_now=False, auto_now_add=False)),
                ('proof_on', fields.DateField(null=True)),
                ('held_until', fields.DateField(null=True)),
                ('held_because', fields.CharField(default='', max_length=256)),
                ('note', fields.CharField(default='', max_length=256)),
                ('officer_id', fields.BigIntField(null=True)),
                ('named_on', fields.DateField(null=True)),
            ],
            options={'table': 'naming', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.AddField('Obligation', 'went_on_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
        ops.AddField('Assignment', 'extended', fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
        ops.RunSQL(INDEXES),
    ]
