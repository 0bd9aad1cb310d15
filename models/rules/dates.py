"""Finds dates and deadlines in Chinese text; what the closed table of forms does not know is no date."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from itertools import islice

from models.rules.date_forms import FORMS, Form, Sending
from models.rules.date_steps import number
from models.rules.wide_signs import narrow

MOST_DATES = 64  # nobody writes more; a pasted table must not cost seconds
LEAD, TAIL = 16, 28  # a form reaches no further before and after its telling character
CLOSE_OF_BUSINESS = time(17, 30)  # what 下班前 means

_CLOCK = re.compile(
    r"\s?的?(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上|晚)?\s?(?:"
    r"(?P<h>2[0-4]|1\d|\d|[一二三四五六七八九十两]{1,2})(?:[点时]钟?(?P<m>半|[0-5]?\d分?)?|[:：](?P<mm>[0-5]\d))|(?P<close>下班))"
    r"(?P<before>[之以]?前)?"
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date with the words it was read from: text[start:end]. `on` is the last day that keeps the word."""

    start: int
    end: int
    text: str
    on: date
    before: bool  # 前 or 内: an earlier day will do as well
    kind: str  # day short month quarter half year festival week relative clock
    at: time | None = None  # the time of day where one is written
    year_given: bool = False
    part: str = ""  # of the period, where the words name one: 底 末 初 中旬 …
    is_day: bool = False  # the words name the day itself

    @property
    def ends_period(self) -> bool:
        """底 and 末, that is up to the last day of it."""
        return self.part in ("底", "末", "终")


def find_dates(text: str, *, now: date, year: int | None = None) -> tuple[FoundDate, ...]:
    """The dates in order, at most 64.

    A date without a year falls in `year` (a plan's); without that it is the next such day from `now` on.
    """
    sent = Sending(now, year)
    plain = narrow(text)
    found = [day for hit in _hits(plain) if (day := _read(hit, plain, text=text, sent=sent)) is not None]
    has_clock = "点" in plain or "下班" in plain
    return tuple(_with_bare_clocks(found, plain, now=now) if has_clock else found)


def find_impossible_dates(text: str, *, now: date, year: int | None = None) -> tuple[str, ...]:
    """Words that have the form of a date and name no day: 2月30日, 13月底."""
    sent = Sending(now, year)
    suspects = [(form, match) for form, match in _hits(narrow(text)) if form.fallible]
    return tuple(text[m.start() : m.end()] for form, m in suspects if _resolve(form, m, sent) is None)


_Hit = tuple[Form, re.Match[str]]


def _hits(text: str) -> list[_Hit]:
    """Matches that do not overlap: the first one wins, and of two that begin together the longer."""
    present = set(text)
    matches = [
        (form, match)
        for form in FORMS
        if not present.isdisjoint(form.chars)
        for start, end in _windows(form, text)
        for match in form.pattern.finditer(text, start, end)
    ]
    matches.sort(key=lambda hit: (hit[1].start(), -hit[1].end()))
    kept: list[_Hit] = []
    for hit in matches:
        if not kept or hit[1].start() >= kept[-1][1].end():
            kept.append(hit)
    return kept[:MOST_DATES]


def _windows(form: Form, text: str) -> Iterator[tuple[int, int]]:
    """Where the form can be: around its telling characters; trying every place costs too much."""
    if len(text) <= LEAD + TAIL:
        yield 0, len(text)
        return
    start = end = -1
    for match in islice(form.telling.finditer(text), MOST_DATES):
        at = match.start()
        if end >= 0 and at - LEAD > end:
            yield start, end
            start = -1
        start = max(0, at - LEAD) if start < 0 else start
        end = at + TAIL
    if start >= 0:
        yield start, min(end, len(text))


def _resolve(form: Form, match: re.Match[str], sent: Sending) -> date | None:
    try:
        return form.resolve(defaultdict(str, match.groupdict("")), sent)
    except (ValueError, OverflowError):  # a year beyond the calendar
        return None


def _read(hit: _Hit, plain: str, *, text: str, sent: Sending) -> FoundDate | None:
    form, match = hit
    on = _resolve(form, match, sent)
    if on is None:
        return None
    groups = match.groupdict("")
    clock = _CLOCK.match(plain, match.end())
    end = clock.end() if clock else match.end()
    before = (
        groups.get("before", "").endswith(("前", "内"))
        or bool(clock and clock["before"])
        or match.group().endswith("内")
    )
    return FoundDate(
        start=match.start(), end=end, text=text[match.start() : end], on=on, before=before, kind=form.kind,
        at=_time(clock) if clock else None, year_given=bool(groups.get("y")),
        part=groups.get("part", ""), is_day=bool(groups.get("d")),
    )  # fmt: skip


def _time(clock: re.Match[str]) -> time | None:
    if clock["close"]:
        return CLOSE_OF_BUSINESS
    hour = number(clock["h"].replace("两", "二"))
    afternoon = clock["part"] in ("下午", "傍晚", "晚上", "晚") or (not clock["part"] and hour < 7)
    hour += 12 if afternoon and hour < 12 else 0
    minutes = (clock["mm"] or clock["m"] or "0").rstrip("分")
    return time(hour, 30 if minutes == "半" else int(minutes)) if hour < 24 else None


def _with_bare_clocks(found: list[FoundDate], text: str, *, now: date) -> Iterator[FoundDate]:
    """Adds 下班前 and 下午3点前 that stand without a day: they mean today."""
    bare = [
        FoundDate(m.start(), m.end(), m.group(), now, bool(m["before"]), "clock", _time(m))
        for m in _CLOCK.finditer(text)
        if m["before"] and (m["close"] or m["part"] or m["h"]) and not _covered(found, m)
    ]
    yield from sorted([*found, *bare], key=lambda day: day.start)


def _covered(found: list[FoundDate], match: re.Match[str]) -> bool:
    return any(day.start < match.end() and match.start() < day.end for day in found)
