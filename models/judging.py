"""Judging open obligations when their moment has come: the ladder decides, this writes notices, rungs and the next look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import audit, naming, notices, obligations, people, proxies, routes
from models.audit import AuditEntry
from models.notices import Notice
from models.obligations import Obligation
from models.people import Person, Role, Team, Unit
from models.proxies import Reached
from models.rulebook import Rulebook
from models.rules.audiences import is_proxied
from models.rules.counting import effective_due
from models.rules.ladder import Ladder, judge
from models.rules.obligations import (
    Audience,
    Case,
    Form,
    Judgement,
    Kind,
    Occasion,
    Pause,
    Rung,
    Side,
    TaskClass,
    Trait,
    UnitKind,
    of_task,
)
from models.rules.pace import Lamp
from models.tasks import Assignment


def traits(assignment: Assignment) -> frozenset[str]:
    task = assignment.task
    marks = {Trait.KEY: task.is_key, Trait.REDLINE: task.is_redline, Trait.RED: assignment.lamp == Lamp.RED}
    return frozenset(trait for trait, holds in marks.items() if holds) | {of_task(task.id)}


@dataclass(frozen=True, slots=True)
class Circle:
    """Whom the judgements of one moment may concern: the people of the units, 督查室, the leaders asked, the 副秘书长."""

    teams: Mapping[int, Team]
    office: Sequence[Person]
    leaders: Mapping[int, Person]  # by their posts
    secretaries: Sequence[Person]
    away: frozenset[int]  # people whose AB岗 has the ball
    units: Mapping[int, Unit]
    aides: Mapping[int, Person]  # of heads who are city leaders, by unit
    party_office: Sequence[Person]
    proxies: Reached  # 授权代回 in these units

    def team(self, unit_id: int) -> Team:
        return self.teams.get(unit_id, {})


async def _circle(owed: Sequence[Obligation], given: Sequence[Assignment], now: datetime) -> Circle:
    asked = {o.holder_post_id for o in owed if side(o) is Side.LEADER and o.holder_post_id is not None}
    leaders = {post: person for post in asked if (person := await people.holder(post, now)) is not None}
    units = {a.unit_id: a.unit for a in given}
    if others := {o.unit_id for o in owed if o.unit_id is not None} - set(units):
        units |= {unit.id: unit for unit in await Unit.filter(id__in=others)}
    has_party = any(unit.kind == UnitKind.PARTY for unit in units.values())
    teams = await people.teams(set(units), now)
    heads = {team[Role.HEAD].id for team in teams.values() if Role.HEAD in team}
    disputed = any(o.kind == Kind.ARBITRATION for o in owed)
    return Circle(
        teams, await people.office(now), leaders, await people.secretaries(now) if disputed else (),
        frozenset(pause["person_id"] for pause in await routes.absent(heads, now)), units, await routes.aides(units.values(), now),
        await routes.party_office(now) if has_party else (),
        await proxies.reached(teams, now) if any(o.kind == Kind.PROGRESS for o in owed) else (),
    )  # fmt: skip


def case_of(
    obligation: Obligation,
    assignment: Assignment,
    members: Team,
    *,
    has_secretary: bool = False,
    owner: Unit | None = None,
) -> Case:
    """`owner` is the unit that owes it, where that is not the assignment's own."""
    unit = owner or assignment.unit
    head, liaison = routes.contact(unit, members), members.get(Role.LIAISON)
    return Case(
        kind=Kind(obligation.kind),
        task_class=TaskClass(assignment.task.task_class),
        started_at=obligation.started_at,
        due_at=obligation.due_at or obligation.started_at,
        unit_kind=UnitKind(unit.kind),
        holder=side(obligation),
        rung=None if obligation.rung is None else Rung(obligation.rung),
        rung_at=obligation.rung_at,
        last_window_at=obligation.last_window_at,
        went_on_at=obligation.went_on_at,
        occurrence=obligation.occurrence,
        pauses=tuple(_pause(p) for p in obligation.pauses),
        credited_minutes=obligation.credited_minutes,
        has_liaison=liaison is not None,
        has_deputy=Role.DEPUTY in members,
        has_secretary=has_secretary,
        holder_is_liaison=bool(head and liaison and head.id == liaison.id),
        traits=traits(assignment),
    )


