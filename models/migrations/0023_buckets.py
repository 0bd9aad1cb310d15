from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from models.fields import MomentField

INDEXES = [
    "CREATE UNIQUE INDEX IF NOT EXISTS ux_bucket ON bucket (platform, scope)",
    "CREATE UNIQUE INDEX IF NOT EXISTS ux_outage_open ON outage (platform) WHERE ended_at IS NULL",
]


class Migration(migrations.Migration):
    """The places that a platform has for our messages; the times when we, or a platform, were down."""

    dependencies = [('models', '0019_pictures_that_are_sent')]

    operations = [
        ops.CreateModel(
            name='Bucket',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('platform', fields.CharField(max_length=16)),
                ('scope', fields.CharField(max_length=64)),
                ('taken', fields.JSONField(default=dict, encoder=JSON_DUMPS, decoder=loads)),
                ('free_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'bucket', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Outage',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('platform', fields.CharField(default='', max_length=16)),
                ('began_at', MomentField(auto_now=False, auto_now_add=False)),
                ('ended_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
                ('told_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
                ('minutes', fields.IntField(default=0)),
                ('error', fields.CharField(default='', max_length=256)),
            ],
            options={'table': 'outage', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.RunSQL(INDEXES),
    ]
