"""Cuts the text of a goal into clauses and finds the dates that govern them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from models.rules.dates import FoundDate
from models.rules.plan.deadlines import calendar_dates, is_whole_year

_OPEN, _CLOSE = "（([【〔", "）)]】〕"
_ENDS = "，,；;。！!\n"
_ENUMERATOR = re.compile(
    r"\s*(?:\d{1,2}[.．、](?!\d)|[（(][\d一二三四五六七八九十]{1,3}[)）]|[①-⑳]|"
    r"[一二三四五六七八九十]{1,2}是|[-•●◆■▪])\s*"
)
_NOT_A_STEP_BEFORE = re.compile(r"(?:每|自|从|较|比|以|完成|落实|整改|针对|按照?)\s*$")
_NOT_A_STEP_AFTER = re.compile(r"\s*(?:起(?!草|步)|以来|相比|同期|基数|水平|基础上|总?量的)")
_RANGE = re.compile(r"\s*[-—–~～至到]?\s*")


@dataclass(frozen=True, slots=True)
class Clause:
    """text[start:end] of the goal; `sentence` counts what 。；and line ends part. `dates` name steps."""

    start: int
    end: int
    sentence: int
    dates: tuple[FoundDate, ...]
    whole_year: tuple[FoundDate, ...] = ()


def read_clauses(text: str, *, year: int) -> list[Clause]:
    found = calendar_dates(text, year=year)
    whole = [each for each in found if is_whole_year(each)]
    steps = [
        each
        for each in _joined(text, [each for each in found if not is_whole_year(each)])
        if _is_step(text, each, year)
    ]
    clauses = []
    for start, end, sentence in _spans(text, {each.start for each in found}):
        inside = tuple(each for each in steps if start <= each.start < end)
        years = tuple(each for each in whole if start <= each.start < end)
        clauses.append(Clause(start, end, sentence, inside, years))
    return clauses


def _joined(text: str, found: list[FoundDate]) -> list[FoundDate]:
    """3月—6月 is one date, the last."""
    joined: list[FoundDate] = []
    for each in found:
        if joined and _RANGE.fullmatch(text[joined[-1].end : each.start]):
            first = joined.pop()
            each = replace(each, start=first.start, text=text[first.start : each.end])
        joined.append(each)
    return joined


def _is_step(text: str, found: FoundDate, year: int) -> bool:
    """Not where a span begins (3月起), not a year to compare with (较2025年底)."""
    return (
        found.on.year >= year
        and not _NOT_A_STEP_BEFORE.search(text[max(0, found.start - 8) : found.start])
        and not _NOT_A_STEP_AFTER.match(text, found.end)
    )


def _spans(text: str, date_starts: set[int]) -> Iterator[tuple[int, int, int]]:
    """Clauses between stops outside brackets; 、 parts them only before a date."""
    start, depth, sentence = 0, 0, 0
    for at, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif (depth == 0 or char == "\n") and _parts(text, at, date_starts):
            yield from _span(text, start, at, sentence)
            start = at + 1
            if char in "；;。\n！!":
                sentence, depth = sentence + 1, 0
    yield from _span(text, start, len(text), sentence)


def _parts(text: str, at: int, date_starts: set[int]) -> bool:
    char = text[at]
    if char == "、":
        following = at + 1
        while following < len(text) and text[following] == " ":
            following += 1
        return following in date_starts
    if char in ",，" and text[at - 1 : at].isdigit() and re.match(r"\d{3}(?!\d)", text[at + 1 :]) and char == ",":
        return False
    return char in _ENDS


def _span(text: str, start: int, end: int, sentence: int) -> Iterator[tuple[int, int, int]]:
    if enumerator := _ENUMERATOR.match(text, start, end):
        start = enumerator.end()
    if text[start:end].strip():
        yield start, end, sentence
