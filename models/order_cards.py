"""Drafts of orders as people see them: on 督查室's phones, and as lines of 我交办的."""

from collections.abc import Sequence
from datetime import datetime

from models import composing, ledger, orders, people, telling
from models.composing import new_card_id
from models.conversations import ShownCard
from models.orders import Order
from models.people import Unit
from models.rulebook import Rulebook
from models.rules.obligations import TaskClass
from models.rules.states import VERIFIED, State
from models.tasks import Assignment
from models.wording import orders as words
from models.wording.replies import LAMPS

KIND = "order"


async def names(unit_ids: Sequence[int]) -> list[str]:
    known = {unit.id: unit.short for unit in await Unit.filter(id__in=list(unit_ids))}
    return [known[unit_id] for unit_id in unit_ids if unit_id in known]


async def shown(drafts: Sequence[Order], now: datetime, book: Rulebook) -> list[words.Shown]:
    """Drafts that say the same to many units stand in one line."""
    groups: dict[tuple[str, object, str], list[Order]] = {}
    for order in drafts:
        groups.setdefault((order.what, order.due, order.lacks), []).append(order)
    return [await _one(alike, now, book) for alike in groups.values()]


async def _one(alike: Sequence[Order], now: datetime, book: Rulebook) -> words.Shown:
    first, today = alike[0], book.calendar.local(now).date()
    task_class = orders.class_of(first, today)
    falls_due = orders.due_at(task_class, first.due, first.hour, now, book)
    leader = await people.holder(first.leader_post_id, now) if first.leader_post_id else None
    is_today = task_class is TaskClass.TODAY
    return words.Shown(
        numbers=[order.number for order in alike], what=first.what,
        units=await names([unit for order in alike for unit in order.units]), support=await names(first.support),
        due=words.until(first.due, first.due_time, is_today=is_today, falls_due=falls_due, now=now),
        source=words.source(first.origin, first.paper, leader.name if leader else ""), lacks=first.lacks,
    )  # fmt: skip


async def live(batch: int) -> list[ShownCard]:
    return [card for card in await ShownCard.filter(kind=KIND, state="live") if card.refs["batch"] == batch]


async def to_office(batch: int, now: datetime, book: Rulebook, *, by: str) -> None:
    """A leader's word is worth a message of its own to each of 督查室; the card before it is replaced."""
    drafts = await orders.of_batch(batch)
    for old in await live(batch):
        old.state = "settled"
        await old.save()
    for officer in await people.office(now):
        card = words.draft_card(new_card_id(), await shown(drafts, now, book), by=by)
        line = words.waiting_line([order.number for order in drafts], by)
        notice = telling.told(officer.id, f"order:{card.id}", line, now)
        await composing.show(officer.id, card, KIND, {"batch": batch, "assignments": []}, notice, now)


async def standing(found: Sequence[Order]) -> tuple[list[str], int]:
    """A line for each order of 我交办的, and how many of them are done."""
    given = Assignment.filter(task_id__in=[o.task_id for o in found if o.task_id], role="lead").select_related(
        "task", "unit"
    )
    by_task: dict[int, list[Assignment]] = {}
    for assignment in await given.order_by("task_id", "ordinal"):
        by_task.setdefault(assignment.task_id, []).append(assignment)
    lines, done = [], 0
    for order in found:
        leads = by_task.get(order.task_id or 0, [])
        state = ledger.LABELS[leads[0].state] if leads else "待督查室确认"
        if leads and leads[0].state == State.DRAFT:
            state = "待送达"
        done += bool(leads) and State(leads[0].state) in VERIFIED
        units = "、".join(a.unit.short for a in leads[:2]) or "、".join(await names(order.units[:2]))
        lamp = LAMPS[leads[0].lamp] if leads else ""
        due = leads[0].task.due if leads else order.due
        lines.append(words.mine_line(order.number, lamp, units, order.what, state, due))
    return lines, done
