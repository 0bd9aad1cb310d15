"""An emergency that somebody does not answer goes to the next; a day without a roster is told the working day before."""

from datetime import datetime, timedelta

from models import alarms, duty, rulebook, telling
from models.rules.delivery import next_at
from models.wording import duty as words
from schedules.contract import DueSweep, StandingSweep

BEFORE_THE_LIST = timedelta(minutes=10)  # so that the line stands in this morning's


class EmergencySweep(DueSweep):
    kind = alarms.SWEEP

    async def work(self, key: int, now: datetime) -> None:
        await alarms.unanswered(key, now, await rulebook.current())


class UnconfirmedSweep(DueSweep):
    kind = alarms.ASKED

    async def work(self, key: int, now: datetime) -> None:
        await alarms.ask_again(key, now)


class RosterSweep(StandingSweep):
    kind = "roster"

    async def next_at(self, now: datetime) -> datetime:
        book = await rulebook.current()
        at = (datetime.combine(datetime.min, book.policy.day.morning_list) - BEFORE_THE_LIST).time()
        following = next_at(now, at, book.calendar)
        if following <= now:
            following = next_at(book.calendar.close_of(book.calendar.local(now).date()), at, book.calendar)
        return following

    async def happen(self, now: datetime) -> None:
        book = await rulebook.current()
        is_workday = book.calendar.is_workday(book.calendar.local(now).date())
        if is_workday and (days := await duty.unrostered(now, book)):
            await telling.tell_office(f"roster:{days[0]}", words.nobody(days), now)
