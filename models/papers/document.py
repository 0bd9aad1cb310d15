"""A report as a .docx file in the form of an official paper: 小标宋, 仿宋, 黑体; A4; tables in annexes."""

import io
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from models.wording import report as wording

TITLE, FANG, HEI, KAI, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
BODY_POINTS, LINE_POINTS = 16, 28
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")  # no XML holds them
_HEADINGS = {1: HEI, 2: KAI}


@dataclass(frozen=True, slots=True)
class Annex:
    """A table; `widths` are shares of the page."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    is_wide: bool = False


@dataclass(frozen=True)
class Report:
    """`body` holds (level, text): 1 and 2 are headings, 0 a paragraph."""

    title: str
    addressee: str
    body: tuple[tuple[int, str], ...]
    sources: tuple[str, ...]
    annexes: tuple[Annex, ...]
    on: date


def write(report: Report) -> bytes:
    document = docx.Document()
    _page(document.sections[0])
    _line(document, wording.DRAFT, font=KAI, points=12, align=WD_ALIGN_PARAGRAPH.CENTER, is_red=True)
    _line(document, report.title, font=TITLE, points=22, align=WD_ALIGN_PARAGRAPH.CENTER, spacing=36)
    _line(document, "")
    _line(document, report.addressee)
    for level, text in report.body:
        _line(document, text, font=_HEADINGS.get(level, FANG), indent=2)
    _line(document, "")
    for number, annex in enumerate(report.annexes):
        lead = "附件：" if number == 0 else "　　　"
        _line(document, f"{lead}{annex.title.removeprefix('附件').replace('  ', '. ')}", indent=2)
    _line(document, "")
    _line(document, wording.signature(), align=WD_ALIGN_PARAGRAPH.RIGHT)
    _line(document, wording.dated(report.on), align=WD_ALIGN_PARAGRAPH.RIGHT)
    for annex in report.annexes:
        section = document.add_section(WD_SECTION.NEW_PAGE)
        _page(section, is_wide=annex.is_wide)
        _annex(document, annex, width=section.page_width - section.left_margin - section.right_margin)
    if report.sources:
        _line(document, "")
        _line(document, wording.SOURCES, font=HEI, points=12, spacing=20)
        for number, source in enumerate(report.sources, 1):
            _line(document, f"{wording.mark(number)} {source}", font=SONG, points=10.5, spacing=17)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(section: Any, *, is_wide: bool = False) -> None:
    long, small = Mm(297), Mm(210)
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, small) if is_wide else (small, long)
    section.top_margin, section.bottom_margin = (Mm(28), Mm(26)) if is_wide else (Mm(37), Mm(35))
    section.left_margin, section.right_margin = (Mm(25), Mm(25)) if is_wide else (Mm(28), Mm(26))
    section.footer.is_linked_to_previous = False
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in ("— ", None, " —"):
        run = _run(footer, part or "", font=SONG, points=14)
        if part is None:
            _page_number(run)


def _page_number(run: Any) -> None:
    for kind in ("begin", None, "end"):
        mark = OxmlElement("w:instrText" if kind is None else "w:fldChar")
        if kind is None:
            mark.text = "PAGE"
        else:
            mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)


def _line(
    document: Any, text: str, *, font: str = FANG, points: float = BODY_POINTS, align: Any = None, indent: int = 0,
    spacing: float = LINE_POINTS, is_red: bool = False,
) -> None:  # fmt: skip
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(spacing)
    shape.first_line_indent = Pt(points * indent) if indent else None
    paragraph.alignment = align
    run = _run(paragraph, text, font=font, points=points)
    if is_red:
        run.font.color.rgb = RGBColor(0xB8, 0x1C, 0x1C)


def _run(paragraph: Any, text: str, *, font: str, points: float) -> Any:
    run = paragraph.add_run(_CONTROL.sub("", text))
    run.font.name, run.font.size = font, Pt(points)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _annex(document: Any, annex: Annex, *, width: int) -> None:
    _line(document, annex.title, font=HEI, points=14, align=WD_ALIGN_PARAGRAPH.CENTER)
    table = document.add_table(rows=1, cols=len(annex.head), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths = [int(width * share / sum(annex.widths)) for share in annex.widths]
    _cells(table.rows[0], annex.head, widths, font=HEI)
    _property(table.rows[0], "w:cantSplit")
    _property(table.rows[0], "w:tblHeader")
    for column, each in zip(table.columns, widths, strict=True):
        column.width = each
    for row in annex.rows:
        made = table.add_row()
        _cells(made, row, widths, font=SONG)
        _property(made, "w:cantSplit")


def _cells(row: Any, texts: tuple[str, ...], widths: list[int], *, font: str) -> None:
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        is_short = len(text) <= 8 or font == HEI
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if is_short else WD_ALIGN_PARAGRAPH.LEFT
        _run(paragraph, text, font=font, points=10.5)


def _property(row: Any, name: str) -> None:
    """w:tblHeader: the row stands again on every page; w:cantSplit: it is not cut in two."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))
