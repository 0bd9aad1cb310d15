"""Writes what is known of each task into the sheet of the plan: its own columns, or new ones on its right."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.rules.plan.grid import Merge, Sheet, column_number
from models.rules.plan.lexicon import Role
from models.rules.plan.values import ReadSheet


class Topic(StrEnum):
    """What is told of each task; the value heads a column of its own."""

    PROGRESS = "进展情况"
    ISSUES = "存在问题"
    MEASURES = "下一步措施"


Told = Mapping[Topic, str]
Rows = tuple[int, int]  # the first and the last row of a task

WIDTHS = {Topic.PROGRESS: 46.0, Topic.ISSUES: 30.0, Topic.MEASURES: 30.0}
_ROLES = {Role.PROGRESS.value, Role.ISSUES.value, Role.MEASURES.value}
_SAYS = {
    Topic.PROGRESS: re.compile(r"进展|(?:完成|落实|推进|办理|执行|工作|实施)情况|成效|目前|当前"),
    Topic.ISSUES: re.compile(r"问题|困难|堵点|难点"),
    Topic.MEASURES: re.compile(r"下一?步|(?:整改|解决|应对)(?:措施|办法)|打算"),
}


@dataclass(frozen=True)
class _Table:
    """One table of the sheet: which column tells which topics, and where its heading stands."""

    read: ReadSheet
    columns: dict[int, tuple[Topic, ...]]

    @property
    def headings(self) -> tuple[tuple[int, ...], ...]:
        """Each stretch of heading rows, the repeated ones too."""
        rows = sorted({*self.read.header_rows, *self.read.repeated_header_rows})
        size = max(1, len(self.read.header_rows))
        return tuple(tuple(rows[at : at + size]) for at in range(0, len(rows), size))


def filled(sheet: Sheet, tables: Sequence[ReadSheet], told: Mapping[Rows, Told]) -> Sheet:
    """The same sheet with every task's topics in it. A cell nothing is known for keeps what it says."""
    placed = [_placed(sheet, read) for read in tables]
    width = max([sheet.width, *(column for table in placed for column in table.columns)])
    rows = [[*row, *[""] * (width - len(row))] for row in sheet.rows]
    heads = {row for table in placed for stretch in table.headings for row in stretch}
    merges = [merge if merge[0] in heads else _widened(merge, sheet.width, width) for merge in sheet.merges]
    for table in placed:
        for column, topics in table.columns.items():
            if column > sheet.width:
                merges += _head(rows, table, column, topics)
    for (first, last), topics_of in sorted(told.items()):
        table = _table_of(placed, first)
        for column, topics in table.columns.items():
            text = "\n".join(topics_of[topic] for topic in topics if topics_of.get(topic))
            if column > sheet.width and last > first:
                merges.append((first, column, last, column))
            if text:
                top, left, _, _ = sheet.area(first, column) if column <= sheet.width else (first, column, last, column)
                rows[top - 1][left - 1] = text if top == first else f"{rows[top - 1][left - 1]}\n{text}".strip()
    widths = [*sheet.widths, *[0.0] * (width - len(sheet.widths))]
    for table in placed:
        for column, topics in table.columns.items():
            if column > sheet.width:
                widths[column - 1] = WIDTHS[topics[0]]
    return Sheet(sheet.name, tuple(map(tuple, rows)), tuple(merges), sheet.texts, widths=tuple(widths))


def with_words_above(sheet: Sheet) -> tuple[Sheet, int]:
    """What the file said outside the cells (paragraphs, page heads, text boxes) as rows on top; and how many."""
    cells = {text.strip() for row in sheet.rows for text in row}
    lines = [text.strip() for text in sheet.texts if text.strip() and text.strip() not in cells]
    count = len(lines)
    rows = [(line, *[""] * (sheet.width - 1)) for line in lines]
    merges = [(row, 1, row, sheet.width) for row in range(1, count + 1) if sheet.width > 1]
    merges += [(top + count, left, bottom + count, right) for top, left, bottom, right in sheet.merges]
    return Sheet(sheet.name, (*rows, *sheet.rows), tuple(merges), widths=sheet.widths), count


def _placed(sheet: Sheet, read: ReadSheet) -> _Table:
    """The sheet's own columns as far as their headings say so; the rest of the topics stand right of it."""
    columns: dict[int, tuple[Topic, ...]] = {}
    missing = list(Topic)
    for one in read.columns:
        said = one.header.split("/")[-1] or one.header
        topics = tuple(topic for topic in missing if one.meaning in _ROLES and _SAYS[topic].search(said))
        if topics:
            columns[column_number(one.letter) or 1] = topics
            missing = [topic for topic in missing if topic not in topics]
    return _Table(read, columns | {sheet.width + n: (topic,) for n, topic in enumerate(missing, 1)})


def _head(rows: list[list[str]], table: _Table, column: int, topics: tuple[Topic, ...]) -> list[Merge]:
    merges = []
    for stretch in table.headings:
        rows[stretch[0] - 1][column - 1] = topics[0]
        if len(stretch) > 1:
            merges.append((stretch[0], column, stretch[-1], column))
    return merges


def _widened(merge: Merge, before: int, now: int) -> Merge:
    """Titles and section rows that went over the whole table still do."""
    top, left, bottom, right = merge
    is_whole = right >= before and right > left and left <= 2
    return (top, left, bottom, now) if is_whole else merge


def _table_of(placed: Sequence[_Table], row: int) -> _Table:
    """The one whose heading is the nearest above; a table cut in two has none in its second half."""
    above = [table for table in placed if min(table.read.header_rows, default=0) <= row]
    return max(above or placed[:1], key=lambda table: min(table.read.header_rows, default=0))
