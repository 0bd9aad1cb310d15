"""An emergency that somebody does not answer goes to the next; a day without a roster is told the working day before."""

from datetime import datetime, time, timedelta

from models import alarms, duty, rulebook, telling
from models.rulebook import Rulebook
from models.wording import duty as words
from schedules.contract import DueSweep
from schedules.daily import DailySweep

BEFORE_THE_LIST = timedelta(minutes=10)  # so that the line stands in this morning's


class EmergencySweep(DueSweep):
    kind = alarms.SWEEP

    async def work(self, key: int, now: datetime) -> None:
        await alarms.unanswered(key, now, await rulebook.current())


class RosterSweep(DailySweep):
    kind = "roster"

    def at(self, book: Rulebook) -> time:
        return (datetime.combine(datetime.min, book.policy.day.morning_list) - BEFORE_THE_LIST).time()

    async def happen(self, now: datetime) -> None:
        book = await rulebook.current()
        if book.calendar.is_workday(book.calendar.local(now).date()):
            await self.on_day(now, book)

    async def on_day(self, now: datetime, book: Rulebook) -> None:
        if days := await duty.unrostered(now, book):
            await telling.tell_office(f"roster:{days[0]}", words.nobody(days), now)
