"""Figures against what a task is to reach and what was told before: reached, or so odd that a slip is likelier."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from models.rules.quantities import find_quantities
from models.rules.reading.values import IndicatorTarget, IndicatorValue, Reading
from models.rules.units_of_measure import base_of

FAR = 1.5  # times the target
WHOLE = 100.0  # percent
Told = Mapping[str, tuple[float, str]]  # the figure in force of each name, with its unit
_CORRECTS = re.compile("[更订纠改]正|不是|应该?[为是]|改[为成]|核减|核实|[报写打说]错|有误|[多误]报")
_NEW = re.compile(r"(?:新增|[又再]|增加)了?[一-鿿]{0,4}$")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What was told, and the target beside which it looks wrong; empty for a share of the whole.

    Of a total that fell, `before` it and what they come to `together` if the new one is what was added.
    """

    told: str
    target: str = ""
    before: str = ""
    together: str = ""
    is_added: bool = False  # he says himself that the new one was added


def doubt(reading: Reading, targets: Sequence[IndicatorTarget], known: Mapping[str, float]) -> Doubt | None:
    """The first figure that is far beyond its target; none where what is `known` of it is already so."""
    by_name = {target.name: target for target in targets}
    for said in reading.indicators:
        wanted = by_name.get(said.name)
        if (
            wanted
            and _is_far(said.value, said.unit, wanted)
            and not _is_far(known.get(said.name, 0.0), wanted.unit, wanted)
        ):
            return Doubt(f"{said.value:.10g}{said.unit}", f"{wanted.target:.10g}{wanted.unit}")
    share = _share_told(reading)
    return Doubt(f"{share:.10g}%", "") if share is not None and share > WHOLE else None


def _is_far(value: float, unit: str, wanted: IndicatorTarget) -> bool:
    (kind, size), (same, base) = base_of(unit), base_of(wanted.unit)
    limit = max(wanted.target * base * FAR, WHOLE if wanted.unit == "%" else 0.0)
    return kind == same and wanted.target > 0 and value * size > limit


def _share_told(reading: Reading) -> float | None:
    """As it was typed: a task that is done stands at 100, whatever was said."""
    if reading.percent is None:
        return None
    typed = [q.value for q in find_quantities(reading.percent.span.text) if q.unit == "%" and q.of is None]
    return typed[0] if typed else None


def fall(reading: Reading, totals: Sequence[IndicatorTarget], known: Told, text: str) -> Doubt | None:
    """Totals that never fall and are told lower than they were: perhaps what was added. A correction may be lower."""
    pairs = [] if _CORRECTS.search(text) else _fallen(reading, totals, known)
    if not pairs:
        return None
    before = "、".join(_said(*known[said.name]) for said, _ in pairs)
    told = "、".join(_said(said.value, said.unit) for said, _ in pairs)
    together = "、".join(_said(more.value, more.unit) for _, more in pairs)
    return Doubt(told, before=before, together=together, is_added=all(_is_called_new(said, text) for said, _ in pairs))


def _is_called_new(said: IndicatorValue, text: str) -> bool:
    """新增2部 of what is not itself a count of what is new."""
    start = text.find(said.span.text)
    return start >= 0 and "新增" not in said.name and _NEW.search(text[max(0, start - 8) : start]) is not None


def added(reading: Reading, totals: Sequence[IndicatorTarget], known: Told) -> Reading:
    """The reading with what was added in place of each total that fell."""
    sums = {said.name: more for said, more in _fallen(reading, totals, known)}
    return replace(reading, indicators=tuple(sums.get(said.name, said) for said in reading.indicators))


def _fallen(
    reading: Reading, totals: Sequence[IndicatorTarget], known: Told
) -> list[tuple[IndicatorValue, IndicatorValue]]:
    """Each figure that is lower than it was, and what it makes with the one before, in the unit just told."""
    names, found = {total.name for total in totals}, []
    for said in reading.indicators:
        if said.name not in names or said.name not in known:
            continue
        value, unit = known[said.name]
        (kind, size), (same, base) = base_of(said.unit), base_of(unit)
        before = value * base / size
        if kind == same and said.value < before * (1 - 1e-9):
            found.append((said, replace(said, value=round(before + said.value, 6))))
    return found


def _said(value: float, unit: str) -> str:
    return f"{value:.10g}{unit}"


def reached(figures: Mapping[str, tuple[float, str]], targets: Sequence[IndicatorTarget]) -> bool:
    """Every target that is counted, and none measured all year (%), is reached by the figure of its name."""
    return bool(targets) and all(
        wanted.unit != "%" and wanted.name in figures and wanted.is_reached_by(*figures[wanted.name])
        for wanted in targets
    )
