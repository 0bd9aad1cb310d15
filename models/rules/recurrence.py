"""When a schedule falls due: weekdays, days of months or single days, at times of the day, on the working calendar.

A slot is where the rule puts it (`nominal`) and when it really comes (`at`): one on a day off is moved or left out,
as the rule says. Slots that fall on the same moment by being moved are one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from models.rules.calendar import LAST_YEAR, Calendar
from models.rules.date_steps import month_end

HORIZON = timedelta(days=6 * 366)  # a rule that has no slot in so many days has none
LONGEST_BREAK = timedelta(days=31)
YEAR_ROUND = tuple(range(1, 13))


class Every(StrEnum):
    WORKDAY = "workday"
    DAY = "day"
    WEEK = "week"  # days: 1 Monday to 7 Sunday
    MONTH = "month"  # days: 1 to 31, a short month's last day at most; -1 the last
    MONTH_WORKDAY = "month_workday"  # days: the nth working day of the month, -1 the last
    ONCE = "once"


class DayOff(StrEnum):
    """What becomes of a slot on a day that is not worked."""

    EARLIER = "earlier"  # the working day before
    LATER = "later"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """`on` is the day of ONCE, and a day of the first week where only every second week counts (`weeks` = 2)."""

    every: Every
    at: tuple[time, ...]
    days: tuple[int, ...] = ()
    months: tuple[int, ...] = YEAR_ROUND
    day_off: DayOff = DayOff.SKIP
    weeks: int = 1
    on: date | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "every": self.every.value, "at": [f"{at:%H:%M}" for at in self.at], "days": list(self.days), "months": list(self.months),
            "day_off": self.day_off.value, "weeks": self.weeks, "on": self.on.isoformat() if self.on else None,
        }  # fmt: skip


def from_json(stored: dict[str, Any]) -> Recurrence:
    return Recurrence(
        Every(stored["every"]), tuple(time.fromisoformat(at) for at in stored["at"]), tuple(stored["days"]), tuple(stored["months"]),
        DayOff(stored["day_off"]), stored["weeks"], date.fromisoformat(stored["on"]) if stored["on"] else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    nominal: datetime
    at: datetime

    @property
    def is_moved(self) -> bool:
        return self.nominal != self.at


def next_after(rule: Recurrence, now: datetime, calendar: Calendar, *, after: datetime | None = None) -> Slot | None:
    """The first slot that comes after now; `after` is the nominal moment of the last one that was had."""
    return next((slot for slot in _slots(rule, now, calendar) if after is None or slot.nominal > after), None)


def upcoming(
    rule: Recurrence, now: datetime, calendar: Calendar, count: int = 5, *, after: datetime | None = None
) -> list[Slot]:
    found: list[Slot] = []
    while len(found) < count and (slot := next_after(rule, now, calendar, after=after)) is not None:
        found.append(slot)
        now, after = slot.at, slot.nominal
    return found


def _slots(rule: Recurrence, now: datetime, calendar: Calendar) -> Iterator[Slot]:
    """In order, each moment once."""
    last = now
    for day in _days(rule, calendar.local(now).date(), calendar):
        moved = _placed(rule, day, calendar)
        for clock in sorted(rule.at) if moved else ():
            at = calendar.moment(moved or day, clock)
            if at > last:
                yield Slot(calendar.moment(day, clock), at)
                last = at


def _placed(rule: Recurrence, day: date, calendar: Calendar) -> date | None:
    if calendar.is_workday(day) or rule.every in (Every.WORKDAY, Every.MONTH_WORKDAY):
        return day
    match rule.day_off:
        case DayOff.EARLIER:
            return calendar.workday_after(day, -1)
        case DayOff.LATER:
            return calendar.workday_after(day, 1)
        case DayOff.SKIP:
            return None


def _days(rule: Recurrence, today: date, calendar: Calendar) -> Iterator[date]:
    """The days that the rule names, from so long ago that none that was moved to today is missed."""
    if rule.every is Every.ONCE:
        yield from (rule.on,) if rule.on else ()
        return
    day, end = today - LONGEST_BREAK, min(today + HORIZON, date(LAST_YEAR, 12, 31))
    while day <= end:
        if _is_named(rule, day, calendar):
            yield day
        day += timedelta(days=1)


def _is_named(rule: Recurrence, day: date, calendar: Calendar) -> bool:
    if day.month not in rule.months:
        return False
    match rule.every:
        case Every.WORKDAY:
            return calendar.is_workday(day)
        case Every.WEEK:
            return day.isoweekday() in rule.days and _is_its_week(rule, day)
        case Every.MONTH:
            last = month_end(day.year, day.month) or day
            return any(day.day == (last.day if n == -1 else min(n, last.day)) for n in rule.days)
        case Every.MONTH_WORKDAY:
            return calendar.is_workday(day) and bool({*_workday_numbers(day, calendar)} & {*rule.days})
        case _:
            return True


def _is_its_week(rule: Recurrence, day: date) -> bool:
    if rule.weeks == 1 or rule.on is None:
        return True
    return (_monday(day) - _monday(rule.on)).days // 7 % rule.weeks == 0


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _workday_numbers(day: date, calendar: Calendar) -> tuple[int, int]:
    """Of a working day in its month: 2 for the second, -1 for the last."""
    before = day.replace(day=1) - timedelta(days=1)
    last = month_end(day.year, day.month) or day
    return calendar.workdays_between(before, day), -1 - calendar.workdays_between(day, last)
