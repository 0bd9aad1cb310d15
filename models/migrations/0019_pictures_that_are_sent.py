from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from models.fields import MomentField

INDEXES = [
    "CREATE INDEX IF NOT EXISTS ix_attachment_waiting ON attachment (next_try_at) WHERE state = 'waiting'",
    "CREATE INDEX IF NOT EXISTS ix_attachment_assignment ON attachment (assignment_id)",
    "CREATE INDEX IF NOT EXISTS ix_attachment_person ON attachment (person_id, received_at)",
]
# what an older version fetched is looked at like anything new; what it could not fetch is gone
OLDER = [
    "UPDATE attachment SET next_try_at = received_at WHERE body IS NOT NULL",
    "UPDATE attachment SET state = 'gone' WHERE body IS NULL",
]


class Migration(migrations.Migration):
    """Pictures that people send: where each of them stands, and what is held."""

    dependencies = [('models', '0021_asked')]

    operations = [
        ops.AddField('Attachment', 'inbox_id', fields.BigIntField(null=True)),
        ops.AddField('Attachment', 'event_id', fields.BigIntField(null=True)),
        ops.AddField('Attachment', 'state', fields.CharField(default='waiting', db_default='waiting', max_length=12)),
        ops.AddField('Attachment', 'tries', fields.IntField(default=0, db_default=0)),
        ops.AddField('Attachment', 'next_try_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
        ops.AddField('Conversation', 'voice_told_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
        ops.CreateModel(
            name='Held',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('inbox_id', fields.BigIntField()),
                ('attachment_id', fields.BigIntField(null=True)),
                ('person_id', fields.BigIntField()),
                ('why', fields.CharField(max_length=24)),
                ('sha256', fields.CharField(max_length=64)),
                ('state', fields.CharField(default='held', max_length=12)),
                ('held_at', MomentField(auto_now=False, auto_now_add=False)),
                ('first_by', fields.BigIntField(null=True)),
                ('second_by', fields.BigIntField(null=True)),
                ('settled_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'held', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.RunSQL(INDEXES),
        ops.RunSQL(OLDER),
    ]
