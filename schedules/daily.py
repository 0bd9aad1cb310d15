"""What comes once a working day at a time of the rule set: 收单 at 16:35, the proof of tomorrow's namings at 17:00."""

from datetime import datetime, time

from models import evening, proofs, rulebook
from models.rulebook import Rulebook
from models.rules.delivery import next_at
from schedules.contract import StandingSweep


class DailySweep(StandingSweep):
    """Planned from one working day to the next; a day that passed while we were away is not made up for."""

    def at(self, book: Rulebook) -> time:
        raise NotImplementedError

    async def on_day(self, now: datetime, book: Rulebook) -> None:
        raise NotImplementedError

    async def next_at(self, now: datetime) -> datetime:
        book = await rulebook.current()
        following = next_at(now, self.at(book), book.calendar)
        if following <= now:
            following = next_at(book.calendar.close_of(book.calendar.local(now).date()), self.at(book), book.calendar)
        return following

    async def happen(self, now: datetime) -> None:
        book = await rulebook.current()
        if book.calendar.is_workday(book.calendar.local(now).date()) and book.calendar.is_working(now):
            await self.on_day(now, book)


class EveningSweep(DailySweep):
    kind = "evening"

    def at(self, book: Rulebook) -> time:
        return book.policy.day.evening_list

    async def on_day(self, now: datetime, book: Rulebook) -> None:
        await evening.gather(now, book)


class ProofSweep(DailySweep):
    kind = "proof"

    def at(self, book: Rulebook) -> time:
        return book.policy.day.naming_proof

    async def on_day(self, now: datetime, book: Rulebook) -> None:
        await proofs.show(now, book)
