"""Figures of an assignment, each saying how far it can be trusted: 自报, 已对账, 已核."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Standing(StrEnum):
    REPORTED = "自报"
    RECONCILED = "已对账"
    CHECKED = "已核"


@dataclass(frozen=True, slots=True)
class Figure:
    """A cumulative value of one of the task's indicators, in its unit."""

    name: str
    value: float
    unit: str = ""
    standing: Standing = Standing.REPORTED


def updated(known: Iterable[Figure], told: Iterable[Figure]) -> tuple[Figure, ...]:
    """The last value of each name, in order of mention. The same value told again keeps its standing."""
    by_name = {figure.name: figure for figure in known}
    for figure in told:
        before = by_name.get(figure.name)
        if before is None or (before.value, before.unit) != (figure.value, figure.unit):
            by_name[figure.name] = replace(figure, standing=Standing.REPORTED)
    return tuple(by_name.values())


def confirmed(known: Iterable[Figure], told: Iterable[Figure], standing: Standing) -> tuple[Figure, ...]:
    """All figures, or those named (with the value that holds now), gain a standing; none loses one."""
    values = {figure.name: figure for figure in told}
    by_name = {
        figure.name: figure if values and figure.name not in values else _raised(figure, standing) for figure in known
    }
    for name, figure in values.items():
        kept = by_name.get(name)
        if kept is None or (kept.value, kept.unit) != (figure.value, figure.unit):
            by_name[name] = replace(figure, standing=standing)
    return tuple(by_name.values())


def _raised(figure: Figure, standing: Standing) -> Figure:
    return replace(figure, standing=stronger(figure.standing, standing))


def stronger(a: Standing, b: Standing) -> Standing:
    return max(a, b, key=list(Standing).index)


def weakest(found: Iterable[Standing]) -> Standing | None:
    return min(found, key=list(Standing).index, default=None)


def enters_documents(standing: str | None) -> bool:
    """Only what was reconciled or checked stands in 通报, boards and exports."""
    return standing in {Standing.RECONCILED, Standing.CHECKED}
