"""What an import shows before and after: row by row what was understood, each problem, and what to do."""

from collections import Counter
from collections.abc import Mapping, Sequence

from handlers.contacts import Result
from handlers.plans import Outcome
from models.chain import Gap
from models.rules.contacts import Contacts
from models.rules.plan.diff import PlanDiff
from models.rules.plan.values import Indicator, Milestone, PlanLine, PlanReading

FIELDS = {
    "title": "任务", "goal": "目标", "lead_units": "牵头单位", "support_units": "配合单位", "leader": "牵头领导", "owners": "责任人",
    "due": "时限", "due_kind": "时限类别", "section": "分类", "milestones": "节点", "indicators": "指标", "seq": "序号",
    "note": "备注", "is_key": "重点", "is_redline": "底线", "off_chat": "内部",
}  # fmt: skip


PROBLEMS = {
    "missing_lead_unit": "缺牵头单位", "missing_leader": "缺牵头领导", "missing_owner": "缺责任人", "missing_due": "缺时限",
    "bad_due": "时限无效", "vague_due": "时限不明确", "duplicate_seq": "序号重复", "unknown_unit": "单位不在通讯录",
    "milestone_after_due": "节点晚于时限", "past_due": "时限早于方案年度",
}  # fmt: skip
DUE_KINDS = {
    "ongoing": "长期坚持",
    "vague": "期限待明确",
    "missing": "期限待明确",
    "bad": "期限待明确",
    "date": "",
    "year": "",
}


def of_plan(reading: PlanReading) -> str:
    lines = [
        f"《{reading.title or '（没有标题）'}》 {reading.year}年 {reading.doc_number or '（没有文号）'}：读出{len(reading.tasks)}项"
    ]
    for sheet in reading.sheets:
        columns = "，".join(f"{c.letter}={c.meaning}" for c in sheet.columns if c.meaning)
        lines.append(f"工作表《{sheet.name}》，表头第{'、'.join(map(str, sheet.header_rows))}行：{columns}")
    lines += [_row(task) for task in reading.tasks]
    lines += [
        f"未作任务读取：《{row.sheet}》第{row.row}行 “{row.text[:40]}”（{row.reason}）" for row in reading.skipped
    ]
    lines += list(reading.notes)
    lines.append(_summary(reading))
    return "\n".join(lines)


def _row(task: PlanLine) -> str:
    due = task.due.isoformat() if task.due else f"{task.due_raw or '（无）'}，按{DUE_KINDS[task.due_kind.value]}处理"
    parts = [
        f"第{task.row}行 {task.seq_text or '-'} {task.title}", f"牵头 {'、'.join(task.lead_units) or '（无）'}", f"领导 {task.leader or '（无）'}",
        f"期限 {due}",
    ]  # fmt: skip
    if task.indicators:
        parts.append("指标 " + "、".join(map(_indicator, task.indicators)))
    if task.milestones:
        parts.append("节点 " + "、".join(map(_step, task.milestones)))
    return "｜".join(parts) + "".join(f"\n    ※ {note}" for note in task.notes)


def _indicator(one: Indicator) -> str:
    return f"{one.name}{one.comparator}{one.target:g}{one.unit}"


def _step(one: Milestone) -> str:
    return f"{one.due:%m-%d} {one.name}"


def _summary(reading: PlanReading) -> str:
    drafts = sum(task.is_draft for task in reading.tasks)
    problems = Counter(PROBLEMS[problem.value] for task in reading.tasks for problem in task.problems)
    found = "，".join(f"{name}{count}项" for name, count in problems.most_common()) or "没有发现问题"
    parts = sum(task.part is not None for task in reading.tasks)
    within = f"（另有子项{parts}个）" if parts else ""
    return (
        f"共{len(reading.tasks) - parts}项{within}，其中{drafts}项缺牵头单位或单位不在通讯录，存为草稿；问题：{found}"
    )


def of_contacts(contacts: Contacts) -> str:
    lines = [
        f"单位{len(contacts.units)}个，市领导{len(contacts.leaders)}人，联络员{len(contacts.liaisons)}人，督查室{len(contacts.admins)}人"
    ]
    lines += [
        f"{unit.full}（{unit.kind.label}）{unit.head.name if unit.head else '（无负责人）'}" for unit in contacts.units
    ]
    return "\n".join([*lines, *(f"※ {note}" for note in contacts.notes)])


def of_contacts_result(result: Result) -> str:
    lines = [f"已登记单位{result.units}个，新增人员{result.people}人"]
    lines += [f"交接：{one}" for one in result.handed_over]
    lines += [f"※ {note}" for note in result.notes]
    return "\n".join([*lines, *_of_linked(result.linked)])


def _of_linked(count: int) -> list[str]:
    return [f"按现在的通讯录，补上了{count}项任务的单位或牵头领导。用 import-plan --assign 下达。"] if count else []


def of_outcome(outcome: Outcome) -> str:
    if outcome.diff is None:
        return f"已导入{outcome.written}项。用 --assign 下达。"
    if not outcome.needs_confirm and not outcome.written:
        return "\n".join(["与库里的方案一致，没有改动。", *_of_linked(outcome.linked)])
    done = "以上改动已写入。" if outcome.written else "以上改动还没有写入；核对后加 --confirm 再执行一次。"
    return "\n".join([*of_diff(outcome.diff), done])


def of_diff(diff: PlanDiff) -> list[str]:
    lines = [
        f"与库里的方案相比：新增{len(diff.added)}，取消{len(diff.removed)}，修改{len(diff.changed)}，存疑{len(diff.doubtful)}，不变{len(diff.same)}"
    ]
    lines += [f"＋ 第{line.row}行 {line.seq_text} {line.title}" for line in diff.added]
    lines += [f"－ {line.seq_text} {line.title}" for line in diff.removed]
    for pair in diff.changed:
        lines += [
            f"△ {pair.old.seq_text} {pair.new.title}：{_change(pair.old, pair.new, name)}" for name in pair.fields
        ]
    lines += [f"？ {d.old.seq_text} {d.old.title} ↔ {d.new.seq_text} {d.new.title}：{d.why}" for d in diff.doubtful]
    return lines


def _change(old: PlanLine, new: PlanLine, name: str) -> str:
    return f"{FIELDS.get(name, name)} {_value(old, name)} → {_value(new, name)}"


def _value(line: PlanLine, name: str) -> str:
    match value := getattr(line, name, None):
        case None | ():
            return "（无）"
        case tuple():
            return "、".join(map(_part, value))
        case bool():
            return "是" if value else "否"
        case _:
            return str(value)


def _part(one: object) -> str:
    match one:
        case Indicator():
            return _indicator(one)
        case Milestone():
            return _step(one)
        case _:
            return str(one)


def of_gaps(gaps: Sequence[Gap]) -> str:
    if not gaps:
        return "责任链条完整。"
    blocked = len({gap.task_id for gap in gaps if gap.blocks})
    lines = [f"责任链条：{len({gap.task_id for gap in gaps})}项有缺口或出入，其中{blocked}项补齐前不能下达"]
    return "\n".join([*lines, *(f"{'✕' if gap.blocks else '※'} {gap.number} {gap.what}" for gap in gaps)])


def of_queue(counts: Mapping[str, int]) -> str:
    if not counts:
        return "没有待下达的任务。"
    total = sum(counts.values())
    return f"已排队下达{total}项，涉{len(counts)}个单位；运行中的机器人在下一个工作时段发出。"
