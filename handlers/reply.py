"""Progress in an official's own words: which task, what it means, what the ledger and the clocks make of it."""

from collections.abc import Sequence
from typing import Any

from handlers import completion
from handlers.hearing import Hearing
from models import chain, clocks, delivery, lamps, ledger, people
from models.conversations import ShownCard
from models.delivery import new_card_id
from models.events import Event
from models.messages import Button, Card
from models.rules.obligations import Kind
from models.rules.reading import Grade, Intent, Part, Quality, Reading, TaskContext, read_reply
from models.rules.references import find_references, without_references
from models.rules.resemblance import likeliest
from models.rules.states import EventKind, State
from models.tasks import Assignment, of_units
from models.wording import answers, phrases
from models.wording import replies as words
from models.wording.phrases import short

OPEN = (State.DISPATCHED, State.ACCEPTED, State.IN_PROGRESS, State.ASKING_HELP, State.AWAITING_DATA, State.PAUSED)
AS_IT_IS = ("就是这样", "就这样", "没有变化", "无变化", "没有", "还没统计", "没统计", "暂无")
MOST_OFFERED = 5


async def progress(hearing: Hearing) -> None:
    all_mine = await of_units(hearing.units)
    mine = [a for a in all_mine if a.state in OPEN]
    named = find_references(hearing.text)
    chosen = [a for a in mine if a.task.number.removesuffix("号") in named]
    if not chosen and (settled := [a for a in all_mine if a.task.number.removesuffix("号") in named]):
        await _after_report(hearing, settled[0])
        return
    if named and not chosen and await _names_only_tasks(hearing, named):
        await hearing.say(answers.no_such_task(named[0]))
        return
    chosen = chosen or _unnamed(hearing, mine)
    if not chosen:
        await _ask_which(hearing, mine)
    elif len(chosen) == 1:
        await one(hearing, chosen[0], hearing.text)
    else:
        await many(hearing, chosen)


async def _after_report(hearing: Hearing, assignment: Assignment) -> None:
    """Words on a task that is being verified go along with the report; on an ended one they are kept and change nothing."""
    number = assignment.task.number
    if assignment.state in {State.COMPLETED, State.DISPUTED}:
        context = await ledger.context_of(assignment)
        said = without_references(hearing.text) or hearing.text
        await record(hearing, assignment, await read(hearing, [assignment], said, [context]), hearing.text)
        note = f"{number} {assignment.unit.short}补充：“{short(hearing.text, 60)}”"
        await delivery.tell_office(f"more:{hearing.inbox_id}", note, hearing.now, assignment_id=assignment.id)
        await hearing.say(words.added(number, ledger.LABELS[assignment.state]))
        return
    await hearing.say(words.already(number, ledger.LABELS[assignment.state]))


async def _names_only_tasks(hearing: Hearing, named: Sequence[str]) -> bool:
    """A number that starts the message or is the plan's own is meant as a task, even when it is not this person's."""
    return hearing.text.lstrip("第Jj").startswith(named[0].lstrip("J")) or await ledger.number_exists(named[0])


def _unnamed(hearing: Hearing, mine: Sequence[Assignment]) -> list[Assignment]:
    """Without a number: his only task, or the one these words resemble by far the most."""
    if len(mine) == 1:
        return list(mine)
    best = likeliest(hearing.text, [f"{a.task.title} {a.task.goal}" for a in mine])
    return [] if best is None else [mine[best]]


async def _ask_which(hearing: Hearing, mine: Sequence[Assignment]) -> None:
    """Kept, and one question; the choice is a tap where there are few."""
    if not mine:
        await hearing.say(words.kept_for_office())
        await delivery.tell_office(f"unread:{hearing.inbox_id}", f"{hearing.who.person.name}来话未归到任务：“{short(hearing.text, 40)}”", hearing.now)
        return
    await hearing.ask("which", inbox=hearing.inbox_id, text=hearing.text, said_at=hearing.inbound.said_at.isoformat())
    offered = list(mine)[:MOST_OFFERED]
    if len(mine) > MOST_OFFERED:
        await hearing.say(words.ask_which([a.task.number for a in offered]))
        return
    buttons = (*(Button(str(a.id), a.task.number) for a in offered), Button("none", "都不是"))
    card = Card(new_card_id(), "这条没看明白是哪一项，原话已留存", f"“{short(hearing.text, 60)}”是报哪一项？", (), buttons)
    await hearing.show(card, "which", {"assignments": [a.id for a in offered], "text": hearing.text})


