"""Tells the rows of a table apart: sections, tasks and their further rows, totals, footnotes, blanks."""

import re
from dataclasses import dataclass
from enum import StrEnum

from models.rules.numerals import parse_numeral
from models.rules.plan.columns import Columns
from models.rules.plan.grid import Merge, Sheet
from models.rules.plan.lexicon import Role, squeeze


class RowKind(StrEnum):
    BLANK = "空行"
    HEADING = "表头"
    SECTION = "分类行"
    TOTAL = "合计行"
    FOOTNOTE = "附注"
    SAMPLE = "示例行"
    TASK = "任务"
    FURTHER = "同一任务的续行"


_TOTAL = re.compile(r"(?:总计|合计|小计|共计|累计|总和)(?:[:：（(].*)?|共\d+项")
_SAMPLE = re.compile(r"(?:填[报写])?(?:示?例|样例|举例|范例|示范)\d?[:：]?")
_COUNT = re.compile(r"[（(]?(?:共)?\d+(?:项|个|条|件)(?:任务)?[)）]?")
_FOOTNOTE = re.compile(r"(?:备?注|说明|附注|注释|填[表报]说明|备注说明)\s*(?:\d|[:：.．、])|\*|※")
_SIGNATURE = re.compile(
    r"(?:填[报表]|制表|报送|审[核批]|签发|经办|联系|(?:分管|主管|主要)领导|单位负责)(?:单位|人|时间|日期|签字|审签|电话)*[（(]?.{0,4}[）)]?[:：]"
)
_SECTION_NUMBER = re.compile(
    r"(?:第?[一二三四五六七八九十百]{1,3}[、.．，部分篇章类板块节)）]|"
    r"[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十\d]{1,3}(?:部分|篇|"
    r"章|类|板块|方面)|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX]{1,4}[、.．]|[A-H][、.．])"
)
_SEQ = re.compile(
    r"(?:第|No\.?|NO\.?|[A-Za-z\u4e00-\u9fff]{1,4}[-—_]?)?[（(]?(?P<n>\d{1,5})[)）]?[.．、，,号项]*(?:\.0)?"
)
_CIRCLED = {chr(0x2460 + n): n + 1 for n in range(20)}
_FACTS = (Role.GOAL, Role.LEAD, Role.SUPPORT, Role.OWNER, Role.DUE, Role.STEPS, Role.PERIOD)


def is_section_heading(text: str) -> bool:
    """一、…, （二）…, 第三部分 …, short enough to be a heading."""
    plain = squeeze(text)
    return len(plain) <= 40 and "。" not in plain and bool(_SECTION_NUMBER.match(plain))


def _is_remark(text: str) -> bool:
    """Whole sentences across the table are no heading."""
    return len(text) > 60 or "。" in text.rstrip("。") or (len(text) > 25 and text.endswith("。"))


def read_seq(cell: str) -> int | None:
    """The printed number; 23., ２３, （23） and ㉓ all are 23."""
    text = squeeze(cell)
    if cell.strip() in _CIRCLED:
        return _CIRCLED[cell.strip()]
    if match := _SEQ.fullmatch(text):
        return int(match["n"])
    if re.fullmatch(r"[一二三四五六七八九十百]{1,4}", text):
        value = parse_numeral(text)
        return int(value) if value else None
    return None


