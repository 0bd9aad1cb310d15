"""A decision of 督查室 on a task, carried out: the event with its paper, the task's dates and targets, and the clocks."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from models import clocks, ledger, notices, obligations, pauses, telling
from models.events import Event
from models.pauses import PauseKind
from models.rulebook import Rulebook
from models.rules.calendar import Calendar
from models.rules.decisions import Decision
from models.rules.quantities import find_quantities
from models.rules.states import EventKind, State
from models.tasks import Assignment, Indicator, Task, by_number
from models.wording import decisions as words

AFTER_RELEASE_WORKDAYS = 2
DATA = "data"  # in the table of what is due: figures should be there


async def on_task(number: str, unit: str) -> list[Assignment]:
    """The lead assignments of the task of this number; of its unit's, where a unit is named."""
    query = Assignment.filter(role="lead", task__state__in=["live", "draft"])
    if number.startswith("J"):
        query = query.filter(task_id=int(number[1:]), task__plan_id=None)
    else:
        query = query.filter(by_number(number))
    found = await query.select_related("task", "task__plan", "unit").order_by("task_id", "ordinal")
    if unit:
        mine = {a.task_id for a in found if unit in (a.unit.name, *a.unit.short_names)}
        found = [a for a in found if a.task_id in mine]
    return list(found)


async def refusal(assignment: Assignment, decision: Decision, now: datetime) -> str | None:
    return await ledger.refusal(assignment, decision.kind, now=now, document=decision.document or "…")


async def carry_out(found: Sequence[Assignment], decision: Decision, book: Rulebook, **said: Any) -> list[Event]:
    """On these assignments of one task. `said` is who, when and in which message."""
    task = found[0].task
    before = await _change(task, decision) if decision.kind is EventKind.ADJUSTED else {}
    for assignment in found:
        assignment.task = task  # the same row for all, as it is now
    return [await _one(assignment, decision, before, book, **said) for assignment in found]


async def _one(
    assignment: Assignment, decision: Decision, before: dict[str, Any], book: Rulebook, **said: Any
) -> Event:
    now: datetime = said["now"]
    data = {"document": decision.document} | before
    data |= {"until": decision.until.isoformat()} if decision.until else {}
    event = await ledger.record(assignment, decision.kind, **said, **data)
    match decision.kind:
        case EventKind.ADJUSTED:
            await clocks.drop_extension(assignment, now, book)
            if assignment.delivered_at is not None:
                await clocks.redate(assignment, now, book)
        case EventKind.TERMINATED | EventKind.CARRIED_OVER:
            await clocks.drop_extension(assignment, now, book)
            await clocks.meet(assignment.id, now, state="withdrawn", event_id=event.id)
            await notices.withdraw(decision.kind.label, assignment_id=assignment.id)
        case EventKind.DATA_AWAITED if decision.until:
            until = rests_until(decision.until, book.calendar)
            await pauses.of_assignment(
                assignment, PauseKind.DATA, PauseKind.DATA.label, now, book, until=until, approver_id=said.get("person_id"),
                event_id=event.id,
            )  # fmt: skip
            await obligations.plan_due(DATA, assignment.id, until)
        case EventKind.DATA_CAME:
            if awaited := await ledger.last(assignment.id, EventKind.DATA_AWAITED):
                await pauses.over_of_event(awaited.id, now, book)
    return event


async def tell_units(
    found: Sequence[Assignment],
    decision: Decision,
    book: Rulebook,
    *,
    now: datetime,
    key: str,
    by: str,
    was: date | None = None,
) -> None:
    """A line of the next list of each head and liaison: what was decided, and by whom."""
    rests = rests_until(decision.until, book.calendar).date() if decision.until else None
    text = words.to_unit(found[0].task.number, decision, was=was, rests=rests)
    for assignment in found:
        told = f"{decision.kind.value}:{key}:{assignment.id}:{int(now.timestamp())}"
        await telling.tell_unit(assignment, told, f"{text}{by}", now)


def rests_until(released: date, calendar: Calendar) -> datetime:
    """Two working days after the figures are published."""
    return calendar.close_of(calendar.workday_after(released, AFTER_RELEASE_WORKDAYS))


async def _change(task: Task, decision: Decision) -> dict[str, Any]:
    """The task's new date and target; what they were, so that it can be taken back."""
    before: dict[str, Any] = {}
    if decision.due is not None:
        before["was"] = [task.due.isoformat() if task.due else None, task.due_kind, task.due_raw]
        before["due"] = decision.due.isoformat()
        task.due, task.due_kind, task.due_raw = decision.due, "date", f"{decision.due.month}月{decision.due.day}日"
    if decision.target:
        before |= {"target": decision.target, "goal": task.goal, "targets": await _retarget(task, decision.target)}
        task.goal = decision.target
    await task.save()
    return before


async def _retarget(task: Task, target: str) -> list[list[Any]]:
    """Indicators in the unit of a figure of the new target, where only one has it; their old values."""
    changed: list[list[Any]] = []
    known = await Indicator.filter(task_id=task.id).order_by("id")
    for wanted in find_quantities(target):
        same = [indicator for indicator in known if indicator.unit == wanted.unit]
        if len(same) == 1:
            changed.append([same[0].name, same[0].target])
            same[0].target = wanted.value
            await same[0].save()
    return changed


async def undo(found: Sequence[Assignment], kind: EventKind, book: Rulebook, **said: Any) -> list[Assignment]:
    """Take the last decision of this kind back, where it still decides how the assignment stands."""
    undone = []
    restored: set[int] = set()
    for assignment in found:
        event = await ledger.last(assignment.id, kind)
        if event is None or not await _still_stands(assignment, kind):
            continue
        if kind is EventKind.ADJUSTED and assignment.task_id not in restored:
            await _restore(assignment.task, event.data)
            restored.add(assignment.task_id)
        await ledger.record(assignment, EventKind.UNDONE, **said, replaces=event.id)
        await clocks.resume(event.id, said["now"], book)
        await clocks.undo(event.id, said["now"], book)
        if kind is EventKind.ADJUSTED and assignment.delivered_at is not None:
            assignment.task = await Task.get(id=assignment.task_id)
            await clocks.redate(assignment, said["now"], book)
        undone.append(assignment)
    return undone


async def _still_stands(assignment: Assignment, kind: EventKind) -> bool:
    """An adjustment is the base of what was reported since; the others are how the assignment stands now."""
    ends = {EventKind.TERMINATED: State.TERMINATED, EventKind.CARRIED_OVER: State.CARRIED_OVER}
    if kind is EventKind.ADJUSTED:
        return not ledger.is_ended(assignment)
    return assignment.state == ends.get(kind, State.AWAITING_DATA)


async def _restore(task: Task, data: dict[str, Any]) -> None:
    if "was" in data:
        due, task.due_kind, task.due_raw = data["was"]
        task.due = date.fromisoformat(due) if due else None
    if "goal" in data:
        task.goal = data["goal"]
        for name, target in data["targets"]:
            await Indicator.filter(task_id=task.id, name=name).update(target=target)
    await task.save()


async def data_should_be_there(assignment_id: int, now: datetime) -> None:
    """The time to wait is over: the assignment goes on, and who owes the figures is told."""
    assignment = await ledger.get(assignment_id)
    awaited = await ledger.last(assignment_id, EventKind.DATA_AWAITED)
    if assignment.state != State.AWAITING_DATA or awaited is None:
        return
    lasting = [pause for pause in await pauses.resting(assignment_id, now) if pause.kind == PauseKind.DATA.value]
    if not lasting:
        await ledger.record(assignment, EventKind.DATA_CAME, now=now)
