"""What comes once a working day at a time of the rule set: 收单 at 16:35, the proof of tomorrow's namings at 17:00."""

from collections.abc import Sequence
from datetime import datetime, time

from models import db, evening, obligations, proofs, rulebook
from models.rulebook import Rulebook
from models.rules.delivery import next_at
from schedules.contract import DueSweep, Key

ONLY = 1  # one row of the due table: the next working day's


class DailySweep(DueSweep):
    """Planned from one working day to the next; a day that passed while we were away is not made up for."""

    def at(self, book: Rulebook) -> time:
        raise NotImplementedError

    async def happen(self, now: datetime, book: Rulebook) -> None:
        raise NotImplementedError

    async def due(self, now: datetime) -> Sequence[Key]:
        book = await rulebook.current()
        following = next_at(now, self.at(book), book.calendar)
        if not await obligations.is_due_at(self.kind, ONLY, following) and not await self._is_planned():
            await obligations.plan_due(self.kind, ONLY, following)
        return await super().due(now)

    async def _is_planned(self) -> bool:
        """For whenever it may be: a walk through all that is due, for when it is not where it should be."""
        return bool(await db.rows("SELECT 1 AS found FROM due WHERE kind = ? LIMIT 1", self.kind))

    async def work(self, key: int, now: datetime) -> None:
        book = await rulebook.current()
        today = book.calendar.local(now).date()
        if book.calendar.is_workday(today) and book.calendar.is_working(now):
            await self.happen(now, book)
        following = next_at(now, self.at(book), book.calendar)
        if following <= now:
            following = next_at(book.calendar.close_of(today), self.at(book), book.calendar)
        await obligations.plan_due(self.kind, key, following)


class EveningSweep(DailySweep):
    kind = "evening"

    def at(self, book: Rulebook) -> time:
        return book.policy.day.evening_list

    async def happen(self, now: datetime, book: Rulebook) -> None:
        await evening.gather(now, book)


class ProofSweep(DailySweep):
    kind = "proof"

    def at(self, book: Rulebook) -> time:
        return book.policy.day.naming_proof

    async def happen(self, now: datetime, book: Rulebook) -> None:
        await proofs.show(now, book)
