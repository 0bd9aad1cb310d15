"""撤销: an event that takes away what was said; the ledger and the clocks are as they were before it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers import completion, doubts
from handlers.hearing import Hearing
from models import clocks, lamps, ledger
from models import preparing as drafts_of
from models.events import Event
from models.preparing import Draft
from models.rules.correction_words import read_denial
from models.rules.states import EventKind, State
from models.tasks import Assignment, of_units
from models.wording import preparing as preparing_words
from models.wording import replies as words


async def undo(hearing: Hearing, number: str | None = None) -> None:
    """Take back this person's last word, with all that it said: the ledger and the clocks are as they were before it."""
    if await doubts.take_back(hearing, number):
        return
    event = await last_of(hearing, number)
    if event is None or event.person_id != hearing.person_id:
        await hearing.say(words.nothing_to_undo())
        return
    together = await ledger.said_together(event)
    if not together and event.kind == EventKind.PREPARED:
        await hearing.say(preparing_words.decided_before((await ledger.get(event.assignment_id or 0)).task.number))
        return
    if number is not None:
        together = [one for one in together if one.assignment_id == event.assignment_id]
    if (claim := await ledger.event(event.data.get("claim"))) is not None and await ledger.is_in_force(claim):
        together = [claim, *together] if claim.id not in {one.id for one in together} else together
    for one in together:
        if refusal := await ledger.undo_refusal(await ledger.get(one.assignment_id or 0), one):
            await hearing.say(refusal)
            return
    changed: list[Assignment] = []
    for one in reversed(together):
        changed.append(await take_back(hearing, one, is_first=one.assignment_id not in {a.id for a in changed}))
    previous = await ledger.event(event.replaces) if event.replaces else None
    await hearing.remember(event_id=previous.id if previous else 0, assignment_id=event.assignment_id or 0)
    await hearing.answered()
    if event.kind == EventKind.PREPARED:
        await hearing.say(preparing_words.withdrawn([a.task.number for a in changed]))
        return
    await hearing.say(words.undone(*_as_it_is_now(changed)))


async def denied(hearing: Hearing) -> bool:
    """46没办结: his own report of completion is taken back; what he says instead is progress. False where he reported none."""
    from handlers import reply

    said = read_denial(hearing.text)
    if said is None or not hearing.units:
        return False
    question = hearing.talk.question or {}
    asked = question.get("assignment") if question.get("kind") == "evidence" else None
    mine = [a for a in await of_units(hearing.units) if said.number in {"", a.task.number.removesuffix("号")}]
    spoken_of = [a for a in mine if said.number or a.id == (asked or hearing.talk.last_assignment_id)]
    for assignment in spoken_of:
        event = await ledger.event(question.get("event")) if assignment.id == asked else None
        event = event or await ledger.last(assignment.id, EventKind.COMPLETED)
        is_his = event is not None and event.person_id == hearing.person_id and await ledger.is_in_force(event)
        if event is None or not is_his or (assignment.state != State.COMPLETED and assignment.id != asked):
            continue
        await hearing.remember(event_id=event.id, assignment_id=assignment.id)
        hearing.talk.last_event_id, hearing.talk.question = event.id, None
        await undo(hearing)
        if said.rest and not await ledger.is_in_force(event):
            anew = replace(hearing, noted={"doubted": event.data.get("text") or ""})
            await reply.one(anew, await ledger.get(assignment.id), said.rest)
        return True
    return False


async def undo_report(hearing: Hearing) -> None:
    """撤销报结 without a number: the only report of his that is under way."""
    reported = [a for a in await of_units(hearing.units) if a.state == State.COMPLETED]
    found = [await ledger.last(a.id, EventKind.COMPLETED) for a in reported]
    his = [a for a, event in zip(reported, found, strict=True) if event and event.person_id == hearing.person_id]
    if len(his) == 1:
        await undo(hearing, his[0].task.number.removesuffix("号"))
    else:
        await hearing.say(words.which_report([a.task.number for a in his]))


async def last_of(hearing: Hearing, number: str | None) -> Event | None:
    """Of a task that is reported done, the report, whatever was added to it since."""
    if number is None:
        return await ledger.event(hearing.talk.last_event_id)
    mine = [a for a in await of_units(hearing.units) if a.task.number.removesuffix("号") == number]
    if len(mine) != 1:
        return None
    if mine[0].state == State.COMPLETED:
        return await ledger.last(mine[0].id, EventKind.COMPLETED)
    drafts = await drafts_of.of_task(mine[0], by=hearing.person_id)
    return drafts[-1].event if drafts else await ledger.last_word(mine[0].id)


async def take_back(hearing: Hearing, event: Event, *, is_first: bool, **noted: Any) -> Assignment:
    """One message makes one row a task and kind: a second one taken back with it is linked by what it replaces."""
    assignment = await ledger.get(event.assignment_id or 0)
    if event.kind == EventKind.PREPARED:
        await drafts_of.take_out(Draft(event, assignment), hearing.now, person_id=hearing.person_id)
        return assignment
    said = hearing.said() if is_first else {**hearing.said(), "inbox_id": None}
    await ledger.record(assignment, EventKind.UNDONE, **said, replaces=event.id, **noted)
    await clocks.undo(event.id, hearing.now, hearing.book)
    await lamps.refresh([assignment], hearing.book, hearing.now)  # a step whose clock goes on again is not met
    if event.kind == EventKind.COMPLETED:
        await completion.withdraw_cards(hearing, assignment)
    return assignment


def _as_it_is_now(changed: Sequence[Assignment]) -> tuple[list[str], str]:
    """Each task once, in plan order, and the state they are back in."""
    by_id = {a.id: a for a in sorted(changed, key=lambda a: (a.task.row or 0, a.task_id))}
    states = {ledger.LABELS[a.state] for a in by_id.values()}
    return [a.task.number for a in by_id.values()], states.pop() if len(states) == 1 else ""
