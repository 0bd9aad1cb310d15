"""Reads a whole plan: which sheets hold tasks, what each column means, what every task says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from models.errors import FileRefused, OperatorError
from models.rules.plan import parts
from models.rules.plan.columns import Columns
from models.rules.plan.copies import drop_copies
from models.rules.plan.gathering import Gathering
from models.rules.plan.grid import Sheet, column_letter
from models.rules.plan.header import Header, find_headers, header_at, header_or_none, likeliest_row
from models.rules.plan.heading import find_doc_number, find_title, find_year, section_above, texts_above
from models.rules.plan.hints import check_override, suggested
from models.rules.plan.lexicon import Role, says_first_leads, squeeze
from models.rules.plan.lines import UnitNames, read_line
from models.rules.plan.mapping import read_columns
from models.rules.plan.parts import as_part, with_rows_apart
from models.rules.plan.problems import with_problems
from models.rules.plan.secrecy import classified_mark, is_internal
from models.rules.plan.values import PlanLine, PlanReading, ReadColumn, ReadSheet, SkippedRow

_NO_YEAR = 2000  # which year a period's column means does not matter for finding it


@dataclass
class _Table:
    """One stretch of a sheet under one heading."""

    sheet: Sheet
    header: Header
    last_row: int
    columns: Columns = field(default_factory=Columns)
    is_repeat: bool = False


def read_plan(
    sheets: Sequence[Sheet],
    *,
    contacts: UnitNames | None = None,
    columns: Mapping[str, str] | None = None,
    today: date | None = None,
) -> PlanReading:
    """The plan's tasks with everything that was understood, doubted or left out.

    `columns` overrides what a column means ({"牵头单位": "E"}); `today` dates a plan that names no year.
    Raises FileRefused for a classified file, OperatorError when no sheet can be read as a plan.
    """
    _refuse_classified(sheets)
    override = dict(columns or {})
    shown = [sheet for sheet in sheets if not sheet.is_hidden]
    check_override(override, shown)
    tables = _tables(shown, override) or _guessed_tables(shown)
    if not tables:
        raise OperatorError(_no_header(shown))
    outside = [text for table in tables for text in texts_above(table.sheet, table.header.top)]
    year = _year(tables, outside, today)
    _read_all_columns(tables, year=year, override=override)
    tables = _with_leads(tables)
    gathered = _gather(tables)
    gathered.facts = with_rows_apart(gathered.facts)
    copies = drop_copies(gathered)
    lines = list(_lines(gathered, outside, year=year, contacts=contacts, is_internal_file=_is_internal(outside)))
    lines = with_problems(lines, [facts.columns for facts in gathered.facts], year=year)
    reading = _reading(sheets, tables, gathered.skipped, lines, outside=outside, year=year)
    return replace(reading, notes=(*reading.notes, *copies))


def _refuse_classified(sheets: Sequence[Sheet]) -> None:
    if (mark := classified_mark(sheets)) is not None:
        raise FileRefused(
            f"文件带有“{mark[:20]}”标志，属于涉密文件，没有读取，也不会保存。请按保密规定处理，不要在本系统里传送。"
        )


def _is_internal(outside: Sequence[str]) -> bool:
    return any(is_internal(text) for text in outside)


def _tables(sheets: Sequence[Sheet], override: Mapping[str, str]) -> list[_Table]:
    found: list[_Table] = []
    for sheet in sheets:
        headers = find_headers(sheet)
        if not headers and override and sheet.height > 1 and sheet.width > 2:
            headers = [header_or_none(sheet)]
        elif not headers and found and _goes_on(sheet, found[-1]):
            headers = [Header(0, 0, found[-1].header.words)]
        for at, header in enumerate(headers):
            is_repeat = any(table.header.key == header.key for table in found if table.sheet is sheet)
            last = headers[at + 1].top - 1 if at + 1 < len(headers) else sheet.height
            found.append(_Table(sheet, header, last, is_repeat=is_repeat))
    return found


def _guessed_tables(sheets: Sequence[Sheet]) -> list[_Table]:
    """Headings in words nobody foresaw: the cells below may tell all the same."""
    found = []
    for sheet in sheets:
        if sheet.height < 3 or sheet.width < 4:
            continue
        table = _Table(sheet, header_at(sheet, likeliest_row(sheet)), sheet.height)
        columns = read_columns(sheet, table.header, last_row=sheet.height, year=_NO_YEAR, override={})
        if all(columns.has(role) for role in (Role.SEQ, Role.TITLE, Role.LEAD, Role.DUE)):
            found.append(table)
    return found


def _goes_on(sheet: Sheet, before: _Table) -> bool:
    """A table without a heading that continues the one before it (a Word table cut in two)."""
    if sheet.width != before.sheet.width or sheet.width < 4:
        return False
    return any(squeeze(sheet.own(row, 1)).rstrip(".、").isdigit() for row in range(1, min(sheet.height, 4) + 1))


def _no_header(sheets: Sequence[Sheet]) -> str:
    if not any(sheet.height for sheet in sheets):
        return "文件里没有表格。请把任务做成表格（一行一项）后再导入。"
    sheet = max(sheets, key=lambda one: one.height * one.width)
    row = likeliest_row(sheet)
    words = "、".join(text.strip() for _, text in sheet.areas_in_row(row))[:60]
    hint = suggested(sheet, below=row, roles=(Role.TITLE, Role.LEAD, Role.DUE))
    return (
        f"没找到任务表的表头。《{sheet.name}》第{row}行最像表头（{words}）。"
        f"请指定各列：{hint or '`--column 重点任务=列 --column 牵头单位=列`，列写字母'}。"
    )


def _year(tables: Sequence[_Table], outside: Sequence[str], today: date | None) -> int:
    cells = (cell for table in tables for row in table.sheet.rows for cell in row if len(cell) <= 30)
    names = [table.sheet.name for table in tables]
    return find_year([*outside, *names], cells, today=today)


def _read_all_columns(tables: Sequence[_Table], *, year: int, override: Mapping[str, str]) -> None:
    """A heading that stands several times is read once, with all rows below it as witnesses."""
    known: dict[object, Columns] = {}
    for at, table in enumerate(tables):
        if table.header.top == 0 and at:
            table.columns = tables[at - 1].columns
            continue
        key = (table.sheet.name, table.header.key)
        if key not in known:
            known[key] = read_columns(table.sheet, table.header, last_row=table.last_row, year=year, override=override)
        table.columns = known[key]


def _with_leads(tables: Sequence[_Table]) -> list[_Table]:
    """Tables that say who leads; when none does, the person is asked which column it is."""
    found = [table for table in tables if table.columns.has(Role.LEAD) and table.columns.has(Role.TITLE)]
    if found:
        return found
    table = tables[0]
    missing = Role.LEAD if table.columns.has(Role.TITLE) else Role.TITLE
    hint = suggested(table.sheet, below=table.header.bottom, roles=(missing,), taken=set(table.columns.how))
    raise OperatorError(
        f"这份表没找到“{missing.value}”一列，表头像在第{table.header.top}行。"
        f"请指定：{hint or f'`--column {missing.value}={_free_column(table)}`'}。"
    )


def _free_column(table: _Table) -> str:
    free = [column for column in table.header.words if table.columns.role_of(column) is None]
    return column_letter(free[0]) if free else "列"


def _gather(tables: Sequence[_Table]) -> Gathering:
    gathered = Gathering()
    sheet: Sheet | None = None
    for number, table in enumerate(tables):
        if table.sheet is not sheet and table.header.top:
            gathered.section = _first_section(table, tables[number - 1] if number else None, gathered.section)
        sheet = table.sheet
        gathered.gather(sheet, table.header, table.columns, last_row=table.last_row, table=number)
        if table.is_repeat:
            gathered.skipped += [
                SkippedRow(sheet.name, row, " ".join(text for _, text in sheet.areas_in_row(row))[:80], "重复的表头")
                for row in range(table.header.top, table.header.bottom + 1)
            ]
    return gathered


def _first_section(table: _Table, before: _Table | None, section: str | None) -> str | None:
    """The section named above the heading; a table cut in two keeps the one it was in."""
    is_cut = before is not None and before.header.key == table.header.key
    if is_cut and not texts_above(table.sheet, table.header.top):
        return section
    return section_above(table.sheet, table.header.top, after=0)


def _lines(
    gathered: Gathering,
    outside: Sequence[str],
    *,
    year: int,
    contacts: UnitNames | None,
    is_internal_file: bool,
) -> Iterator[PlanLine]:
    remarks = [*outside, *(row.text for row in gathered.skipped)]
    everywhere = any(says_first_leads(text) for text in remarks)
    found = parts.places(gathered.facts)
    for index, (facts, place) in enumerate(zip(gathered.facts, found, strict=True), 1):
        first_leads = facts.columns.first_leads or everywhere
        read = parts.handed_down(facts, gathered.facts[place.parent - 1]) if place else facts
        line = read_line(read, index=index, year=year, contacts=contacts, first_leads=first_leads)
        line = as_part(line, place) if place else line
        yield replace(line, off_chat=True) if is_internal_file else line


def _reading(
    sheets: Sequence[Sheet],
    tables: Sequence[_Table],
    skipped: Sequence[SkippedRow],
    lines: Sequence[PlanLine],
    *,
    outside: Sequence[str],
    year: int,
) -> PlanReading:
    used = {table.sheet.name for table in tables}
    notes = [
        f"《{sheet.name}》{'是隐藏的工作表' if sheet.is_hidden else '不是任务表'}，没有读取。"
        for sheet in sheets
        if sheet.name not in used
    ]
    names = list(outside) or [tables[0].sheet.name]
    return PlanReading(
        title=find_title(names),
        year=year,
        doc_number=find_doc_number(outside),
        tasks=tuple(lines),
        sheets=tuple(_read_sheets(tables)),
        skipped=tuple(sorted(skipped, key=lambda row: ([s.name for s in sheets].index(row.sheet), row.row))),
        notes=(*notes, *_column_notes(tables), *_internal_note(outside)),
        grids=tuple(sheet for sheet in sheets if not sheet.is_hidden),
    )


def _internal_note(outside: Sequence[str]) -> list[str]:
    return ["文件标有“内部”，全部任务在聊天里只显示编号和亮灯。"] if _is_internal(outside) else []


def _column_notes(tables: Sequence[_Table]) -> Iterator[str]:
    absent = [role for role in (Role.LEADER, Role.OWNER, Role.SEQ) if not any(t.columns.has(role) for t in tables)]
    if absent:
        yield f"表里没有{'、'.join(f'“{role.value}”' for role in absent)}列，按通讯录和行序处理。"
    if not any(t.columns.has(Role.DUE) or t.columns.has(Role.STEPS) for t in tables):
        top = tables[0]
        hint = suggested(top.sheet, below=top.header.bottom, roles=(Role.DUE,), taken=set(top.columns.how))
        yield f"表里没有“完成时限”列，任务按“期限待明确”处理。{f'可用 {hint} 指定。' if hint else ''}"
    yield from dict.fromkeys(note for table in tables if (note := _unread(table)))


def _unread(table: _Table) -> str:
    """Columns with content that no task takes up are named, never dropped in silence."""
    named = [
        f"{column_letter(column)}“{'/'.join(table.header.words.get(column, ())) or '（没有表头）'}”{count}格"
        for column, count in sorted(table.columns.unread.items())
    ]
    listed = "、".join(named)
    return f"《{table.sheet.name}》没有读入的列：{listed}。要读入请用 `--column 名称=列` 指定。" if named else ""


def _read_sheets(tables: Sequence[_Table]) -> Iterator[ReadSheet]:
    for table in tables:
        if table.is_repeat:
            continue
        repeats = [t for t in tables if t.is_repeat and t.sheet is table.sheet]
        yield ReadSheet(
            name=table.sheet.name,
            title=find_title(texts_above(table.sheet, table.header.top)),
            header_rows=tuple(range(max(1, table.header.top), table.header.bottom + 1)),
            repeated_header_rows=tuple(row for t in repeats for row in range(t.header.top, t.header.bottom + 1)),
            columns=tuple(
                ReadColumn(
                    column_letter(c),
                    "/".join(words),
                    table.columns.describe(c),
                    table.columns.how.get(c, ""),
                )
                for c, words in sorted(table.header.words.items())
            ),
        )
