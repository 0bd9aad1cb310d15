"""What the picture of a digest shows: lamps by unit and bars against pace; a plain value, every word of it written out.

It is kept as JSON with the message it goes out in, and drawn elsewhere when that message goes up.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

MOST_ROWS = 12  # what a thumb scrolls once
ORDER = ("done", "green", "yellow", "red", "white")


@dataclass(frozen=True, slots=True)
class Row:
    """A unit, several together, or the whole: tasks by what they show, its bar, and in words how far from pace it is."""

    name: str
    shown: tuple[tuple[str, int], ...]  # (lamp, how many), in ORDER, none of them 0
    percent: int | None = None
    expected: int | None = None
    gap: str = ""

    @property
    def total(self) -> int:
        return sum(count for _, count in self.shown)

    @property
    def behind(self) -> int:
        return sum(count for key, count in self.shown if key in {"red", "yellow"})


@dataclass(frozen=True, slots=True)
class Picture:
    title: str
    whole: Row
    rows: tuple[Row, ...]
    legend: tuple[tuple[str, str], ...]  # (lamp, its word), of those that stand in it
    notes: tuple[str, ...]  # what the figures are and of when


def row(name: str, shown: Mapping[str, int], percent: float | None, expected: float | None, gap: str = "") -> Row:
    counted = tuple((key, shown[key]) for key in ORDER if shown.get(key))
    if percent is None or expected is None:
        return Row(name, counted)
    return Row(name, counted, round(percent), round(expected), gap)


def gap(percent: float | None, expected: float | None) -> int:
    """In points, between the rounded figures that stand beside it; 0 where there is no pace."""
    return 0 if percent is None or expected is None else round(percent) - round(expected)


def chosen(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Those that find room and the rest, both in official order: those that are behind come first, none is left alone."""
    if len(rows) <= MOST_ROWS:
        return list(rows), []
    first = sorted(range(len(rows)), key=lambda n: (-rows[n].behind, n))[: MOST_ROWS - 1]
    return [rows[n] for n in sorted(first)], [rows[n] for n in range(len(rows)) if n not in first]


def together(name: str, rows: Sequence[Row]) -> Row:
    return row(name, {key: sum(dict(one.shown).get(key, 0) for one in rows) for key in ORDER}, None, None)


def to_json(picture: Picture) -> bytes:
    return json.dumps(asdict(picture), ensure_ascii=False, sort_keys=True).encode()


def from_json(kept: bytes) -> Picture:
    found = json.loads(kept)
    pairs = tuple((str(key), str(word)) for key, word in found["legend"])
    rows = tuple(_row(one) for one in found["rows"])
    return Picture(found["title"], _row(found["whole"]), rows, pairs, tuple(found["notes"]))


def _row(found: dict[str, Any]) -> Row:
    shown = tuple((str(key), int(count)) for key, count in found["shown"])
    return Row(found["name"], shown, found["percent"], found["expected"], found["gap"])
