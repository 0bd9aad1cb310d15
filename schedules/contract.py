"""The shape of a sweep."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from models import obligations

POSTPONED = timedelta(minutes=10)


class Key(NamedTuple):
    """A row of the narrow table of what is due."""

    due_at: datetime
    id: int


class Sweep(Protocol):
    kind: str

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