def _owner(obligation: Obligation, assignment: Assignment) -> int:
    """The unit that owes it: for an answer to another's request not the assignment's own."""
    return obligation.unit_id or assignment.unit_id


def side(obligation: Obligation) -> Side:
    """Who holds the ball; of an extension 督查室 until it has proposed, then the leader whose post is its holder."""
    match Kind(obligation.kind):
        case Kind.VERIFICATION | Kind.ARBITRATION | Kind.LOOK_BACK:
            return Side.OFFICE
        case Kind.HELP if obligation.unit_id is None:
            return Side.OFFICE if obligation.holder_post_id is None else Side.LEADER
        case Kind.EXTENSION:
            return Side.OFFICE if obligation.holder_post_id is None else Side.LEADER
        case Kind.DELIVERY:
            return Side.SYSTEM
        case _:
            return Side.UNIT


def _pause(stored: Any) -> Pause:
    since, until = stored["since"], stored.get("until")
    return Pause(datetime.fromisoformat(since), datetime.fromisoformat(until) if until else None)


async def look_again(obligation: Obligation, now: datetime, book: Rulebook) -> None:
    """Pauses, dates or the unit's kind have changed: when its next moment comes is found anew. Nothing is said now."""
    assignment = await Assignment.get(id=obligation.assignment_id).select_related("task", "unit")
    owner_id = _owner(obligation, assignment)
    owner = await Unit.get(id=owner_id) if owner_id != assignment.unit_id else assignment.unit
    case = case_of(obligation, assignment, await people.team(owner_id, now), owner=owner)
    ladder = Ladder.of(case, book.policy_of(obligation.rule), book.calendar)
    if obligation.rung is not None:
        obligation.rung = min(obligation.rung, int(ladder.ceiling))  # the unit's kind may go less far than before
    at = ladder.next_look(now) if obligation.state == "open" else None
    await obligations.reschedule(obligation, at)
    await obligation.save()


async def window_from(ids: Sequence[int], at: datetime, now: datetime, book: Rulebook) -> None:
    """The last window is open from the moment its message comes: what waits for its turn puts the call off."""
    for obligation in await Obligation.filter(id__in=list(ids), state="open").order_by("id"):
        is_ahead = obligation.rung is not None and obligation.rung < Rung.R3
        if is_ahead and obligation.last_window_at is not None and obligation.last_window_at < at:
            obligation.last_window_at = at
            await look_again(obligation, now, book)


def is_resting(obligation: Obligation, now: datetime) -> bool:
    """It stands still at this moment."""
    spans = [_pause(stored) for stored in obligation.pauses]
    return any(span.since <= now and (span.until is None or span.until > now) for span in spans)


def due_of(obligation: Obligation, assignment: Assignment, book: Rulebook) -> datetime | None:
    """Moved by pauses and credits; None while a pause without end holds it up."""
    return effective_due(case_of(obligation, assignment, {}), book.calendar)


async def step_many(ids: Sequence[int], now: datetime, book: Rulebook) -> None:
    """Judge obligations whose due rows were just taken, and write what follows: notices, rungs, when to look again.

    Everything is read and written in a handful of statements, however many are due at once.
    """
    open_ = await Obligation.filter(id__in=list(ids), state="open").order_by("id")
    given = await Assignment.filter(id__in={o.assignment_id for o in open_}).select_related(
        "task", "task__plan", "unit"
    )
    by_id = {a.id: a for a in given}
    circle = await _circle(open_, given, now)
    told: list[Notice] = []
    acted: list[AuditEntry] = []
    for obligation in open_:
        assignment = by_id[obligation.assignment_id or 0]
        owner = _owner(obligation, assignment)
        case = case_of(
            obligation,
            assignment,
            circle.team(owner),
            has_secretary=bool(circle.secretaries),
            owner=circle.units.get(owner),
        )
        judgement = judge(case, now, policy=book.policy_of(obligation.rule), calendar=book.calendar)
        obligation.next_at = judgement.next_at
        if judgement.acts:
            _write_step(obligation, judgement, now)
            told += [
                _notice(obligation, assignment, judgement, p, circle, now)
                for p in _audience(judgement, obligation, assignment, circle)
            ]
            acted.append(_entry(obligation, judgement, now))
            if judgement.occasion is Occasion.NAMED and Audience.LEADER in judgement.audiences:
                await naming.rise(obligation, assignment, now)
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


