"""更正 and 撤销: a correction is an event that takes another's place; nothing is patched, everything is read anew."""

from typing import Any

from handlers import reply
from handlers.hearing import Hearing
from models import clocks, ledger
from models.events import Event
from models.rules.reading import read_reply
from models.rules.references import find_references, without_references
from models.rules.states import EventKind
from models.tasks import Assignment, of_units
from models.wording import replies as words


async def correct(hearing: Hearing, text: str) -> None:
    event = await _meant(hearing, text)
    if event is None or not text:
        await hearing.say(words.nothing_to_correct())
        return
    assignment = await ledger.get(event.assignment_id or 0)
    if refusal := await ledger.refusal(assignment, EventKind.REPORTED, now=hearing.now):
        await hearing.say(refusal)
        return
    merged = await _merged(hearing, assignment, event, text)
    made = await ledger.record(
        assignment, EventKind.REPORTED, now=hearing.now, at=hearing.inbound.said_at, person_id=hearing.person_id,
        inbox_id=hearing.inbox_id, replaces=event.id, **merged,
    )  # fmt: skip
    await hearing.remember(event_id=made.id, assignment_id=assignment.id)
    await hearing.answered()
    await hearing.say(words.corrected(await reply.known_of(hearing, assignment, made.data["reading"])))


async def _meant(hearing: Hearing, text: str) -> Event | None:
    """The last word on the task that is named; without a name, this person's own last word."""
    named = find_references(text)
    if named:
        mine = [a for a in await of_units(hearing.units) if a.task.number.removesuffix("号") in named]
        return await ledger.last(mine[0].id, EventKind.REPORTED) if len(mine) == 1 else None
    last = hearing.talk.last_assignment_id
    return await ledger.last(last, EventKind.REPORTED) if last else None


async def _merged(hearing: Hearing, assignment: Assignment, event: Event, text: str) -> dict[str, Any]:
    """What was said before, with what the correction says in its place."""
    said = without_references(text) or text
    at = hearing.book.calendar.local(hearing.inbound.said_at)
    reading = read_reply(said, sent_at=at, tasks=[await ledger.context_of(assignment)])
    new, old = reading.to_json(), event.data["reading"]
    merged = dict(old)
    for field in ("percent", "next_date"):
        if new[field] is not None:
            merged[field] = new[field]
    named = {figure["name"] for figure in new["indicators"]}
    merged["indicators"] = [*new["indicators"], *(f for f in old["indicators"] if f["name"] not in named)]
    for field in ("blockers", "needs"):
        merged[field] = new[field] or old[field]
    if new["indicators"] and new["percent"] is None:
        merged["percent"] = None
    grade = reading.grade.value if reading.grade.value < event.data["grade"] else event.data["grade"]
    return {
        "text": f"{event.data['text']}（更正：{text}）", "reading": merged, "grade": grade, "documents": event.data.get("documents", []),
        "confirmed": hearing.speaks_as_head(assignment.unit_id), "source_message": hearing.inbound.message_id,
        "evidence": [*event.data.get("evidence", []), *(reply.evidence_json(e) for e in reading.evidence)],
    }  # fmt: skip


async def undo(hearing: Hearing) -> None:
    """Take back this person's last word: the ledger and the clocks are as they were before it."""
    event = await ledger.event(hearing.talk.last_event_id)
    if event is None or event.person_id != hearing.person_id:
        await hearing.say(words.nothing_to_undo())
        return
    assignment = await ledger.get(event.assignment_id or 0)
    if refusal := await ledger.undo_refusal(assignment, event):
        await hearing.say(refusal)
        return
    await ledger.record(
        assignment, EventKind.UNDONE, now=hearing.now, at=hearing.inbound.said_at, person_id=hearing.person_id,
        inbox_id=hearing.inbox_id, replaces=event.id,
    )  # fmt: skip
    await clocks.undo(event.id, hearing.now)
    previous = await ledger.event(event.replaces) if event.replaces else None
    await hearing.remember(event_id=previous.id if previous else 0, assignment_id=assignment.id)
    await hearing.answered()
    await hearing.say(words.undone(assignment.task.number))


