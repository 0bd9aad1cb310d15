from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from models.fields import MomentField

INDEXES = [
    "CREATE INDEX IF NOT EXISTS ix_order_batch ON assigned_order (batch)",
    "CREATE INDEX IF NOT EXISTS ix_order_person ON assigned_order (ordered_by)",
    "CREATE INDEX IF NOT EXISTS ix_order_draft ON assigned_order (id) WHERE state = 'draft'",
]


class Migration(migrations.Migration):
    """Orders of every day: drafts as they were read, and whose they are."""

    dependencies = [('models', '0004_pauses_and_naming')]

    operations = [
        ops.CreateModel(
            name='Order',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('batch', fields.BigIntField(default=0)),
                ('state', fields.CharField(default='draft', max_length=12)),
                ('said', fields.TextField(default='', unique=False)),
                ('what', fields.TextField(default='', unique=False)),
                ('units', fields.JSONField(default=list, encoder=JSON_DUMPS, decoder=loads)),
                ('support', fields.JSONField(default=list, encoder=JSON_DUMPS, decoder=loads)),
                ('unknown', fields.JSONField(default=list, encoder=JSON_DUMPS, decoder=loads)),
                ('due', fields.DateField(null=True)),
                ('due_time', fields.CharField(default='', max_length=5)),
                ('task_class', fields.CharField(default='', max_length=4)),
                ('origin', fields.CharField(default='', max_length=8)),
                ('paper', fields.CharField(default='', max_length=64)),
                ('leader_post_id', fields.BigIntField(null=True)),
                ('ordered_by', fields.BigIntField(null=True)),
                ('entered_by', fields.BigIntField(null=True)),
                ('task_id', fields.BigIntField(null=True)),
                ('created_at', MomentField(auto_now=False, auto_now_add=False)),
                ('decided_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
                ('decided_by', fields.BigIntField(null=True)),
            ],
            options={'table': 'assigned_order', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.RunSQL(INDEXES),
    ]
