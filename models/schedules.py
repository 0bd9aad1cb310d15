"""Schedules: what goes out at set times, a row each, and a row for each slot of theirs that was fired or skipped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from models import db
from models.fields import MomentField, stored
from models.rules import cadence, readership, recurrence
from models.rules.cadence import Cadence
from models.rules.calendar import Calendar
from models.rules.missed import Missed
from models.rules.readership import Readership
from models.rules.recurrence import Every, Recurrence, Slot
from models.rules.rule_set import DayTimes

BROADCAST, CADENCE = "broadcast", "cadence"
MORNING, DIGEST, AIDE_DIGEST, EVENING, PROOF = "morning", "digest", "aide_digest", "evening", "proof"
NAMES = {  # those that every city has, one of each
    MORNING: "晨单", AIDE_DIGEST: "秘书先看", DIGEST: "领导摘要", EVENING: "收单", PROOF: "点名校样",
}  # fmt: skip
# kind → what the rule file calls its time, which seeds the schedule; from then on the schedule says when
TIMES = {
    MORNING: "morning_list", AIDE_DIGEST: "aide_digest", DIGEST: "digest", EVENING: "evening_list", PROOF: "naming_proof",
}  # fmt: skip
NOT_SENT_LATE = {DIGEST, AIDE_DIGEST}


class Schedule(Model):
    """`slot_at` is where the rule puts the next slot, `next_fire_at` when it comes; none while nobody planned it yet."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=16)  # broadcast, morning …: what firing does
    name = fields.CharField(max_length=64)
    rule: dict[str, Any] = fields.JSONField(default=dict)
    readers: dict[str, Any] | None = fields.JSONField(null=True)  # of a broadcast
    text = fields.TextField(default="")  # of a broadcast
    missed = fields.CharField(max_length=12, default=Missed.CATCH_UP.value)
    state = fields.CharField(max_length=12, default="active")  # active | paused | ended
    version = fields.IntField(default=1)
    slot_at = MomentField(null=True)
    next_fire_at = MomentField(null=True)
    planned_under = fields.CharField(max_length=64, default="")  # the calendar it was planned by
    created_at = MomentField()

    class Meta:
        table = "schedule"

    @property
    def recurrence(self) -> Recurrence:
        return recurrence.from_json(self.rule)

    @property
    def readership(self) -> Readership:
        return readership.from_json(self.readers or {"words": "", "groups": []})


class Firing(Model):
    """Unique (schedule, slot): whatever crashes or races, a slot is worked once."""

    id = fields.BigIntField(primary_key=True)
    schedule_id = fields.BigIntField()
    slot_at = MomentField()
    state = fields.CharField(max_length=12)  # fired | skipped
    reason = fields.CharField(max_length=64, default="")
    people = fields.IntField(default=0)  # to whom it was addressed
    at = MomentField()

    class Meta:
        table = "firing"


async def cadences() -> tuple[Cadence, ...]:
    """The rows that say how often progress is asked for."""
    found = await Schedule.filter(kind=CADENCE, state="active").order_by("id")
    return tuple(cadence.from_json(row.id, row.recurrence, row.readers or {}) for row in found)


@dataclass(frozen=True, slots=True)
class Due:
    id: int
    at: datetime


async def seed(day: DayTimes, now: datetime) -> None:
    """A new database has the lists that every city has, at the times of its rule file."""
    for kind, name in NAMES.items():
        rule = Recurrence(Every.WORKDAY, (getattr(day, TIMES[kind]),)).to_json()
        missed = Missed.SKIP if kind in NOT_SENT_LATE else Missed.SAME_DAY
        await _seed(Schedule(kind=kind, name=name, rule=rule, missed=missed.value, created_at=now))


async def _seed(row: Schedule) -> None:
    listed = [name for name in Schedule._meta.fields_map if name != "id"]
    if not await Schedule.filter(kind=row.kind).exists():
        await db.execute(
            f"INSERT INTO schedule ({', '.join(listed)}) VALUES ({', '.join('?' for _ in listed)}) ON CONFLICT DO NOTHING",
            *stored(row, listed),
        )


