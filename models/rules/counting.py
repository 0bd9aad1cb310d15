"""How much time of an obligation has counted: working time, less its pauses and what was credited.

An emergency counts the clock on the wall, nights included. All counts are in seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.rules.calendar import Calendar
from models.rules.obligations import Case, Pause


@dataclass(frozen=True, slots=True)
class Count:
    """The counting rule of one case."""

    calendar: Calendar
    pauses: tuple[Pause, ...]
    is_wall: bool

    def between(self, a: datetime, b: datetime) -> int:
        """Seconds from a to b that count."""
        return self._raw(a, b) - sum(self._raw(*lost) for lost in self._lost(a, b))

    def reach(self, start: datetime, seconds: int) -> datetime | None:
        """When so many seconds have counted; None while a pause without end holds it up."""
        at = self._after(start, seconds) if seconds else self.calendar.local(start)
        for pause in self.pauses:
            if pause.since >= at:
                break
            if pause.until is None:
                return None
            lost = self._raw(max(pause.since, start), pause.until)
            at = self._after(at, lost) if lost else at
        return at

    def paused(self, now: datetime) -> Pause | None:
        return next((pause for pause in self.pauses if pause.since <= now and not _ended(pause, now)), None)

    def _lost(self, a: datetime, b: datetime) -> list[tuple[datetime, datetime]]:
        spans = [(max(pause.since, a), min(pause.until or b, b)) for pause in self.pauses]
        return [(since, until) for since, until in spans if since < until]

    def _raw(self, a: datetime, b: datetime) -> int:
        if self.is_wall:
            return max(0, int((b - a).total_seconds()))
        return self.calendar.seconds_between(a, b)

    def _after(self, at: datetime, seconds: int) -> datetime:
        if self.is_wall:
            return self.calendar.local(at) + timedelta(seconds=seconds)
        return self.calendar.add_seconds(at, seconds).at


def count_of(case: Case, calendar: Calendar) -> Count:
    return Count(calendar, merged(case.pauses), case.is_wall_clock)


def effective_due(case: Case, calendar: Calendar) -> datetime | None:
    """The due moment moved by pauses and credits; None while a pause without end holds it up."""
    count = count_of(case, calendar)
    unmoved = Count(calendar, (), case.is_wall_clock)
    total = unmoved.between(case.started_at, case.due_at)
    reached = count.reach(case.started_at, total + case.credited_minutes * 60)
    if reached is None:
        return None
    moved = count.between(case.started_at, case.due_at) < total or case.credited_minutes > 0
    return max(reached, calendar.local(case.due_at)) if moved else calendar.local(case.due_at)


def credit(case: Case, down_from: datetime, up_at: datetime, *, calendar: Calendar) -> Case:
    """The case with our own outage credited: the time it was open, did count and we were not there."""
    lost = count_of(case, calendar).between(max(down_from, case.started_at), up_at)
    return replace(case, credited_minutes=case.credited_minutes + -(-lost // 60))


def merged(pauses: Sequence[Pause]) -> tuple[Pause, ...]:
    """The same time without overlaps, in order."""
    spans: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.since):
        if spans and not _ended(spans[-1], pause.since):
            spans[-1] = Pause(spans[-1].since, _later(spans[-1].until, pause.until))
        elif pause.until is None or pause.since < pause.until:
            spans.append(pause)
    return tuple(spans)


def _ended(pause: Pause, at: datetime) -> bool:
    return pause.until is not None and pause.until <= at


def _later(a: datetime | None, b: datetime | None) -> datetime | None:
    return None if a is None or b is None else max(a, b)
