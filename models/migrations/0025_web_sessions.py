from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from models.fields import MomentField

INDEXES = [
    "CREATE UNIQUE INDEX IF NOT EXISTS ux_web_session_token ON web_session (token_hash)",
    "CREATE UNIQUE INDEX IF NOT EXISTS ux_login_link_token ON login_link (token_hash)",
    "CREATE INDEX IF NOT EXISTS ix_login_link_account ON login_link (account_id, created_at)",
    "CREATE UNIQUE INDEX IF NOT EXISTS ux_login_mark_spent ON login_mark (subject) WHERE kind = 'spent'",
    "CREATE INDEX IF NOT EXISTS ix_login_mark_failed ON login_mark (subject, at) WHERE kind = 'failed'",
]


class Migration(migrations.Migration):
    """Sessions of pages, links that log somebody in once, and what was tried."""

    dependencies = [('models', '0022_delivered_and_read')]

    operations = [
        ops.CreateModel(
            name='WebSession',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('token_hash', fields.CharField(max_length=64)),
                ('account_id', fields.BigIntField()),
                ('created_at', MomentField(auto_now=False, auto_now_add=False)),
                ('seen_at', MomentField(auto_now=False, auto_now_add=False)),
                ('ended_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'web_session', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='LoginLink',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('token_hash', fields.CharField(max_length=64)),
                ('account_id', fields.BigIntField()),
                ('created_at', MomentField(auto_now=False, auto_now_add=False)),
                ('used_at', MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'login_link', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='LoginMark',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('kind', fields.CharField(max_length=8)),
                ('subject', fields.CharField(max_length=64)),
                ('at', MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'login_mark', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.RunSQL(INDEXES),
    ]
