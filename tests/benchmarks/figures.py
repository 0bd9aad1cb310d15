"""A measured figure beside its target, and the table of all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from unicodedata import east_asian_width


@dataclass(frozen=True, slots=True)
class Figure:
    """`at_least` or `at_most` is the target; a figure without one is there to be read."""

    name: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None
    where: str = ""  # where to look when it falls short
    spread: Sequence[float] = ()

    @property
    def target(self) -> str:
        if self.at_least is not None:
            return f">= {self.at_least:g}"
        return f"<= {self.at_most:g}" if self.at_most is not None else ""

    @property
    def falls_short(self) -> bool:
        too_low = self.at_least is not None and self.value < self.at_least
        return too_low or (self.at_most is not None and self.value > self.at_most)

    @property
    def verdict(self) -> str:
        return ("falls short" if self.falls_short else "met") if self.target else ""


def middle(name: str, values: Sequence[float], unit: str, **target: object) -> Figure:
    """The median of the rounds, with the lowest and the highest of them."""
    return Figure(name, median(values), unit, spread=(min(values), max(values)), **target)  # type: ignore[arg-type]


def table(title: str, figures: Iterable[Figure]) -> str:
    rows = [_row(figure) for figure in figures]
    return "\n".join(["", title, *rows])


def _row(figure: Figure) -> str:
    low_high = f"{_number(figure.spread[0])} .. {_number(figure.spread[-1])}" if figure.spread else ""
    cells = f"{_number(figure.value):>10} {figure.unit:<8} {low_high:>20}  {figure.target:<9} {figure.verdict:<11}"
    return f"  {_padded(figure.name, 58)} {cells}".rstrip()


def shortfalls(figures: Iterable[Figure]) -> str:
    short = [figure for figure in figures if figure.falls_short]
    if not short:
        return "\nevery target is met"
    lines = [f"  {f.name}: {_number(f.value)} {f.unit}, target {f.target}. {f.where}".rstrip() for f in short]
    return "\n".join(["", "falls short:", *lines])


def _number(value: float) -> str:
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 20 else f"{value:.3g}"


def _padded(text: str, width: int) -> str:
    wide = sum(east_asian_width(character) in "WF" for character in text)
    return text + " " * max(0, width - len(text) - wide)
