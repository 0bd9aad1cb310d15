"""Orders of every day (交办): a draft as it was read, confirmed by 督查室, and then a task like any other.

One row for each draft; those of one message are a batch and are confirmed together. An order's number (J7) is its
row's; the task that is made of it carries the same.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from tortoise import fields
from tortoise.models import Model

from models import assigning, audit, obligations, people, withdrawals
from models.fields import MomentField
from models.people import Post, Role, Unit
from models.rulebook import Rulebook
from models.rules.clocks import starts
from models.rules.delivery import dispatch_from
from models.rules.obligations import Kind, TaskClass, UnitKind
from models.rules.order_sources import Leader, Source, read_source
from models.rules.orders import Draft, read_orders
from models.tasks import ORDER, Assignment, Task
from models.wording.phrases import short

A_MONTH = timedelta(days=31)  # 13710: the hard ones in a month; what takes longer is reported monthly


class Order(Model):
    id = fields.BigIntField(primary_key=True)
    batch = fields.BigIntField(default=0)  # the first order of the same message
    state = fields.CharField(max_length=12, default="draft")  # draft | confirmed | cancelled
    said = fields.TextField(default="")
    what = fields.TextField(default="")
    units: list[int] = fields.JSONField(default=list)  # the first consolidates
    support: list[int] = fields.JSONField(default=list)
    unknown: list[str] = fields.JSONField(default=list)  # names in the place of a unit
    due = fields.DateField(null=True)
    due_time = fields.CharField(max_length=5, default="")  # 17:00, where an hour was said
    task_class = fields.CharField(max_length=4, default="")
    origin = fields.CharField(max_length=8, default="")  # 批示 | 会议 | 口头
    paper = fields.CharField(max_length=64, default="")
    leader_post_id = fields.BigIntField(null=True)
    ordered_by = fields.BigIntField(null=True)  # the person whose order it is
    entered_by = fields.BigIntField(null=True)  # who typed it
    task_id = fields.BigIntField(null=True)
    created_at = MomentField()
    decided_at = MomentField(null=True)
    decided_by = fields.BigIntField(null=True)

    class Meta:
        table = "assigned_order"

    @property
    def number(self) -> str:
        return f"J{self.id}"

    @property
    def lacks(self) -> str:
        """The one thing to ask for: unit, what, due; empty for a whole draft."""
        if not self.units:
            return "unit"
        if not self.what:
            return "what"
        return "" if self.due or self.task_class == TaskClass.TODAY else "due"

    @property
    def hour(self) -> time | None:
        return time.fromisoformat(self.due_time) if self.due_time else None


async def leaders(now: datetime) -> list[tuple[Leader, Post, int]]:
    """Whoever can order: leaders with their posts and persons, in official order."""
    held = await people.holders(Role.LEADER, now)
    return [(Leader(person.name, post.title), post, person.id) for post, person in held]


async def write(
    drafts: Sequence[Draft], now: datetime, *, entered_by: int | None, ordering: tuple[int | None, int | None],
    task_class: str = "", source: Source | None = None,
) -> list[Order]:  # fmt: skip
    """A row for each draft; 各县区 is one for each of them. `ordering` is post and person of whose order it is."""
    ids = {unit.name: unit.id for unit in await Unit.all()}
    found: list[Order] = []
    for draft in drafts:
        post, person = ordering
        origin = source or draft.source
        for units in [(unit,) for unit in draft.units] if draft.each else [draft.units]:
            found.append(
                await Order.create(
                    said=draft.said, what=draft.what, units=[ids[u] for u in units], support=[ids[u] for u in draft.support],
                    unknown=list(draft.unknown), due=draft.due, due_time=f"{draft.at:%H:%M}" if draft.at else "",
                    task_class=task_class or (TaskClass.TODAY.value if draft.is_today else ""),
                    origin=origin.origin.value, paper=origin.paper[:64],
                    leader_post_id=post, ordered_by=person, entered_by=entered_by, created_at=now,
                )
            )  # fmt: skip
    if found:
        await Order.filter(id__in=[one.id for one in found]).update(batch=found[0].id)
        for one in found:
            one.batch = found[0].id
    return found


async def of_batch(batch: int) -> list[Order]:
    """What of it still waits to be decided."""
    return await Order.filter(batch=batch, state="draft").order_by("id")


async def drafts() -> list[Order]:
    return await Order.filter(state="draft").order_by("id")


def class_of(order: Order, today: date) -> TaskClass:
    if order.task_class:
        return TaskClass(order.task_class)
    if order.due is not None and order.due <= today:
        return TaskClass.TODAY
    return TaskClass.LIMITED if order.due is None or order.due - today <= A_MONTH else TaskClass.ANNUAL


def due_at(
    task_class: TaskClass, due: date | None, hour: time | None, now: datetime, book: Rulebook
) -> datetime | None:
    """When it falls due if it is dispatched now."""
    given = book.calendar.moment(due, hour) if due and hour else None
    found = starts(
        Kind.DUE, task_class, now, policy=book.policy, calendar=book.calendar, unit_kind=UnitKind.DEPARTMENT, due_on=due,
        due_at=given,
    )  # fmt: skip
    return found.at if found else None


async def confirm(order: Order, now: datetime, book: Rulebook, *, actor: str, person_id: int | None = None) -> Task:
    """The draft becomes a task and is queued for dispatch; its clocks start when the unit has it."""
    today = book.calendar.local(now).date()
    task_class = class_of(order, today)
    falls_due = due_at(task_class, order.due, order.hour, now, book)
    task = await _task(order, task_class, falls_due, now, book)
    for role, units in (("lead", order.units), ("support", order.support)):
        for ordinal, unit_id in enumerate(units):
            await Assignment.create(task_id=task.id, unit_id=unit_id, role=role, ordinal=ordinal)
    order.state, order.task_id, order.decided_at, order.decided_by = "confirmed", task.id, now, person_id
    await order.save()
    await assigning.queue([task.id])
    await audit.record(actor, "order_confirmed", f"order:{order.id}", now=now, task=task.id)
    return task


async def _task(order: Order, task_class: TaskClass, falls_due: datetime | None, now: datetime, book: Rulebook) -> Task:
    leader = await people.holder(order.leader_post_id, now) if order.leader_post_id else None
    post_id = order.leader_post_id
    if post_id is None:
        unit = await Unit.get(id=order.units[0])
        in_charge = await people.leader_named(unit.leader_name) if unit.leader_name else None
        post_id = in_charge.id if in_charge else None
    line: dict[str, Any] = {
        "origin": order.origin, "paper": order.paper, "leader": leader.name if leader else "", "hour": order.due_time,
        "on": book.calendar.local(order.created_at).date().isoformat(),
    }  # fmt: skip
    return await Task.create(
        identity=order.number, title=short(order.what, 60), goal=order.what, task_class=task_class.value, state="live",
        source=ORDER, leader_name=leader.name if leader else None, leader_post_id=post_id,
        due=book.calendar.local(falls_due).date() if falls_due else order.due, due_kind="date", line=line, created_at=now,
    )  # fmt: skip


OFFERED = {"wd3": 3, "wd7": 7}  # working days


def offered_due(key: str, now: datetime, book: Rulebook) -> date:
    """What a button of the question offers: 当天, 3个工作日, 7个工作日, 一个月."""
    today = book.calendar.local(now).date()
    if key in OFFERED:
        return book.calendar.workday_after(today, OFFERED[key])
    return today if key == "today" else book.calendar.workday_after(today + A_MONTH, 0)


def goes_out_at(found: Sequence[Order], now: datetime, book: Rulebook) -> datetime | None:
    """The moment from which the last of these may reach its unit; None for at once."""
    today = book.calendar.local(now).date()
    moments = [dispatch_from(class_of(one, today), now, policy=book.policy, calendar=book.calendar) for one in found]
    return max((at for at in moments if at > now), default=None)


async def noted(found: Sequence[Order], actor: str, now: datetime) -> None:
    for order in found:
        await audit.record(actor, "order_drafted", f"order:{order.id}", now=now)


async def ids(names: Sequence[str]) -> list[int]:
    """Of units by their full names, in the order given."""
    known = {unit.name: unit.id for unit in await Unit.filter(name__in=list(names))}
    return list(dict.fromkeys(known[name] for name in names))


async def cancel(order: Order, now: datetime, *, actor: str, person_id: int | None = None) -> None:
    order.state, order.decided_at, order.decided_by = "cancelled", now, person_id
    await order.save()
    await audit.record(actor, "order_cancelled", f"order:{order.id}", now=now)


async def withdraw(order: Order, now: datetime, *, actor: str, person_id: int | None = None) -> None:
    """One that is out already, or waits to go out: nothing of it is asked any more."""
    order.state, order.decided_at, order.decided_by = "cancelled", now, person_id
    await order.save()
    await withdrawals.drop(await Task.get(id=order.task_id), now)
    await audit.record(actor, "order_withdrawn", f"order:{order.id}", now=now, task=order.task_id)


async def given_by(person_ids: Sequence[int]) -> list[Order]:
    """What these people ordered: drafts, and what became tasks; the newest first."""
    return await Order.filter(ordered_by__in=list(person_ids)).exclude(state="cancelled").order_by("-id")


QUEUED = "queued"  # asked for by a command or the API: read in the running bot's own clock


async def queue(
    text: str, unit: Unit, now: datetime, *, actor: str, due: date | None = None, task_class: str = "", source: str = ""
) -> Order:
    """An order as a command gives it. What it says of dates is read when the bot takes it up."""
    found = read_source(source)
    order = await Order.create(
        said=text, what=text, units=[unit.id], due=due, task_class=task_class, origin=found.origin.value, paper=found.paper[:64],
        state=QUEUED, created_at=now,
    )  # fmt: skip
    await Order.filter(id=order.id).update(batch=order.id)
    await obligations.plan_due("order", order.id, assigning.AT_ONCE)
    await audit.record(actor, "order_queued", f"order:{order.id}", now=now)
    return order


async def take_up(order_id: int, now: datetime, book: Rulebook) -> Order | None:
    """Read a queued order now; a whole one is dispatched, the other stays a draft for 督查室. None when it was taken."""
    order = await Order.filter(id=order_id, state=QUEUED).first()
    if order is None:
        return None
    unit = await Unit.get(id=order.units[0])
    today = book.calendar.local(now).date()
    [read, *_] = read_orders(
        f"{unit.short}：{order.said}", today=today, directory=await people.addressees(),
        workday_after=book.calendar.workday_after,
    )  # fmt: skip
    order.state, order.what = "draft", read.what or order.said
    if order.due is None:
        order.due, order.due_time = read.due, f"{read.at:%H:%M}" if read.at else ""
        order.task_class = order.task_class or (TaskClass.TODAY.value if read.is_today else "")
    await order.save()
    if not order.lacks and (order.due is None or order.due >= today):
        await confirm(order, now, book, actor="clock")
    return order