async def which_tapped(hearing: Hearing, card: ShownCard) -> None:
    await hearing.answered()
    if hearing.inbound.key == "none":
        await hearing.settle_card(card, "转督查室看")
        await delivery.tell_office(f"unread:{card.id}", f"{hearing.who.person.name}来话未归到任务：“{short(card.refs['text'], 40)}”", hearing.now)
        await hearing.say(words.kept_for_office())
        return
    assignment = await ledger.get(int(hearing.inbound.key or 0))
    await hearing.settle_card(card, assignment.task.number)
    await one(hearing, assignment, card.refs["text"])


async def which_task(hearing: Hearing, question: dict[str, Any]) -> bool:
    """A number alone answers 是哪一项."""
    named = find_references(hearing.text) or ((hearing.text,) if hearing.text.isdigit() else ())
    mine = [a for a in await of_units(hearing.units) if a.task.number.removesuffix("号") in named]
    if len(mine) != 1 or len(hearing.text) > 8:
        return False
    await hearing.answered()
    await one(hearing, mine[0], question["text"])
    return True


async def fact_answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """What the one open question asked; 就是这样 sends it to a person."""
    assignment = await ledger.get(question["assignment"])
    if hearing.text.strip("。. ") in AS_IT_IS:
        await hearing.answered()
        note = f"{assignment.task.number} {assignment.unit.short}回“{hearing.text}”，请督查室看"
        await delivery.tell_office(f"asis:{hearing.inbox_id}", note, hearing.now, assignment_id=assignment.id)
        await hearing.say(words.kept_for_office())
        return True
    if find_references(hearing.text) or assignment.state not in OPEN:
        return False
    await hearing.answered()
    await one(hearing, assignment, hearing.text)
    return True


async def read(hearing: Hearing, assignments: Sequence[Assignment], text: str, contexts: Sequence[TaskContext]) -> Reading:
    previous = assignments[0].last_words if len(assignments) == 1 else None
    sent_at = hearing.book.calendar.local(hearing.inbound.said_at)
    return read_reply(text, sent_at=sent_at, tasks=contexts, previous=previous or None, bodies=await people.unit_names())


async def one(hearing: Hearing, assignment: Assignment, text: str) -> None:
    context = await ledger.context_of(assignment)
    reading = await read(hearing, [assignment], without_references(text) or text, [context])
    if reading.parts and len(reading.parts) == 1:
        reading = _lifted(reading, reading.parts[0])
    await _act(hearing, assignment, reading, text)


def _lifted(reading: Reading, part: Part) -> Reading:
    """A reply on one task that was named by its number says the same as one without the number."""
    from dataclasses import replace

    return replace(
        reading, intent=part.intent, percent=part.percent, indicators=part.indicators, next_date=part.next_date,
        blockers=part.blockers, needs=part.needs, parts=(),
    )  # fmt: skip


async def _act(hearing: Hearing, assignment: Assignment, reading: Reading, text: str) -> None:
    number = assignment.task.number
    match reading.intent:
        case Intent.ACK | Intent.OTHER if not reading.next_date and not reading.documents:
            await hearing.ask("fact", assignment=assignment.id)
            await hearing.say(words.ask_fact(number, is_dispatched=assignment.state == State.DISPATCHED))
        case Intent.COMPLETED:
            await completion.claimed(hearing, assignment, reading, text)
        case Intent.HANDOFF if reading.handoff_to and await chain.is_other_unit(reading.handoff_to.text, assignment):
            await hearing.say(words.handoff_refused(number, reading.handoff_to.text))
        case _:
            await record(hearing, assignment, reading, text)
            await _answer(hearing, assignment, reading)


async def record(hearing: Hearing, assignment: Assignment, reading: Reading, text: str, *, replaces: Event | None = None) -> Event:
    """Write the word, stop what it stops, start what follows."""
    if assignment.state == State.DISPATCHED:
        await _take_on_by_working(hearing, assignment, text)
    event = await ledger.record(
        assignment, EventKind.REPORTED, now=hearing.now, at=hearing.inbound.said_at, person_id=hearing.person_id,
        inbox_id=hearing.inbox_id, replaces=replaces.id if replaces else None, text=text, reading=reading.to_json(),
        grade=reading.grade.value, confirmed=hearing.speaks_as_head(assignment.unit_id), source_message=hearing.inbound.message_id,
        documents=[d.text for d in reading.documents], evidence=[evidence_json(e) for e in reading.evidence],
    )  # fmt: skip
    await hearing.remember(event_id=event.id, assignment_id=assignment.id)
    if reading.grade in {Grade.A, Grade.B} and assignment.state in OPEN:
        await clocks.heard(assignment, event, hearing.now, hearing.book)
    return event


