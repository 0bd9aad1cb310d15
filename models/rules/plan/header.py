"""Finds the heading of a table: one to three rows, merged or not, and what stands above each column."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from models.rules.plan.grid import Sheet
from models.rules.plan.lexicon import LIKELY, Role, meanings, squeeze
from models.rules.plan.periods import header_period
from models.rules.plan.units_cell import looks_like_unit

_PEOPLE = {Role.LEADER, Role.LEAD, Role.SUPPORT, Role.OWNER, Role.DUE, Role.STEPS}
_WHAT = {Role.TITLE, Role.GOAL}
_DEEPEST = 4  # rows of a heading, a row of column numbers included
_ANY_YEAR = 2000


@dataclass(frozen=True)
class Header:
    """A heading in rows `top`..`bottom`; `words[c]` are the levels above column c, from the top down."""

    top: int
    bottom: int
    words: dict[int, tuple[str, ...]]

    @cached_property
    def key(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        return tuple(sorted((column, tuple(map(squeeze, levels))) for column, levels in self.words.items()))


def find_headers(sheet: Sheet) -> list[Header]:
    """Every heading of the sheet, repeated ones too, from top to bottom."""
    found: list[Header] = []
    row = 1
    while row <= sheet.height:
        if is_heading(_row_words(sheet, row)):
            header = _grown(sheet, row, above=found[-1].bottom if found else 0)
            found.append(header)
            row = header.bottom
        row += 1
    return found


def likeliest_row(sheet: Sheet) -> int:
    """The row that looks most like a heading: by its words, else the one above the first numbered row."""
    rows = range(1, min(sheet.height, 40) + 1)
    best = max(rows, key=lambda row: (_hits(sheet, row), -row), default=1)
    if _hits(sheet, best) >= 2 and not _is_numbered(sheet, best):
        return best
    return next((row - 1 for row in rows if row > 1 and _is_numbered(sheet, row)), best)


def _is_numbered(sheet: Sheet, row: int) -> bool:
    words = _row_words(sheet, row)
    return len(words) >= 4 and squeeze(words[0]).strip("().、").isdigit()


def header_or_none(sheet: Sheet) -> Header:
    """The likeliest heading; a row that says what a task says is none, and the tasks begin with it."""
    row = likeliest_row(sheet)
    words = _row_words(sheet, row)
    is_task = _hits(sheet, row) < 2 and (_is_numbered(sheet, row) or any(map(looks_like_unit, words)))
    return Header(0, row - 1, {}) if is_task else header_at(sheet, row)


def header_at(sheet: Sheet, row: int) -> Header:
    return _grown(sheet, row, above=0)


def is_heading(words: Sequence[str]) -> bool:
    """Names what is to be done and who or by when, in words only."""
    if any(squeeze(word).rstrip(".、").isdigit() for word in words):
        return False
    roles = [_surest(word) for word in words]
    known = {role for role in roles if role is not None}
    return len(known) >= 3 and bool(known & _WHAT) and bool(known & _PEOPLE)


def _surest(word: str) -> Role | None:
    found = {role: weight for role, weight in meanings(word).items() if weight >= LIKELY}
    return max(found, key=lambda role: found[role]) if found else None


def _row_words(sheet: Sheet, row: int) -> list[str]:
    return [text for _, text in sheet.areas_in_row(row)]


def _hits(sheet: Sheet, row: int) -> int:
    return sum(bool(_is_known(text)) for text in _row_words(sheet, row))


def _is_known(word: str) -> bool:
    return _surest(word) is not None or header_period(word, _ANY_YEAR) is not None


def _grown(sheet: Sheet, row: int, *, above: int) -> Header:
    top, bottom = row, row
    while top - 1 > above and bottom - top < _DEEPEST and _heads(sheet, top - 1, top):
        top -= 1
    while bottom < sheet.height and bottom - top < _DEEPEST and _continues(sheet, top, bottom + 1):
        bottom += 1
    return Header(top, bottom, heading_levels(sheet, top, bottom))


def _heads(sheet: Sheet, row: int, below: int) -> bool:
    """Whether a row is the upper level of the heading that goes on in the row below."""
    areas = list(sheet.areas_in_row(row))
    if len(areas) < 2:
        return False
    reaches_down = any(area[2] >= below for area, _ in areas)
    is_group = sum(_is_known(text) for _, text in areas) * 2 >= len(areas)
    return reaches_down or (is_group and all(len(text) <= 20 for _, text in areas))


def _continues(sheet: Sheet, top: int, row: int) -> bool:
    """Whether the row is still heading: a lower level, or the row of column numbers."""
    own = list(sheet.areas_in_row(row))
    covered = any(
        sheet.area(row, column)[0] < row for column in range(1, sheet.width + 1) if _starts_in(sheet, top, row, column)
    )
    if not own:
        return covered
    if _is_column_numbers([text for _, text in own]):
        return True
    known = sum(_is_known(text) or _has_group_above(sheet, top, row, area[1]) for area, text in own)
    short = all(len(squeeze(text)) <= 16 and not squeeze(text).isdigit() for _, text in own)
    if is_heading([text for _, text in own]) and not covered:
        return False
    under_group = sum(_has_group_above(sheet, top, row, area[1]) for area, _ in own)
    return (
        short
        and known == len(own)
        and (covered or under_group > 0 or known >= 2)
        and (covered or _leaves_gaps(sheet, top, row))
    )


def _starts_in(sheet: Sheet, top: int, row: int, column: int) -> bool:
    return top <= sheet.area(row, column)[0] < row


def _has_group_above(sheet: Sheet, top: int, row: int, column: int) -> bool:
    """A merged heading spans this column and its neighbours in a row above."""
    return any(
        area[3] > area[1] and area[2] < row
        for above in range(top, row)
        if sheet.text(above, column).strip()
        for area in (sheet.area(above, column),)
    )


def _leaves_gaps(sheet: Sheet, top: int, row: int) -> bool:
    """In a heading without merged cells the lower level stands where the upper one is blank."""
    return any(not sheet.text(row - 1, area[1]).strip() for area, _ in sheet.areas_in_row(row)) and row - 1 >= top


def _is_column_numbers(texts: list[str]) -> bool:
    numbers = [squeeze(text).strip("()") for text in texts]
    in_order = numbers == [str(n) for n in range(1, len(numbers) + 1)]
    stems = numbers[:4] == ["甲", "乙", "丙", "丁"]
    return (len(numbers) >= 4 and in_order) or stems


def heading_levels(sheet: Sheet, top: int, bottom: int) -> dict[int, tuple[str, ...]]:
    """Column → the words above it, from the top level down; merged words reach all their columns."""
    words: dict[int, tuple[str, ...]] = {}
    for column in range(1, sheet.width + 1):
        levels: list[str] = []
        seen: set[tuple[int, int]] = set()
        for row in range(top, bottom + 1):
            area = sheet.area(row, column)
            text = squeeze(sheet.own(area[0], area[1]))
            if area[:2] not in seen and text and not text.strip("()").isdigit():
                levels.append(text)
            seen.add(area[:2])
        if levels:
            words[column] = tuple(levels)
    return words
