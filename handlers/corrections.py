"""更正: a correction is an event that takes another's place; nothing is patched, everything is read anew."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from handlers import doubts, preparing, reply
from handlers.hearing import Hearing
from models import clocks, ledger, promises, reporting, telling, vocabulary
from models import preparing as drafts_of
from models.events import Event
from models.rules import targets
from models.rules.acceptance import read_acceptance
from models.rules.correction_words import cleared, read_instead
from models.rules.quantities import find_quantities
from models.rules.reading import Reading, read_reply
from models.rules.references import find_references, without_references, words_on
from models.rules.states import EventKind, State
from models.rules.units_of_measure import may_mean
from models.tasks import Assignment, Indicator, of_units
from models.wording import answers
from models.wording import dispatch as dispatch_words
from models.wording import replies as words

CORRECTABLE = {EventKind.REPORTED, EventKind.ACCEPTED, EventKind.PREPARED}


async def correct(hearing: Hearing, text: str) -> None:
    """The last word on the task that is named; without a name, this person's own last word, on one task or many."""
    if await doubts.correct(hearing, text):
        return
    named = find_references(text)
    if named and text:
        await _correct_named(hearing, named, text)
        return
    found = await _last_said(hearing) if text else []
    if not found:
        await hearing.say(words.nothing_to_correct())
    elif len(found) == 1:
        await _correct_one(hearing, await ledger.get(found[0].assignment_id or 0), text)
    elif found[0].kind == EventKind.ACCEPTED:
        await _correct_acceptance(hearing, found, text)
    else:
        await hearing.say(words.which_to_correct([(await ledger.get(e.assignment_id or 0)).task.number for e in found]))


async def put_instead(hearing: Hearing) -> bool:
    """不是1100是1010, where 1100 is what he told last: a figure, and no task."""
    said = read_instead(hearing.text)
    if said is None or not hearing.units:
        return False
    if (doubted := _doubted_unit(hearing, said.wrong)) is not None:
        return await doubts.correct(hearing, f"{said.right}{said.unit or doubted}")
    told = [(event, *one) for event in await _told_last(hearing, said.number) for one in _told_as(event, said.wrong)]
    if len(told) != 1:
        return False
    event, name, unit = told[0]
    assignment = await ledger.get(event.assignment_id or 0)
    await _correct_one(hearing, assignment, f"{name}{said.right}{said.unit or unit}")
    return True


async def _told_last(hearing: Hearing, number: str) -> Sequence[Event]:
    if not number:
        return await _last_said(hearing)
    mine = [a for a in await of_units(hearing.units, number) if a.task.number.removesuffix("号") == number]
    return [event for a in mine if (event := await _what_it_corrects(hearing, a)) is not None]


def _told_as(event: Event, value: float) -> list[tuple[str, str]]:
    """Name and unit of what this value was told of."""
    reading = event.data.get("reading") or {}
    found = [(one["name"], one["unit"]) for one in reading.get("indicators", ()) if one["value"] == value]
    return found or ([("", "%")] if reading.get("percent") == value else [])


def _doubted_unit(hearing: Hearing, value: float) -> str | None:
    """The unit of the figure that the bot has just asked about."""
    question = hearing.talk.question or {}
    told = [item["told"] for item in question.get("items", ())] if question.get("kind") == "doubt" else []
    return next((each.removeprefix(f"{value:g}") for each in told if each.startswith(f"{value:g}")), None)


async def _correct_named(hearing: Hearing, named: Sequence[str], text: str) -> None:
    """更正 46 打通5条，47 改造18公里: each by what is said of it."""
    mine = [a for a in await of_units(hearing.units) if a.task.number.removesuffix("号") in named]
    if not mine:
        await hearing.say(answers.no_such_task(named[0]))
        return
    taken_on = [event for a in mine if (event := await _open_acceptance(a)) is not None]
    if len(mine) > 1 and len(taken_on) == len(mine) and read_acceptance(text, today=hearing.today).commits:
        await _correct_acceptance(hearing, taken_on, text)
        return
    for assignment in mine:
        await _correct_one(hearing, assignment, words_on(text, assignment.task.number.removesuffix("号")))