async def _take_on_by_working(hearing: Hearing, assignment: Assignment, text: str) -> None:
    """Work that is reported before the task was taken on: it has been taken on."""
    event = await ledger.record(
        assignment, EventKind.ACCEPTED, now=hearing.now, at=hearing.inbound.said_at, person_id=hearing.person_id,
        inbox_id=hearing.inbox_id, text=text, first_step=short(text, 30), own_words=True,
        by_head=hearing.speaks_as_head(assignment.unit_id),
    )  # fmt: skip
    await clocks.meet(assignment.id, hearing.now, Kind.ACCEPTANCE, event_id=event.id)


def evidence_json(found: Any) -> dict[str, Any]:
    return {"field": found.field, "value": found.value, "text": found.span.text, "start": found.span.start, "end": found.span.end}


async def _answer(hearing: Hearing, assignment: Assignment, reading: Reading) -> None:
    """The echo; then, where something is missing, the one question."""
    number = assignment.task.number
    known = await known_of(hearing, assignment, reading.to_json())
    if reading.intent is Intent.QUESTION:
        await delivery.tell_office(f"asked:{hearing.inbox_id}", f"{number} {assignment.unit.short}问：“{short(hearing.text, 50)}”", hearing.now, assignment_id=assignment.id)
        await hearing.say(words.question_passed(number))
    elif reading.intent is Intent.EXTENSION_REQUEST:
        await delivery.tell_office(f"extend:{hearing.inbox_id}", f"{number} {assignment.unit.short}申请延期：“{short(hearing.text, 50)}”", hearing.now, assignment_id=assignment.id)
        await hearing.say(words.extension_passed(number, known.reading["next_date"]))
    elif reading.intent is Intent.HANDOFF:
        await hearing.say(words.handoff_noted(number, reading.handoff_to.text if reading.handoff_to else None))
    elif question := await _question(hearing, assignment, reading):
        await hearing.say(f"{words.echo(known)}\n{question}")
    else:
        await hearing.say(words.echo(known))


async def _question(hearing: Hearing, assignment: Assignment, reading: Reading) -> str | None:
    number = assignment.task.number
    if Quality.BOILERPLATE in reading.quality and ledger.is_copy(assignment, hearing.text):
        await hearing.ask("same", assignment=assignment.id)
        return words.ask_same(number)
    if Quality.SELECTIVE in reading.quality and (missing := await ledger.unmentioned(assignment, reading)):
        await hearing.ask("half", assignment=assignment.id)
        said = "、".join(f"{short(i.name, 10)}{phrases.number(i.value)}{i.unit}" for i in reading.indicators[:2])
        return words.ask_missing(number, said, missing.name, missing.unit, missing.target)
    if reading.grade in {Grade.C, Grade.D}:
        await hearing.ask("fact", assignment=assignment.id)
        return words.ask_fact(number, is_dispatched=False)
    return None


async def many(hearing: Hearing, chosen: Sequence[Assignment]) -> None:
    """Several tasks in one message: each its own update, one echo."""
    contexts = [await ledger.context_of(a) for a in chosen]
    reading = await read(hearing, chosen, hearing.text, contexts)
    by_ref = {part.task_ref: part for part in reading.parts}
    known = []
    for assignment in chosen:
        part = by_ref.get(assignment.task.number.removesuffix("号"))
        if part is None:
            continue
        mine = _lifted(reading, part)
        await record(hearing, assignment, mine, hearing.text)
        known.append(await known_of(hearing, assignment, mine.to_json()))
    if not known:
        await one(hearing, chosen[0], hearing.text)
        return
    empty = next((k for k in known if _says_nothing(k.reading)), None)
    if empty is not None:
        await hearing.ask("fact", assignment=next(a.id for a in chosen if a.task.number == empty.number))
    question = f"\n{words.ask_fact(empty.number, is_dispatched=False)}" if empty else ""
    await hearing.say(f"{words.echo_many(known)}{question}")


def _says_nothing(reading: dict[str, Any]) -> bool:
    facts = ("percent", "indicators", "next_date", "blockers", "needs")
    return reading["intent"] in {"progress", "ack", "other"} and not any(reading[name] for name in facts)


async def known_of(hearing: Hearing, assignment: Assignment, reading: dict[str, Any]) -> words.Known:
    indicators = await assignment.task.indicators.all()
    following = await assignment.task.milestones.filter(due__gte=hearing.today).order_by("due").first()
    return words.Known(
        number=assignment.task.number,
        reading=reading,
        targets=[(i.name, i.target, i.unit) for i in indicators],
        percent=assignment.percent,
        pace=await lamps.say_pace(assignment, hearing.today, hearing.book),
        next_on=following.due if following else None,
        off_chat=assignment.task.off_chat,
    )


