"""Giving tasks out: what was queued goes to each head in one message; the clocks start when it has arrived."""

from datetime import UTC, datetime

from models import ledger, notices, obligations, outbox, people, routes, telling
from models.notices import Notice
from models.obligations import Obligation
from models.people import Person, Role, Unit
from models.rules.delivery import Nature
from models.rules.obligations import Kind, TaskClass
from models.rules.states import EventKind, State
from models.tasks import ORDER, Assignment
from models.wording import orders as order_words
from models.wording.tone import tone_of

AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)  # commands record intent; the running bot decides when, in its own clock


async def queue(task_ids: list[int] | None = None) -> dict[str, int]:
    """Ask for the dispatch of what was never dispatched; returns how many tasks a unit gets. Drafts stay behind."""
    query = Assignment.filter(role="lead", state=State.DRAFT, task__state="live")
    if task_ids is not None:
        query = query.filter(task_id__in=task_ids)
    waiting = await query.select_related("unit").order_by("unit__ordinal", "id")
    counts: dict[str, int] = {}
    for assignment in waiting:
        counts[assignment.unit.name] = counts.get(assignment.unit.name, 0) + 1
    for unit_id in {a.unit_id for a in waiting}:
        await obligations.plan_due("dispatch", unit_id, AT_ONCE)
    return counts


async def send_again(now: datetime) -> None:
    """Accounts have changed: what never arrived is tried anew, wherever its reader can be reached now."""
    late = {o.unit_id for o in await Obligation.filter(kind=Kind.DELIVERY.value, state="open")}
    for unit_id in sorted(unit for unit in late if unit is not None):
        await obligations.plan_due("dispatch", unit_id, now)


async def _never_arrived(unit_id: int) -> list[Assignment]:
    """Given and not delivered, and no message about it is under way."""
    late = Obligation.filter(kind=Kind.DELIVERY.value, state="open", unit_id=unit_id)
    ids = set(await late.values_list("assignment_id", flat=True))
    told = Notice.filter(assignment_id__in=ids, occasion="dispatch", state__in=["pending", "bundled"])
    ids -= set(await told.values_list("assignment_id", flat=True))
    found = Assignment.filter(id__in=ids, state=State.DISPATCHED, delivered_at=None, task__state="live")
    return await found.select_related("task", "task__plan", "unit").order_by("task__row", "task_id")


async def dispatch_unit(unit_id: int, now: datetime, *, only: TaskClass | None = None) -> None:
    """One message to the head with everything his unit was given and not told yet, or with this class of it."""
    unit = await Unit.get(id=unit_id)
    waiting = await (
        Assignment.filter(unit_id=unit_id, role="lead", state=State.DRAFT, task__state="live")
        .select_related("task", "task__plan", "unit")
        .order_by("task__row", "task_id")
    )
    waiting += await _never_arrived(unit_id)
    waiting = [one for one in waiting if only is None or one.task.task_class == only]
    head = await routes.contact_in(unit, now)
    account = await people.account_of(head.id) if head else None
    if not waiting:
        return
    if head is None or account is None:
        await _nobody(unit, head, len(waiting), now)
        return
    for alike in _letters(waiting):
        row = await outbox.put(
            account.platform, account.userid, None, now=now, reason=Nature.DISPATCH, person_id=head.id, proactive=True
        )
        for assignment in alike:
            if assignment.state == State.DRAFT:
                await ledger.record(assignment, EventKind.DISPATCHED, now=now, at=now)
            if row is not None:
                await telling.bundle_with(await _notice(assignment, head, now), row)
        await _tell_liaison(unit, alike, now)


def _letters(waiting: list[Assignment]) -> list[list[Assignment]]:
    """The plan in one message; orders of one source in another, emergencies and those of the day apart and first."""
    found: dict[tuple[str, str], list[Assignment]] = {}
    for assignment in sorted(waiting, key=lambda a: _urgency(a) or "T9"):
        task = assignment.task
        source = "/".join(str(task.line.get(each, "")) for each in ("origin", "paper", "leader"))
        key = (_urgency(assignment), source) if task.source == ORDER else ("", "plan")
        found.setdefault(key, []).append(assignment)
    return list(found.values())


def _urgency(assignment: Assignment) -> str:
    task_class = assignment.task.task_class
    return str(task_class) if task_class in (TaskClass.EMERGENCY, TaskClass.TODAY) else ""


async def _notice(assignment: Assignment, head: Person, now: datetime) -> Notice:
    before = await Notice.filter(assignment_id=assignment.id, occasion="dispatch").count()
    return Notice(
        key=f"dispatch:{assignment.id}:p{head.id}" + (f":{before}" if before else ""), person_id=head.id, task_id=assignment.task_id, assignment_id=assignment.id,
        form="single", occasion="dispatch", facts={}, why={}, created_at=now,
    )  # fmt: skip


async def _nobody(unit: Unit, head: Person | None, count: int, now: datetime) -> None:
    """A broken chain is told, not passed over; the tasks stay queued for when it is mended."""
    who = f"{head.name}没有可用的账号" if head else "没有主要负责人"
    await telling.tell_office(
        f"nochain:{unit.id}:{now:%Y-%m-%d}", f"{unit.short}{who}，{count}项任务没有下达，补齐通讯录后再下达", now
    )


async def _tell_liaison(unit: Unit, given: list[Assignment], now: datetime) -> None:
    """The liaison sees in his list what the head was given."""
    liaison = await people.person_in(unit.id, Role.LIAISON, now)
    if liaison is not None and unit.contact != Role.LIAISON:
        numbers = "、".join(a.task.number for a in given[:4]) + ("等" if len(given) > 4 else "")
        text = f"{numbers}{len(given)}项已下达给{tone_of(unit.kind).you}负责人，请协助备好方案"
        if given[0].task.source == ORDER:
            text = order_words.given_to_liaison([a.task.number for a in given], tone_of(unit.kind).you)
        await notices.add(telling.told(liaison.id, f"given:{given[0].id}", text, now, assignment_id=given[0].id))
