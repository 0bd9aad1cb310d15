"""Help (求助): what a unit asks of another, confirmed by its head; the ball and a clock (K8) pass to whoever is asked.

asked ─ answered ─┬─ solved
          ↑       └─ 还没解决: asked again, and after two rounds a line for a 专题会 (stuck) ─ settled there
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from models import audit, clocks, ledger, obligations, pauses, people, routes
from models.fields import MomentField
from models.obligations import Asked, Obligation
from models.pauses import PauseKind
from models.people import Identity, Person, Post, Role, Unit
from models.rulebook import Rulebook
from models.rules.obligations import Kind
from models.rules.states import EventKind, State
from models.tasks import Assignment, called
from models.wording import help as words

ROUNDS = 2  # after so many it is for a meeting
LONGEST = 200  # characters of what goes out
OPEN = ("asked", "answered", "stuck")


class HelpRequest(Model):
    id = fields.BigIntField(primary_key=True)
    assignment_id = fields.BigIntField()
    state = fields.CharField(
        max_length=12, default="asked"
    )  # asked … answered, passed_on, solved, stuck, settled, withdrawn, closed
    text = fields.CharField(max_length=256)
    round = fields.IntField(default=1)
    unit_id = fields.BigIntField(null=True)  # who is asked: a unit, or
    post_id = fields.BigIntField(null=True)  # the 副秘书长; neither: 督查室
    asked_by = fields.BigIntField(null=True)
    event_id = fields.BigIntField(null=True)
    answer = fields.TextField(default="")
    answered_by = fields.BigIntField(null=True)
    asked_at = MomentField()
    answered_at = MomentField(null=True)

    class Meta:
        table = "help_request"


async def secretary(now: datetime) -> Asked:
    """The 副秘书长 who coordinates; 督查室 where none is registered."""
    held = [*await people.holders(Role.AIDE, now), *await people.holders(Role.LEADER, now)]
    return Asked(post=next((post for post, _ in held if "秘书长" in post.title), None))


async def whom(names: Sequence[str | None], assignment: Assignment, now: datetime) -> Asked | None:
    """The first of the bodies named that can be asked: a unit of the city, a leader by way of the 副秘书长."""
    directory = await people.directory()
    for name in names:
        if not name:
            continue
        if words.is_leader(name):
            return await secretary(now)
        full = directory.resolve(name)
        unit = await Unit.filter(name=full).first() if full else None
        if unit is not None and unit.id != assignment.unit_id:
            return await _by_portfolio(unit, assignment, now)
    return None


async def _by_portfolio(unit: Unit, assignment: Assignment, now: datetime) -> Asked:
    """A unit of another leader is asked by way of the 副秘书长, where there is one."""
    mine = assignment.task.leader_name or assignment.unit.leader_name
    if mine and unit.leader_name and unit.leader_name != mine:
        asked = await secretary(now)
        if asked.post is not None:
            return replace(asked, through=unit.short)
    return Asked(unit=unit)


async def ask(
    assignment: Assignment,
    of: Asked,
    text: str,
    book: Rulebook,
    *,
    said: dict[str, Any],
    round_: int = 1,
    asked_by: int | None = None,
) -> tuple[HelpRequest, Obligation | None] | str:
    """The words that the head confirmed go out; a refusal in Chinese where they cannot."""
    now: datetime = said["now"]
    if refusal := await ledger.refusal(assignment, EventKind.HELP_ASKED, now=now):
        return refusal
    event = await ledger.record(assignment, EventKind.HELP_ASKED, **said, text=text[:LONGEST], to=of.name)
    request = await HelpRequest.create(
        assignment_id=assignment.id, text=text[:LONGEST], round=round_, unit_id=of.unit.id if of.unit else None,
        post_id=of.post.id if of.post else None, asked_by=asked_by or said.get("person_id"), event_id=event.id, asked_at=now,
    )  # fmt: skip
    await pauses.of_assignment(assignment, PauseKind.HELP, f"等{of.name}答复", now, book, event_id=event.id)
    clock = await clocks.start(
        Kind.HELP, assignment, now, book, period=_period(request), name=words.clock_name(assignment.unit.short), event_id=event.id,
        asked=of,
    )  # fmt: skip
    await audit.record(f"person:{request.asked_by}", "help_asked", f"help:{request.id}", now=now, to=of.name)
    return request, clock


def _period(request: HelpRequest) -> str:
    return f"h{request.id}"


async def asked_of(request: HelpRequest) -> Asked:
    unit = await Unit.filter(id=request.unit_id).first() if request.unit_id else None
    return Asked(unit, await Post.filter(id=request.post_id).first() if request.post_id else None)


async def answer(request: HelpRequest, text: str, book: Rulebook, *, said: dict[str, Any]) -> Assignment:
    """The ball goes back to the unit that asked; its clocks go on."""
    now: datetime = said["now"]
    assignment = await ledger.get(request.assignment_id)
    request.state, request.answer = "answered", text
    request.answered_by, request.answered_at = said.get("person_id"), now
    await request.save()
    if assignment.state == State.ASKING_HELP and not await _others(request):
        await ledger.record(assignment, EventKind.HELP_ANSWERED, **said, text=text)
    await _over(request, "met", now, book)
    await audit.record(f"person:{request.answered_by}", "help_answered", f"help:{request.id}", now=now)
    return assignment


async def pass_on(
    request: HelpRequest, to: Asked, posts: Sequence[int], book: Rulebook, *, said: dict[str, Any]
) -> tuple[HelpRequest, Obligation | None] | str:
    """By a leader's word somebody else is asked in the place of whom it was; who asked stays the same."""
    was, assignment = await asked_of(request), await ledger.get(request.assignment_id)
    text = words.through(request.text, was.unit.short if was.unit and was.unit.short not in request.text else "")
    decided = {**said, "posts": list(posts)}
    made = await ask(assignment, to, text, book, said=decided, round_=request.round, asked_by=request.asked_by)
    if not isinstance(made, str):
        request.state = "passed_on"
        await request.save()
        await _over(request, "met", said["now"], book)
    return made


