"""异议 and its decision: 督查室, or the 副秘书长 when it leaves it lying, upholds the unit or gives the task to another."""

import re

from handlers.hearing import Hearing
from handlers.office import signature, tell_at_once
from models import assigning, audit, clocks, ledger
from models.people import Role, Unit, directory
from models.rules.obligations import Kind
from models.rules.states import EventKind, State
from models.tasks import Assignment
from models.wording import disputes as words
from models.wording.tone import tone_of

_UPHOLD = re.compile(r"维持\s*(?:第)?(?P<number>J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?(?:原分工)?[。]*", re.IGNORECASE)
_REASSIGN = re.compile(
    r"(?:改派|改由)\s*(?:第)?(?P<number>J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?\s*(?:给|到|由|改由)?\s*(?P<unit>[^\d\s，,。]{2,20}?)(?:承担|负责|牵头)?[。]*",
    re.IGNORECASE,
)


def may_decide(hearing: Hearing) -> bool:
    of_leaders = (post for post in hearing.who.posts if post.role in {Role.AIDE, Role.LEADER})
    return hearing.is_office or any("秘书长" in post.title for post in of_leaders)


async def words_of(hearing: Hearing) -> bool:
    """True when the words were about disputes, and from somebody who decides them."""
    if not may_decide(hearing):
        return False
    text = hearing.text.strip("。？? ")
    if text in {"异议", "待裁定"}:
        await show(hearing)
    elif match := _UPHOLD.fullmatch(text):
        await _decide(hearing, match["number"].upper(), None)
    elif match := _REASSIGN.fullmatch(text):
        await _decide(hearing, match["number"].upper(), match["unit"])
    else:
        return False
    return True


async def show(hearing: Hearing) -> None:
    """What waits to be decided, with the reasons."""
    found = []
    for assignment in await ledger.in_state(State.DISPUTED):
        event = await ledger.last(assignment.id, EventKind.CONTESTED)
        found.append((assignment.task.number, assignment.unit.short, (event.data.get("text") if event else "") or ""))
    await hearing.say(words.disputes(found))


async def _decide(hearing: Hearing, number: str, other: str | None) -> None:
    mine = [a for a in await ledger.in_state(State.DISPUTED) if a.task.number.removesuffix("号") == number]
    unit = await _unit(other) if other else None
    if not mine:
        await hearing.say(words.no_dispute(number))
    elif other and unit is None:
        await hearing.say(words.no_such_unit(other))
    elif unit is not None and any(a.unit_id == unit.id for a in mine):
        await hearing.say(words.same_unit(number, unit.short))
    else:
        for assignment in mine:
            await (_reassign(hearing, assignment, unit) if unit else _uphold(hearing, assignment))
        await hearing.say(words.reassigned_to_office(number, unit.short) if unit else words.upheld_to_office(number))


async def _unit(name: str) -> Unit | None:
    known = await directory()
    full = known.resolve(name)
    return await Unit.filter(name=full).first() if full else None


async def _uphold(hearing: Hearing, assignment: Assignment) -> None:
    """The unit keeps the task, and is told by whom it was decided; its clock starts anew."""
    contested = await ledger.last(assignment.id, EventKind.CONTESTED)
    event = await ledger.record(assignment, EventKind.UPHELD, **hearing.said())
    if contested is not None:
        await clocks.resume(contested.id, hearing.now, hearing.book)
    anew = (Kind.ARBITRATION, Kind.ACCEPTANCE, Kind.DELIVERY)
    await clocks.meet(assignment.id, hearing.now, *anew, state="withdrawn", event_id=event.id)
    await clocks.start(Kind.ACCEPTANCE, assignment, hearing.now, hearing.book, period=f"e{event.id}", event_id=event.id)
    kept = words.upheld(assignment.task.number, signature(hearing), tone_of(assignment.unit.kind))
    await tell_at_once(hearing, assignment, kept, "upheld")


async def _reassign(hearing: Hearing, assignment: Assignment, unit: Unit) -> None:
    """The task leaves the unit: the other one is given it as anew, in the same place among the lead units."""
    place = assignment.ordinal
    others = await Assignment.filter(task_id=assignment.task_id, role="lead")
    assignment.ordinal = max(a.ordinal for a in others) + 1
    event = await ledger.record(assignment, EventKind.REASSIGNED, **hearing.said(), to=unit.id)
    await clocks.meet(assignment.id, hearing.now, state="withdrawn", event_id=event.id)
    given = next((a for a in others if a.unit_id == unit.id), None)
    given = given or Assignment(task_id=assignment.task_id, unit_id=unit.id, role="lead")
    given.ordinal = min(place, given.ordinal) if given.id else place
    await given.save()
    await assigning.queue([assignment.task_id])
    await audit.record(hearing.actor, "reassigned", f"assignment:{assignment.id}", now=hearing.now, to=unit.id)
    left = words.reassigned(assignment.task.number, unit.short, signature(hearing), tone_of(assignment.unit.kind))
    await tell_at_once(hearing, assignment, left, "reassigned")
