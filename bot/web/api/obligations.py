"""`obligations`: one for each thing that somebody owes, with its clock and its rung."""

from collections.abc import Sequence
from datetime import datetime

from tortoise.queryset import QuerySet

from bot.web import schemas
from bot.web.api import asked, labels
from bot.web.api.holders import Heads, heads, holders, unit_asked, unit_names
from bot.web.api.keys import Caller
from bot.web.api.paging import page
from bot.web.api.tasks import is_hidden
from models.judging import side
from models.obligations import Obligation
from models.people import Role
from models.rules.obligations import Kind, Side
from models.tasks import Task


async def listed(want: asked.Obligations, caller: Caller, now: datetime) -> schemas.ObligationPage:
    """What somebody owes or owed."""
    query = _filtered(want, await unit_asked(want.unit))
    found, following = await page(query, want, "obligations")
    return schemas.ObligationPage(items=await _answers(found, caller, now), next=following)


def _filtered(want: asked.Obligations, unit_id: int | None) -> QuerySet[Obligation]:
    wanted = {"state": want.state, "kind": want.kind, "unit_id": unit_id, "task_id": want.task}
    return Obligation.filter(**{column: value for column, value in wanted.items() if value is not None})


async def _answers(found: Sequence[Obligation], caller: Caller, now: datetime) -> list[schemas.Obligation]:
    tasks = {task.id: task for task in await Task.filter(id__in=list({o.task_id for o in found}))}
    units = await unit_names(o.unit_id for o in found)
    names = await heads((o.unit_id for o in found if o.unit_id is not None), now)
    leaders = await holders((o.holder_post_id for o in found if side(o) is Side.LEADER), now)
    return [_answer(o, tasks.get(o.task_id), units, _holder(o, names, leaders), caller) for o in found]


def _holder(o: Obligation, names: Heads, leaders: dict[int, str]) -> str | None:
    match side(o):
        case Side.UNIT:
            return names.get((o.unit_id or 0, Role.HEAD))
        case Side.LEADER:
            return leaders.get(o.holder_post_id or 0)
        case _:
            return labels.OFFICE


def _answer(
    o: Obligation, task: Task | None, units: dict[int, str], holder: str | None, caller: Caller
) -> schemas.Obligation:
    kind = Kind(o.kind)
    hidden = task is not None and is_hidden(task, caller)
    return schemas.Obligation(
        id=o.id, kind=o.kind, kind_label=kind.label, name=labels.INTERNAL if hidden else o.name,
        task=o.task_id, task_number=task.number if task else None, unit=units.get(o.unit_id or 0),
        holder=holder, started_at=o.started_at, due_at=o.due_at, provisional=o.provisional, rung=o.rung,
        next_at=o.next_at, state=o.state, ended_at=o.ended_at, rule=o.rule,
    )  # fmt: skip
