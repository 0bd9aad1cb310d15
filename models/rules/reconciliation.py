"""月末对账: the days of each month on which units confirm their figures."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.rules.calendar import Calendar
from models.rules.rule_set import Policy


@dataclass(frozen=True, slots=True)
class Period:
    """The working days `opens` to `closes`, both included, of the month that is reconciled."""

    month: date  # its first day
    opens: date
    closes: date

    def holds(self, day: date) -> bool:
        return self.opens <= day <= self.closes


def period_of(day: date, *, policy: Policy, calendar: Calendar) -> Period:
    """Of the month this day lies in; free days in it are none, and a period without a working day is the next one."""
    rule, month = policy.progress, day.replace(day=1)
    first, last = month.replace(day=rule.reconcile_from), month.replace(day=rule.reconcile_until)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    worked = [each for each in days if calendar.is_workday(each)] or [calendar.workday_after(last, 1)]
    return Period(month, worked[0], worked[-1])


def next_call(after: datetime, *, policy: Policy, calendar: Calendar) -> datetime:
    """The next moment at which units are asked: with the morning list of the first day and of the last."""
    local = calendar.local(after)
    month = local.date().replace(day=1)
    while True:
        found = period_of(month, policy=policy, calendar=calendar)
        for day in sorted({found.opens, found.closes}):
            if (at := calendar.moment(day, policy.day.morning_list)) > local:
                return at
        month = (month + timedelta(days=32)).replace(day=1)
