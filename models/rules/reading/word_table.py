"""Reads a table of words, and tells in Chinese which row is wrong and what to write instead."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from io import StringIO

from models.errors import OperatorError
from models.rules.reading.meanings import MEANINGS

COLUMNS = ("意思", "词", "前面不能是", "后面不能是", "例句")
LONGEST, MOST_ROWS, MOST_TOLD = 12, 10_000, 10
_WORD = re.compile(r"[一-鿿A-Za-z0-9]+")
_BETWEEN = re.compile(r"[、，,;；/|\s]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A word of one meaning, where it does not follow `not_before` nor go on with `not_after`."""

    meaning: str
    word: str
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    example: str = ""
    line: int = 0


def read_rows(content: bytes, *, name: str, shortest: int = 1) -> tuple[Row, ...]:
    """The words of a CSV as Excel or WPS save it; OperatorError names every row that is wrong, up to ten of them."""
    lines = list(csv.reader(StringIO(_text(content, name)), dialect=_dialect(content)))
    places = _places(lines[0] if lines else [], name)
    if len(lines) > MOST_ROWS:
        raise OperatorError(f"词表 {name} 有 {len(lines)} 行，最多 {MOST_ROWS} 行，请分清要加的词再存")
    seen: dict[tuple[str, str], int] = {}
    rows, wrong = [], []
    for number, cells in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        row = _row(cells, places, number)
        faults = list(_faults(row, seen, shortest))
        wrong += [f"第{number}行：{fault}" for fault in faults]
        rows.append(row)
        seen.setdefault((row.meaning, row.word), number)
    if wrong:
        more = f"；\n……另有 {len(wrong) - MOST_TOLD} 处" if len(wrong) > MOST_TOLD else ""
        raise OperatorError(f"词表 {name} 有 {len(wrong)} 处要改：\n" + "；\n".join(wrong[:MOST_TOLD]) + more)
    return tuple(rows)


def _text(content: bytes, name: str) -> str:
    """UTF-8, or what Excel and WPS on a Chinese Windows write when nobody asks them for UTF-8."""
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise OperatorError(f"词表 {name} 打不开：请在 Excel 或 WPS 里另存为“CSV UTF-8（逗号分隔）”")


def _dialect(content: bytes) -> type[csv.Dialect]:
    return csv.excel_tab if b"\t" in content[:200] else csv.excel


def _places(heading: Sequence[str], name: str) -> Mapping[str, int]:
    places = {cell.strip(): at for at, cell in enumerate(heading)}
    if missing := [column for column in COLUMNS[:2] if column not in places]:
        raise OperatorError(f"词表 {name} 的第一行应是表头：{'、'.join(COLUMNS)}；缺“{'”“'.join(missing)}”")
    return places


def _row(cells: Sequence[str], places: Mapping[str, int], number: int) -> Row:
    meaning, word, before, after, example = (
        cells[places[column]].strip() if places.get(column, len(cells)) < len(cells) else "" for column in COLUMNS
    )
    return Row(meaning, word, _several(before), _several(after), example, number)


def _several(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, _BETWEEN.split(cell)))


def _faults(row: Row, seen: Mapping[tuple[str, str], int], shortest: int) -> Iterator[str]:
    if row.meaning not in MEANINGS:
        yield _unknown(row.meaning)
    if not row.word:
        yield "没有写词。请在“词”一列写一个词，或者删掉这一行"
    elif not _WORD.fullmatch(row.word):
        yield f"「{row.word}」里有不是字的符号。一行只写一个词，几个词请分成几行"
    elif len(row.word) > LONGEST:
        yield f"「{row.word}」太长，最多 {LONGEST} 个字。请只写最要紧的几个字"
    elif len(row.word) < shortest:
        yield f"「{row.word}」只有 {len(row.word)} 个字，会认错别的话。请写 {shortest} 个字以上"
    if row.meaning in MEANINGS and (at := seen.get((row.meaning, row.word))):
        yield f"「{row.word}」在第{at}行已经有了（同一个意思）。请删掉一行"
    for column, words in (("前面不能是", row.not_before), ("后面不能是", row.not_after)):
        for each in words:
            if not _WORD.fullmatch(each) or len(each) > LONGEST:
                yield f"“{column}”里的「{each}」不是一个词。请写词，几个词用顿号隔开，如：清、拖"


def _unknown(meaning: str) -> str:
    if not meaning:
        return f"没有写意思。请写一种，如 {'、'.join(list(MEANINGS)[:6])}"
    near = get_close_matches(meaning, MEANINGS, n=3, cutoff=0.3) or list(MEANINGS)[:6]
    return f"没有「{meaning}」这种意思。可以写 {'、'.join(near)}；全部意思见 mashang read --meanings"
