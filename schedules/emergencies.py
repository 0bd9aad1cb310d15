"""An emergency that somebody does not answer goes to the next; a day without a roster is told the working day before."""

from datetime import datetime

from models import alarms, duty, rulebook, telling
from models.wording import duty as words
from schedules.contract import DueSweep, MorningSweep


class EmergencySweep(DueSweep):
    kind = alarms.SWEEP

    async def work(self, key: int, now: datetime) -> None:
        await alarms.unanswered(key, now, await rulebook.current())


class UnconfirmedSweep(DueSweep):
    kind = alarms.ASKED

    async def work(self, key: int, now: datetime) -> None:
        await alarms.ask_again(key, now)


class RosterSweep(MorningSweep):
    kind = "roster"

    async def happen(self, now: datetime) -> None:
        book = await rulebook.current()
        is_workday = book.calendar.is_workday(book.calendar.local(now).date())
        if is_workday and (days := await duty.unrostered(now, book)):
            await telling.tell_office(f"roster:{days[0]}", words.nobody(days), now)
