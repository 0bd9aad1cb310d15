"""台账: the very sheet that was imported, with 进展, 问题 and 措施 of every line."""

import re
from datetime import datetime

from models.errors import PersonError
from models.papers import Paper, facts, file_name, kept
from models.papers.facts import LineFacts
from models.papers.workbook import Page, write
from models.rulebook import Rulebook
from models.rules.plan.filling import Rows, Told, filled, with_words_above
from models.rules.plan.grid import Sheet
from models.rules.plan.values import ReadSheet
from models.tasks import Plan
from models.wording import papers as wording
from models.wording.phrases import day


async def of_plan(plan: Plan, now: datetime, book: Rulebook, *, travels: bool = False) -> Paper:
    stored = await kept.of_plan(plan)
    today = book.calendar.local(now).date()
    lines = await facts.of_plan(plan, today, book)
    if travels and lines and all(line.off_chat for line in lines):
        raise PersonError(wording.all_internal())
    grids = [_hidden(sheet, lines) for sheet in stored.grids] if travels else list(stored.grids)
    pages = [
        _page(sheet, [t for t in stored.tables if t.name == sheet.name], lines, travels=travels) for sheet in grids
    ]
    name = f"{file_name(plan.title)}（{day(today)}台账）.xlsx"
    return Paper(name, write(pages, made_at=now), wording.about_sheet(plan.title, today, len(lines)))


def _page(sheet: Sheet, tables: list[ReadSheet], lines: list[LineFacts], *, travels: bool) -> Page:
    if not tables:
        return Page(sheet, holds_tasks=False)
    told = _told([line for line in lines if line.sheet == sheet.name], travels=travels)
    made, lower = with_words_above(filled(sheet, tables, told))
    heads = {row + lower for table in tables for row in (*table.header_rows, *table.repeated_header_rows)}
    return Page(made, tuple(sorted(heads)))


def _told(lines: list[LineFacts], *, travels: bool) -> dict[Rows, Told]:
    """Parts (子项) with rows of their own have them; what stands in no row of its own is told in that of its whole."""
    found: dict[Rows, Told] = {}
    for line in lines:
        inner = next((one.rows for one in lines if one.is_part and _is_inside(one.rows, line.rows)), line.rows)
        said = wording.told_of_internal(line) if travels and line.off_chat else wording.told(line)
        found[inner] = wording.joined(found[inner], line, said) if inner in found else said
    return found


def _is_inside(inner: Rows, outer: Rows) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


def _hidden(sheet: Sheet, lines: list[LineFacts]) -> Sheet:
    """Without what the lines marked 内部 say; their first cell, the number, stays."""
    rows = [list(row) for row in sheet.rows]
    for line in lines:
        if line.off_chat and line.sheet == sheet.name:
            for at in range(line.rows[0], line.rows[1] + 1):
                number = rows[at - 1][0] if re.fullmatch(r"\d+([.-]\d+)?[.、号]?", rows[at - 1][0].strip()) else ""
                rows[at - 1] = [number, *[""] * (len(rows[at - 1]) - 1)]
    return Sheet(sheet.name, tuple(map(tuple, rows)), sheet.merges, sheet.texts, widths=sheet.widths)
