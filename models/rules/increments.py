"""本月完成3公里: what was added, told without the total; by itself it is no value, and the total is asked for once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from models.rules.quantities import find_quantities
from models.rules.reading.lexicon import Lexicon, shipped
from models.rules.reading.values import IndicatorTarget, Reading
from models.rules.units_of_measure import base_of, may_mean

_BREAK = re.compile(r"[，,。；;、！!\n]")
_SO_FAR = {"本月", "这个月", "当月", "本周", "这周", "今天"}
REACH = 24  # characters before a figure that can say that it was added


@dataclass(frozen=True, slots=True)
class Increment:
    """`told` was added to the indicator of this name; `total` is what it makes, or may be where nothing stood there."""

    name: str
    told: str
    total: str
    is_first: bool  # nothing stood there before


def increment(
    text: str,
    reading: Reading,
    targets: Sequence[IndicatorTarget],
    known: Mapping[str, tuple[float, str]],
    *,
    lexicon: Lexicon | None = None,
) -> Increment | None:
    """The first figure that was added to an indicator of which these words give no value; none where that is unclear."""
    open_ = [target for target in targets if target.name not in {figure.name for figure in reading.indicators}]
    words = (lexicon or shipped()).figures
    for q in find_quantities(text[:400]):
        left = _BREAK.split(text[max(0, q.start - REACH) : q.start])[-1]
        fitting = [target for target in open_ if target.unit != "%" and q.unit and may_mean(q.unit, target.unit)]
        if len(fitting) == 1 and q.of is None and q.unit != "%" and words.increment.search(left):
            return _made(fitting[0], q.value, q.unit, known.get(fitting[0].name))
    return None


def without_its_month(
    reading: Reading, text: str, targets: Sequence[IndicatorTarget], *, lexicon: Lexicon | None = None
) -> Reading:
    """本月 of 本月打通2条 says in which it was done: no day is promised by it."""
    on = reading.next_date
    if on is None or on.span.text not in _SO_FAR or increment(text, reading, targets, {}, lexicon=lexicon) is None:
        return reading
    return replace(reading, next_date=None)


def _made(target: IndicatorTarget, value: float, unit: str, before: tuple[float, str] | None) -> Increment:
    told = f"{value:.10g}{unit}"
    if before is None or base_of(before[1])[0] != base_of(unit)[0]:
        return Increment(target.name, told, told, is_first=True)
    total = round(before[0] * base_of(before[1])[1] / base_of(unit)[1] + value, 6)
    return Increment(target.name, told, f"{total:.10g}{unit}", is_first=False)
