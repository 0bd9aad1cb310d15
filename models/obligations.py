"""Obligations (one row for each thing somebody owes) and the narrow table of what is due, in due order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from models import db
from models.fields import MomentField, stored
from models.people import Post, Unit


class Obligation(Model):
    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=4)
    task_id = fields.BigIntField()
    assignment_id = fields.BigIntField(null=True)
    unit_id = fields.BigIntField(null=True)
    holder_post_id = fields.BigIntField(null=True)
    period = fields.CharField(max_length=48, default="")  # which month or milestone: 2026-06, m17
    name = fields.CharField(max_length=256, default="")  # what is owed, for people
    started_at = MomentField()
    due_at = MomentField(null=True)
    provisional = fields.BooleanField(default=False)  # the calendar of that year is not announced
    rung = fields.IntField(null=True)
    rung_at = MomentField(null=True)
    last_window_at = MomentField(null=True)
    went_on_at = MomentField(null=True)  # after the call a person decided: go on
    occurrence = fields.IntField(default=0)  # dated lines said so far
    credited_minutes = fields.IntField(default=0)  # our own outages
    next_at = MomentField(null=True)  # mirrored in `due`
    state = fields.CharField(max_length=12, default="open")  # open | met | withdrawn
    ended_at = MomentField(null=True)
    started_event = fields.BigIntField(null=True)  # the event that began it, and the one that ended it:
    ended_event = fields.BigIntField(null=True)  # undoing an event undoes what it did to the clocks
    rule = fields.CharField(max_length=16)  # K2@1
    pauses: list[Any] = fields.JSONField(default=list)
    steps: list[dict[str, Any]] = fields.JSONField(default=list)  # what was raised or skipped, when and why

    class Meta:
        table = "obligation"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked for help: a unit, or the post of a 副秘书长; neither of them is 督查室.

    `through`: the unit of another leader's portfolio that the 副秘书长 is asked to speak to.
    """

    unit: Unit | None = None
    post: Post | None = None
    through: str = ""

    @property
    def name(self) -> str:
        return self.unit.short if self.unit else (self.post.title if self.post else "") or "市政府督查室"


STEP = ("next_at", "rung", "rung_at", "last_window_at", "occurrence", "steps")


async def keep_steps(judged: Sequence[Obligation]) -> None:
    """What a judgement changes, of many."""
    if judged:
        change = f"UPDATE obligation SET {', '.join(f'{column} = ?' for column in STEP)} WHERE id = ?"
        await db.execute_many(change, [stored(obligation, (*STEP, "id")) for obligation in judged])


async def plan_due(kind: str, key: int, at: datetime) -> None:
    await db.execute("INSERT INTO due (due_at, kind, id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", at, kind, key)


async def plan_due_many(kind: str, rows: Sequence[tuple[datetime, int]]) -> None:
    if rows:
        await db.execute_many(
            "INSERT INTO due (due_at, kind, id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [(at, kind, key) for at, key in rows],
        )


async def take_due(kind: str, ids: Sequence[int], now: datetime) -> list[int]:
    """Take these due rows; those that somebody else took first are not among the answer."""
    marks = ", ".join("?" for _ in ids)
    gone = await db.rows(
        f"DELETE FROM due WHERE kind = ? AND due_at <= ? AND id IN ({marks}) RETURNING id", kind, now, *ids
    )
    return sorted({row["id"] for row in gone})


async def drop_due(kind: str, key: int, at: datetime) -> bool:
    """True for the one caller that took the row: whoever gets False lost the race and does nothing."""
    gone = await db.rows("DELETE FROM due WHERE due_at = ? AND kind = ? AND id = ? RETURNING id", at, kind, key)
    return bool(gone)


async def due_now(kind: str, now: datetime, limit: int = 200) -> list[tuple[datetime, int]]:
    found = await db.rows(
        "SELECT due_at, id FROM due WHERE due_at <= ? AND kind = ? ORDER BY due_at LIMIT ?", now, kind, limit
    )
    return [(db.moment(row["due_at"]), row["id"]) for row in found]


async def kinds_due(now: datetime) -> set[str]:
    """Of which kinds something is due: one look for all of them."""
    return {row["kind"] for row in await db.rows("SELECT DISTINCT kind FROM due WHERE due_at <= ?", now)}


async def is_planned(kind: str) -> bool:
    """For whenever it may be: a walk through all that is due."""
    return bool(await db.rows("SELECT 1 AS found FROM due WHERE kind = ? LIMIT 1", kind))


async def next_due(after: datetime) -> datetime | None:
    [row] = await db.rows("SELECT MIN(due_at) AS at FROM due WHERE due_at > ?", after)
    return db.moment(row["at"]) if row["at"] else None


async def reschedule(obligation: Obligation, at: datetime | None) -> None:
    """Move the obligation's next judgement; None ends the judging."""
    if obligation.next_at is not None:
        await drop_due("obligation", obligation.id, obligation.next_at)
    obligation.next_at = at
    if at is not None:
        await plan_due("obligation", obligation.id, at)


async def end(obligation: Obligation, state: str, now: datetime, *, event_id: int | None = None) -> None:
    obligation.state, obligation.ended_at, obligation.ended_event = state, now, event_id
    await reschedule(obligation, None)
    await obligation.save()


async def open_of(assignment_id: int, *kinds: str) -> list[Obligation]:
    query = Obligation.filter(assignment_id=assignment_id, state="open")
    return await (query.filter(kind__in=kinds) if kinds else query).order_by("id")
