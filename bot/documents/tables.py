"""Tables as plain lists, in the form in which the reading process hands them over."""

from dataclasses import asdict, dataclass, field
from typing import Any

from bot.documents import limits
from bot.documents.archive import Unreadable


@dataclass
class RawSheet:
    name: str
    rows: list[list[str]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    is_hidden: bool = False
    widths: list[float] = field(default_factory=list)

    def to_plain(self) -> dict[str, Any]:
        return asdict(self)


def check_bulk(sheets: list[RawSheet]) -> None:
    """Refuses what is within the file's limits and still far beyond any plan."""
    total = 0
    for sheet in sheets:
        if len(sheet.rows) > limits.ROWS or any(len(row) > limits.COLUMNS for row in sheet.rows):
            raise Unreadable(
                f"表格《{sheet.name}》超过 {limits.ROWS} 行或 {limits.COLUMNS} 列，没有读取。请只保留任务表后再发。"
            )
        for row in sheet.rows:
            total += sum(map(len, row))
            if any(len(text) > limits.CELL_CHARS for text in row):
                raise Unreadable(
                    f"表格《{sheet.name}》里有一格文字超过 {limits.CELL_CHARS} 字，没有读取。请拆开后再发。"
                )
    if total > limits.TEXT_CHARS:
        raise Unreadable("表格里的文字太多，没有读取。请只保留任务表，另存后再发。")