async def last_slot(schedule_id: int) -> datetime | None:
    [row] = await db.rows("SELECT MAX(slot_at) AS at FROM firing WHERE schedule_id = ?", schedule_id)
    return db.moment(row["at"]) if row["at"] else None


async def coming(schedule: Schedule, now: datetime, calendar: Calendar, count: int = 5) -> list[Slot]:
    """The next slots under the calendar, without those that were fired."""
    after = await last_slot(schedule.id) if schedule.id else None
    return recurrence.upcoming(schedule.recurrence, now, calendar, count, after=after)


async def plan(schedule: Schedule, now: datetime, calendar: Calendar, mark: str) -> None:
    """Find the next slot from now on; a rule that has none left is ended."""
    await _keep_slot(schedule, next(iter(await coming(schedule, now, calendar, 1)), None), mark)


def following(schedule: Schedule, calendar: Calendar) -> Slot | None:
    """The slot after the planned one, though it may be past already."""
    return recurrence.next_after(
        schedule.recurrence, schedule.next_fire_at, calendar, after=calendar.local(schedule.slot_at)
    )


async def advance(schedule: Schedule, calendar: Calendar, mark: str) -> None:
    """This slot was worked."""
    await _keep_slot(schedule, following(schedule, calendar), mark)


async def _keep_slot(schedule: Schedule, slot: Slot | None, mark: str) -> None:
    schedule.slot_at, schedule.next_fire_at, schedule.planned_under = slot and slot.nominal, slot and slot.at, mark
    if slot is None:
        schedule.state = "ended"
    await schedule.save(update_fields=["slot_at", "next_fire_at", "planned_under", "state"])


async def due(now: datetime, mark: str) -> list[Due]:
    """What fires now, oldest first, and what nobody planned yet or was planned by another calendar and lies ahead."""
    found = await db.rows(
        "SELECT id, next_fire_at FROM schedule WHERE state = 'active' AND kind <> 'cadence'"
        " AND (next_fire_at IS NULL OR next_fire_at <= ? OR planned_under <> ?) ORDER BY next_fire_at, id",
        now, mark,
    )  # fmt: skip
    return [Due(row["id"], db.moment(row["next_fire_at"]) if row["next_fire_at"] else now) for row in found]


async def take(schedule: Schedule, now: datetime, state: str, reason: str = "") -> Firing | None:
    """The row of this slot, for the one caller that comes first; None for all others."""
    made = await db.rows(
        "INSERT INTO firing (schedule_id, slot_at, state, reason, people, at) VALUES (?, ?, ?, ?, 0, ?)"
        " ON CONFLICT (schedule_id, slot_at) DO NOTHING RETURNING id",
        schedule.id, schedule.slot_at, state, reason, now,
    )  # fmt: skip
    return await Firing.get(id=made[0]["id"]) if made else None


async def fired_since(moment: datetime, *, other_than: int) -> bool:
    """Whether one of the lists that every city has went out since then."""
    found = await db.rows(
        "SELECT 1 AS found FROM firing f JOIN schedule s ON s.id = f.schedule_id"
        " WHERE s.kind <> ? AND f.state = 'fired' AND f.slot_at >= ? AND f.id <> ? LIMIT 1",
        BROADCAST, moment, other_than,
    )  # fmt: skip
    return bool(found)


async def locked(key: int, at: datetime) -> Schedule | None:
    """The schedule, if it still fires at that moment; nobody else works it until this transaction ends."""
    mine = await db.rows(
        "UPDATE schedule SET next_fire_at = next_fire_at WHERE id = ? AND state = 'active' AND next_fire_at = ? RETURNING id",
        key, at,
    )  # fmt: skip
    return await Schedule.get(id=key) if mine else None


async def next_fire(after: datetime) -> datetime | None:
    [row] = await db.rows(
        "SELECT MIN(next_fire_at) AS at FROM schedule WHERE state = 'active' AND next_fire_at > ?", after
    )
    return db.moment(row["at"]) if row["at"] else None
