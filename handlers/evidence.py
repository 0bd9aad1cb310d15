"""A picture that somebody sends: kept as evidence of a task, never demanded."""

from datetime import timedelta
from typing import Any

from handlers import completion
from handlers.hearing import Hearing
from models import ledger
from models.events import Attachment
from models.rules.references import find_references
from models.tasks import Assignment, of_units
from models.wording import answers

FRESH = timedelta(hours=2)


async def picture(hearing: Hearing) -> None:
    kept = await Attachment.filter(media=hearing.inbound.media).first()
    if kept is None:
        kept = await Attachment.create(
            person_id=hearing.person_id, media=hearing.inbound.media or "", received_at=hearing.now
        )
    kept.person_id = hearing.person_id
    await kept.save()
    assignment = await _whose(hearing)
    if assignment is None:
        await hearing.ask("picture", attachment=kept.id)
        await hearing.say(answers.picture_whose())
        return
    await attach(hearing, kept, assignment)


async def _whose(hearing: Hearing) -> Assignment | None:
    """The task just asked about, else the one just spoken of, else his only one."""
    question = hearing.talk.question
    if question and "assignment" in question:
        return await ledger.get(question["assignment"])
    last = hearing.talk.last_assignment_id
    if last and await _is_fresh(hearing):
        return await ledger.get(last)
    mine = await of_units(hearing.units)
    return mine[0] if len(mine) == 1 else None


async def _is_fresh(hearing: Hearing) -> bool:
    event = await ledger.event(hearing.talk.last_event_id)
    return event is not None and hearing.now - event.at < FRESH


async def attach(hearing: Hearing, kept: Attachment, assignment: Assignment) -> None:
    await Attachment.filter(id=kept.id).update(assignment_id=assignment.id, person_id=hearing.person_id)
    question = hearing.talk.question
    if question and question["kind"] == "evidence" and question["assignment"] == assignment.id:
        await completion.picture_answer(hearing, question)
        return
    await hearing.say(answers.picture_kept(assignment.task.number))


async def whose(hearing: Hearing, question: dict[str, Any]) -> bool:
    """The number that says which task a picture belongs to."""
    named = find_references(hearing.text) or ((hearing.text,) if hearing.text.isdigit() else ())
    mine = [a for a in await of_units(hearing.units) if a.task.number.removesuffix("号") in named]
    if len(mine) != 1:
        return False
    await hearing.answered()
    kept = await Attachment.get(id=question["attachment"])
    await Attachment.filter(id=kept.id).update(assignment_id=mine[0].id)
    await hearing.say(answers.picture_kept(mine[0].task.number))
    return len(hearing.text) <= 8
