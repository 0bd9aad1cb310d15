"""Reads the tables of a .docx file, with merged cells, and the paragraphs around them."""

import io
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from bot.documents import limits
from bot.documents.archive import Archive, Unreadable
from bot.documents.tables import RawSheet
from bot.documents.workbook import refuse_unsafe_links

_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:smartTag")}


def read_document(archive: Archive, data: bytes) -> list[RawSheet]:
    """One sheet per table; the paragraphs before a table are its texts."""
    for name, content in archive.parts.items():
        if name.endswith(".rels"):
            refuse_unsafe_links(content)
    try:
        document = Document(io.BytesIO(data))
    except Exception as error:
        raise Unreadable("Word 文件打不开，可能已损坏。请用 WPS 或 Word 另存为 .docx 后再发。") from error
    return _tables(document)


def _tables(document: Any) -> list[RawSheet]:
    sheets: list[RawSheet] = []
    texts = _page_heads(document)
    numbers = _Numbers()
    for block in _unwrapped(document.element.body):
        if block.tag == qn("w:p"):
            texts += [line for line in _text(block).splitlines() if line.strip()]
        elif block.tag == qn("w:tbl"):
            sheets.append(_Table(block, numbers).sheet(f"表{len(sheets) + 1}", texts))
            texts = []
    if len(sheets) > limits.SHEETS:
        raise Unreadable(f"表格超过 {limits.SHEETS} 张，没有读取。请只保留任务表，另存后再发。")
    if sheets:
        sheets[-1].texts.extend(texts)
    return sheets or [RawSheet("正文", texts=texts)]


def _page_heads(document: Any) -> list[str]:
    found = []
    for section in document.sections:
        for part in (section.header, section.footer):
            found += [text for p in part._element.iter(qn("w:p")) if (text := _text(p).strip())]
    return found


def _unwrapped(parent: Any) -> Iterator[Any]:
    """Children, seen through content controls and tracked insertions."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from _unwrapped(child)
        else:
            yield child


def _text(element: Any) -> str:
    """The text as it reads with all changes accepted (deleted runs hold no w:t)."""
    parts = []
    for node in element.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")):
        parts.append(node.text or "" if node.tag == qn("w:t") else "\n" if node.tag != qn("w:tab") else " ")
    return "".join(parts)


class _Numbers:
    """Counts automatic numbering, which leaves no text in the file."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def of(self, paragraph: Any) -> str:
        number = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        key = number.get(qn("w:val"), "0") if number is not None else "0"
        if key == "0":
            return ""
        self._counts[key] = self._counts.get(key, 0) + 1
        return str(self._counts[key])


class _Table:
    def __init__(self, element: Any, numbers: _Numbers) -> None:
        self._element = element
        self._numbers = numbers
        self._rows: list[list[str]] = []
        self._merges: list[list[int]] = []
        self._open: dict[int, list[int]] = {}  # column → merge that may go on in the next row

    def sheet(self, name: str, texts: list[str]) -> RawSheet:
        for row in _unwrapped(self._element):
            if row.tag == qn("w:tr"):
                self._add(row)
        merges = [(m[0], m[1], m[2], m[3]) for m in self._merges if m[2] > m[0] or m[3] > m[1]]
        return RawSheet(name, self._rows, merges, list(texts))

    def _add(self, row: Any) -> None:
        texts: list[str] = [""] * int(getattr(row, "grid_before", 0) or 0)
        still_open: dict[int, list[int]] = {}
        for cell in _unwrapped(row):
            if cell.tag != qn("w:tc"):
                continue
            self._place(cell, texts, still_open)
            if len(texts) > limits.COLUMNS:
                raise Unreadable(f"Word 表格超过 {limits.COLUMNS} 列，没有读取。请只保留任务表后再发。")
        self._rows.append(texts)
        self._open = still_open
        if len(self._rows) > limits.ROWS:
            raise Unreadable(f"Word 表格超过 {limits.ROWS} 行，没有读取。请只保留任务表后再发。")

    def _place(self, cell: Any, texts: list[str], still_open: dict[int, list[int]]) -> None:
        row, column, span = (
            len(self._rows) + 1,
            len(texts) + 1,
            min(max(1, cell.grid_span), limits.COLUMNS + 1),
        )
        above = self._open.get(column)
        if cell.vMerge == "continue" and above is not None:
            above[2] = row
            texts += [""] * span
            still_open[column] = above
            return
        merge = [row, column, row, column + span - 1]
        self._merges.append(merge)
        texts += [self._cell_text(cell), *[""] * (span - 1)]
        if cell.vMerge is not None:
            still_open[column] = merge

    def _cell_text(self, cell: Any) -> str:
        lines = []
        for paragraph in cell.iter(qn("w:p")):
            text = _text(paragraph)
            lines.append(text if text.strip() else self._numbers.of(paragraph))
        return "\n".join(line for line in lines if line.strip())