async def put_off(request: HelpRequest, posts: Sequence[int], *, said: dict[str, Any]) -> None:
    """再等等: it stays where it is, and out of the digest of the holders of these posts for some days."""
    assignment = await ledger.get(request.assignment_id)
    await ledger.record(assignment, EventKind.PUT_OFF, **said, asked=request.event_id, posts=list(posts))


async def of_clock(clock: Obligation) -> HelpRequest | None:
    return await HelpRequest.filter(id=int(clock.period[1:])).first()


async def _others(request: HelpRequest) -> bool:
    """Something else that this task waits for."""
    waiting = HelpRequest.filter(assignment_id=request.assignment_id, state="asked")
    return await waiting.exclude(id=request.id).exists()


async def _over(request: HelpRequest, state: str, now: datetime, book: Rulebook) -> None:
    for owed in await obligations.open_of(request.assignment_id, Kind.HELP.value):
        if owed.period == _period(request):
            await clocks.end(owed, state, now)
    await pauses.over_of_event(request.event_id or 0, now, book)


async def withdraw(request: HelpRequest, book: Rulebook, *, said: dict[str, Any]) -> None:
    """The head settles it himself after all."""
    now: datetime = said["now"]
    assignment = await ledger.get(request.assignment_id)
    request.state = "withdrawn"
    await request.save()
    if assignment.state == State.ASKING_HELP and not await _others(request):
        await ledger.record(assignment, EventKind.HELP_ANSWERED, **said, text=words.WITHDRAWN)
    await _over(request, "withdrawn", now, book)


async def close_with(assignment: Assignment, book: Rulebook, *, now: datetime, actor: str) -> list[HelpRequest]:
    """The task is verified: what it still asked for needs no answer any more."""
    found = await HelpRequest.filter(assignment_id=assignment.id, state__in=list(OPEN)).order_by("id")
    for request in found:
        request.state = "closed"
        await request.save()
        await _over(request, "met", now, book)
        await audit.record(actor, "help_closed", f"help:{request.id}", now=now)
    return list(found)


async def asked_people(request: HelpRequest, now: datetime) -> list[Person]:
    """Who answers for whom was asked: head and liaison of the unit, the holder of the post, else 督查室."""
    if request.unit_id is not None:
        return await routes.spokesmen(request.unit_id, now)
    if request.post_id is None:
        return await people.office(now)
    person = await people.holder(request.post_id, now)
    return [person] if person else []


def _is_asked(one: HelpRequest, who: Identity, unit_ids: Sequence[int]) -> bool:
    """He speaks for the unit that was asked or holds the post; what was asked of neither is 督查室's."""
    if one.unit_id is None and one.post_id is None:
        return who.has(Role.ADMIN)
    return one.unit_id in unit_ids or one.post_id in {post.id for post in who.posts}


async def to_answer(number: str, who: Identity, unit_ids: Sequence[int]) -> list[HelpRequest]:
    """What was asked of him about this task and is not answered; the oldest first."""
    ids = [a.id for a in await called(number, None)]
    found = await HelpRequest.filter(assignment_id__in=ids, state="asked").order_by("id")
    return [one for one in found if _is_asked(one, who, unit_ids)]


async def open_for(who: Identity, unit_ids: Sequence[int]) -> tuple[list[HelpRequest], list[HelpRequest]]:
    """What his units asked for and what is asked of him, as long as it is open."""
    found = await HelpRequest.filter(state__in=list(OPEN)).order_by("id")
    owners = {a.id: a.unit_id for a in await Assignment.filter(id__in={one.assignment_id for one in found})}
    ours = [one for one in found if owners.get(one.assignment_id) in unit_ids]
    theirs = [one for one in found if one.state == "asked" and _is_asked(one, who, unit_ids)]
    return ours, theirs


async def listed_by(request: HelpRequest) -> str:
    """Who put it on the list of a 专题会; nobody, where two rounds did not solve it."""
    person = await Person.filter(id=request.answered_by or 0).first() if request.answer == words.LISTED else None
    return person.name if person else ""


async def stuck(leader_posts: Sequence[int] | None) -> list[tuple[HelpRequest, Assignment]]:
    """What two rounds did not solve: lines for a 专题会; of these leaders' portfolios only, or all."""
    lines = []
    for request in await HelpRequest.filter(state="stuck").order_by("id"):
        assignment = await ledger.get(request.assignment_id)
        if leader_posts is None or assignment.task.leader_post_id in leader_posts:
            lines.append((request, assignment))
    return lines
