"""The figures of a statement with the words around them."""

from __future__ import annotations

from dataclasses import dataclass

from models.rules.quantities import Quantity
from models.rules.reading import lexicon
from models.rules.reading.statement import Statement
from models.rules.reading.values import IndicatorTarget
from models.rules.units_of_measure import base_of

REACH = 48  # characters before a figure that can still speak of it


@dataclass(frozen=True, slots=True)
class Said:
    """A figure with the words around it: `left` up to the figure before, `right` up to the next."""

    q: Quantity
    left: str
    right: str
    clause: str
    before: str  # the clause up to the figure, whole

    @property
    def is_rate(self) -> bool:
        return self.q.unit == "%" or self.q.of is not None


def said_in(st: Statement) -> tuple[Said, ...]:
    found = []
    for n, q in enumerate(st.quantities):
        clause = st.clause_at(q.start)
        last = st.quantities[n - 1].end if n else 0
        following = st.quantities[n + 1].start if n + 1 < len(st.quantities) else len(st.text)
        begin = clause.start
        if clause.after_space and begin == q.start:
            before = st.clause_before(clause)
            begin = before.start if before else begin
        begin = max(begin, q.start - REACH)
        left = st.text[max(begin, last) : q.start] + lexicon.prefix_of(q.text)
        right = st.text[q.end : max(q.end, min(clause.end, following))]
        if following < clause.end and lexicon.DONE_BEFORE.search(right):
            right = ""  # the verb is the next figure's: 15个建成8个
        found.append(Said(q, left, right, clause.text, st.text[begin : q.start]))
    return tuple(found)


def is_target(q: Quantity, indicator: IndicatorTarget) -> bool:
    size = base_of(q.unit)[1] if q.unit else base_of(indicator.unit)[1]
    target = indicator.target * base_of(indicator.unit)[1]
    return abs(q.value * size - target) <= 1e-6 * max(1.0, abs(target))


def affinity(context: str, indicator: IndicatorTarget, indicators: tuple[IndicatorTarget, ...]) -> float:
    """0..1: the share of the indicator's characters in the context; those of its sisters count little."""
    weights = lexicon.own_characters(indicator.name, tuple(each.name for each in indicators))
    total = sum(weights.values())
    hit = sum(weight for char, weight in weights.items() if char in context)
    return hit / total if total else 0.0
