"""`tasks`: lines of the plan and orders, each with its units, milestones and indicators."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from bot.web import schemas
from bot.web.api import asked, labels
from bot.web.api.holders import holders, unit_asked
from bot.web.api.keys import Caller
from bot.web.api.paging import page
from bot.web.api.refusals import Refused
from models import parts
from models.parts import Part
from models.tasks import Assignment, Indicator, Milestone, Task, is_consolidator

R = TypeVar("R")


async def listed(want: asked.Tasks, caller: Caller, now: datetime) -> schemas.TaskPage:
    """Lines of the plan and orders, in the order they came in."""
    found, following = await page(_filtered(want, await unit_asked(want.unit)), want, "tasks")
    return schemas.TaskPage(items=await _answers(found, caller, now), next=following)


async def one(want: asked.OneTask, caller: Caller, now: datetime) -> schemas.Task:
    """One task."""
    [answer] = await _answers([await existing(want.id)], caller, now)
    return answer


async def existing(task_id: int) -> Task:
    task = await Task.filter(id=task_id).first()
    if task is None:
        raise Refused(404, "there is no task with this id; /api/v1/tasks?seq= finds one by printed number")
    return task


def is_hidden(task: Task, caller: Caller) -> bool:
    """An internal matter shows a reader its number and lamp, nothing of what it is about."""
    return task.off_chat and not caller.is_admin


def _filtered(want: asked.Tasks, unit_id: int | None) -> QuerySet[Task]:
    query = Task.all()
    for column in ("seq", "task_class"):
        if (value := getattr(want, column)) is not None:
            query = query.filter(**{column: value})
    if want.leader is not None:
        query = query.filter(leader_name=want.leader)
    if unit_id is not None:
        query = query.filter(id__in=_tasks_of(Assignment.filter(unit_id=unit_id)))
    if want.lamp is not None:
        query = query.filter(id__in=_tasks_of(_consolidators().filter(lamp=want.lamp)))
    return query if want.state is None else query.filter(_in_state(want.state))


def _consolidators() -> QuerySet[Assignment]:
    return Assignment.filter(role="lead", ordinal=0)


def _tasks_of(assignments: QuerySet[Assignment]) -> Subquery:
    return Subquery(assignments.values("task_id"))


def _in_state(state: str) -> Q:
    """The same rule as `_state`, for the database."""
    own = Q(state=state) & (Q(state="gone") | ~Q(id__in=_tasks_of(_consolidators())))
    return own | (~Q(state="gone") & Q(id__in=_tasks_of(_consolidators().filter(state=state))))


def _state(task: Task, lead: Assignment | None) -> str:
    return task.state if lead is None or task.state == "gone" else lead.state


async def _answers(tasks: Sequence[Task], caller: Caller, now: datetime) -> list[schemas.Task]:
    """Six queries for a page, however long it is."""
    ids = [task.id for task in tasks]
    assigned = Assignment.filter(task_id__in=ids).select_related("unit").order_by("role", "ordinal", "id")
    assignments = _by(await assigned, lambda a: a.task_id)  # "lead" sorts before "support"
    milestones = _by(await Milestone.filter(task_id__in=ids).order_by("due", "id"), lambda m: m.task_id)
    indicators = _by(await Indicator.filter(task_id__in=ids).order_by("id"), lambda i: i.task_id)
    inner = await parts.of_tasks(ids)
    leaders = await holders((task.leader_post_id for task in tasks if not task.leader_name), now)
    return [
        _answer(
            task, assignments.get(task.id, []), milestones.get(task.id, []), indicators.get(task.id, []), inner.get(task.id, []),
            leader=task.leader_name or leaders.get(task.leader_post_id or 0), hidden=is_hidden(task, caller),
        )
        for task in tasks
    ]  # fmt: skip


def _by(rows: Iterable[R], key: Callable[[R], int]) -> dict[int, list[R]]:
    found: dict[int, list[R]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _answer(
    task: Task,
    assignments: Sequence[Assignment],
    milestones: Sequence[Milestone],
    indicators: Sequence[Indicator],
    inner: Sequence[Part],
    *,
    leader: str | None,
    hidden: bool,
) -> schemas.Task:
    lead = next((a for a in assignments if is_consolidator(a)), None)
    state = _state(task, lead)
    shown = schemas.Task(
        id=task.id, seq=task.seq, number=task.number, title=task.title, goal=task.goal, section=task.section,
        task_class=task.task_class, state=state, state_label=labels.state(state), leader=leader,
        owners=task.owners,
        units=[schemas.TaskUnit(id=a.unit_id, name=a.unit.name, role=a.role) for a in assignments],
        due=task.due, due_kind=task.due_kind, due_raw=task.due_raw, lamp=lead.lamp if lead else "white",
        because=lead.because if lead else None, percent=lead.percent if lead else None,
        standing=lead.standing if lead else None, expected=lead.expected if lead else None,
        points=lead.points if lead else None, forecast=lead.forecast if lead else None,
        milestones=[schemas.Milestone(name=m.name, due=m.due) for m in milestones],
        indicators=[_indicator(i, lead) for i in indicators],
        parent=task.parent_id,
        parts=[schemas.TaskPart(id=p.task.id, number=p.task.number, state=p.state, lamp=p.lamp) for p in inner],
        last_word_at=lead.last_word_at if lead else None, problems=task.problems, plan=task.plan_id,
        source=task.source, off_chat=task.off_chat,
    )  # fmt: skip
    return _without_content(shown) if hidden else shown


def _indicator(indicator: Indicator, lead: Assignment | None) -> schemas.Indicator:
    said = [f for f in (lead.figures if lead else []) if f.get("name") == indicator.name]
    figure = said[-1] if said else {}
    return schemas.Indicator(
        name=indicator.name, target=indicator.target, unit=indicator.unit, comparator=indicator.comparator,
        value=figure.get("value"), value_unit=figure.get("unit"), standing=figure.get("standing"),
    )  # fmt: skip


def _without_content(task: schemas.Task) -> schemas.Task:
    empty: dict[str, list[str]] = {name: [] for name in ("owners", "milestones", "indicators", "problems")}
    words = {"title": labels.INTERNAL, "goal": labels.INTERNAL, "section": None, "due_raw": ""}
    return task.model_copy(update={**words, **empty})