def _audience(judgement: Judgement, obligation: Obligation, assignment: Assignment, circle: Circle) -> list[Person]:
    """The people behind the audiences, each once, in order. A leader is told by his digest."""
    found: dict[int, Person] = {}
    for audience in judgement.audiences:
        for person in _people(audience, judgement.rung, obligation, assignment, circle):
            found.setdefault(person.id, person)
    return list(found.values())


ROLE_OF = {Audience.LIAISON: Role.LIAISON, Audience.DEPUTY: Role.DEPUTY}
ASIDE = {Audience.AIDE, Audience.PARTY_OFFICE}  # who is spoken to about somebody else


def _people(
    audience: Audience, rung: Rung | None, obligation: Obligation, assignment: Assignment, circle: Circle
) -> Sequence[Person]:
    if audience is Audience.OFFICE:
        return circle.office
    if audience is Audience.SECRETARY:
        return circle.secretaries[:1]
    if audience is Audience.HOLDER and side(obligation) is Side.OFFICE:
        return circle.office[:1] if obligation.kind == Kind.ARBITRATION else circle.office
    if audience is Audience.HOLDER and side(obligation) is Side.LEADER:
        leader = circle.leaders.get(obligation.holder_post_id or 0)
        return [leader] if leader else []
    owner = _owner(obligation, assignment)
    members = circle.team(owner)
    if audience is Audience.PARTY_OFFICE:
        return circle.party_office or circle.office
    if audience is Audience.AIDE:
        aide = circle.aides.get(owner) or members.get(Role.LIAISON)
        return [aide] if aide else circle.office
    is_colleagues = audience is Audience.HOLDER and is_proxied(Kind(obligation.kind), rung)
    if is_colleagues and (colleague := proxies.of(circle.proxies, assignment)) is not None:
        return [colleague]
    person = members.get(ROLE_OF[audience]) if audience in ROLE_OF else None
    if audience is Audience.HOLDER:
        person = routes.contact(circle.units[owner], members)
    if person is not None and audience is Audience.HOLDER and person.id in circle.away and Role.DEPUTY in members:
        return [members[Role.DEPUTY]]
    return [person] if person else []


def _aside(judgement: Judgement, person: Person, circle: Circle) -> dict[str, str]:
    """By way of whom it is said, where the line speaks of another than its reader."""
    via = next((audience.value for audience in judgement.audiences if audience in ASIDE), None)
    if any(person.id == one.id for one in circle.office):
        is_line = judgement.form is Form.LINE and (via or Audience.OFFICE in judgement.audiences)
        return {"via": Audience.OFFICE.value} if is_line else {}
    return {"via": via} if via else {}


def _notice(
    obligation: Obligation, assignment: Assignment, judgement: Judgement, person: Person, circle: Circle, now: datetime
) -> Notice:
    begun = int(obligation.started_at.timestamp()) // 60
    key = f"o{obligation.id}:{begun}:r{judgement.rung}:{judgement.occasion}:{judgement.occurrence}:p{person.id}"
    return Notice(
        key=key, person_id=person.id, task_id=assignment.task_id, assignment_id=assignment.id, obligation_id=obligation.id,
        form=(judgement.form or Form.LINE).value, occasion=str(judgement.occasion),
        facts={"rung": judgement.rung, "kind": obligation.kind, **_aside(judgement, person, circle)},
        why={
            "rule": obligation.rule, "started_at": obligation.started_at.isoformat(),
            "due_at": obligation.due_at.isoformat() if obligation.due_at else None, "skipped": judgement.skipped,
        },
        created_at=now,
    )  # fmt: skip
