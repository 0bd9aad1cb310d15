from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from models.fields import MomentField

INDEXES = [
    "CREATE INDEX IF NOT EXISTS ix_help_assignment ON help_request (assignment_id)",
    "CREATE INDEX IF NOT EXISTS ix_help_open ON help_request (state) WHERE state IN ('asked', 'answered', 'stuck')",
]


class Migration(migrations.Migration):
    """What units ask of one another, with its rounds and its answer."""

    dependencies = [('models', '0010_orders')]

    operations = [
        ops.CreateModel(
            name='HelpRequest',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('assignment_id', fields.BigIntField()),
                ('state', fields.CharField(default='asked', max_length=12)),
                ('text', fields.CharField(max_length=256)),
                ('round', fields.IntField(default=1)),
                ('unit_id', fields.BigIntField(null=True)),
                ('post_id', fields.BigIntField(null=True)),
                ('asked_by', fields.BigIntField(null=True)),
                ('event_id', fields.BigIntField(null=True)),
                ('answer', fields.TextField(default='', unique=False)),
                ('answered_by', fields.BigIntField(null=True)),
                ('asked_at', MomentField(auto_now=False, auto_now_add=False)),
                ('answered_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'help_request', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.RunSQL(INDEXES),
    ]
