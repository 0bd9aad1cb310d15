"""A proposal of the second reader, what of it stands in the words, and where it says another thing than the first reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from models.rules.reading.values import Intent, Span


@dataclass(frozen=True, slots=True)
class ProposedFigure:
    name: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class ProposedNeed:
    unit: str | None
    what: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody else thinks that a reply says of one task. Nothing of it is believed."""

    intent: Intent
    percent: float | None = None
    indicators: tuple[ProposedFigure, ...] = ()
    next_date: date | None = None
    blockers: tuple[str, ...] = ()
    needs: tuple[ProposedNeed, ...] = ()


class Why(StrEnum):
    """Why a value was dropped; goes to the log and the record."""

    NOT_IN_TEXT = "not in the text"
    NOT_OF_TASK = "not an indicator of the task"
    WRONG_MEASURE = "measured in something else"
    STILL_TO_COME = "told of a day that is to come"
    PAST = "not after the day it was said"
    NO_WORD_OF_IT = "the words do not say so"


@dataclass(frozen=True, slots=True)
class Dropped:
    field: str
    why: Why


@dataclass(frozen=True, slots=True)
class Value:
    """One value that stands in the words: `data` as a reading keeps it, `span` the words that carry it."""

    field: str  # percent | indicators | next_date | blockers | needs
    data: Any
    span: Span

    def to_json(self) -> dict[str, Any]:
        return {"field": self.field, "data": self.data, "text": self.span.text, "start": self.span.start, "end": self.span.end}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of a proposal."""

    intent: Intent | None
    values: tuple[Value, ...] = ()
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the second reader says another thing. `before` is what the first reader made of it; None where it said nothing."""

    field: str  # of a Value, or intent
    data: Any
    text: str  # the words it rests on
    start: int
    end: int
    before: Any = None

    def to_json(self) -> dict[str, Any]:
        return {
            "field": self.field, "data": self.data, "text": self.text, "start": self.start, "end": self.end,
            "before": self.before,
        }  # fmt: skip
