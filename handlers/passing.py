"""54号应该是水利局的: a task said to be another unit's is contested, not handed on."""

from datetime import timedelta

from handlers import accept
from handlers.hearing import Hearing
from models import ledger, people
from models.people import Unit
from models.rules.acceptance import Acceptance
from models.rules.passing_words import passed_to
from models.rules.references import find_references, without_references
from models.rules.states import OPEN
from models.tasks import Assignment, of_units

SOON = timedelta(days=1)  # so long 这个 means the task spoken of last


async def words_of(hearing: Hearing) -> bool:
    """True when a task of his was said to be another unit's."""
    unit = await _other_unit(hearing, hearing.text)
    if unit is None:
        return False
    chosen = await _meant(hearing)
    return bool(chosen) and await _contested(hearing, chosen)


async def one(hearing: Hearing, assignment: Assignment, text: str) -> bool:
    """The same, where it is known of which task it is said."""
    unit = await _other_unit(hearing, text)
    return unit is not None and assignment.state in OPEN and await _contested(hearing, [assignment])


async def _contested(hearing: Hearing, chosen: list[Assignment]) -> bool:
    reason = without_references(hearing.text) or hearing.text
    await accept.settle(hearing, [(Acceptance(contested=True, reason=reason), chosen)])
    return True


async def _other_unit(hearing: Hearing, text: str) -> Unit | None:
    """A unit that the contacts know, and none of his own."""
    named = passed_to(without_references(text) or text)
    if named is None:
        return None
    known = await people.directory()
    ways = (named, f"{named}局", f"市{named}", f"市{named}局", f"{named}委")
    full = next((found for way in ways if (found := known.resolve(way))), None)
    unit = await Unit.filter(name=full).first() if full else None
    return None if unit is None or unit.id in hearing.units else unit


async def _meant(hearing: Hearing) -> list[Assignment]:
    """Those named; else the one that was asked about or spoken of last; else his only one that waits."""
    mine = [a for a in await of_units(hearing.units) if a.state in OPEN]
    named = find_references(hearing.text)
    if named:
        return [a for a in mine if a.task.number.removesuffix("号") in named]
    question = hearing.talk.question or {}
    last = await ledger.event(hearing.talk.last_event_id)
    recent = hearing.talk.last_assignment_id if last is not None and hearing.now - last.at < SOON else None
    spoken_of = question.get("assignment") or recent
    return [a for a in mine if a.id == spoken_of] or (mine if len(mine) == 1 else [])
