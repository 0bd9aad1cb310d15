"""Collects the cells of each task from a sheet whose columns are known, and says what it left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from models.rules.plan.columns import Columns
from models.rules.plan.grid import Sheet, column_letter
from models.rules.plan.header import Header
from models.rules.plan.lexicon import Role
from models.rules.plan.rows import RowKind, RowSorter
from models.rules.plan.values import SkippedRow

_DITTO = re.compile(r"同上|同前|〃|″|〞|\"|”|''|同上栏|同左")
_CARRIED = (Role.GOAL, Role.LEADER, Role.LEAD, Role.SUPPORT, Role.OWNER, Role.DUE, Role.STEPS, Role.NOTE)


@dataclass(frozen=True)
class Facts:
    """The cells of one task before they are understood, each role's texts over the task's rows."""

    sheet: str
    row: int
    row_end: int
    section: str | None
    table: int  # which table of the plan the task stands in
    columns: Columns
    cells: dict[Role, tuple[str, ...]] = field(default_factory=dict)
    periods: tuple[tuple[date, str], ...] = ()
    steps: tuple[tuple[str, str], ...] = ()  # (goal, due) of each row, when the rows have deadlines of their own
    measure: str | None = None  # the one figure that every row of the task repeats
    raw: tuple[tuple[str, str], ...] = ()
    rows_apart: tuple["Facts", ...] = ()  # each of its rows, where they are parts
    row_of_one: bool = False  # such a row

    def text(self, role: Role) -> str:
        return "\n".join(self.cells.get(role, ()))

    def words(self, role: Role) -> str:
        """The text as far as it is looked through; nobody writes more names or dates into a cell."""
        return self.text(role)[:1_000]


@dataclass
class Gathering:
    """What one sheet yields, in order."""

    facts: list[Facts] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    section: str | None = None

    def gather(self, sheet: Sheet, header: Header, columns: Columns, *, last_row: int, table: int) -> None:
        sorter = RowSorter(sheet, columns)
        row = header.bottom + 1
        while row <= last_row:
            row = self._take(sorter, row, last_row=last_row, table=table) + 1

    def _take(self, sorter: RowSorter, row: int, *, last_row: int, table: int) -> int:
        """Handles the row and returns the last one that belongs with it."""
        kind = sorter.kind(row)
        if kind is RowKind.SECTION:
            self.section = sorter.section_text(row)
        if kind is RowKind.TASK:
            end = min(last_row, self._end(sorter, row, last_row))
            self._add(sorter, row, end, table)
            return end
        self._skip(sorter.sheet, row, kind)
        return row

    def _end(self, sorter: RowSorter, row: int, last_row: int) -> int:
        """The merged rows, and rows below that only go on with the goal."""
        end = sorter.last_row(row)
        while end < last_row and sorter.kind(end + 1) is RowKind.FURTHER:
            end += 1
        return end

    def _skip(self, sheet: Sheet, row: int, kind: RowKind) -> None:
        words = " ".join(text.strip() for _, text in sheet.areas_in_row(row))
        self.skipped.append(SkippedRow(sheet.name, row, words[:80], kind.value))

    def _add(self, sorter: RowSorter, row: int, end: int, table: int) -> None:
        sheet, columns = sorter.sheet, sorter.columns
        section = columns.first(Role.SECTION)
        if section is not None and (word := "".join(sheet.text(row, section).split())):
            self.section = word
        whole = self._facts(sheet, columns, row, end, table)
        if _has_rows_apart(sheet, columns, row, end):
            rows = (self._facts(sheet, columns, at, at, table) for at in range(row, end + 1))
            apart = tuple(_named_by_goal(one, whole) for one in rows)
            first = {Role.LEAD: apart[0].cells.get(Role.LEAD, ())}
            whole = replace(whole, cells={**whole.cells, **first}, rows_apart=apart)
        self.facts.append(whole)

    def _facts(self, sheet: Sheet, columns: Columns, row: int, end: int, table: int) -> Facts:
        cells: dict[Role, tuple[str, ...]] = {
            role: tuple(_texts(sheet, columns, role, row, end)) for role in columns.of if role != Role.PERIOD
        }
        if len(columns.all(Role.GOAL)) > 1:
            cells[Role.GOAL] = tuple(_goal_rows(sheet, columns, row, end))
        return Facts(
            sheet=sheet.name,
            row=row,
            row_end=end,
            section=self.section,
            table=table,
            columns=columns,
            cells=self._with_name(self._without_ditto(cells), table),
            periods=tuple(_periods(sheet, columns, row, end)),
            steps=tuple(_steps(sheet, columns, row, end)),
            measure=_measure(sheet, columns, row, end),
            raw=_raw(sheet, row),
        )

    def _with_name(self, cells: dict[Role, tuple[str, ...]], table: int) -> dict[Role, tuple[str, ...]]:
        """A numbered row with a goal and no name belongs under the name above (a merged cell that was lost)."""
        if not cells.get(Role.TITLE) and cells.get(Role.GOAL) and self.facts and self.facts[-1].table == table:
            cells[Role.TITLE] = self.facts[-1].cells.get(Role.TITLE, ())
        return cells

    def _without_ditto(self, cells: dict[Role, tuple[str, ...]]) -> dict[Role, tuple[str, ...]]:
        """同上 becomes what the task above has in this column."""
        above = self.facts[-1].cells if self.facts else {}
        for role in _CARRIED:
            texts = cells.get(role, ())
            if any(_DITTO.fullmatch(text.strip()) for text in texts):
                cells[role] = tuple(
                    t for text in texts for t in (above.get(role, ()) if _DITTO.fullmatch(text.strip()) else (text,))
                )
            elif role in (Role.LEAD, Role.SUPPORT, Role.OWNER) and any("同上" in text for text in texts):
                cells[role] = tuple(text.replace("同上", "、".join(above.get(role, ()))) for text in texts)
        return cells


def _has_rows_apart(sheet: Sheet, columns: Columns, row: int, end: int) -> bool:
    """Beside one merged number every row names its lead, not all the same, and what is to be done there."""
    seq, lead = columns.first(Role.SEQ), columns.first(Role.LEAD)
    if row == end or seq is None or lead is None or sheet.area(row, seq)[2] != end:
        return False
    leads = [sheet.own(at, lead).strip() for at in range(row, end + 1)]
    texts = [*columns.all(Role.GOAL), *columns.all(Role.TITLE)]
    has_words = all(any(sheet.own(at, column).strip() for column in texts) for at in range(row, end + 1))
    return all(leads) and len(set(leads)) > 1 and has_words


def _named_by_goal(row: Facts, whole: Facts) -> Facts:
    """Under one merged name each row is called by what it is to reach."""
    shares_name = row.cells.get(Role.TITLE) == whole.cells.get(Role.TITLE) and row.text(Role.GOAL).strip()
    names = {Role.TITLE: row.cells[Role.GOAL]} if shares_name else {}
    return replace(row, cells={**row.cells, **names}, row_of_one=True)


def _texts(sheet: Sheet, columns: Columns, role: Role, row: int, end: int) -> Iterator[str]:
    """A role's texts over rows, each merged area once; an area begun further left belongs to that column."""
    seen: set[tuple[int, int]] = set()
    for column in columns.all(role):
        for at in range(row, end + 1):
            area = sheet.area(at, column)
            text = sheet.own(area[0], area[1]).strip()
            if text and area[:2] not in seen and _is_its_own(area[1], column, columns, role):
                seen.add(area[:2])
                yield text


