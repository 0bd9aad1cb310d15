"""Small facts about this deployment, one row each: the sandbox's stamp, the virtual clock, API keys."""

from hashlib import sha256

from tortoise import fields
from tortoise.models import Model

from models import db
from models.fields import MomentField


class Setting(Model):
    key = fields.CharField(max_length=48, primary_key=True)
    value = fields.TextField()

    class Meta:
        table = "setting"


class ApiKey(Model):
    """The token itself is shown once and never stored."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=64)
    role = fields.CharField(max_length=12)  # admin | reader
    token_hash = fields.CharField(max_length=64)
    created_at = MomentField()
    revoked_at = MomentField(null=True)

    class Meta:
        table = "api_key"


async def get(key: str) -> str | None:
    found = await Setting.filter(key=key).first()
    return found.value if found else None


async def put(key: str, value: str) -> None:
    await db.execute(
        "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        key,
        value,
    )


def hash_token(token: str) -> str:
    return sha256(token.encode()).hexdigest()
