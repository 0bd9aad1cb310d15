"""Notices: what is to be said to whom and why. An outbox message carries one or many."""

from collections.abc import Sequence
from typing import Any

from tortoise import fields
from tortoise.models import Model

from models import db
from models.fields import MomentField, stored


class Notice(Model):
    """`key` is unique: one notice for each (obligation, rung, occasion, person), whatever crashes or races."""

    id = fields.BigIntField(primary_key=True)
    key = fields.CharField(max_length=128)
    person_id = fields.BigIntField()
    task_id = fields.BigIntField(null=True)
    assignment_id = fields.BigIntField(null=True)
    obligation_id = fields.BigIntField(null=True)
    form = fields.CharField(max_length=8)  # line | single | call
    occasion = fields.CharField(max_length=24)
    facts: dict[str, Any] = fields.JSONField(default=dict)  # what the wording needs
    why: dict[str, Any] = fields.JSONField(default=dict)  # rule, inputs, segments, what was skipped
    state = fields.CharField(max_length=12, default="pending")  # pending | bundled | sent | withdrawn
    created_at = MomentField()
    outbox_id = fields.BigIntField(null=True)
    withdrawn_because = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "notice"


async def carried_by(outbox_ids: Sequence[int]) -> list[Notice]:
    """What these messages carry or did carry, in order. Most carry nothing, which one short query finds out."""
    if not outbox_ids:
        return []
    listed = ", ".join(str(int(each)) for each in outbox_ids)
    return list(await Notice.raw(f"SELECT * FROM notice WHERE outbox_id IN ({listed}) ORDER BY id"))


async def withdraw(because: str, **which: Any) -> int:
    """Reminders that lost their reason are not sent; those already on the phone stay as they are."""
    return await Notice.filter(state__in=["pending", "bundled"], **which).update(
        state="withdrawn", withdrawn_because=because
    )


COLUMNS = (
    "key",
    "person_id",
    "task_id",
    "assignment_id",
    "obligation_id",
    "form",
    "occasion",
    "facts",
    "why",
    "created_at",
)
INSERT = f"INSERT INTO notice ({', '.join(COLUMNS)}, state) VALUES ({', '.join('?' for _ in COLUMNS)}, 'pending') ON CONFLICT (key) DO NOTHING"


async def add(notice: Notice) -> bool:
    """False when this very notice was written before."""
    made = await db.rows(f"{INSERT} RETURNING id", *stored(notice, COLUMNS))
    if made:
        notice.id = made[0]["id"]
    return bool(made)


async def add_many(found: Sequence[Notice]) -> None:
    if found:
        await db.execute_many(INSERT, [stored(notice, COLUMNS) for notice in found])
