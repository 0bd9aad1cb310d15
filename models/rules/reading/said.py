"""The figures of a statement with the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from models.rules.dates import FoundDate
from models.rules.quantities import Quantity
from models.rules.reading import figure_words
from models.rules.reading.figure_grammar import ends_freely, is_put_instead, is_settled, is_taken_back, rejoined
from models.rules.reading.figure_words import FigureWords
from models.rules.reading.grounds import Rule
from models.rules.reading.speech_acts import asks_how
from models.rules.reading.statement import Clause, Statement
from models.rules.reading.values import IndicatorTarget
from models.rules.units_of_measure import base_of

FAR_DAYS = 200
_JOINED = re.compile("[一-鿿]{0,8}?[、和及与]")
_AIM = re.compile(r"\s*[就才]?[到达满够]\s*$")
REACH = 48  # characters before a figure that can still speak of it


@dataclass(frozen=True)
class Said:
    """A figure with the words around it: `left` up to the figure before, `right` up to the next."""

    q: Quantity
    left: str
    right: str
    clause: str
    before: str  # the clause up to the figure, whole
    words: FigureWords
    is_taken_back: bool = False  # 不是11
    is_instead: bool = False  # 是13, after it
    is_done_with_next: bool = False
    is_aim: bool = False  # the 9.5亿 of 还差6千万到9.5亿

    @property
    def is_rate(self) -> bool:
        return self.q.unit == "%" or self.q.of is not None

    @cached_property
    def is_told_done(self) -> bool:
        """By what stands behind it."""
        return self.is_done_with_next or bool(self.words.done_after.match(self.right))

    @property
    def is_asked(self) -> bool:
        """是不是按60%报 says of nothing that it is so."""
        return asks_how(self.clause)

    @cached_property
    def is_put_right(self) -> bool:
        return self.is_instead or bool(self.words.corrected.search(self.left)) or is_settled(self.left, self.right)

    @cached_property
    def told(self) -> tuple[float, Rule]:
        """How clearly the figure is told as done, and what tells it."""
        if self.words.total_so_far.search(self.left):
            return 5.0, Rule.TOTAL
        if self.is_put_right:
            return 5.0, Rule.CORRECTED
        if self.q.of is not None:
            return 2.0, Rule.OF_A_WHOLE
        if self.words.done_before.search(self.left):
            is_finished = self.words.finished_before.search(self.left)
            return (2.5, Rule.FINISHED_BEFORE) if is_finished else (2.0, Rule.DONE_BEFORE)
        if self.is_told_done:
            return 2.0, Rule.DONE_AFTER
        if figure_words.HAN.search(self.left):
            return 1.0, Rule.WORDS_BEFORE
        is_free = figure_words.ENDS_FIGURE.match(self.right) or ends_freely(self.right)
        return (1.0, Rule.STANDS_FREE) if is_free else (0.0, Rule.NAMED_AFTER)


def said_in(st: Statement) -> tuple[Said, ...]:
    found, words = list[Said](), st.lexicon.figures
    for n, q in enumerate(st.quantities):
        clause = st.clause_at(q.start)
        last = st.quantities[n - 1].end if n else 0
        following = st.quantities[n + 1].start if n + 1 < len(st.quantities) else len(st.text)
        begin = clause.start
        if clause.after_space and begin == q.start:
            earlier = st.clause_before(clause)
            begin = earlier.start if earlier else begin
        begin = max(begin, q.start - REACH)
        left = st.text[max(begin, last) : q.start] + figure_words.prefix_of(q.text)
        if _is_put_right(st, clause, left):
            left = "应" + left
        right = st.text[q.end : max(q.end, min(clause.end, following))]
        if following < clause.end and words.done_before.search(right):
            right = ""  # the verb is the next figure's: 15个建成8个
        before, instead = rejoined(st.text[begin : q.start]), bool(found and found[-1].is_taken_back)
        found.append(
            Said(
                q, rejoined(left), rejoined(right), clause.text, before, words,
                is_taken_back=is_taken_back(left), is_instead=instead and is_put_instead(left),
                is_aim=bool(found and _AIM.match(left) and words.remainder.search(found[-1].left)),
            )
        )  # fmt: skip
    return tuple(_with_shared_ends(found))


def _with_shared_ends(found: list[Said]) -> Iterator[Said]:
    """75个场地、900件器材全部完成: what follows the last of a row is said of each."""
    following: Said | None = None
    shared = list[Said]()
    for each in reversed(found):
        if following and following.clause == each.clause and _JOINED.fullmatch(each.right):
            each = replace(each, is_done_with_next=following.is_told_done)
        shared.append(each)
        following = each
    return reversed(shared)


def _is_put_right(st: Statement, clause: Clause, left: str) -> bool:
    """320写错了，是302: after what was wrong, 是 tells what is right."""
    before = st.clause_before(clause)
    return left.strip() == "是" and before is not None and bool(st.lexicon.figures.superseded.search(before.text))


def is_dated_ahead(st: Statement, each: Said) -> bool:
    """6月底改造25公里, said in May: what shall be done by a day that is still to come, unless it is told as done."""
    if each.words.total_so_far.search(each.left) or each.words.already.search(each.left):
        return False
    today, clause = st.sent_at.date(), st.clause_at(each.q.start)
    dated = [day for day in st.dates if clause.start <= day.start and day.end <= each.q.start]
    return bool(dated) and dated[-1].on > today and is_last_day(dated[-1], today)


def is_last_day(day: FoundDate, today: date) -> bool:
    """A last day, or a month that has not begun: 上半年 and 二季度 may tell what was done in them so far.

    A yearless day that would be far into the next year is one that has passed.
    """
    if not day.year_given and day.on.year > today.year and (day.on - today).days > FAR_DAYS:
        return False
    if day.before or day.ends_period:
        return True
    return (
        day.is_day
        or day.kind in {"day", "short"}
        or (day.kind == "month" and (day.on.year, day.on.month) > (today.year, today.month))
    )


def is_target(q: Quantity, indicator: IndicatorTarget) -> bool:
    kind, size = base_of(indicator.unit)
    target = indicator.target * size
    if q.unit:
        unit = q.unit + indicator.unit.lstrip("万亿") if q.unit in ("万", "亿") else q.unit
        told, size = base_of(unit)
        if told != kind:
            return False
    return abs(q.value * size - target) <= 1e-6 * max(1.0, abs(target))


def affinity(context: str, indicator: IndicatorTarget, indicators: tuple[IndicatorTarget, ...]) -> float:
    """0..1: the share of the indicator's characters in the context; those of its sisters count little."""
    weights = figure_words.own_characters(indicator.name, tuple(each.name for each in indicators))
    total = sum(weights.values())
    hit = sum(weight for char, weight in weights.items() if char in context)
    return hit / total if total else 0.0
