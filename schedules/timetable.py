"""Fires schedules: each slot once, however many replicas beat; what was missed is sent late or skipped with a reason."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from models import audit, broadcasts, db, evening, lamps, proofs, rulebook, telling
from models import schedules as rows
from models.people import Role
from models.rulebook import Rulebook
from models.rules.missed import Missed, Skip, decide
from models.schedules import AIDE_DIGEST, BROADCAST, DIGEST, EVENING, MORNING, PROOF, Firing, Schedule
from models.wording import broadcasts as words
from schedules import digests, lists
from schedules.contract import Key

AGAIN = timedelta(minutes=5)
Fire = Callable[[Schedule, datetime, Rulebook], Awaitable[int]]


async def _broadcast(schedule: Schedule, now: datetime, book: Rulebook) -> int:
    return await broadcasts.fire(schedule, book.calendar.local(schedule.next_fire_at).date(), now)


async def _morning(schedule: Schedule, now: datetime, book: Rulebook) -> int:
    return await lists.morning(now, book)


async def _evening(schedule: Schedule, now: datetime, book: Rulebook) -> int:
    """After hours the day is over: there is nothing of today left to ask for."""
    return await evening.gather(now, book) if book.calendar.is_working(now) else 0


async def _proof(schedule: Schedule, now: datetime, book: Rulebook) -> int:
    return await proofs.show(now, book) if book.calendar.is_working(now) else 0


async def _digest(schedule: Schedule, now: datetime, book: Rulebook) -> int:
    return await digests.send(Role.LEADER, now, book)


async def _aide_digest(schedule: Schedule, now: datetime, book: Rulebook) -> int:
    return await digests.send(Role.AIDE, now, book)


FIRES: dict[str, Fire] = {  # kind → what it does; returns to how many people
    MORNING: _morning,
    EVENING: _evening,
    PROOF: _proof,
    DIGEST: _digest,
    AIDE_DIGEST: _aide_digest,
    BROADCAST: _broadcast,
}


class ScheduleSweep:
    kind = "schedule"
    is_in_due_table = False

    async def begin(self, now: datetime) -> None:
        return

    async def due(self, now: datetime) -> Sequence[Key]:
        book = await rulebook.current()
        found = await rows.due(now, book.calendar_mark)
        if not found:
            return []
        due = []
        for schedule in await Schedule.filter(id__in=[one.id for one in found]).order_by("id"):
            if schedule.next_fire_at is None or schedule.next_fire_at > now:
                await db.tx(lambda schedule=schedule: self._plan(schedule.id, now, book))  # type: ignore[misc]
            else:
                due.append(schedule)
        due.sort(key=lambda s: (s.kind == BROADCAST, s.next_fire_at))  # what is said beside a list goes into it
        return [Key(s.next_fire_at, s.id) for s in due]

    async def _plan(self, key: int, now: datetime, book: Rulebook) -> None:
        """New, changed, resumed, or planned by another calendar: the next slot is found anew. What is due is not touched."""
        free = await db.rows(
            "UPDATE schedule SET planned_under = ? WHERE id = ? AND (next_fire_at IS NULL OR next_fire_at > ?) RETURNING id",
            book.calendar_mark, key, now,
        )  # fmt: skip
        if free:
            await rows.plan(await Schedule.get(id=key), now, book.calendar, book.calendar_mark)

    async def run(self, key: Key, now: datetime) -> None:
        schedule = await rows.locked(key.id, key.due_at)
        if schedule is not None:
            await self._work(schedule, now, await rulebook.current())

    async def _work(self, schedule: Schedule, now: datetime, book: Rulebook) -> None:
        slot_at, at = schedule.slot_at, schedule.next_fire_at
        following = rows.following(schedule, book.calendar)
        verdict = decide(at, now, following.at if following else None, Missed(schedule.missed), book.calendar)
        reason = verdict.why.value if isinstance(verdict, Skip) else ""
        firing = await rows.take(schedule, now, "skipped" if reason else "fired", reason)
        if firing is not None and reason:
            await _tell_skipped(schedule, reason, now)
        elif firing is not None:
            await _freshen(schedule, firing, now, book)
            count = await FIRES[schedule.kind](schedule, now, book)
            await Firing.filter(id=firing.id).update(people=count)
            await audit.record(
                "clock", "schedule_fired", f"schedule:{schedule.id}", now=now, slot=slot_at.isoformat(), people=count
            )
        await rows.advance(schedule, book.calendar, book.calendar_mark)

    async def run_many(self, keys: Sequence[Key], now: datetime) -> None:
        for key in keys:
            await self.run(key, now)

    async def postpone(self, key: Key, now: datetime) -> None:
        """A schedule that fails steps aside; its slot is not lost."""
        await db.execute(
            "UPDATE schedule SET next_fire_at = ? WHERE id = ? AND next_fire_at = ?", now + AGAIN, key.id, key.due_at
        )


async def _freshen(schedule: Schedule, firing: Firing, now: datetime, book: Rulebook) -> None:
    """The first list of a day stands on lamps made fresh; between it and the next, only words move them."""
    if schedule.kind == BROADCAST:
        return
    midnight = book.calendar.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if not await rows.fired_since(midnight, other_than=firing.id):
        await lamps.refresh_all(book, now)


async def _tell_skipped(schedule: Schedule, reason: str, now: datetime) -> None:
    at = schedule.next_fire_at
    if schedule.kind == BROADCAST:
        key = f"skipped:{schedule.id}:{int(at.timestamp())}"
        await telling.tell_office(key, words.skipped(schedule.id, schedule.name, at, reason), now)
    await audit.record("clock", "schedule_skipped", f"schedule:{schedule.id}", now=now, at=at.isoformat(), why=reason)
