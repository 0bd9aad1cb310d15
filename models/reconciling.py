"""月末对账 in the tables: which figures of a unit still rest on its own word, and asking for them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from models import composing, people, routes, telling
from models.people import Person, Role, Team, Unit
from models.rules.delivery import Nature
from models.rules.reconciliation import Period
from models.rules.reported_figures import Standing
from models.rules.states import OPEN, State
from models.tasks import Assignment
from models.wording import reconciliation as words

RECONCILED_IN = [state.value for state in (*OPEN, State.COMPLETED)]


async def to_confirm(unit_ids: Sequence[int] | None = None) -> list[Assignment]:
    """What these units (all of them without ids) reported as consolidators and nobody has confirmed, in plan order."""
    query = Assignment.filter(
        role="lead", ordinal=0, standing=Standing.REPORTED.value, task__state="live", state__in=RECONCILED_IN
    )
    if unit_ids is not None:
        query = query.filter(unit_id__in=list(unit_ids))
    return await query.select_related("task", "task__plan", "unit").order_by("task__plan_id", "task__row", "task_id")


def snapshot(assignment: Assignment) -> dict[str, Any]:
    """The very figures that are shown: a later one is not confirmed by this tap."""
    figures = [{"name": f["name"], "value": f["value"], "unit": f["unit"]} for f in assignment.figures]
    return {"indicators": figures, "percent": assignment.told_percent}


def refs_of(found: Sequence[Assignment], period: Period) -> dict[str, Any]:
    return {
        "assignments": [a.id for a in found], "figures": {str(a.id): snapshot(a) for a in found},
        "month": period.month.isoformat(), "unit": found[0].unit_id,
    }  # fmt: skip


async def ask_units(today: date, now: datetime, period: Period, *, gap: timedelta) -> None:
    """On the first day a line to each liaison and, a `gap` after the morning list, a card to his head; on the last day a
    line to whoever has not answered."""
    by_unit: dict[int, list[Assignment]] = {}
    for assignment in await to_confirm():
        by_unit.setdefault(assignment.unit_id, []).append(assignment)
    members = await people.teams(by_unit, now)
    for unit_id, found in by_unit.items():
        await _ask(found, members.get(unit_id, {}), now, period, card_at=now + gap if today == period.opens else None)


async def _ask(found: list[Assignment], team: Team, now: datetime, period: Period, *, card_at: datetime | None) -> None:
    unit, liaison = found[0].unit, team.get(Role.LIAISON)
    head = routes.contact(unit, team)
    key = f"reconcile:{period.month}:u{unit.id}:{'first' if card_at else 'last'}"
    if liaison is not None and (head is None or liaison.id != head.id) and card_at:
        await telling.tell(liaison.id, key, words.to_prepare(found, month=period.month, until=period.closes), now)
    if head is None:
        return
    line = words.line(unit.short, found, month=period.month, until=period.closes)
    if card_at is not None:
        await _send_card(head, unit, found, card_at, period, key=key, line=line)
    elif (last := routes.reminded(unit, team, await routes.aides([unit], now))) is not None:
        await telling.tell(last.id, key, line, now)


async def _send_card(
    head: Person, unit: Unit, found: list[Assignment], now: datetime, period: Period, *, key: str, line: str
) -> None:
    card = words.card(
        composing.new_card_id(), unit.short, found, month=period.month, until=period.closes, prepares=False
    )
    await composing.show(
        head.id, card, "reconcile", refs_of(found, period), telling.told(head.id, key, line, now), now,
        nature=Nature.LIST, planned_at=now, dedupe=f"{key}:p{head.id}",
    )  # fmt: skip
