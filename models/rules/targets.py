"""Figures against what a task is to reach: reached, or so far beyond that a slip of the finger is likelier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.rules.quantities import find_quantities
from models.rules.reading.values import IndicatorTarget, Reading
from models.rules.units_of_measure import base_of

FAR = 1.5  # times the target
WHOLE = 100.0  # percent


@dataclass(frozen=True, slots=True)
class Doubt:
    """What was told, and the target beside which it looks wrong; empty for a share of the whole."""

    told: str
    target: str


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


def reached(figures: Mapping[str, tuple[float, str]], targets: Sequence[IndicatorTarget]) -> bool:
    """Every target that is counted, and none measured all year (%), is reached by the figure of its name."""
    return bool(targets) and all(
        wanted.unit != "%" and wanted.name in figures and wanted.is_reached_by(*figures[wanted.name])
        for wanted in targets
    )