@dataclass(frozen=True)
class RowSorter:
    sheet: Sheet
    columns: Columns

    def kind(self, row: int) -> RowKind:
        areas = list(self.sheet.areas_in_row(row))
        if not areas:
            return RowKind.FURTHER if self._is_covered(row) and self._has_seen_text(row) else RowKind.BLANK
        texts = [text.strip() for _, text in areas]
        if self._is_total(row, texts):
            return RowKind.TOTAL
        if self._is_footnote(areas):
            return RowKind.FOOTNOTE
        if _SAMPLE.fullmatch(squeeze(texts[0])):
            return RowKind.SAMPLE
        if self._is_covered(row):
            return RowKind.FURTHER
        if self._is_section(row, areas):
            return RowKind.SECTION
        if len(areas) == 1 and _is_remark(texts[0]) and not self._holds_facts(row):
            return RowKind.FOOTNOTE
        return self._task_or_further(row)

    def section_text(self, row: int) -> str:
        """The section row's words; a numeral alone in front is joined to them (一 | 产业发展)."""
        texts = ["".join(text.split("\n")).strip() for _, text in self.sheet.areas_in_row(row)]
        texts = [text for at, text in enumerate(texts) if at == 0 or not _COUNT.fullmatch(squeeze(text))]
        if len(texts) > 1 and re.fullmatch(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?", texts[0]):
            head = texts[0] if re.search(r"[、.．)）]$", texts[0]) else texts[0] + "、"
            return head + texts[1]
        return texts[0]

    def last_row(self, row: int) -> int:
        """Where the task that begins in this row ends, by its merged number or name."""
        bottoms = [
            self.sheet.area(row, column)[2] for role in (Role.SEQ, Role.TITLE) for column in self.columns.all(role)[:1]
        ]
        seq = self.columns.first(Role.SEQ)
        if seq is not None and self.sheet.text(row, seq).strip():
            return self.sheet.area(row, seq)[2] if self._title_is_wider(row, seq) else max(bottoms)
        return max(bottoms, default=row)

    def _title_is_wider(self, row: int, seq: int) -> bool:
        """A name merged over several numbers is no reason to read them as one task."""
        title = self.columns.first(Role.TITLE)
        if title is None:
            return True
        bottom, end = self.sheet.area(row, title)[2], self.sheet.area(row, seq)[2]
        return any(self.sheet.own(inner, seq).strip() for inner in range(end + 1, bottom + 1))

    def _is_covered(self, row: int) -> bool:
        """The number or the name reaches down from a row above."""
        seq, title = self.columns.first(Role.SEQ), self.columns.first(Role.TITLE)
        if seq is not None and self.sheet.area(row, seq)[0] < row:
            return True
        has_number = seq is not None and bool(self.sheet.own(row, seq).strip())
        return not has_number and title is not None and self.sheet.area(row, title)[0] < row

    def _has_seen_text(self, row: int) -> bool:
        return any(self.sheet.text(row, column).strip() for column in range(1, self.sheet.width + 1))

    def _is_total(self, row: int, texts: list[str]) -> bool:
        lead = self.columns.first(Role.LEAD)
        has_lead = (
            lead is not None
            and bool(self.sheet.own(row, lead).strip())
            and not _TOTAL.fullmatch(squeeze(self.sheet.own(row, lead)))
        )
        return not has_lead and any(_TOTAL.fullmatch(squeeze(text)) for text in texts[:2])

    def _is_footnote(self, areas: list[tuple[Merge, str]]) -> bool:
        """Remarks below the table, and the line of signatures."""
        first = squeeze(areas[0][1])
        if _SIGNATURE.match(first):
            return len(areas) <= 6
        return len(areas) <= 3 and bool(_FOOTNOTE.match(first)) and not self._is_numbered(first)

    def _is_numbered(self, text: str) -> bool:
        return read_seq(text) is not None

    def _is_section(self, row: int, areas: list[tuple[Merge, str]]) -> bool:
        area, first = areas[0]
        wide = area[3] - area[1] + 1 >= max(2, self.sheet.width // 2)
        others = [text for _, text in areas[1:] if not _COUNT.fullmatch(squeeze(text))]
        if wide and not others:
            return not _is_remark(first)
        if self._holds_facts(row):
            return False
        plain = squeeze(first)
        if _SECTION_NUMBER.match(plain) and len(others) <= 1:
            return True
        if re.fullmatch(r"[一二三四五六七八九十]{1,3}", plain):
            return len(others) == 1
        return not others and self._is_lone_heading(row, area, plain)

    def _is_lone_heading(self, row: int, area: Merge, text: str) -> bool:
        """One text alone in the first column or the task's column, above rows that hold tasks."""
        seq, title = self.columns.first(Role.SEQ), self.columns.first(Role.TITLE)
        if self._is_numbered(text) or len(text) > 40:
            return False
        if area[1] == 1 and title != 1:
            return self.columns.role_of(1) is not Role.SECTION
        if area[1] != title or row >= self.sheet.height:
            return False
        return self._holds_facts(row + 1) if seq is None else self._next_is_numbered(row, seq)

    def _next_is_numbered(self, row: int, seq: int) -> bool:
        return row < self.sheet.height and read_seq(self.sheet.own(row + 1, seq)) is not None

    def _holds_facts(self, row: int) -> bool:
        for role in _FACTS:
            for column in self.columns.all(role):
                area = self.sheet.area(row, column)
                if area[0] == row and area[1] == column and self.sheet.own(row, column).strip():
                    return True
        return False

    def _task_or_further(self, row: int) -> RowKind:
        seq, title = self.columns.first(Role.SEQ), self.columns.first(Role.TITLE)
        if seq is not None and self.sheet.own(row, seq).strip():
            return RowKind.TASK
        if title is not None and self.sheet.own(row, title).strip():
            return RowKind.TASK
        return RowKind.FURTHER