def _is_its_own(left: int, column: int, columns: Columns, role: Role) -> bool:
    return left == column or columns.role_of(left) in (None, role)


def _periods(sheet: Sheet, columns: Columns, row: int, end: int) -> Iterator[tuple[date, str]]:
    """A cell merged over several quarters belongs to the last of them."""
    for column in columns.all(Role.PERIOD):
        texts = []
        for at in range(row, end + 1):
            area = sheet.area(at, column)
            text = sheet.own(area[0], area[1]).strip()
            if text and (area[0] == at or at == row) and area[3] == column:
                texts.append(text)
        if texts:
            yield columns.periods[column], "\n".join(texts)


def _goal_rows(sheet: Sheet, columns: Columns, row: int, end: int) -> Iterator[str]:
    """管网普查：200公里, a line for each row of the task."""
    for at in range(row, end + 1):
        if parts := _goal_parts(sheet, columns, at):
            yield "：".join(parts)


def _goal_parts(sheet: Sheet, columns: Columns, row: int) -> list[str]:
    own = (sheet.own(row, column).strip() for column in columns.all(Role.GOAL))
    return [text for text in own if text]


def _measure(sheet: Sheet, columns: Columns, row: int, end: int) -> str | None:
    if len(columns.all(Role.GOAL)) < 2 or row == end:
        return None
    rows = [parts for at in range(row, end + 1) if len(parts := _goal_parts(sheet, columns, at)) > 1]
    return rows[0][-1] if len(rows) > 1 and len({parts[-1] for parts in rows}) == 1 else None


def _steps(sheet: Sheet, columns: Columns, row: int, end: int) -> Iterator[tuple[str, str]]:
    due, goals = columns.first(Role.DUE), columns.all(Role.GOAL) or columns.all(Role.TITLE)[:1]
    if due is None or not goals or row == end:
        return
    areas = sorted({sheet.area(at, due) for at in range(row, end + 1)})
    filled = [area for area in areas if sheet.own(area[0], area[1]).strip()]
    if len({sheet.own(area[0], area[1]).strip() for area in filled}) < 2:
        return
    measure = _measure(sheet, columns, row, end)
    for area in filled:
        top, bottom = max(row, area[0]), min(end, area[2])
        texts = ["".join(_own_of(sheet, goals, at, without=measure)) for at in range(top, bottom + 1)]
        yield "\n".join(filter(None, texts)), sheet.own(area[0], area[1]).strip()


def _own_of(sheet: Sheet, columns: list[int], row: int, *, without: str | None) -> Iterator[str]:
    for column in columns:
        text = sheet.own(row, column).strip() if sheet.area(row, column)[0] == row else ""
        if text != without:
            yield text


def _raw(sheet: Sheet, row: int) -> tuple[tuple[str, str], ...]:
    cells = ((column, sheet.text(row, column).strip()) for column in range(1, sheet.width + 1))
    return tuple((column_letter(column), text) for column, text in cells if text)
