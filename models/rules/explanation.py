"""Why somebody was reminded, as facts: what was counted, what was left out and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.rules.calendar import Calendar
from models.rules.counting import count_of, effective_due
from models.rules.ladder import Pending, upcoming
from models.rules.obligations import Case, Form, Kind, Occasion, Pause, Rung
from models.rules.rule_set import Policy

WEEKEND = "周末"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of days that counted, or that did not. Both ends belong to it."""

    first: date
    last: date
    minutes: int  # working minutes that fell into it
    name: str | None = None  # of the days off: 端午, 周末

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def counts(self) -> bool:
        return self.name is None

    @property
    def is_holiday(self) -> bool:
        return self.name is not None and self.name != WEEKEND


@dataclass(frozen=True, slots=True)
class Told:
    """What was said, or skipped, before: one step of the record."""

    at: datetime
    rung: Rung
    occasion: Occasion
    form: Form | None = None
    skipped: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    kind: Kind
    started_at: datetime
    due_at: datetime | None  # moved by pauses and credits; None while paused without end
    workdays: int  # working days since the start, today with them
    minutes: int  # working minutes that counted, pauses and credits left out
    segments: tuple[Segment, ...]
    pauses: tuple[Pause, ...]
    credited_minutes: int
    rung: Rung | None
    told: tuple[Told, ...]
    next_step: Pending | None  # what comes if nothing is heard

    @property
    def holidays(self) -> tuple[Segment, ...]:
        """The breaks that were not counted, 端午3天."""
        return tuple(segment for segment in self.segments if segment.is_holiday)


def explain(case: Case, history: Sequence[Told], now: datetime, *, policy: Policy, calendar: Calendar) -> Explanation:
    count = count_of(case, calendar)
    started, today = calendar.local(case.started_at), calendar.local(now)
    counted = count.between(started, today) // 60 - case.credited_minutes
    return Explanation(
        kind=case.kind,
        started_at=started,
        due_at=effective_due(case, calendar),
        workdays=calendar.workdays_between(started.date(), today.date()),
        minutes=max(0, counted),
        segments=segments(started, today, calendar),
        pauses=tuple(pause for pause in count.pauses if pause.since <= now),
        credited_minutes=case.credited_minutes,
        rung=case.rung,
        told=tuple(history),
        next_step=upcoming(case, now, policy=policy, calendar=calendar),
    )


def segments(start: datetime, end: datetime, calendar: Calendar) -> tuple[Segment, ...]:
    """The days from start to end in runs that were worked and runs that were not, the latter by name."""
    first, last = calendar.local(start).date(), calendar.local(end).date()
    runs: list[Segment] = []
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        if runs and calendar.is_workday(runs[-1].first) == calendar.is_workday(day):
            runs[-1] = Segment(runs[-1].first, day, 0)
        else:
            runs.append(Segment(day, day, 0))
    return tuple(_filled(run, start, end, calendar) for run in runs)


def _filled(run: Segment, start: datetime, end: datetime, calendar: Calendar) -> Segment:
    if not calendar.is_workday(run.first):
        return Segment(run.first, run.last, 0, _name_of_run(run, calendar))
    since = max(start, calendar.moment(run.first, calendar.windows_on(run.first)[0].opens))
    until = min(end, calendar.close_of(run.last))
    return Segment(run.first, run.last, calendar.minutes_between(since, until))


def _name_of_run(run: Segment, calendar: Calendar) -> str:
    """By the statutory day that comes first in it; a weekday off without one is a local holiday."""
    days = [run.first + timedelta(days=n) for n in range(run.days)]
    names = [name for day in days if (name := calendar.holiday_name(day))]
    if names:
        return names[0]
    return WEEKEND if all(day.weekday() >= 5 for day in days) else "放假"
