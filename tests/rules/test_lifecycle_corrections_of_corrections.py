"""A correction of a correction: only the last one counts, and taking it back brings back the one before."""

from datetime import UTC, datetime, timedelta

from models.rules.lifecycle import Event, fold
from models.rules.states import EventKind

START = datetime(2026, 3, 2, 1, tzinfo=UTC)


def events(*more: Event) -> list[Event]:
    begun = [Event(1, EventKind.DISPATCHED, START), Event(2, EventKind.ACCEPTED, START, person=1)]
    return [*begun, *more]


def word(number: int, percent: float, *, replaces: int | None = None) -> Event:
    at = START + timedelta(hours=number)
    return Event(number, EventKind.REPORTED, at, person=1, grade="A", percent=percent, replaces=replaces)


def test_only_the_last_of_two_corrections_counts() -> None:
    assert fold(events(word(3, 50), word(4, 40, replaces=3), word(5, 30, replaces=4))).percent == 30


def test_taking_back_the_last_correction_brings_back_the_one_before() -> None:
    undone = Event(6, EventKind.UNDONE, START + timedelta(hours=9), person=1, replaces=5)
    assert fold(events(word(3, 50), word(4, 40, replaces=3), word(5, 30, replaces=4), undone)).percent == 40
