"""How sure a value is: how often its rule was right on labelled replies, and what makes this one doubtful."""

from __future__ import annotations

from collections import Counter

from models.rules.reading.grounds import Doubt, Ground
from models.rules.reading.measured import DOUBTS, RULES

UNSURE_BELOW = 0.8  # a value less sure than this may well be wrong: somebody or something else should look
SURE_FROM = 0.9
BETS = 4  # values of the whole field that stand in where a rule is measured little
EXPECTED = {  # what a doubt leaves of a value's credit, before anything is measured
    Doubt.CLOSE_SECOND: 0.85,
    Doubt.NO_UNIT: 0.9,
    Doubt.OTHER_UNIT: 0.85,
    Doubt.HEDGED: 0.97,
    Doubt.RANGE: 0.95,
    Doubt.FALLS: 0.75,
    Doubt.NOT_NAMED: 0.9,
    Doubt.YEAR_GUESSED: 0.7,
    Doubt.NO_PROMISE: 0.85,
    Doubt.SEVERAL: 0.85,
}


def confidence(field: str, ground: Ground) -> float:
    """0..1."""
    right, said = RULES.get((field, ground.rule), (0, 0))
    sure = (right + 1 + BETS * _USUAL.get(field, 0.5)) / (said + 2 + BETS)
    for doubt in ground.doubts:
        sure *= _left_by(field, doubt)
    return round(sure, 3)


def _left_by(field: str, doubt: Doubt) -> float:
    right, said = DOUBTS.get((field, doubt), (0, 0))
    return (right + BETS * EXPECTED[doubt]) / (said + BETS)


def _usual() -> dict[str, float]:
    """How often the values of a field are right, whatever rule read them."""
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for (field, _), (hits, of) in RULES.items():
        right[field] += hits
        said[field] += of
    return {field: (right[field] + 1) / (said[field] + 2) for field in said}


_USUAL = _usual()
