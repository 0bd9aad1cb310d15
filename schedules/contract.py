"""The shape of a sweep."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from models import obligations, rulebook
from models.rules.delivery import next_at

POSTPONED = timedelta(minutes=10)
BEFORE_THE_LIST = timedelta(minutes=10)
ONLY = 1  # the id of the one row of a standing sweep


class Key(NamedTuple):
    """A row of the narrow table of what is due."""

    due_at: datetime
    id: int


class Sweep(Protocol):
    kind: str
    is_in_due_table: bool  # then it is asked only when something of its kind is due there

    async def begin(self, now: datetime) -> None:
        """Before the first beat: what has to stand in the tables is put there."""
        ...

    async def due(self, now: datetime) -> Sequence[Key]:
        """What should be worked now, oldest first; a bounded number."""
        ...

    async def run(self, key: Key, now: datetime) -> None:
        """Work one item, inside the caller's transaction. Takes the due row first: whoever does not get it does nothing."""
        ...

    async def run_many(self, keys: Sequence[Key], now: datetime) -> None:
        """Work several in one transaction; when that fails, they are worked one by one."""
        ...

    async def postpone(self, key: Key, now: datetime) -> None:
        """After an error: try again later, so that one bad item does not hold up the others."""
        ...


class DueSweep:
    """A sweep over one kind of the due table; subclasses say in `work` what is done."""

    kind = ""
    is_in_due_table = True

    async def begin(self, now: datetime) -> None:
        return

    async def due(self, now: datetime) -> Sequence[Key]:
        return [Key(at, key) for at, key in await obligations.due_now(self.kind, now)]

    async def run(self, key: Key, now: datetime) -> None:
        if await obligations.drop_due(self.kind, key.id, key.due_at):
            await self.work(key.id, now)

    async def run_many(self, keys: Sequence[Key], now: datetime) -> None:
        for key in keys:
            await self.run(key, now)

    async def postpone(self, key: Key, now: datetime) -> None:
        if await obligations.drop_due(self.kind, key.id, key.due_at):
            await obligations.plan_due(self.kind, key.id, now + POSTPONED)

    async def work(self, key: int, now: datetime) -> None:
        raise NotImplementedError


class StandingSweep(DueSweep):
    """Something that happens again and again: one row in the due table, for the next time. Subclasses say when and what."""

    async def begin(self, now: datetime) -> None:
        if not await obligations.is_planned(self.kind):
            await self._plan_next(now)

    async def _plan_next(self, now: datetime) -> None:
        await obligations.plan_due(self.kind, ONLY, await self.next_at(now))

    async def work(self, key: int, now: datetime) -> None:
        await self.happen(now)
        await self._plan_next(now)

    async def next_at(self, now: datetime) -> datetime:
        """The first time after this moment."""
        raise NotImplementedError

    async def happen(self, now: datetime) -> None:
        raise NotImplementedError


class MorningSweep(StandingSweep):
    """Once a day, so that what it says stands in this morning's list."""

    async def next_at(self, now: datetime) -> datetime:
        book = await rulebook.current()
        at = (datetime.combine(datetime.min, book.policy.day.morning_list) - BEFORE_THE_LIST).time()
        following = next_at(now, at, book.calendar)
        if following <= now:
            following = next_at(book.calendar.close_of(book.calendar.local(now).date()), at, book.calendar)
        return following
