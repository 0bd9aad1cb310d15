"""Gives out what was queued for dispatch, in working time, one message a person that carries all his tasks; T0 at once."""

from datetime import datetime

from models import assigning, obligations, rulebook
from models.rules.obligations import TaskClass
from schedules.contract import DueSweep


class DispatchSweep(DueSweep):
    kind = "dispatch"

    async def work(self, key: int, now: datetime) -> None:
        book = await rulebook.current()
        if not book.calendar.is_working(now):
            await assigning.dispatch_unit(key, now, only=TaskClass.EMERGENCY)
            await obligations.plan_due(self.kind, key, book.calendar.next_opening(now))
            return
        await assigning.dispatch_unit(key, now)
