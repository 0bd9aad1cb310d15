"""An emergency as a task (T0): opened by whoever is on duty, for the unit that reported it, so many a month at most."""

from datetime import datetime

from models import emergencies, orders
from models.emergencies import Emergency, Step
from models.orders import Order
from models.people import Unit
from models.rulebook import Rulebook
from models.rules.obligations import TaskClass
from models.rules.order_sources import Origin
from models.wording import emergencies as words


async def open_one(emergency: Emergency, now: datetime, book: Rulebook, *, actor: str, person_id: int) -> str:
    """What to answer; the second tap opens no second task."""
    unit = await Unit.get(id=emergency.unit_id)
    if emergency.order_id is not None:
        return words.tasked(f"J{emergency.order_id}", unit.short)
    today, most = book.calendar.local(now).date(), book.policy.emergency.tasks_a_month
    since = book.calendar.moment(today.replace(day=1), datetime.min.time())
    if await Order.filter(task_class=TaskClass.EMERGENCY.value, created_at__gte=since).count() >= most:
        return words.too_many_tasks(most)
    order = await Order.create(
        said=emergency.text, what=words.task(emergency.text), units=[unit.id], task_class=TaskClass.EMERGENCY.value,
        origin=Origin.WORD.value, ordered_by=person_id, entered_by=person_id, created_at=now,
    )  # fmt: skip
    if not await Emergency.filter(id=emergency.id, order_id=None).update(order_id=order.id):
        await order.delete()  # somebody else tapped in the same moment
        return words.tasked("", unit.short)
    order.batch = order.id
    await orders.confirm(order, now, book, actor=actor, person_id=person_id)
    await emergencies.note(emergency.id, Step.TASKED, now, person_id=person_id, text=order.number)
    return words.tasked(order.number, unit.short)
