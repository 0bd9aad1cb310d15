"""Month's end: each unit is asked to confirm its figures, on the first day of the period and again on the last."""

from datetime import datetime, timedelta

from models import reconciling, rulebook
from models.rules.reconciliation import next_call, period_of
from schedules.contract import StandingSweep


class ReconciliationSweep(StandingSweep):
    kind = "reconcile"

    async def next_at(self, now: datetime) -> datetime:
        book = await rulebook.current()
        return next_call(now, policy=book.policy, calendar=book.calendar)

    async def happen(self, now: datetime) -> None:
        book = await rulebook.current()
        today = book.calendar.local(now).date()
        period = period_of(today, policy=book.policy, calendar=book.calendar)
        if period.holds(today):
            gap = timedelta(minutes=book.policy.delivery.gap_minutes)
            await reconciling.ask_units(today, now, period, gap=gap)
