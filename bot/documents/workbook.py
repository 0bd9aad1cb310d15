"""Reads the sheets of an .xlsx file: values as a person sees them, merged cells, words outside the cells."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import python_calamine
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.documents import limits
from bot.documents.archive import Archive, Unreadable
from bot.documents.tables import RawSheet

_CELL = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*?)(/?)>(\s*</)?")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b")
_REFERENCE = re.compile(rb'\br="([A-Za-z]+)?(\d+)"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_PAGE_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d{1,3}|[A-Z&])')
_PAGE_NUMBER = re.compile(r"[\s第页共/—\-~（）()，,、]*")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_ATTRIBUTE = re.compile(rb'\b(min|max|width)="([0-9.]{1,12})"')
_WIDEST = 255.0  # characters; no program shows more
_DRAWN = re.compile(r"<a:t(?:\s[^>]*)?>([^<]+)</a:t>|<(?:odd|even|first)(?:Header|Footer)>([^<]+)<")
_DAYLESS_IDS = {17, 27, 36, 50, 52, 57}  # built-in formats that show a year and a month (zh-CN)
_PERCENT_IDS = {9, 10}
_BEYOND = 20
_UNSAFE_LINKS = ("externalLink", "oleObject", "package", "attachedTemplate", "frame", "subDocument")


@dataclass(frozen=True)
class _Looks:
    """Styles that change what a number means to the eye."""

    percent: frozenset[int]
    dayless: frozenset[int]


def read_workbook(archive: Archive) -> list[RawSheet]:
    """All sheets; hidden ones are marked, for a mark of secrecy may stand in them."""
    paths = _sheet_paths(archive)
    looks = _looks(archive.parts.get("xl/styles.xml", b""))
    shown = {path: _scan(archive.parts[path], looks) for path in _worksheets(archive)}
    book = _open(archive)
    sheets = []
    for index, meta in enumerate(book.sheets_metadata):
        if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = _sheet(book.get_sheet_by_index(index), meta.name, shown.get(paths.get(meta.name, ""), {}))
        sheet.widths = _widths(archive.parts.get(paths.get(meta.name, ""), b""))
        sheet.is_hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
        sheets.append(sheet)
    return _with_texts(sheets, archive)


def _open(archive: Archive) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.load_workbook(io.BytesIO(archive.repacked()))
    except Exception as error:
        raise Unreadable("Excel 文件打不开，可能已损坏。请用 WPS 或 Excel 另存为 .xlsx 后再发。") from error


def _sheet(sheet: python_calamine.CalamineSheet, name: str, styled: dict[tuple[int, int], str]) -> RawSheet:
    rows = [
        [shown_value(value, styled.get((at, column), "")) for column, value in enumerate(row, 1)]
        for at, row in enumerate(sheet.to_python(skip_empty_area=False), 1)
    ]
    merges = [
        (top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sorted(sheet.merged_cell_ranges or [])[: limits.MERGES]
        if top < limits.ROWS and left < limits.COLUMNS
    ]
    _pad(rows, merges)
    return RawSheet(name, rows, merges)


def _widths(content: bytes) -> list[float]:
    """Of the columns that the sheet sizes itself, as far as it goes."""
    found: dict[int, float] = {}
    for attributes in _COLUMN.findall(content.partition(b"<sheetData")[0]):
        sized = {name.decode(): value.decode("ascii", "replace") for name, value in _ATTRIBUTE.findall(attributes)}
        try:
            first, last, width = int(sized["min"]), int(sized["max"]), float(sized["width"])
        except (KeyError, ValueError):
            continue
        for column in range(first, min(last, limits.COLUMNS) + 1):
            found[column] = min(max(width, 0.0), _WIDEST)
    return [found.get(column, 0.0) for column in range(1, max(found, default=0) + 1)]


def _pad(rows: list[list[str]], merges: list[tuple[int, int, int, int]]) -> None:
    """Blank cells for merged areas that reach beyond the last text, as far as an honest one does."""
    height, width = len(rows), max(map(len, rows), default=0)
    bottom = max((merge[2] for merge in merges if merge[0] <= height), default=0)
    right = max((merge[3] for merge in merges if merge[1] <= width), default=0)
    rows += [[] for _ in range(height, min(bottom, height + _BEYOND, limits.ROWS))]
    for row in rows:
        row += [""] * (min(max(width, right), width + _BEYOND, limits.COLUMNS) - len(row))


def shown_value(value: Any, look: str) -> str:
    """A cell's value as it stands on the screen; a date that shows no day keeps none."""
    match value:
        case bool():
            return "是" if value else "否"
        case float() | int() if look == "percent":
            return f"{_plain(round(value * 100, 6))}%"
        case float() | int():
            return _plain(value)
        case dt.datetime() | dt.date() if look == "dayless":
            return f"{value.year}年{value.month}月"
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value)


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(round(number, 10))


