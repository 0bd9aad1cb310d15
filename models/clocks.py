"""Starting, stopping and judging the obligations of an assignment: the rules decide, this writes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from models import audit, notices, obligations
from models.events import Event
from models.notices import Notice
from models.obligations import Obligation
from models.people import Person, Role, Unit, account_of, office, person_in, post_of
from models.rulebook import Rulebook
from models.rules.clocks import starts
from models.rules.ladder import judge
from models.rules.obligations import (
    Audience,
    Case,
    Form,
    Judgement,
    Kind,
    Pause,
    Rung,
    Side,
    TaskClass,
    Trait,
    UnitKind,
)
from models.rules.quantities import find_quantities
from models.tasks import Assignment, Task, is_consolidator


async def start(
    kind: Kind,
    assignment: Assignment,
    now: datetime,
    book: Rulebook,
    *,
    period: str = "",
    name: str = "",
    due_on: date | None = None,
    last_word_at: datetime | None = None,
    event_id: int | None = None,
) -> Obligation | None:
    """Begin a clock; None where the rules have no such clock, or where it has begun before."""
    task, unit = assignment.task, assignment.unit
    due = starts(
        kind, TaskClass(task.task_class), now, policy=book.policy, calendar=book.calendar, unit_kind=UnitKind(unit.kind),
        traits=traits(task), due_on=due_on, last_word_at=last_word_at,
    )  # fmt: skip
    before = await Obligation.filter(kind=kind.value, assignment_id=assignment.id, period=period).first()
    if due is None or (before is not None and before.state != "withdrawn"):
        return None
    holder = await post_of(unit.id, Role.HEAD)
    made = before or Obligation(kind=kind.value, task_id=task.id, assignment_id=assignment.id, period=period)
    made.update_from_dict({
        "unit_id": unit.id, "holder_post_id": holder.id if holder else None, "name": name or kind.label, "started_at": now,
        "due_at": due.at, "provisional": due.provisional, "rule": book.rule(kind.value), "started_event": event_id,
        "state": "open", "ended_at": None, "ended_event": None, "rung": None, "rung_at": None, "last_window_at": None,
        "occurrence": 0, "next_at": None,
    })  # fmt: skip
    await made.save()
    await obligations.reschedule(made, now)
    await made.save()
    return made


def traits(task: Task) -> frozenset[Trait]:
    found = {Trait.KEY} if task.is_key else set()
    return frozenset(found | ({Trait.REDLINE} if task.is_redline else set()))


async def start_all(assignment: Assignment, now: datetime, book: Rulebook) -> None:
    """After the dispatch has arrived: taking on, and each dated point of the plan."""
    await start(Kind.ACCEPTANCE, assignment, now, book)
    if not is_consolidator(assignment):
        return  # the others confirm their part; reporting is the consolidator's
    today = book.calendar.local(now).date()
    for milestone in await assignment.task.milestones.all().order_by("due"):
        if milestone.due >= today:
            await start(Kind.DUE, assignment, now, book, period=f"m{milestone.id}", name=milestone.name, due_on=milestone.due)
    await start(Kind.DUE, assignment, now, book, period="due", name="全年目标", due_on=assignment.task.due)


async def start_progress(assignment: Assignment, now: datetime, book: Rulebook, *, event_id: int | None = None) -> None:
    """The next report: of the month that follows the last valid word."""
    if not is_consolidator(assignment):
        return
    word = assignment.last_word_at
    due = starts(
        Kind.PROGRESS, TaskClass(assignment.task.task_class), now, policy=book.policy, calendar=book.calendar,
        unit_kind=UnitKind(assignment.unit.kind), traits=traits(assignment.task), due_on=assignment.task.due, last_word_at=word,
    )  # fmt: skip
    if due is not None:
        period = book.calendar.local(due.at).strftime("%Y-%m-%d")
        await start(
            Kind.PROGRESS, assignment, now, book, period=period, name="进展", due_on=assignment.task.due, last_word_at=word,
            event_id=event_id,
        )  # fmt: skip


async def meet(
    assignment_id: int, now: datetime, *kinds: Kind, state: str = "met", event_id: int | None = None
) -> list[Obligation]:
    """Stop these clocks (all of them without kinds) and withdraw what was still to be said because of them."""
    ended = await obligations.open_of(assignment_id, *(kind.value for kind in kinds))
    for obligation in ended:
        await end(obligation, state, now, event_id=event_id)
    return ended


async def end(obligation: Obligation, state: str, now: datetime, *, event_id: int | None = None) -> None:
    await obligations.end(obligation, state, now, event_id=event_id)
    await notices.withdraw(f"obligation {state}", obligation_id=obligation.id)


async def heard(assignment: Assignment, event: Event, now: datetime, book: Rulebook) -> None:
    """A valid word: this period's report is in, the next one begins; steps of the plan that its figures reach are met."""
    await meet(assignment.id, now, Kind.PROGRESS, Kind.FIRST_STEP, event_id=event.id)
    await start_progress(assignment, now, book, event_id=event.id)
    for owed in await obligations.open_of(assignment.id, Kind.DUE.value):
        if owed.period.startswith("m") and reaches(owed.name, event.data.get("reading", {}).get("indicators", [])):
            await end(owed, "met", now, event_id=event.id)


def reaches(step: str, figures: Sequence[dict[str, Any]]) -> bool:
    """Whether what was reported covers a step of the plan (打通断头路4条): a figure of its unit that is at least as large."""
    wanted = find_quantities(step)
    return bool(wanted) and all(
        any(f["unit"] == w.unit and f["value"] >= w.value and _same_thing(step, f["name"]) for f in figures) for w in wanted
    )


