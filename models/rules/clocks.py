"""When an obligation falls due, by the clock of its kind and class.

Lengths in working days end at the close of the Nth day (17:30); a date that is no working day means the next.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from models.rules.calendar import Calendar, Moment
from models.rules.lengths import Length, Measure
from models.rules.obligations import SHORT, Kind, TaskClass, UnitKind
from models.rules.rule_set import Policy

HELD_BY_THE_OFFICE = frozenset({Kind.VERIFICATION, Kind.LOOK_BACK, Kind.ARBITRATION, Kind.EXTENSION})
MONDAY = 1  # date.fromordinal(1) is a Monday, so weeks are counted from it
QUARTER = 3


def starts(
    kind: Kind,
    task_class: TaskClass,
    started_at: datetime,
    *,
    policy: Policy,
    calendar: Calendar,
    unit_kind: UnitKind = UnitKind.DEPARTMENT,
    traits: Collection[str] = (),
    due_on: date | None = None,
    due_at: datetime | None = None,
    last_word_at: datetime | None = None,
) -> Moment | None:
    """The due moment, or None where there is no such clock.

    `due_on` / `due_at` are the date or moment given by the order, the milestone or the plan: they come before
    the length of the class, save that an order of the day keeps its own hour. `last_word_at`
    is the last valid word on progress: it satisfies the period it falls in. A progress clock of a short task
    that would end after the task itself, or before there is time to take it on, is none.
    """
    started = calendar.local(started_at)
    length = policy.length(kind, task_class, traits=traits, on=started.date())
    if length is None:
        return None
    given = _given(due_on, due_at, calendar)
    is_set = due_at is not None or (due_on is not None and task_class is TaskClass.LIMITED)
    if length.measure is Measure.GIVEN or (kind is Kind.DUE and is_set):
        return given
    scale = 1.0 if kind in HELD_BY_THE_OFFICE else policy.units[unit_kind].scale
    word = calendar.local(last_word_at) if last_word_at else None
    due = _ends(length, started, scale=scale, word=word, policy=policy, calendar=calendar)
    if kind is Kind.DUE and task_class is TaskClass.TODAY and given is not None and given.at.date() > due.at.date():
        return given  # an order of today that was given for a later day
    if kind is Kind.PROGRESS and task_class in SHORT:
        taken_on = starts(Kind.ACCEPTANCE, task_class, started, policy=policy, calendar=calendar, unit_kind=unit_kind)
        return None if taken_on and due.at <= taken_on.at else _before(due, given)
    return due


def end_of_today(at: datetime, *, policy: Policy, calendar: Calendar) -> Moment:
    """当天: the close of the day; said after 16:30 or on a day off, the next working day at 12:00."""
    local = calendar.local(at)
    if calendar.is_workday(local.date()) and local.time() <= policy.today.same_day_until:
        return _marked(calendar.close_of(local.date()), calendar)
    return _on(calendar.workday_after(local.date(), 1), calendar, policy.today.same_day_late)


def _ends(
    length: Length,
    started: datetime,
    *,
    scale: float,
    word: datetime | None,
    policy: Policy,
    calendar: Calendar,
) -> Moment:
    match length.measure:
        case Measure.WALL:
            return _marked(started + timedelta(minutes=length.n), calendar)
        case Measure.MINUTES:
            return calendar.add_minutes(started, length.n, scale=scale)
        case Measure.WORKDAYS:
            return _after_workdays(length, started, calendar)
        case Measure.DAYS:
            return _date(started.date() + timedelta(days=length.n), calendar)
        case Measure.TODAY:
            return _today(started, policy=policy, calendar=calendar)
        case Measure.MONTHLY:
            return _monthly(length.n, started, word, step=1, policy=policy, calendar=calendar)
        case Measure.QUARTERLY:
            return _monthly(length.n, started, word, step=QUARTER, policy=policy, calendar=calendar)
        case Measure.WEEKLY:
            return _weekly(length.n, started, every=1, calendar=calendar)
        case Measure.FORTNIGHTLY:
            return _weekly(length.n, started, every=2, calendar=calendar)
        case Measure.GIVEN:
            raise AssertionError("answered before")


def _given(due_on: date | None, due_at: datetime | None, calendar: Calendar) -> Moment | None:
    if due_at is not None:
        return _marked(calendar.local(due_at), calendar)
    return _date(due_on, calendar) if due_on else None


def _before(due: Moment, given: Moment | None) -> Moment | None:
    return None if given is not None and given.at <= due.at else due


def _after_workdays(length: Length, started: datetime, calendar: Calendar) -> Moment:
    if length.at is None:
        return calendar.add_workdays(started, length.n)
    day = calendar.workday_after(started.date(), length.n)
    due = _on(day, calendar, length.at)
    return due if due.at > started else _on(calendar.workday_after(day, 1), calendar, length.at)


def _today(started: datetime, *, policy: Policy, calendar: Calendar) -> Moment:
    today = started.date()
    if calendar.is_workday(today) and started.time() <= policy.today.taken_until:
        return _on(today, calendar, policy.today.due)
    return _on(calendar.workday_after(today, 1), calendar, policy.today.late_due)


def _monthly(
    day: int, started: datetime, word: datetime | None, *, step: int, policy: Policy, calendar: Calendar
) -> Moment:
    """The first such day after the start, in a period later than the last word's, with room to prepare."""
    heard = None if word is None else _period(word.date(), step)
    earliest = started.date() if word else calendar.workday_after(started.date(), policy.progress.least_room)
    period = _period(started.date(), step)
    while True:
        due = _date(_last_month(period, step, day), calendar)
        if due.at > started and due.at.date() >= earliest and (heard is None or period > heard):
            return due
        period += 1


def _period(d: date, step: int) -> int:
    return (d.year * 12 + d.month - 1) // step


def _last_month(period: int, step: int, day: int) -> date:
    month = period * step + step - 1
    return date(month // 12, month % 12 + 1, day)


def _weekly(weekday: int, since: datetime, *, every: int, calendar: Calendar) -> Moment:
    """The first beat at least half a period after the start, which a word is.

    The beat is the same for all tasks, so that they meet in one list.
    """
    first, span = MONDAY + weekday, 7 * every
    earliest = since.date().toordinal() + (span + 1) // 2
    beats = -(-(earliest - first) // span)
    return _date(date.fromordinal(first + beats * span), calendar)


def _date(d: date, calendar: Calendar) -> Moment:
    return _marked(calendar.close_of(calendar.workday_after(d, 0)), calendar)


def _on(d: date, calendar: Calendar, at: time) -> Moment:
    return _marked(calendar.moment(d, at), calendar)


def _marked(at: datetime, calendar: Calendar) -> Moment:
    return Moment(at, calendar.is_provisional(at.year))


def promised(due: Moment, day: date | None, calendar: Calendar) -> Moment:
    """Not before the close of the day that the unit named itself."""
    if day is None:
        return due
    close = calendar.close_of(calendar.workday_after(day, 0))
    return due if close <= due.at else Moment(close, calendar.is_provisional(close.year))


def asked_from(begun: datetime, day: date | None, calendar: Calendar) -> datetime:
    """A step for which the unit named a day is not asked for before that morning."""
    if day is None:
        return begun
    eve = calendar.workday_after(calendar.workday_after(day, 0), -1)
    return max(begun, calendar.close_of(eve))