async def _open_acceptance(assignment: Assignment) -> Event | None:
    """The taking on of a task of which nothing was reported yet."""
    last = await ledger.last_word(assignment.id)
    return last if last is not None and last.kind == EventKind.ACCEPTED else None


async def _correct_one(hearing: Hearing, assignment: Assignment, text: str) -> None:
    """Of a report the figures, of a taking on who and when; what was never said before is a report of its own."""
    said = without_references(text) or text
    at = hearing.book.calendar.local(hearing.inbound.said_at)
    reading = read_reply(said, sent_at=at, tasks=[await ledger.context_of(assignment)], lexicon=vocabulary.current())
    reported, taken_on = await _what_it_corrects(hearing, assignment), await _open_acceptance(assignment)
    figures = bool(reading.indicators or reading.percent)
    if wrong := await _of_another_kind(assignment, said, reading):
        await hearing.say(
            words.does_not_fit(
                assignment.task.number, wrong, await _unit_of(assignment), named=bool(find_references(text))
            )
        )
    elif taken_on and not figures and read_acceptance(said, today=hearing.today).commits:
        await _correct_acceptance(hearing, [taken_on], text)
    elif not (figures or reading.next_date or reading.blockers or reading.needs or reading.documents or cleared(said)):
        await hearing.say(words.nothing_seen(assignment.task.number))
    elif reported is None:
        await reply.one(hearing, assignment, text)
    else:
        await _correct_report(hearing, assignment, reported, reading, text)


async def _what_it_corrects(hearing: Hearing, assignment: Assignment) -> Event | None:
    """What waits for the head is changed before it counts: by him, or by whoever prepared it."""
    by = None if hearing.speaks_as_head(assignment.unit_id) else hearing.person_id
    drafts = await drafts_of.of_task(assignment, by=by)
    return drafts[-1].event if drafts else await ledger.last(assignment.id, EventKind.REPORTED)


async def _correct_report(hearing: Hearing, assignment: Assignment, event: Event, reading: Reading, text: str) -> None:
    await put_in_place(hearing, assignment, event, _merged(hearing, assignment, event, reading, text), text, reading)


async def put_in_place(
    hearing: Hearing, assignment: Assignment, event: Event, merged: dict[str, Any], text: str, reading: Reading | None
) -> None:
    """The report or the draft as it is now to be; `reading` where its figures may still be a slip."""
    number = assignment.task.number
    if (head := await preparing.stands_for(hearing, assignment)) is not None:
        merged |= {"confirmed": True, "on_behalf_of": head.id}
    is_reported = assignment.state == State.COMPLETED
    if is_reported and not await _still_reaches(assignment, merged["reading"]):
        await hearing.say(words.cannot_correct_reported(number))
        return
    if refusal := await ledger.refusal(assignment, EventKind.REPORTED, now=hearing.now):
        await hearing.say(refusal)
        return
    if reading and (doubt := await doubts.of(assignment, reading, text, corrects=True)):
        await doubts.ask(hearing, [(assignment, text, doubt)])
        return
    if event.kind == EventKind.PREPARED:
        await preparing.changed(hearing, assignment, event, merged)
        return
    made = await ledger.record(assignment, EventKind.REPORTED, **hearing.said(), replaces=event.id, **merged)
    await promises.given(made, hearing.now, hearing.book)
    await hearing.remember(event_id=made.id, assignment_id=assignment.id)
    await clocks.recheck(assignment, hearing.now)
    await hearing.answered()
    told = words.corrected(await reporting.known(assignment, made, hearing.today))
    if is_reported:
        note = words.corrected_to_office(number, assignment.unit.short, text)
        key = f"corrected:{hearing.inbox_id}:{assignment.id}"
        await telling.tell_office(key, note, hearing.now, assignment_id=assignment.id)
        told += words.OFFICE_KNOWS
    await hearing.say(told)


