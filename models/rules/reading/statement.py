"""A reply (or its part on one task) cut into clauses, with the dates and figures in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from models.rules.dates import FoundDate, find_dates
from models.rules.quantities import Quantity, find_quantities
from models.rules.reading.lexicon import Lexicon, shipped
from models.rules.reading.values import Span, TaskContext

LONGEST_CLAUSE = 120
MOST_FIGURES = 40
_BREAK = re.compile(r"[，。;；!！?？\n:：()（）]|,(?!(?<=\d,)\d{3}(?!\d))|\s+|\.(?!\d)")
_DOCUMENT = re.compile(r"[一-鿿]{2,12}[〔\[（(【]20\d\d[〕\]）)】]\s?(?:第)?\d{1,5}号|《[^《》]{2,40}》")
_PHONE = re.compile(r"(?<![\d.])(?:0\d{2,3}-?)?\d{7,12}(?![\d.万亿%])")


@dataclass(frozen=True, slots=True)
class Clause:
    start: int
    end: int
    text: str
    after_space: bool  # no mark but a blank parts it from the clause before


class Statement:
    """Everything the readers share: `text` is `whole` from `offset` on, with task numbers blanked out."""

    def __init__(
        self,
        text: str,
        *,
        task: TaskContext,
        sent_at: datetime,
        lexicon: Lexicon | None = None,
        whole: str | None = None,
        offset: int = 0,
    ) -> None:
        self.text = text
        self.whole = text if whole is None else whole
        self.task = task
        self.sent_at = sent_at
        self.lexicon = lexicon or shipped()
        self.offset = offset

    def span(self, start: int, end: int) -> Span:
        start, end = self.offset + start, self.offset + end
        return Span(start, end, self.whole[start:end])

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(_clauses(self.text)) or (Clause(0, len(self.text), self.text, after_space=False),)

    @cached_property
    def dates(self) -> tuple[FoundDate, ...]:
        return find_dates(self.text, now=self.sent_at.date())

    @cached_property
    def documents(self) -> tuple[Span, ...]:
        return tuple(self.span(start, end) for start, end in self._cited)

    @cached_property
    def _cited(self) -> list[tuple[int, int]]:
        return [m.span() for m in _DOCUMENT.finditer(self.text)]

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Figures that are no part of a date, a document number or a phone number."""
        taken = [(day.start, day.end) for day in self.dates]
        taken += self._cited
        taken += [m.span() for m in _PHONE.finditer(self.text)]
        found = find_quantities(self.text, most=MOST_FIGURES)
        return tuple(self._in_its_unit(each) for each in found if not _inside(each, taken))

    def _in_its_unit(self, found: Quantity) -> Quantity:
        """两百零三万页 of a task that counts pages, though nobody else does."""
        if found.unit.strip("万亿"):
            return found
        units = {each.unit.lstrip("万亿") for each in self.task.indicators} - {""}
        unit = max((each for each in units if self.text.startswith(each, found.end)), key=len, default="")
        if not unit:
            return found
        end = found.end + len(unit)
        return replace(found, end=end, text=self.text[found.start : end], unit=found.unit + unit)

    def clause_at(self, position: int) -> Clause:
        """The clause with the position; the one before it when the position is a mark."""
        return self.clauses[max(0, bisect_right(self._starts, position) - 1)]

    def clause_before(self, clause: Clause) -> Clause | None:
        at = bisect_right(self._starts, clause.start) - 2
        return self.clauses[at] if at >= 0 else None

    @cached_property
    def _starts(self) -> list[int]:
        return [clause.start for clause in self.clauses]


def _inside(found: Quantity, taken: list[tuple[int, int]]) -> bool:
    return any(start < found.end and found.start < end for start, end in taken)


def _clauses(text: str) -> Iterator[Clause]:
    start, after_space = 0, False
    for mark in _BREAK.finditer(text):
        if mark.start() > start:
            yield from _pieces(text, start, mark.start(), after_space=after_space)
            after_space = mark.group().isspace()
        elif not mark.group().isspace():
            after_space = False
        start = mark.end()
    if start < len(text):
        yield from _pieces(text, start, len(text), after_space=after_space)


def _pieces(text: str, start: int, end: int, *, after_space: bool) -> Iterator[Clause]:
    """Text without marks is cut by length, so that no pattern ever sees a long clause."""
    for begin in range(start, end, LONGEST_CLAUSE):
        stop = min(begin + LONGEST_CLAUSE, end)
        yield Clause(begin, stop, text[begin:stop], after_space and begin == start)
