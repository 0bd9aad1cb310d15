"""What a plan says: its lines, and how the sheet they stand in was understood."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from models.rules.plan.grid import Sheet


class DueKind(StrEnum):
    DATE = "date"
    YEAR = "year"  # 全年, 年内
    ONGOING = "ongoing"  # 长期坚持
    VAGUE = "vague"  # 按省下达时限
    MISSING = "missing"
    BAD = "bad"  # 6月31日


class Problem(StrEnum):
    MISSING_LEAD_UNIT = "missing_lead_unit"
    MISSING_LEADER = "missing_leader"
    MISSING_OWNER = "missing_owner"
    MISSING_DUE = "missing_due"
    BAD_DUE = "bad_due"
    VAGUE_DUE = "vague_due"
    DUPLICATE_SEQ = "duplicate_seq"
    UNKNOWN_UNIT = "unknown_unit"
    MILESTONE_AFTER_DUE = "milestone_after_due"
    PAST_DUE = "past_due"  # before the plan's year begins


@dataclass(frozen=True, slots=True)
class Due:
    on: date | None
    kind: DueKind
    raw: str | None


@dataclass(frozen=True, slots=True)
class Milestone:
    name: str
    due: date


@dataclass(frozen=True, slots=True)
class Indicator:
    """A quantified target. `comparator` is `>=` (a floor), `<=` (a ceiling) or `≈`."""

    name: str
    target: float
    unit: str
    comparator: str = ">="


@dataclass(frozen=True)
class PlanLine:
    """One task of the plan. `row`..`row_end` are rows of the file; `seq` is the printed number."""

    index: int
    seq: int | None
    seq_text: str
    sheet: str
    row: int
    row_end: int
    section: str | None
    title: str
    goal: str | None
    lead_units: tuple[str, ...]
    lead_units_resolved: tuple[str | None, ...] | None  # None when no contacts were given
    support_units: tuple[str, ...]
    leader: str | None
    owners: tuple[str, ...]
    due: date | None
    due_raw: str | None
    due_kind: DueKind
    milestones: tuple[Milestone, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    note: str | None = None
    is_key: bool = False  # 重点
    is_redline: bool = False  # 底线
    off_chat: bool = False  # 内部
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()  # the problems and guesses of this row, in Chinese
    raw: tuple[tuple[str, str], ...] = ()  # (column letter, text) of every cell of the row
    part: int | None = None  # of a part (子项) its number under the line above: 3.1 has seq 3 and part 1
    parent: int | None = None  # … and that line's index

    @property
    def owner(self) -> str | None:
        return self.owners[0] if self.owners else None

    @property
    def task_class(self) -> str:
        return "T4" if self.due_kind is DueKind.ONGOING else "T3"

    @property
    def is_draft(self) -> bool:
        """Needs a person's decision on who leads before it can be dispatched."""
        return bool({Problem.MISSING_LEAD_UNIT, Problem.UNKNOWN_UNIT} & set(self.problems))

    def to_json(self) -> dict[str, Any]:
        """The line in the form of the plan's truth files."""
        resolved = self.lead_units_resolved
        return {
            "index": self.index,
            "seq": self.seq if self.seq is not None and self.part is None else self.seq_text or None,
            "sheet": self.sheet,
            "row": self.row,
            "row_end": self.row_end,
            "section": self.section,
            "title": self.title,
            "goal": self.goal,
            "lead_units": list(self.lead_units),
            "lead_units_resolved": None if resolved is None else list(resolved),
            "support_units": list(self.support_units),
            "leader": self.leader,
            "owner": self.owner,
            "owners": list(self.owners),
            "due": self.due.isoformat() if self.due else None,
            "due_raw": self.due_raw,
            "due_kind": self.due_kind.value,
            "milestones": [{"name": one.name, "due": one.due.isoformat()} for one in self.milestones],
            "indicators": [asdict(one) for one in self.indicators],
            "note": self.note,
            "class": self.task_class,
            "is_key": self.is_key,
            "is_redline": self.is_redline,
            "off_chat": self.off_chat,
            "problems": [one.value for one in self.problems],
            "notes": list(self.notes),
            **({"part": self.part, "parent": self.parent} if self.part is not None else {}),
        }


@dataclass(frozen=True)
class ReadColumn:
    letter: str
    header: str  # as printed, levels joined with “/”
    meaning: str  # 牵头单位, 季度节点（2026-03-31） …; empty when it is not read
    how: str  # 表头 | 内容 | 指定


@dataclass(frozen=True)
class SkippedRow:
    sheet: str
    row: int
    text: str
    reason: str


@dataclass(frozen=True)
class ReadSheet:
    """How one table was understood; with its sheet enough to write it again with 进展 filled in."""

    name: str
    title: str | None
    header_rows: tuple[int, ...]
    repeated_header_rows: tuple[int, ...]
    columns: tuple[ReadColumn, ...]


@dataclass(frozen=True)
class PlanReading:
    title: str | None
    year: int
    doc_number: str | None
    tasks: tuple[PlanLine, ...]
    sheets: tuple[ReadSheet, ...]
    skipped: tuple[SkippedRow, ...]
    notes: tuple[str, ...] = ()
    grids: tuple[Sheet, ...] = ()  # the file's sheets as they stand, those without tasks too

    def to_json(self) -> dict[str, Any]:
        return {"tasks": [task.to_json() for task in self.tasks]}