def _worksheets(archive: Archive) -> Iterator[str]:
    found = [name for name in archive.parts if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    if len(found) > limits.SHEETS:
        raise Unreadable(f"工作表超过 {limits.SHEETS} 张，没有读取。请只保留任务表，另存后再发。")
    return iter(found)


def _sheet_paths(archive: Archive) -> dict[str, str]:
    """Sheet name → path of its part."""
    targets = {}
    for link in _elements(archive.parts.get("xl/_rels/workbook.xml.rels", b""), "Relationship"):
        targets[link.get("Id", "")] = link.get("Target", "")
    for name, content in archive.parts.items():
        if name.endswith(".rels"):
            refuse_unsafe_links(content)
    found = {}
    if len(_SHEET.findall(archive.parts["xl/workbook.xml"])) > limits.SHEETS:
        raise Unreadable(f"工作表超过 {limits.SHEETS} 张，没有读取。请只保留任务表，另存后再发。")
    for sheet in _elements(archive.parts["xl/workbook.xml"], "sheet"):
        target = next((targets.get(value, "") for key, value in sheet.items() if key.endswith("}id")), "")
        found[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def refuse_unsafe_links(relations: bytes) -> None:
    """Hyperlinks may lead outside; parts of the document may not."""
    for link in _elements(relations, "Relationship"):
        kind, target = link.get("Type", "").rsplit("/", 1)[-1], link.get("Target", "").lower()
        is_remote = target.startswith(("http:", "https:", "ftp:", "\\\\", "//", "file://\\\\"))
        if link.get("TargetMode") == "External" and kind in _UNSAFE_LINKS:
            if kind == "attachedTemplate" and not is_remote:
                continue
            raise Unreadable("文件链接了别的文件，没有读取。请断开外部链接，另存后再发。")


def _elements(content: bytes, tag: str) -> list[Element]:
    if not content:
        return []
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise Unreadable("文件内部结构有误，没有读取。请用 WPS 或 Excel 另存后再发。") from error
    return [element for element in root.iter() if str(element.tag).rsplit("}", 1)[-1] == tag]


def _looks(styles: bytes) -> _Looks:
    if not styles:
        return _Looks(frozenset(), frozenset())
    codes = {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in _elements(styles, "numFmt")}
    percent, dayless = set(), set()
    for index, one in enumerate(_cell_formats(styles)):
        number = int(one.get("numFmtId", "0"))
        code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", codes.get(number, "")).lower()
        if number in _PERCENT_IDS or "%" in code:
            percent.add(index)
        elif number in _DAYLESS_IDS or ("y" in code and "m" in code and "d" not in code):
            dayless.add(index)
    return _Looks(frozenset(percent), frozenset(dayless))


def _cell_formats(styles: bytes) -> list[Element]:
    return [one for group in _elements(styles, "cellXfs") for one in group]


def _scan(content: bytes, looks: _Looks) -> dict[tuple[int, int], str]:
    """Walks the cells once: refuses far-away ones, notes those whose style changes their meaning."""
    styled: dict[tuple[int, int], str] = {}
    row = column = 0
    for match in _CELL.finditer(content):
        tag, attributes, closed, ends = match.groups()
        reference = _REFERENCE.search(attributes)
        if tag == b"row":
            row, column = int(reference[2]) if reference else row + 1, 0
            continue
        column = _column(reference[1]) if reference and reference[1] else column + 1
        row = int(reference[2]) if reference and reference[1] else row
        if closed or ends:
            continue
        _refuse_far(row, column)
        _note_style(styled, (row, column), attributes, looks)
    return styled


def _refuse_far(row: int, column: int) -> None:
    if row > limits.ROWS:
        raise Unreadable(f"表格里第 {row} 行还有内容，超过 {limits.ROWS} 行，没有读取。请删去多余的行后再发。")
    if column > limits.COLUMNS:
        raise Unreadable(f"表格里第 {column} 列还有内容，超过 {limits.COLUMNS} 列，没有读取。请删去多余的列后再发。")


def _note_style(styled: dict[tuple[int, int], str], at: tuple[int, int], attributes: bytes, looks: _Looks) -> None:
    style = _STYLE.search(attributes)
    if style and int(style[1]) in looks.percent:
        styled[at] = "percent"
    elif style and int(style[1]) in looks.dayless:
        styled[at] = "dayless"


def _column(letters: bytes) -> int:
    if len(letters) > 3:
        raise Unreadable("表格的单元格编号有误，没有读取。请用 WPS 或 Excel 另存后再发。")
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _with_texts(sheets: list[RawSheet], archive: Archive) -> list[RawSheet]:
    """Page heads and text boxes can carry the secrecy mark."""
    texts = []
    for name, content in archive.parts.items():
        if name.startswith(("xl/worksheets/", "xl/drawings/")):
            tail = content[-20_000:] if name.startswith("xl/worksheets/") else content
            texts += [_spoken("".join(pair)) for pair in _DRAWN.findall(tail.decode("utf-8", "replace"))]
    for sheet in sheets[:1]:
        sheet.texts.extend(filter(None, texts))
    return sheets


def _spoken(text: str) -> str:
    """Without the codes of page heads; a page number alone says nothing."""
    plain = _PAGE_CODE.sub("", text.replace("&amp;", "&")).strip()
    return "" if _PAGE_NUMBER.fullmatch(plain) else plain
