"""A slot that passed while the program was down: sent late, or skipped with a reason."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from models.rules.calendar import Calendar

ON_TIME = timedelta(minutes=10)  # a restart is no outage
TOO_LATE_WORKDAYS = 3


class Missed(StrEnum):
    """What a schedule wants done with a slot it missed."""

    SKIP = "skip"
    SAME_DAY = "same_day"  # sent late on the same day only
    CATCH_UP = "catch_up"  # sent late within three working days


class Why(StrEnum):
    AS_SET = "停机错过，按设置不补"
    NOT_SAME_DAY = "停机错过，已不是当天"
    TOO_LATE = "停机错过，已过3个工作日"
    NEXT_DUE = "停机错过，后一次也已到点，只发后一次"


@dataclass(frozen=True, slots=True)
class Fire:
    late: bool


@dataclass(frozen=True, slots=True)
class Skip:
    why: Why


def decide(at: datetime, now: datetime, following: datetime | None, missed: Missed, calendar: Calendar) -> Fire | Skip:
    """`following` is when the slot after this one comes."""
    if now - at <= ON_TIME:
        return Fire(late=False)
    if following is not None and following <= now:
        return Skip(Why.NEXT_DUE)
    if missed is Missed.SKIP:
        return Skip(Why.AS_SET)
    on, today = calendar.local(at).date(), calendar.local(now).date()
    if missed is Missed.SAME_DAY:
        return Fire(late=True) if on == today else Skip(Why.NOT_SAME_DAY)
    return Fire(late=True) if calendar.workdays_between(on, today) <= TOO_LATE_WORKDAYS else Skip(Why.TOO_LATE)
