"""What waits for a leader: extensions put before him, help that units ask for, disputes; orders he gave; who is named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models import db, extending, helping, ledger, naming
from models.events import Event
from models.naming import Named
from models.obligations import Obligation
from models.people import Role
from models.portfolios import Portfolio, Reader
from models.rules.calendar import Calendar
from models.rules.obligations import Kind
from models.rules.repetition import Line, put_off_until
from models.rules.states import EventKind
from models.tasks import Assignment
from models.wording import digest as words
from models.wording.phrases import day as say_day
from models.wording.phrases import local


@dataclass(frozen=True, slots=True)
class Waiting:
    obligation: Obligation
    assignment: Assignment
    is_put_off: bool = False  # he has had his say: 再等等, or 请秘书长协调


async def waiting(portfolio: Portfolio, day: date, calendar: Calendar) -> list[Waiting]:
    """The oldest first: an extension once it is put before this leader, help and disputes in his portfolio."""
    query = portfolio.filter(Assignment.all()).filter(
        id__in=await Obligation.filter(
            state="open", kind__in=[Kind.HELP.value, Kind.ARBITRATION.value, Kind.EXTENSION.value]
        ).values_list("assignment_id", flat=True)
    )
    given = {a.id: a for a in await query.select_related("task", "task__plan", "unit")}
    owed = Obligation.filter(
        state="open",
        assignment_id__in=list(given),
        kind__in=[Kind.HELP.value, Kind.ARBITRATION.value, Kind.EXTENSION.value],
    )
    put_off = await _put_off(portfolio, list(given), day, calendar)
    return [
        Waiting(o, given[o.assignment_id], o.started_event in put_off)
        for o in await owed.order_by("due_at", "id")
        if o.assignment_id is not None and (o.kind != Kind.EXTENSION or o.holder_post_id in portfolio.post_ids)
    ]


async def _put_off(portfolio: Portfolio, given: list[int], day: date, calendar: Calendar) -> set[int]:
    """The events that asked for help on which the leader had his say, not too long ago."""
    kinds = [EventKind.PUT_OFF.value, EventKind.HELP_ASKED.value]
    said = await Event.filter(kind__in=kinds, assignment_id__in=given)
    rests = [event for event in said if day < put_off_until(local(event.at).date(), calendar)]
    mine = set(portfolio.post_ids)
    return {event.data.get("asked", event.id) for event in rests if mine & set(event.data.get("posts", ()))}


async def line_of(one: Waiting) -> Line:
    task, unit = one.assignment.task, one.assignment.unit.short
    figures = ({"task": task.id},)
    if one.obligation.kind == Kind.ARBITRATION:
        event = await ledger.last(one.assignment.id, EventKind.CONTESTED)
        said = "" if event is None or task.off_chat else str(event.data.get("text") or "")
        text = words.contested(task.number, said, unit)
        return Line(f"dispute:{one.obligation.id}", text, str(event.id if event else ""), figures)
    key = f"decide:{one.obligation.id}"
    if one.obligation.kind == Kind.EXTENSION:
        request = await extending.waiting(one.assignment.id)
        to, cause = (request.to.isoformat(), request.cause) if request else ("", "")
        return Line(key, words.extension(task.number, unit, to, "" if task.off_chat else cause), to, figures)
    asked = await helping.of_clock(one.obligation)
    text = "" if asked is None or task.off_chat else asked.text
    return Line(key, words.help_asked(task.number, text, unit), str(asked.event_id if asked else ""), figures)


def is_his(reader: Reader, lines: Iterable[Line]) -> bool:
    """Whether this reader decides one of these: a dispute is decided by 督查室 or the 副秘书长."""
    is_secretary = "秘书长" in reader.post.title
    return reader.role is Role.LEADER and any(is_secretary or line.key.startswith("decide:") for line in lines)


async def orders_given(portfolio: Portfolio, today: date) -> tuple[int, int, int]:
    """Of the orders in this leader's name: done, under way, and of these past their day."""
    posts = ", ".join(str(int(each)) for each in portfolio.post_ids) or "NULL"
    [row] = await db.rows(
        "SELECT COUNT(CASE WHEN a.state IN ('closed', 'looking_back', 'archived') THEN 1 END) AS done,"
        " COUNT(CASE WHEN a.state NOT IN ('closed', 'looking_back', 'archived') THEN 1 END) AS open_,"
        " COUNT(CASE WHEN a.state NOT IN ('closed', 'looking_back', 'archived', 'completed') AND t.due < ? THEN 1 END) AS late"
        " FROM assigned_order o JOIN task t ON t.id = o.task_id"
        " JOIN assignment a ON a.task_id = t.id AND a.role = 'lead' AND a.ordinal = 0"
        f" WHERE t.state = 'live' AND o.leader_post_id IN ({posts})"
        " AND a.state NOT IN ('draft', 'pending_review', 'terminated', 'carried_over')",
        today,
    )
    return row["done"], row["open_"], row["late"]


async def named(portfolio: Portfolio, today: date) -> list[Named]:
    """到期未更新: proofed by 督查室 on a day before, and still so."""
    return await naming.named(portfolio.post_ids, today)


def line_of_named(one: Named) -> Line:
    task = one.assignment.task
    due = say_day(local(one.obligation.due_at).date()) if one.obligation.due_at else ""
    text = words.not_updated(task.number, one.assignment.unit.short, due, one.naming.note)
    return Line(f"named:{one.naming.id}", text, one.naming.note, ({"task": task.id},))
