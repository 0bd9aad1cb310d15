"""A table as it was read from a file: texts in rows and columns, and which cells are merged."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; 1-based, inclusive


@dataclass(frozen=True)
class Sheet:
    """One table. `rows[0]` is row 1 of the file; `texts` are words outside it (paragraphs, page heads)."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    merges: tuple[Merge, ...] = ()
    texts: tuple[str, ...] = ()
    is_hidden: bool = False
    widths: tuple[float, ...] = ()  # of columns, in characters; 0 where the file does not say

    @property
    def height(self) -> int:
        return len(self.rows)

    @cached_property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def _areas(self) -> dict[tuple[int, int], Merge]:
        found: dict[tuple[int, int], Merge] = {}
        for top, left, bottom, right in self.merges:
            area = (top, left, min(bottom, self.height), min(right, self.width))
            for row in range(top, area[2] + 1):
                for column in range(left, area[3] + 1):
                    found[row, column] = area
        return found

    def area(self, row: int, column: int) -> Merge:
        """The merged area a cell lies in; a plain cell is an area of its own."""
        return self._areas.get((row, column), (row, column, row, column))

    def own(self, row: int, column: int) -> str:
        """The text written in this very cell; a merged area has its text in its first cell only."""
        if not (1 <= row <= self.height and 1 <= column <= len(self.rows[row - 1])):
            return ""
        return self.rows[row - 1][column - 1]

    def text(self, row: int, column: int) -> str:
        """What a person sees at this place: the text of the merged area that covers it."""
        top, left, _, _ = self.area(row, column)
        return self.own(top, left)

    def areas_in_row(self, row: int) -> Iterator[tuple[Merge, str]]:
        """The areas that begin in this row and hold text, from left to right."""
        for column in range(1, self.width + 1):
            area = self.area(row, column)
            text = self.own(row, column)
            if area[:2] == (row, column) and text.strip():
                yield area, text


def column_letter(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int | None:
    """A → 1, aa → 27; None when it is no column's name."""
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        return None
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
