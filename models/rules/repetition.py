"""What a digest says again: the same line stands at most once a week unless it changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from models.rules.calendar import Calendar

WEEK = 7
PUT_OFF_WORKDAYS = 5
Said = dict[str, list[str]]  # by line: what it said, and on which day


@dataclass(frozen=True, slots=True)
class Line:
    """One thing a digest could say. `signature` changes when it has something new to say, not when a day passes; what has none is new each time."""

    key: str
    text: str
    signature: str
    figures: tuple[dict[str, object], ...] = field(default=(), compare=False)


def fresh(lines: Iterable[Line], said: Mapping[str, list[str]], day: date) -> list[Line]:
    return [line for line in lines if not _stood(line, said, day)]


def _stood(line: Line, said: Mapping[str, list[str]], day: date) -> bool:
    before = said.get(line.key)
    return before is not None and before[0] == line.signature and (day - date.fromisoformat(before[1])).days < WEEK


def put_off_until(on: date, calendar: Calendar) -> date:
    """再等等: on which day a leader is asked again."""
    return calendar.workday_after(on, PUT_OFF_WORKDAYS)


def remembered(said: Mapping[str, list[str]], lines: Iterable[Line], day: date) -> Said:
    """What was said within a week, with what is said today."""
    kept = {key: entry for key, entry in said.items() if (day - date.fromisoformat(entry[1])).days < WEEK}
    return kept | {line.key: [line.signature, day.isoformat()] for line in lines if line.signature}