def _same_thing(step: str, name: str) -> bool:
    return len(set(step) & set(name)) >= 2


async def resume(event_id: int, now: datetime) -> None:
    """The report that had stopped these clocks was returned: they go on from where they were."""
    for stopped in await Obligation.filter(ended_event=event_id).exclude(state="open"):
        stopped.state, stopped.ended_at, stopped.ended_event = "open", None, None
        await obligations.reschedule(stopped, now)
        await stopped.save()


async def undo(event_id: int, now: datetime) -> None:
    """The event is taken back: clocks it stopped go on from where they were, clocks it began never were."""
    for begun in await Obligation.filter(started_event=event_id, state="open"):
        await end(begun, "withdrawn", now)
    await resume(event_id, now)


async def case_of(obligation: Obligation, assignment: Assignment, now: datetime) -> Case:
    unit_id = assignment.unit_id
    head = await person_in(unit_id, Role.HEAD, now)
    liaison = await person_in(unit_id, Role.LIAISON, now)
    deputy = await person_in(unit_id, Role.DEPUTY, now)
    return Case(
        kind=Kind(obligation.kind),
        task_class=TaskClass(assignment.task.task_class),
        started_at=obligation.started_at,
        due_at=obligation.due_at or obligation.started_at,
        unit_kind=UnitKind(assignment.unit.kind),
        holder=side(Kind(obligation.kind)),
        rung=None if obligation.rung is None else Rung(obligation.rung),
        rung_at=obligation.rung_at,
        last_window_at=obligation.last_window_at,
        occurrence=obligation.occurrence,
        pauses=tuple(_pause(p) for p in obligation.pauses),
        credited_minutes=obligation.credited_minutes,
        has_liaison=liaison is not None,
        has_deputy=deputy is not None,
        holder_is_liaison=bool(head and liaison and head.id == liaison.id),
        traits=traits(assignment.task),
    )


def side(kind: Kind) -> Side:
    return Side.OFFICE if kind in {Kind.VERIFICATION, Kind.ARBITRATION} else Side.UNIT


def _pause(stored: Any) -> Pause:
    since, until = stored["since"], stored.get("until")
    return Pause(datetime.fromisoformat(since), datetime.fromisoformat(until) if until else None)


async def step(obligation: Obligation, now: datetime, book: Rulebook) -> Judgement:
    """Judge one obligation and write what follows: notices, the rung, when to look again."""
    assignment = await Assignment.get(id=obligation.assignment_id).select_related("task", "task__plan", "unit")
    case = await case_of(obligation, assignment, now)
    judgement = judge(case, now, policy=book.policy, calendar=book.calendar)
    if judgement.acts:
        await _write_step(obligation, judgement, now)
        for person in await _audience(judgement, obligation, assignment, now):
            await notices.add(_notice(obligation, assignment, judgement, person, now))
        await audit.record("clock", "step", f"obligation:{obligation.id}", now=now, rung=judgement.rung, occasion=judgement.occasion)
    await obligations.reschedule(obligation, judgement.next_at)
    await obligation.save()
    return judgement


async def _write_step(obligation: Obligation, judgement: Judgement, now: datetime) -> None:
    if judgement.rung is not None and judgement.rung != obligation.rung:
        obligation.rung, obligation.rung_at = int(judgement.rung), now
    if judgement.occasion == "last_window":
        obligation.last_window_at = now
    obligation.occurrence = judgement.occurrence
    obligation.steps = [
        *obligation.steps,
        {
            "at": now.isoformat(), "rung": judgement.rung, "occasion": judgement.occasion, "form": judgement.form,
            "to": [str(a) for a in judgement.audiences], "skipped": judgement.skipped,
        },
    ]  # fmt: skip


async def _audience(judgement: Judgement, obligation: Obligation, assignment: Assignment, now: datetime) -> list[Person]:
    """The people behind the audiences, each once, in order."""
    found: dict[int, Person] = {}
    for audience in judgement.audiences:
        for person in await _people(audience, obligation, assignment, now):
            found.setdefault(person.id, person)
    return list(found.values())


ROLE_OF = {Audience.LIAISON: Role.LIAISON, Audience.DEPUTY: Role.DEPUTY, Audience.HOLDER: Role.HEAD}


async def _people(audience: Audience, obligation: Obligation, assignment: Assignment, now: datetime) -> list[Person]:
    if audience is Audience.OFFICE or (audience is Audience.HOLDER and side(Kind(obligation.kind)) is Side.OFFICE):
        return await office(now)
    if audience is Audience.LEADER:
        return []
    person = await person_in(assignment.unit_id, ROLE_OF[audience], now)
    return [person] if person else []


def _notice(obligation: Obligation, assignment: Assignment, judgement: Judgement, person: Person, now: datetime) -> Notice:
    key = f"o{obligation.id}:r{judgement.rung}:{judgement.occasion}:{judgement.occurrence}:p{person.id}"
    return Notice(
        key=key, person_id=person.id, task_id=assignment.task_id, assignment_id=assignment.id, obligation_id=obligation.id,
        form=(judgement.form or Form.LINE).value, occasion=str(judgement.occasion),
        facts={"rung": judgement.rung, "kind": obligation.kind},
        why={
            "rule": obligation.rule, "started_at": obligation.started_at.isoformat(),
            "due_at": obligation.due_at.isoformat() if obligation.due_at else None, "skipped": judgement.skipped,
        },
        created_at=now,
    )  # fmt: skip


async def reachable(person: Person) -> bool:
    return await account_of(person.id) is not None


def unit_kind(unit: Unit) -> UnitKind:
    return UnitKind(unit.kind)
