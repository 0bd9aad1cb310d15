"""The dated lines of lists: −3, −1, 0 before due, +1, +2, +4, +7 working days after, then weekly."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from models.rules.calendar import Calendar
from models.rules.obligations import Case, Occasion, Rung, Side, UnitKind
from models.rules.rule_set import Policy


@dataclass(frozen=True, slots=True)
class DatedLine:
    number: int  # from 1
    at: datetime  # when the office opens that day, so that the morning list carries it
    offset: int  # working days from due

    @property
    def occasion(self) -> Occasion:
        if self.offset == 0:
            return Occasion.DUE
        return Occasion.BEFORE_DUE if self.offset < 0 else Occasion.REPEAT


def lines_left(case: Case, due: datetime | None, *, policy: Policy, calendar: Calendar) -> Iterator[DatedLine]:
    """The lines not yet said, without end where there is a weekly rhythm.

    None before the start, none after due until the clock has been called run out, none around the clock.
    """
    if due is None or case.is_wall_clock or case.rung is None:
        return
    for line in _lines(case, due, policy=policy, calendar=calendar):
        if line.offset > 0 and case.rung < (Rung.R0 if is_by_party_office(case) else Rung.R2):
            return
        is_moot = line.at <= case.started_at or (line.offset <= 0 and case.rung >= Rung.R2)
        if line.number > case.occurrence and not is_moot:
            yield line


def latest_by(lines: Iterator[DatedLine], limit: datetime) -> DatedLine | None:
    """The last line that is due by then: the others would only repeat it."""
    found = None
    for line in lines:
        if line.at > limit:
            break
        found = line
    return found


def first_line_at(case: Case, due: datetime, *, policy: Policy, calendar: Calendar) -> datetime | None:
    """When the first line after the start stands in a list, if that is before due."""
    for line in _lines(case, due, policy=policy, calendar=calendar):
        if line.at >= due:
            return None
        if line.at > case.started_at:
            return line.at
    return None


def _lines(case: Case, due: datetime, *, policy: Policy, calendar: Calendar) -> Iterator[DatedLine]:
    due_on = calendar.local(due).date()
    for number in count(1):
        offset = _offset(case, number, policy)
        if offset is None:
            return
        day = _day(due_on, offset, calendar)
        yield DatedLine(number, calendar.moment(day, calendar.windows_on(day)[0].opens), offset)


def is_by_party_office(case: Case) -> bool:
    """No rung follows R1 there: what runs out is a line for 督查室 on the next morning, and as often as lines come."""
    return case.unit_kind is UnitKind.PARTY and case.holder is Side.UNIT


def _offset(case: Case, number: int, policy: Policy) -> int | None:
    rule = policy.lines[case.kind]
    first = len(rule.before) + 1
    if not is_by_party_office(case) or number < first or rule.offset(first) == 1:
        return rule.offset(number)
    return 1 if number == first else rule.offset(number - 1)


def _day(due_on: date, offset: int, calendar: Calendar) -> date:
    """Due on a day off, the last working day before it is the day itself."""
    if offset == 0:
        return due_on if calendar.is_workday(due_on) else calendar.workday_after(due_on, -1)
    return calendar.workday_after(due_on, offset)
