"""Importing a plan: the first time as tasks, afterwards as a diff that is shown and confirmed, never a duplicate."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from rapidfuzz import fuzz

from handlers import linking
from models import audit, clocks, rulebook, withdrawals
from models.papers import kept
from models.rules.plan.diff import PlanDiff, diff_plans
from models.rules.plan.stored import line_from
from models.rules.plan.values import Milestone as ReadMilestone
from models.rules.plan.values import PlanLine, PlanReading
from models.rules.states import ENDED, State
from models.tasks import PART, Assignment, Indicator, Milestone, Plan, Task

SAME_TITLE = 80.0
_BARE_FIGURE = re.compile(r"(?P<verb>\D{0,4}?)(?P<figure>\d[\d.]*\D{1,4})")


@dataclass(slots=True)
class Outcome:
    """`diff` is None for a plan that was never seen before; nothing is written while `needs_confirm`.

    `linked` counts tasks that an earlier import left without a unit or a leader the contacts know by now.
    """

    plan: Plan | None
    diff: PlanDiff | None = None
    needs_confirm: bool = False
    written: int = 0
    linked: int = 0
    notes: list[str] = field(default_factory=list)


async def import_plan(
    reading: PlanReading, *, file_name: str, now: datetime, actor: str, confirm: bool = False
) -> Outcome:
    known = await _same_plan(reading)
    if known is None:
        plan = await _new_plan(reading, file_name, now)
        for line in reading.tasks:
            await write(Task(plan_id=plan.id, created_at=now, identity=""), line, now)
        await _attach(plan)
        await audit.record(actor, "plan_imported", f"plan:{plan.id}", now=now, tasks=len(reading.tasks), file=file_name)
        return Outcome(plan, written=len(reading.tasks))
    return await _revise(known, reading, file_name=file_name, now=now, actor=actor, confirm=confirm)


async def _same_plan(reading: PlanReading) -> Plan | None:
    """An earlier issue of the same paper: same year, nearly the same title."""
    for plan in await Plan.filter(year=reading.year).order_by("-id"):
        if fuzz.ratio(plan.title, reading.title or "") >= SAME_TITLE:
            return plan
    return None


async def _new_plan(reading: PlanReading, file_name: str, now: datetime) -> Plan:
    return await Plan.create(
        title=reading.title or file_name, year=reading.year, paper=reading.doc_number, file_name=file_name,
        layout=await kept.keep(reading, now=now),
        imported_at=now,
    )  # fmt: skip


async def _revise(
    plan: Plan, reading: PlanReading, *, file_name: str, now: datetime, actor: str, confirm: bool
) -> Outcome:
    tasks = await Task.filter(plan_id=plan.id).exclude(state="gone").exclude(source=PART).order_by("row", "id")
    lines = [line_from(task.line) for task in tasks]
    diff = diff_plans(lines, list(reading.tasks))
    changes = len(diff.added) + len(diff.removed) + len(diff.changed) + len(diff.doubtful)
    if changes and not confirm:
        return Outcome(plan, diff, needs_confirm=True)
    if reading.doc_number and reading.doc_number != plan.paper:
        await Plan.filter(id=plan.id).update(paper=reading.doc_number)
    by_line = {id(line): task for line, task in zip(lines, tasks, strict=True)}
    for old, new in diff.same:
        await _move(by_line[id(old)], new)
    if not changes:
        await Plan.filter(id=plan.id).update(layout=await kept.keep(reading, now=now))
        return Outcome(plan, diff, linked=await linking.link_all(now, actor=actor))
    for old, new in [*((c.old, c.new) for c in diff.changed), *((d.old, d.new) for d in diff.doubtful)]:
        await write(by_line[id(old)], new, now)
        await _redate(by_line[id(old)], now)
    for new in diff.added:
        await write(Task(plan_id=plan.id, created_at=now, identity=""), new, now)
    for old in diff.removed:
        await withdrawals.drop(by_line[id(old)], now)
    await _attach(plan)
    plan.file_name, plan.layout, plan.imported_at = file_name, await kept.keep(reading, now=now), now
    plan.paper = reading.doc_number or plan.paper
    await plan.save()
    await audit.record(actor, "plan_revised", f"plan:{plan.id}", now=now, changes=changes, file=file_name)
    return Outcome(plan, diff, written=changes, linked=await linking.link_all(now, actor=actor))


async def _redate(task: Task, now: datetime) -> None:
    """Tasks that are out already go by the revised dates from now on."""
    book = await rulebook.current()
    out = Assignment.filter(task_id=task.id, role="lead", delivered_at__isnull=False).select_related("task", "unit")
    for assignment in await out:
        if State(assignment.state) not in ENDED | {State.COMPLETED}:
            await clocks.redate(assignment, now, book)


async def _attach(plan: Plan) -> None:
    """Parts to the line above them; those that 督查室 made itself stay with their line, wherever it went."""
    whole: Task | None = None
    tasks = await Task.filter(plan_id=plan.id).exclude(state="gone").exclude(source=PART).order_by("row", "id")
    for task in sorted(tasks, key=lambda task: (task.sheet or "", task.row or 0, task.part or 0)):
        whole = task if task.part is None else whole
        task.parent_id = whole.id if whole and task.part is not None and whole.seq == task.seq else None
        await task.save(update_fields=["parent_id"])
    for made in await Task.filter(plan_id=plan.id, source=PART).exclude(state="gone").select_related("parent"):
        if made.parent is not None:
            made.seq, made.sheet, made.row = made.parent.seq, made.parent.sheet, made.parent.row
            await made.save(update_fields=["seq", "sheet", "row"])


async def _move(task: Task, line: PlanLine) -> None:
    """The same line in another row."""
    if (task.sheet, task.row, task.line.get("row_end")) != (line.sheet, line.row, line.row_end):
        task.sheet, task.row, task.identity = line.sheet, line.row, f"{line.sheet}:{line.row}"
        task.line = {**task.line, "index": line.index, "sheet": line.sheet, "row": line.row, "row_end": line.row_end}
        await task.save(update_fields=["sheet", "row", "identity", "line"])


async def write(task: Task, line: PlanLine, now: datetime) -> None:
    """What the sheet says as before stays as it was decided since: an adjustment outlives a revision of other things."""
    was = line_from(task.line) if task.line else None
    dated = (task.due, task.due_kind, task.due_raw)
    same_due = was is not None and (was.due, was.due_kind) == (line.due, line.due_kind)
    same_goal = was is not None and (was.goal, was.indicators) == (line.goal, line.indicators)
    goal = task.goal
    task.update_from_dict({
        "seq": line.seq, "part": line.part, "sheet": line.sheet, "row": line.row, "section": line.section, "title": line.title, "goal": line.goal or "",
        "task_class": line.task_class, "leader_name": line.leader,
        "owners": list(line.owners), "due": line.due, "due_kind": line.due_kind.value, "due_raw": (line.due_raw or "")[:128],
        "is_key": line.is_key, "is_redline": line.is_redline, "off_chat": line.off_chat,
        "identity": f"{line.sheet}:{line.row}",
    })  # fmt: skip
    if same_due:
        task.due, task.due_kind, task.due_raw = dated
    task.goal = goal if same_goal else task.goal
    await linking.link(task, line)
    await _write_parts(task, line, keep_targets=same_goal)


async def _write_parts(task: Task, line: PlanLine, *, keep_targets: bool) -> None:
    """Milestones and indicators keep their ids where they are the same, so that what hangs on them stays."""
    kept = {(m.name, m.due): m for m in await Milestone.filter(task_id=task.id)}
    for step in line.milestones:
        name = step_name(step, line)
        if kept.pop((name, step.due), None) is None:
            await Milestone.create(task_id=task.id, name=name, due=step.due)
    for gone in kept.values():
        await gone.delete()
    if keep_targets:
        return
    await Indicator.filter(task_id=task.id).delete()
    for one in line.indicators:
        await Indicator.create(
            task_id=task.id, name=one.name, target=one.target, unit=one.unit, comparator=one.comparator
        )


def step_name(step: ReadMilestone, line: PlanLine) -> str:
    """打通断头路4条: a bare figure, with or without its verb, says nothing without what it counts."""
    counts = line.indicators[0].name if len(line.indicators) == 1 else ""
    bare = _BARE_FIGURE.fullmatch(step.name)
    return f"{counts}{bare['figure']}" if counts and bare and counts.startswith(bare["verb"]) else step.name
