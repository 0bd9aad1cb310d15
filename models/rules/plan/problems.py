"""What is wrong with a plan's lines, and the words to say it in."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.rules.plan.columns import Columns
from models.rules.plan.lexicon import Role
from models.rules.plan.lines import UnitNames
from models.rules.plan.values import DueKind, PlanLine, Problem

_DUE_PROBLEMS = {
    DueKind.MISSING: Problem.MISSING_DUE,
    DueKind.BAD: Problem.BAD_DUE,
    DueKind.VAGUE: Problem.VAGUE_DUE,
}


def with_problems(lines: Sequence[PlanLine], columns: Sequence[Columns], *, year: int) -> list[PlanLine]:
    """The lines with their problems and the notes that tell them; `columns[i]` are those of `lines[i]`."""
    doubled = _doubled(lines)
    found = []
    for line, read in zip(lines, columns, strict=True):
        problems = tuple(_problems(line, read, year=year, is_doubled=line.index in doubled))
        found.append(replace(line, problems=problems, notes=tuple(_note(one, line) for one in problems) + _marks(line)))
    return found


def looked_up(line: PlanLine, contacts: UnitNames) -> PlanLine:
    """The line with the lead units that the contacts know by now; what was found before stays as it was found."""
    before = line.lead_units_resolved or (None,) * len(line.lead_units)
    found = tuple(full or contacts.resolve(name) for name, full in zip(line.lead_units, before, strict=True))
    told = _note(Problem.UNKNOWN_UNIT, line) if Problem.UNKNOWN_UNIT in line.problems else None
    others = [one for one in line.problems if one is not Problem.UNKNOWN_UNIT]
    notes = [note for note in line.notes if note != told]
    line = replace(line, lead_units_resolved=found, problems=tuple(others), notes=tuple(notes))
    if None not in found:
        return line
    note = _note(Problem.UNKNOWN_UNIT, line)
    return replace(line, problems=(Problem.UNKNOWN_UNIT, *line.problems), notes=(note, *line.notes))


def _problems(line: PlanLine, columns: Columns, *, year: int, is_doubled: bool) -> Iterator[Problem]:
    if not line.lead_units:
        yield Problem.MISSING_LEAD_UNIT
    elif line.lead_units_resolved is not None and None in line.lead_units_resolved:
        yield Problem.UNKNOWN_UNIT
    if columns.has(Role.LEADER) and not line.leader:
        yield Problem.MISSING_LEADER
    if (columns.has(Role.OWNER) or columns.lead_holds_people) and not line.owners:
        yield Problem.MISSING_OWNER
    if line.due_kind in _DUE_PROBLEMS:
        yield _DUE_PROBLEMS[line.due_kind]
    if is_doubled:
        yield Problem.DUPLICATE_SEQ
    if line.due is not None and any(step.due > line.due for step in line.milestones):
        yield Problem.MILESTONE_AFTER_DUE
    if line.due is not None and line.due.year < year:
        yield Problem.PAST_DUE


def _doubled(lines: Sequence[PlanLine]) -> set[int]:
    """Indexes of lines whose number was used before, in the same stretch of numbering."""
    doubled: set[int] = set()
    seen: set[int] = set()
    before: PlanLine | None = None
    for line in lines:
        if before is not None and (line.sheet != before.sheet or _restarts(line, before)):
            seen = set()
        if line.part is not None:
            continue
        if line.seq is not None:
            if line.seq in seen:
                doubled.add(line.index)
            seen.add(line.seq)
        before = line
    return doubled


def _restarts(line: PlanLine, before: PlanLine) -> bool:
    """Numbering may begin anew in each section."""
    return line.seq == 1 and line.section != before.section


def _note(problem: Problem, line: PlanLine) -> str:
    match problem:
        case Problem.MISSING_LEAD_UNIT:
            return "没有牵头单位，先存为草稿，请补上后再下达。"
        case Problem.UNKNOWN_UNIT:
            names = [n for n, full in zip(line.lead_units, line.lead_units_resolved or (), strict=True) if full is None]
            return f"通讯录里没有“{'、'.join(names)}”，先存为草稿。请在通讯录补上单位，或改成通讯录里的名称。"
        case Problem.MISSING_LEADER:
            return "没有牵头领导，将按通讯录里的分管领导处理。"
        case Problem.MISSING_OWNER:
            return "没有责任人，将按通讯录里的单位主要负责人处理。"
        case Problem.MISSING_DUE:
            return "没有完成时限，按“期限待明确”处理。请补上日期。"
        case Problem.BAD_DUE:
            return f"时限“{line.due_raw}”不是有效日期，按“期限待明确”处理。请改正。"
        case Problem.VAGUE_DUE:
            return f"时限“{line.due_raw}”没有具体日期，按“期限待明确”处理。请明确到日。"
        case Problem.DUPLICATE_SEQ:
            return f"序号 {line.seq} 与前面的任务重复，两条都保留。请核对序号。"
        case Problem.MILESTONE_AFTER_DUE:
            return f"有节点晚于完成时限（{line.due}）。请核对节点或时限。"
        case Problem.PAST_DUE:
            return f"时限“{line.due_raw}”早于方案的年度。请核对。"


def _marks(line: PlanLine) -> tuple[str, ...]:
    return ("标为内部，聊天里只显示编号和亮灯。",) if line.off_chat else ()
