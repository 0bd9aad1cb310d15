"""更正 and 撤销: a correction is an event that takes another's place; nothing is patched, everything is read anew."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from handlers import completion, reply
from handlers.hearing import Hearing
from models import clocks, ledger, promises
from models.events import Event
from models.rules.acceptance import read_acceptance
from models.rules.reading import read_reply
from models.rules.references import find_references, without_references
from models.rules.states import EventKind, State
from models.rules.units_of_measure import may_mean
from models.tasks import Assignment, Indicator, of_units
from models.wording import dispatch as dispatch_words
from models.wording import replies as words


async def correct(hearing: Hearing, text: str) -> None:
    """The last word on the task that is named; without a name, this person's own last word, on one task or many."""
    found = await _meant(hearing, text)
    if not found or not text:
        await hearing.say(words.nothing_to_correct())
        return
    if found[0].kind == EventKind.ACCEPTED:
        await _correct_acceptance(hearing, found, text)
    elif len(found) > 1:
        await hearing.say(words.which_to_correct([(await ledger.get(e.assignment_id or 0)).task.number for e in found]))
    else:
        await _correct_report(hearing, found[0], text)


async def _correct_report(hearing: Hearing, event: Event, text: str) -> None:
    assignment = await ledger.get(event.assignment_id or 0)
    if assignment.state == State.COMPLETED:
        await hearing.say(words.cannot_correct_reported(assignment.task.number))
        return
    if refusal := await ledger.refusal(assignment, EventKind.REPORTED, now=hearing.now):
        await hearing.say(refusal)
        return
    merged = await _merged(hearing, assignment, event, text)
    if wrong := await _of_another_kind(assignment, merged["reading"]):
        await hearing.say(words.does_not_fit(assignment.task.number, wrong))
        return
    made = await ledger.record(
        assignment, EventKind.REPORTED, now=hearing.now, at=hearing.inbound.said_at, person_id=hearing.person_id,
        inbox_id=hearing.inbox_id, replaces=event.id, **merged,
    )  # fmt: skip
    await promises.given(made, hearing.now, hearing.book)
    await hearing.remember(event_id=made.id, assignment_id=assignment.id)
    await clocks.recheck(assignment, hearing.now)
    await hearing.answered()
    await hearing.say(words.corrected(await reply.known_of(hearing, assignment, made)))


async def _correct_acceptance(hearing: Hearing, found: Sequence[Event], text: str) -> None:
    """Who leads, what comes first, by when: what the correction says takes the place, the rest stays."""
    said = read_acceptance(text, today=hearing.today)
    if not said.commits:
        await hearing.say(words.nothing_to_correct())
        return
    chosen = []
    for event in found:
        assignment = await ledger.get(event.assignment_id or 0)
        data = dict(event.data)
        data["lead"] = said.lead or data.get("lead")
        data["first_step"] = said.first_step or (None if said.on else data.get("first_step"))
        data["on"] = said.on.isoformat() if said.on else data.get("on")
        made = await ledger.record(
            assignment, EventKind.ACCEPTED, now=hearing.now, at=hearing.inbound.said_at, person_id=hearing.person_id,
            inbox_id=hearing.inbox_id, replaces=event.id, **data | {"text": f"{event.data.get('text', '')}（更正：{text}）"},
        )  # fmt: skip
        await hearing.remember(event_id=made.id, assignment_id=assignment.id)
        chosen.append(assignment)
    on = date.fromisoformat(data["on"]) if data["on"] else None
    await hearing.answered()
    await hearing.say(
        f"已更正：{dispatch_words.accepted(chosen, lead=data['lead'], first_step=data['first_step'], on=on)}"
    )


