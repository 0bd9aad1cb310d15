"""What the cells of a column look like, for columns whose heading says nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.rules.plan.people import is_person, read_people
from models.rules.plan.units_cell import looks_like_unit, unit_names

_DATE_LIKE = re.compile(
    r"\d{4}[-./年]|\d{1,2}月|十?[一二三四五六七八九十]月|季度|[上下]半年|全年|年内|"
    r"年底|长期|持续|常年|[前底]$|时限|旬"
)
_NUMBER = re.compile(r"[（(]?\d{1,4}[)）.．、]?|[０-９]+")


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares (0–1) of the filled cells that read as …; `chars` is their mean length."""

    filled: int
    numbers: float
    units: float
    people: float
    dates: float
    chars: float
    distinct: float

    @property
    def is_text(self) -> bool:
        return self.filled > 0 and max(self.numbers, self.units, self.people, self.dates) < 0.5


def profile(texts: Sequence[str]) -> Profile:
    cells = [text.strip()[:120] for text in texts if text.strip()][:200]
    count = len(cells) or 1
    return Profile(
        filled=len(cells),
        numbers=sum(bool(_NUMBER.fullmatch(cell)) for cell in cells) / count,
        units=sum(map(_is_units, cells)) / count,
        people=sum(map(_is_people, cells)) / count,
        dates=sum(len(cell) <= 24 and bool(_DATE_LIKE.search(cell)) for cell in cells) / count,
        chars=sum(map(len, cells)) / count,
        distinct=len(set(cells)) / count,
    )


def _is_units(cell: str) -> bool:
    names = unit_names(cell)
    return bool(names) and len(cell) <= 25 * len(names) and all(map(looks_like_unit, names[:3]))


def _is_people(cell: str) -> bool:
    names = read_people(cell)
    return bool(names) and all(map(is_person, names))
