"""After the calendar or the office hours changed: clocks that run end where the new ones say, and are judged again."""

from collections.abc import Sequence
from datetime import date

from models import obligations
from models.assigning import AT_ONCE
from models.judging import traits
from models.obligations import Obligation
from models.rulebook import Rulebook
from models.rules.calendar import Moment
from models.rules.clocks import starts
from models.rules.obligations import Kind, TaskClass, UnitKind
from models.tasks import Assignment, Milestone


async def recount(before: Rulebook, after: Rulebook) -> int:
    """Open clocks whose end the old calendar gave; an end that somebody set otherwise stays. Returns how many moved."""
    moved = 0
    running = await Obligation.filter(state="open", due_at__isnull=False).order_by("id")
    given = await _assignments(running)
    days = await _days_of(running)
    for obligation in running:
        assignment = given.get(obligation.assignment_id or 0)
        if assignment is None:
            continue
        then, now = (_due(obligation, assignment, days.get(obligation.id), book) for book in (before, after))
        if then is None or now is None or then.at != obligation.due_at:
            continue
        if now != Moment(obligation.due_at, obligation.provisional):
            obligation.due_at, obligation.provisional = now.at, now.provisional
            await obligations.reschedule(obligation, AT_ONCE)
            await obligation.save()
            moved += then.at != now.at
    return moved


def _due(obligation: Obligation, assignment: Assignment, on: date | None, book: Rulebook) -> Moment | None:
    task = assignment.task
    due_on = on or (task.due if obligation.kind == Kind.PROGRESS.value else None)
    return starts(
        Kind(obligation.kind), TaskClass(task.task_class), obligation.started_at, policy=book.policy_of(obligation.rule),
        calendar=book.calendar, unit_kind=UnitKind(assignment.unit.kind), traits=traits(assignment), due_on=due_on,
        last_word_at=assignment.last_word_at if obligation.kind == Kind.PROGRESS.value else None,
    )  # fmt: skip


async def _assignments(running: Sequence[Obligation]) -> dict[int, Assignment]:
    found = Assignment.filter(id__in={o.assignment_id for o in running if o.assignment_id})
    return {a.id: a for a in await found.select_related("task", "unit")}


async def _days_of(running: Sequence[Obligation]) -> dict[int, date]:
    """The dated point that a clock of kind K5 counts to, by obligation."""
    dated = {o.id: o.period for o in running if o.kind == Kind.DUE.value}
    ids = {int(period[1:]) for period in dated.values() if period.startswith("m") and period[1:].isdigit()}
    steps = {f"m{step.id}": step.due for step in await Milestone.filter(id__in=ids)}
    found = {key: steps.get(period) or _written(period) for key, period in dated.items()}
    return {key: day for key, day in found.items() if day is not None}


def _written(period: str) -> date | None:
    try:
        return date.fromisoformat(period.partition("@")[2])
    except ValueError:
        return None