async def _still_reaches(assignment: Assignment, reading: dict[str, Any]) -> bool:
    """A report under way stands on its figures: what falls below the target wants it taken back first."""
    told = {figure["name"]: (figure["value"], figure["unit"]) for figure in reading["indicators"]}
    wanted = (await ledger.context_of(assignment)).indicators
    return bool(told) and targets.reached(told, [target for target in wanted if target.name in told])


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
            assignment, EventKind.ACCEPTED, **hearing.said(), replaces=event.id, **data | {"text": f"{event.data.get('text', '')}（更正：{text}）"},
        )  # fmt: skip
        await hearing.remember(event_id=made.id, assignment_id=assignment.id)
        chosen.append(assignment)
    on = date.fromisoformat(data["on"]) if data["on"] else None
    await hearing.answered()
    await hearing.say(
        f"已更正：{dispatch_words.accepted(chosen, lead=data['lead'], first_step=data['first_step'], on=on)}"
    )


async def _last_said(hearing: Hearing) -> list[Event]:
    """His last word with what its message said of other tasks; after a 报结, that one."""
    last = await ledger.event(hearing.talk.last_event_id)
    if last is None:
        return []
    if last.kind == EventKind.COMPLETED:
        return [last]
    together = await ledger.said_together(last)
    return [e for e in together if e.kind in CORRECTABLE and e.kind == last.kind]


async def _of_another_kind(assignment: Assignment, said: str, reading: Reading) -> str | None:
    """打通6条 said of 小区 that are counted in 个: another task was meant."""
    units = {i.name: i.unit for i in await Indicator.filter(task_id=assignment.task_id)}
    for figure in reading.indicators:
        if not may_mean(figure.unit, units.get(figure.name, figure.unit)):
            return f"{figure.value:g}{figure.unit}"
    if reading.indicators or reading.percent or reading.next_date or not units:
        return None
    counted = (q for q in find_quantities(said) if q.unit)
    return next((q.text for q in counted if not any(may_mean(q.unit, unit) for unit in units.values())), None)


async def _unit_of(assignment: Assignment) -> str:
    first = await Indicator.filter(task_id=assignment.task_id).order_by("id").first()
    return first.unit if first else ""


def _merged(hearing: Hearing, assignment: Assignment, event: Event, reading: Reading, text: str) -> dict[str, Any]:
    """What was said before, with what the correction says in its place."""
    new, old = reading.to_json(), event.data["reading"]
    merged = dict(old)
    for field in ("percent", "next_date"):
        if new[field] is not None:
            merged[field] = new[field]
    named = {figure["name"] for figure in new["indicators"]}
    merged["indicators"] = [*new["indicators"], *(f for f in old["indicators"] if f["name"] not in named)]
    gone = cleared(text)
    for field in ("blockers", "needs"):
        merged[field] = new[field] if "blockers" in gone else new[field] or old[field]
    if "blockers" in gone and old["intent"] == "blocked":
        merged["intent"] = "progress"
    if "next_date" in gone and new["next_date"] is None:
        merged["next_date"] = None
    if new["indicators"] and new["percent"] is None:
        merged["percent"] = None
    grade = reading.grade.value if reading.grade.value < event.data["grade"] else event.data["grade"]
    return {
        "text": f"{event.data['text']}（更正：{text}）", "correction": text, "reading": merged, "grade": grade, "documents": event.data.get("documents", []),
        "keeps": event.data.get("keeps", []), "moves": event.data.get("moves", []),
        "confirmed": hearing.speaks_as_head(assignment.unit_id), "source_message": hearing.inbound.message_id,
        "evidence": [*event.data.get("evidence", []), *(reporting.evidence_json(e) for e in reading.evidence)],
    }  # fmt: skip
