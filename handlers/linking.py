"""What a plan names, found in the contacts: its units and its leader, also when the contacts come after the plan."""

from collections.abc import Sequence
from datetime import datetime

from models import audit, people
from models.people import Unit
from models.rules.plan.problems import looked_up
from models.rules.plan.stored import line_from
from models.rules.plan.values import PlanLine
from models.rules.states import State
from models.rules.unit_names import UnitIndex
from models.tasks import Assignment, Task


async def link(task: Task, line: PlanLine) -> None:
    """Store who leads and who helps with this line, as far as the contacts know them."""
    index = await people.directory()
    line = looked_up(line, index)
    leader = await people.leader_named(line.leader) if line.leader else None
    task.leader_post_id = leader.id if leader else None
    task.problems, task.line = [p.value for p in line.problems], line.to_json()
    task.state = "draft" if line.is_draft else "live"
    await task.save()
    await _give(task, "lead", line.lead_units_resolved or ())
    await _give(task, "support", _supporting(line, index))


async def link_all(now: datetime, *, actor: str) -> int:
    """Fill what the contacts did not know when the plan was read; returns how many tasks have more now."""
    index, filled = await people.directory(), 0
    for task in await Task.filter(plan_id__isnull=False).exclude(state="gone").order_by("id"):
        line = line_from(task.line)
        if looked_up(line, index) != line or await _lacks(task, line, index):
            before = await _links_of(task)
            await link(task, line)
            filled += await _links_of(task) != before
    if filled:
        await audit.record(actor, "plan_linked", "contacts", now=now, tasks=filled)
    return filled


async def _lacks(task: Task, line: PlanLine, index: UnitIndex) -> bool:
    """The contacts know a leader or a supporting unit that this task has not yet."""
    if line.leader and task.leader_post_id is None and await people.leader_named(line.leader):
        return True
    given = await Assignment.filter(task_id=task.id, role="support").select_related("unit")
    return not set(_supporting(line, index)) <= {assignment.unit.name for assignment in given}


def _supporting(line: PlanLine, index: UnitIndex) -> list[str]:
    return [full for name in line.support_units if (full := index.resolve(name))]


async def _links_of(task: Task) -> tuple[object, ...]:
    given = await Assignment.filter(task_id=task.id).order_by("id")
    return (task.state, task.leader_post_id, *((one.role, one.unit_id) for one in given))


async def _give(task: Task, role: str, names: Sequence[str | None]) -> None:
    """Assignments of these units; what was given before and no longer is, is taken back if nobody took it on."""
    known = {unit.name: unit for unit in await Unit.filter(name__in=[name for name in names if name])}
    present = {a.unit_id: a for a in await Assignment.filter(task_id=task.id, role=role)}
    for ordinal, unit in enumerate(known[name] for name in dict.fromkeys(names) if name in known):
        assignment = present.pop(unit.id, None) or Assignment(task_id=task.id, unit_id=unit.id, role=role)
        assignment.ordinal = ordinal
        await assignment.save()
    for gone in present.values():
        if gone.state == State.DRAFT:
            await gone.delete()