async def _meant(hearing: Hearing, text: str) -> list[Event]:
    named = find_references(text)
    if named:
        mine = [a for a in await of_units(hearing.units) if a.task.number.removesuffix("号") in named]
        found = [await ledger.last_word(a.id) for a in mine]
        return [event for event in found if event is not None]
    last = await ledger.event(hearing.talk.last_event_id)
    if last is None:
        return []
    return [
        e
        for e in await ledger.said_together(last)
        if e.kind in {EventKind.REPORTED, EventKind.ACCEPTED} and e.kind == last.kind
    ]


async def _of_another_kind(assignment: Assignment, reading: dict[str, Any]) -> str | None:
    """打通6条 said of 小区 that are counted in 个: another task was meant."""
    units = {i.name: i.unit for i in await Indicator.filter(task_id=assignment.task_id)}
    for figure in reading["indicators"]:
        wanted = units.get(figure["name"], figure["unit"])
        if not may_mean(figure["unit"], wanted):
            return f"{figure['value']:g}{figure['unit']}"
    return None


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
        "keeps": event.data.get("keeps", []), "moves": event.data.get("moves", []),
        "confirmed": hearing.speaks_as_head(assignment.unit_id), "source_message": hearing.inbound.message_id,
        "evidence": [*event.data.get("evidence", []), *(reply.evidence_json(e) for e in reading.evidence)],
    }  # fmt: skip


async def undo(hearing: Hearing, number: str | None = None) -> None:
    """Take back this person's last word, with all that it said: the ledger and the clocks are as they were before it."""
    event = await _last_of(hearing, number)
    if event is None or event.person_id != hearing.person_id:
        await hearing.say(words.nothing_to_undo())
        return
    together = await ledger.said_together(event)
    if number is not None:
        together = [one for one in together if one.assignment_id == event.assignment_id]
    for one in together:
        if refusal := await ledger.undo_refusal(await ledger.get(one.assignment_id or 0), one):
            await hearing.say(refusal)
            return
    changed: list[Assignment] = []
    for one in reversed(together):
        changed.append(await _take_back(hearing, one, is_first=one.assignment_id not in {a.id for a in changed}))
    previous = await ledger.event(event.replaces) if event.replaces else None
    await hearing.remember(event_id=previous.id if previous else 0, assignment_id=event.assignment_id or 0)
    await hearing.answered()
    await hearing.say(words.undone(*_as_it_is_now(changed)))


async def undo_report(hearing: Hearing) -> None:
    """撤销报结 without a number: his last word, if that was the report."""
    last = await ledger.event(hearing.talk.last_event_id)
    if last is not None and last.kind == EventKind.COMPLETED:
        await undo(hearing)
    else:
        await hearing.say(words.which_report())


async def _last_of(hearing: Hearing, number: str | None) -> Event | None:
    if number is None:
        return await ledger.event(hearing.talk.last_event_id)
    mine = [a for a in await of_units(hearing.units) if a.task.number.removesuffix("号") == number]
    return await ledger.last_word(mine[0].id) if len(mine) == 1 else None


async def _take_back(hearing: Hearing, event: Event, *, is_first: bool) -> Assignment:
    """One message makes one row a task and kind: a second one taken back with it is linked by what it replaces."""
    assignment = await ledger.get(event.assignment_id or 0)
    await ledger.record(
        assignment, EventKind.UNDONE, now=hearing.now, at=hearing.inbound.said_at, person_id=hearing.person_id,
        inbox_id=hearing.inbox_id if is_first else None, replaces=event.id,
    )  # fmt: skip
    await clocks.undo(event.id, hearing.now, hearing.book)
    if event.kind == EventKind.COMPLETED:
        await completion.withdraw_cards(hearing, assignment)
    return assignment


def _as_it_is_now(changed: Sequence[Assignment]) -> tuple[list[str], str]:
    """Each task once, in plan order, and the state they are back in."""
    by_id = {a.id: a for a in sorted(changed, key=lambda a: (a.task.row or 0, a.task_id))}
    states = {ledger.LABELS[a.state] for a in by_id.values()}
    return [a.task.number for a in by_id.values()], states.pop() if len(states) == 1 else ""
