"""A sheet as an .xlsx file, the way an office lays it out. Whatever a cell says, it is text or a number, never a formula."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from models.rules.plan.grid import Sheet

SONG, HEI, TITLE_FONT = "宋体", "黑体", "方正小标宋简体"
LEAST_WIDTH, USUAL_WIDTH, WIDEST = 5.0, 14.0, 46.0
LINE_POINTS = 15.0
TALLEST = 409.0  # the programs show no taller row
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,9})(?:\.\d{0,5}[1-9])?")
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")  # what a program would take for a formula if somebody typed it
_NAME = re.compile(r"[\[\]:*?/\\]")


class Look(StrEnum):
    TITLE = "title"
    REMARK = "remark"
    HEAD = "head"
    SECTION = "section"
    BODY = "body"
    PLAIN = "plain"  # a sheet without tasks


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    ACTIVE = "active"


Looks = dict[tuple[Look, Kind], Format]


@dataclass(frozen=True)
class Page:
    """A sheet and which of its rows are headings; one that holds no tasks is written as it is."""

    sheet: Sheet
    headings: tuple[int, ...] = ()
    holds_tasks: bool = True


def write(pages: Sequence[Page], *, made_at: datetime) -> bytes:
    """`made_at` is written into the file, so that the same content is the same bytes."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": made_at.replace(tzinfo=None), "author": "", "company": ""})
        looks = _looks(book)
        for number, page in enumerate(pages, 1):
            _write_page(book.add_worksheet(_NAME.sub("_", page.sheet.name)[:31] or f"表{number}"), page, looks)
    return buffer.getvalue()


def _looks(book: Workbook) -> Looks:
    """Each look in its kinds: what begins like a formula is kept from becoming one when it is edited."""
    framed = {"border": 1, "text_wrap": True, "valign": "vcenter"}
    styles = {
        Look.TITLE: {"font_name": TITLE_FONT, "font_size": 18, "align": "center", "valign": "vcenter", "text_wrap": True},
        Look.REMARK: {"font_name": SONG, "font_size": 11, "align": "center", "valign": "vcenter", "text_wrap": True},
        Look.HEAD: framed | {"font_name": HEI, "font_size": 11, "align": "center"},
        Look.SECTION: framed | {"font_name": HEI, "font_size": 11},
        Look.BODY: framed | {"font_name": SONG, "font_size": 10.5},
        Look.PLAIN: {"font_name": SONG, "font_size": 10.5, "valign": "vcenter"},
    }  # fmt: skip
    kinds: dict[Kind, dict[str, object]] = {
        Kind.TEXT: {},
        Kind.ACTIVE: {"quote_prefix": True},
        Kind.NUMBER: {"align": "center"},
    }
    return {
        (look, kind): book.add_format(style | more) for look, style in styles.items() for kind, more in kinds.items()
    }


def _write_page(sheet: Worksheet, page: Page, looks: Looks) -> None:
    table = page.sheet
    widths = [_width(page, column) for column in range(1, table.width + 1)]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    covered = {area for area in table.merges if area[:2] != area[2:]}
    inside = {(r, c) for t, le, b, ri in covered for r in range(t, b + 1) for c in range(le, ri + 1)}
    for row, cells in enumerate(table.rows, 1):
        look = _look(page, row)
        sheet.set_row(row - 1, _height(page, row, widths))
        for column, text in enumerate([*cells, *[""] * (table.width - len(cells))], 1):
            if (row, column) not in inside and (text or look in (Look.HEAD, Look.SECTION, Look.BODY)):
                _put(sheet, row, column, text, looks[look, _kind(text)])
    for top, left, bottom, right in sorted(covered):
        if top <= table.height:
            text = table.own(top, left)
            style = looks[_look(page, top), _kind(text)]
            sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", style)
            _put(sheet, top, left, text, style)
    if page.headings:
        sheet.repeat_rows(page.headings[0] - 1, _first_stretch(page.headings) - 1)
        sheet.freeze_panes(_first_stretch(page.headings), 0)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")


def _put(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    if not text:
        sheet.write_blank(row - 1, column - 1, None, style)
    elif _kind(text) is Kind.NUMBER:
        sheet.write_number(row - 1, column - 1, float(text), style)
    else:
        sheet.write_string(row - 1, column - 1, text, style)


def _kind(text: str) -> Kind:
    if _NUMBER.fullmatch(text):
        return Kind.NUMBER
    return Kind.ACTIVE if text.startswith(_ACTIVE) else Kind.TEXT


def _look(page: Page, row: int) -> Look:
    if not page.holds_tasks:
        return Look.PLAIN
    if row in page.headings:
        return Look.HEAD
    areas = [area for area, _ in page.sheet.areas_in_row(row)]
    if page.headings and row < page.headings[0]:
        is_title = bool(areas) and row == _title_row(page)
        return Look.TITLE if is_title else Look.REMARK
    is_wide = len(areas) == 1 and areas[0][3] - areas[0][1] + 1 >= max(2, page.sheet.width // 2)
    return Look.SECTION if is_wide else Look.BODY


def _title_row(page: Page) -> int:
    """The longest of the lines above the table that is no remark in brackets."""
    above = {row: page.sheet.text(row, 1).strip() for row in range(1, page.headings[0])}
    named = {row: len(text) for row, text in above.items() if text and not text.startswith(("（", "("))}
    return max(named, key=lambda row: named[row], default=0)


def _first_stretch(headings: Sequence[int]) -> int:
    last = headings[0]
    while last + 1 in headings:
        last += 1
    return last


def _width(page: Page, column: int) -> float:
    if column <= len(page.sheet.widths) and page.sheet.widths[column - 1]:
        return page.sheet.widths[column - 1]
    cells = [row[column - 1] for row in page.sheet.rows if column <= len(row)]
    own = [
        text for row, text in enumerate(cells, 1) if text and page.sheet.area(row, column)[1:4:2] == (column, column)
    ]
    longest = max((_span(line) for text in own for line in text.split("\n")), default=0)
    return min(WIDEST, max(LEAST_WIDTH, longest + 2)) if own else USUAL_WIDTH


def _height(page: Page, row: int, widths: Sequence[float]) -> float:
    """Tall enough for the text that wraps: most programs do not grow a row by themselves."""
    lines = 1.0
    for (top, left, bottom, right), text in page.sheet.areas_in_row(row):
        room = max(1.0, sum(widths[left - 1 : right]) - 1)
        needed = sum(-(-max(1, _span(line)) // room) for line in text.split("\n"))
        lines = max(lines, needed / (bottom - top + 1))
    look = _look(page, row)
    return min(
        TALLEST, max(30.0 if look is Look.TITLE else 20.0, lines * (26 if look is Look.TITLE else LINE_POINTS) + 4)
    )


def _span(text: str) -> int:
    """In characters of the column's measure: a Chinese one is two."""
    return sum(2 if ord(mark) > 0x2E7F else 1 for mark in text)
