"""What the picture of a digest shows: lamps by unit and bars against pace; a plain value, drawn elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """A unit or section: tasks by what they show (done, green, yellow, red, white), and its bar against pace."""

    name: str
    shown: tuple[tuple[str, int], ...]
    percent: float | None = None
    expected: float | None = None

    @property
    def total(self) -> int:
        return sum(count for _, count in self.shown)

    @property
    def behind(self) -> int:
        return sum(count for key, count in self.shown if key in {"red", "yellow"})


@dataclass(frozen=True, slots=True)
class Picture:
    title: str
    subtitle: str
    whole: Row
    rows: tuple[Row, ...]
    rest: int = 0  # rows that found no room


ORDER = ("done", "green", "yellow", "red", "white")


def row(name: str, shown: dict[str, int], percent: float | None, expected: float | None) -> Row:
    return Row(name, tuple((key, shown[key]) for key in ORDER if shown.get(key)), percent, expected)


def picture(title: str, subtitle: str, whole: Row, rows: Sequence[Row]) -> Picture:
    """Official order while all find room; else those that are behind stand first, so that none of them is left out."""
    kept = list(rows)
    if len(kept) > MOST_ROWS:
        kept = sorted(rows, key=lambda one: -one.behind)[:MOST_ROWS]
        kept.sort(key=list(rows).index)
    return Picture(title, subtitle, whole, tuple(kept), len(rows) - len(kept))
