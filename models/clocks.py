"""Starting, stopping and judging the obligations of an assignment: the rules decide, this writes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from models import audit, notices, obligations
from models.audit import AuditEntry
from models.events import Event
from models.notices import Notice
from models.obligations import Obligation
from models.people import Person, Role, Team, office, post_of, team, teams
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
from models.rules.reach import reaches
from models.tasks import Assignment, Task, is_consolidator
from models.wording import ledger as words


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
    members: Team | None = None,
) -> Obligation | None:
    """Begin a clock; None where the rules have no such clock, or where it has begun before.

    A clock begins on the full minute that follows: never early, and what begins together is judged together.
    R0 is the message that began it, so nothing is said now.
    """
    task, unit, begun = assignment.task, assignment.unit, _full_minute(now)
    due = starts(
        kind, TaskClass(task.task_class), begun, policy=book.policy, calendar=book.calendar, unit_kind=UnitKind(unit.kind),
        traits=traits(task), due_on=due_on, last_word_at=last_word_at,
    )  # fmt: skip
    before = await Obligation.filter(kind=kind.value, assignment_id=assignment.id, period=period).first()
    if due is None or (before is not None and before.state != "withdrawn"):
        return None
    holder = await post_of(unit.id, Role.HEAD)
    made = before or Obligation(kind=kind.value, task_id=task.id, assignment_id=assignment.id, period=period)
    made.update_from_dict({
        "unit_id": unit.id, "holder_post_id": holder.id if holder else None, "name": name or kind.label, "started_at": begun, "due_at": due.at, "provisional": due.provisional,
        "rule": book.rule(kind.value), "started_event": event_id, "state": "open", "ended_at": None, "ended_event": None,
        "rung": 0, "rung_at": begun, "last_window_at": None, "occurrence": 0,
    })  # fmt: skip
    case = case_of(made, assignment, members or await team(unit.id, now))
    made.next_at = judge(case, begun, policy=book.policy, calendar=book.calendar).next_at
    await made.save()
    if made.next_at is not None:
        await obligations.plan_due("obligation", made.id, made.next_at)
    return made


def _full_minute(now: datetime) -> datetime:
    whole = now.replace(second=0, microsecond=0)
    return whole if whole == now else whole + timedelta(minutes=1)


def traits(task: Task) -> frozenset[Trait]:
    found = {Trait.KEY} if task.is_key else set()
    return frozenset(found | ({Trait.REDLINE} if task.is_redline else set()))


async def start_all(assignment: Assignment, now: datetime, book: Rulebook, members: Team) -> None:
    """After the dispatch has arrived: taking on, and each dated point of the plan."""
    await start(Kind.ACCEPTANCE, assignment, now, book, members=members)
    await start_dates(assignment, now, book, members)


async def start_dates(assignment: Assignment, now: datetime, book: Rulebook, members: Team) -> None:
    """Each dated point of the plan that is still ahead."""
    if not is_consolidator(assignment):
        return  # the others confirm their part; reporting is the consolidator's
    today = book.calendar.local(now).date()
    for milestone in await assignment.task.milestones.all().order_by("due"):
        if milestone.due >= today:
            period = f"m{milestone.id}"
            await start(
                Kind.DUE,
                assignment,
                now,
                book,
                period=period,
                name=milestone.name,
                due_on=milestone.due,
                members=members,
            )
    if (due := assignment.task.due) is not None:
        await start(Kind.DUE, assignment, now, book, period=f"due@{due}", name="全年目标", due_on=due, members=members)


async def redate(assignment: Assignment, now: datetime, book: Rulebook) -> None:
    """The plan was revised: clocks of dates that are no longer in it end, those of new ones begin."""
    steps = {f"m{milestone.id}" for milestone in await assignment.task.milestones.all()}
    for owed in await obligations.open_of(assignment.id, Kind.DUE.value):
        if owed.period not in steps | {f"due@{assignment.task.due}"}:
            await end(owed, "withdrawn", now)
    await start_dates(assignment, now, book, await team(assignment.unit_id, now))


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
        length = book.policy.length(
            Kind.PROGRESS, TaskClass(assignment.task.task_class), traits=traits(assignment.task)
        )
        await start(
            Kind.PROGRESS, assignment, now, book, period=period, name=words.report_name(length), due_on=assignment.task.due, last_word_at=word,
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


def case_of(obligation: Obligation, assignment: Assignment, members: Team) -> Case:
    head, liaison = members.get(Role.HEAD), members.get(Role.LIAISON)
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
        has_deputy=Role.DEPUTY in members,
        holder_is_liaison=bool(head and liaison and head.id == liaison.id),
        traits=traits(assignment.task),
    )


def side(kind: Kind) -> Side:
    return Side.OFFICE if kind in {Kind.VERIFICATION, Kind.ARBITRATION} else Side.UNIT


def _pause(stored: Any) -> Pause:
    since, until = stored["since"], stored.get("until")
    return Pause(datetime.fromisoformat(since), datetime.fromisoformat(until) if until else None)


async def step_many(ids: Sequence[int], now: datetime, book: Rulebook) -> None:
    """Judge obligations whose due rows were just taken, and write what follows: notices, rungs, when to look again.

    Everything is read and written in a handful of statements, however many are due at once.
    """
    open_ = await Obligation.filter(id__in=list(ids), state="open").order_by("id")
    given = await Assignment.filter(id__in={o.assignment_id for o in open_}).select_related(
        "task", "task__plan", "unit"
    )
    by_id = {a.id: a for a in given}
    members = await teams({a.unit_id for a in given}, now)
    watchers = await office(now)
    told: list[Notice] = []
    acted: list[AuditEntry] = []
    for obligation in open_:
        assignment = by_id[obligation.assignment_id or 0]
        mine = members.get(assignment.unit_id, {})
        judgement = judge(case_of(obligation, assignment, mine), now, policy=book.policy, calendar=book.calendar)
        obligation.next_at = judgement.next_at
        if judgement.acts:
            _write_step(obligation, judgement, now)
            people = _audience(judgement, obligation, mine, watchers)
            told += [_notice(obligation, assignment, judgement, person, now) for person in people]
            acted.append(_entry(obligation, judgement, now))
    await notices.add_many(told)
    await audit.record_many(acted)
    await obligations.keep_steps(open_)
    await obligations.plan_due_many("obligation", [(o.next_at, o.id) for o in open_ if o.next_at is not None])


def _entry(obligation: Obligation, judgement: Judgement, now: datetime) -> AuditEntry:
    data = {"rung": judgement.rung, "occasion": judgement.occasion}
    return AuditEntry(at=now, actor="clock", action="step", subject=f"obligation:{obligation.id}", data=data)


def _write_step(obligation: Obligation, judgement: Judgement, now: datetime) -> None:
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


def _audience(judgement: Judgement, obligation: Obligation, members: Team, watchers: Sequence[Person]) -> list[Person]:
    """The people behind the audiences, each once, in order."""
    found: dict[int, Person] = {}
    for audience in judgement.audiences:
        for person in _people(audience, obligation, members, watchers):
            found.setdefault(person.id, person)
    return list(found.values())


ROLE_OF = {Audience.LIAISON: Role.LIAISON, Audience.DEPUTY: Role.DEPUTY, Audience.HOLDER: Role.HEAD}


def _people(audience: Audience, obligation: Obligation, members: Team, watchers: Sequence[Person]) -> Sequence[Person]:
    if audience is Audience.OFFICE or (audience is Audience.HOLDER and side(Kind(obligation.kind)) is Side.OFFICE):
        return watchers
    person = members.get(ROLE_OF[audience]) if audience in ROLE_OF else None
    return [person] if person else []


def _notice(
    obligation: Obligation, assignment: Assignment, judgement: Judgement, person: Person, now: datetime
) -> Notice:
    begun = int(obligation.started_at.timestamp()) // 60
    key = f"o{obligation.id}:{begun}:r{judgement.rung}:{judgement.occasion}:{judgement.occurrence}:p{person.id}"
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
