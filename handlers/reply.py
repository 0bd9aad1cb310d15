"""Progress in an official's own words: which task, what it means, what the ledger and the clocks make of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers import asking, completion, doubts, extensions, helping, preparing
from handlers.hearing import Hearing
from models import chain, ledger, people, reporting, second_readings, telling, vocabulary
from models.events import Event
from models.reporting import Voice
from models.rules.increments import without_its_month
from models.rules.reading import Grade, Intent, Part, Quality, Reading, TaskContext, read_reply
from models.rules.reading import is_copy as is_copy_of
from models.rules.references import find_references, without_references
from models.rules.resemblance import likeliest
from models.rules.states import OPEN, EventKind, State
from models.tasks import Assignment, of_units
from models.wording import asking as asking_words
from models.wording import replies as words
from models.wording.phrases import short
from models.wording.tone import tone_of

NOT_YET = (
    "还没统计",
    "没统计",
    "还没有统计",
    "没统计出来",
    "还没统计出来",
    "暂无",
    "没有",
    "还没有",
    "不清楚",
    "下月统计",
)
AS_IT_IS = ("就是这样", "就这样", "没有变化", "无变化", "没变化", "确实没有", "没有", "还没统计", "没统计", "暂无")


async def after_report(hearing: Hearing, assignment: Assignment, text: str) -> None:
    """Words on a task that is being verified go along with the report; on an ended one they are kept and change nothing."""
    number = assignment.task.number
    if assignment.state in {State.COMPLETED, State.DISPUTED}:
        context = await ledger.context_of(assignment)
        said = without_references(text) or text
        await record(hearing, assignment, await read(hearing, [assignment], said, [context]), text)
        note = f"{number} {assignment.unit.short}补充：“{short(text, 60)}”"
        key = f"more:{hearing.inbox_id}:{assignment.id}"
        await telling.tell_office(key, note, hearing.now, assignment_id=assignment.id)
        await hearing.say(words.added(number, ledger.LABELS[assignment.state]))
        return
    await hearing.say(words.already(number, ledger.LABELS[assignment.state]))


async def fact_answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """What the one open question asked; 就是这样 sends it to a person."""
    from handlers import passing

    assignment = await ledger.get(question["assignment"])
    said = hearing.text.strip("。. ")
    if question["kind"] == "half" and said in NOT_YET:
        await _answered(hearing, question)
        await hearing.say(asking_words.not_yet(assignment.task.number, question["what"]))
        return True
    if said in AS_IT_IS:
        await _answered(hearing, question)
        note = f"{assignment.task.number} {assignment.unit.short}回“{hearing.text}”，请督查室看"
        await telling.tell_office(f"asis:{hearing.inbox_id}", note, hearing.now, assignment_id=assignment.id)
        await hearing.say(words.kept_for_office())
        return True
    named = find_references(hearing.text)
    if assignment.state not in OPEN or set(named) - {assignment.task.number.removesuffix("号")}:
        return False
    if not named and await _is_of_another(hearing, assignment):
        return False
    await _answered(hearing, question)
    if not await passing.one(hearing, assignment, hearing.text):
        await one(replace(hearing, answers=True), assignment, hearing.text)
    return True


async def _answered(hearing: Hearing, question: dict[str, Any]) -> None:
    await hearing.answered()
    await asking.settle(hearing, question.get("card"))


async def _is_of_another(hearing: Hearing, assignment: Assignment) -> bool:
    """The words resemble another task of his clearly more than the one that was asked about."""
    mine = [a for a in await of_units(hearing.units) if a.state in OPEN]
    best = likeliest(hearing.text, [f"{a.task.title} {a.task.goal}" for a in mine])
    return best is not None and mine[best].id != assignment.id


async def read(
    hearing: Hearing, assignments: Sequence[Assignment], text: str, contexts: Sequence[TaskContext]
) -> Reading:
    previous = without_references(assignments[0].last_words) if len(assignments) == 1 else None
    sent_at = hearing.book.calendar.local(hearing.inbound.said_at)
    return read_reply(
        text,
        sent_at=sent_at,
        tasks=contexts,
        previous=previous or None,
        bodies=await people.unit_names(),
        lexicon=vocabulary.current(),
    )


async def one(
    hearing: Hearing, assignment: Assignment, text: str, *, is_sure: bool = False, is_added: bool = False
) -> None:
    """`is_sure`: he was asked whether the figures are right, and they are; `is_added`: on top of those before."""
    context = await ledger.context_of(assignment)
    reading = await read(hearing, [assignment], without_references(text) or text, [context])
    if reading.parts and len(reading.parts) == 1:
        reading = lifted(reading, reading.parts[0])
    reading = without_its_month(reading, without_references(text), context.indicators, lexicon=vocabulary.current())
    if is_added:
        reading = await doubts.added(assignment, reading)
    reading, found = (reading, None) if is_sure else await doubts.weighed(assignment, reading, text)
    if found:
        await doubts.ask(hearing, [(assignment, text, found)])
    else:
        await _act(hearing, assignment, reading, text)


def lifted(reading: Reading, part: Part) -> Reading:
    """A reply on one task that was named by its number says the same as one without the number."""
    return replace(
        reading, intent=part.intent, percent=part.percent, indicators=part.indicators, next_date=part.next_date,
        blockers=part.blockers, needs=part.needs, quality=part.quality, grade=part.grade, parts=(),
    )  # fmt: skip


async def _act(hearing: Hearing, assignment: Assignment, reading: Reading, text: str) -> None:
    number = assignment.task.number
    if reading.intent in {Intent.ACK, Intent.OTHER} and await _settles(hearing, assignment, reading, text):
        reading = replace(reading, intent=Intent.PROGRESS, quality=(Quality.OK,), grade=Grade.B)
    match reading.intent:
        case Intent.ACK | Intent.OTHER if not reading.next_date and not reading.documents:
            await asking.ask(hearing, assignment, asking.FACT, "", text)
        case Intent.COMPLETED if doubts.is_by_figures(reading, text) and not await ledger.unfinished(assignment):
            await _report(hearing, assignment, doubts.as_progress(reading), text)
            await hearing.ask("done", assignment=assignment.id)
            await hearing.say(words.ask_report(number))
        case Intent.COMPLETED:
            await completion.claimed(hearing, assignment, reading, text)
        case Intent.EXTENSION_REQUEST:
            await ask_for_time(hearing, assignment, reading, text)
        case Intent.HANDOFF if reading.handoff_to and await chain.is_other_unit(reading.handoff_to.text, assignment):
            await hearing.say(words.handoff_refused(number, reading.handoff_to.text, tone_of(assignment.unit.kind)))
        case _:
            await _report(hearing, assignment, await whole(assignment, reading, text, hearing), text)


async def ask_for_time(hearing: Hearing, assignment: Assignment, reading: Reading, text: str) -> None:
    """The figures of the same line are progress; the date asked for is no promise."""
    to = reading.next_date.on if reading.next_date else None
    if reading.indicators or reading.percent:
        await record_or_prepare(hearing, assignment, replace(reading, next_date=None), text)
    await extensions.asked(hearing, assignment, text, to)


async def _report(hearing: Hearing, assignment: Assignment, reading: Reading, text: str) -> None:
    is_copy, was_waiting = says_the_same(text, assignment), assignment.state == State.DISPATCHED
    event = await record_or_prepare(hearing, assignment, reading, text)
    taken_on = was_waiting and assignment.state != State.DISPATCHED
    await _answer(hearing, assignment, reading, event, is_copy=is_copy, taken_on=taken_on)


def says_the_same(text: str, assignment: Assignment) -> bool:
    """As last time, whether the number was typed or not."""
    return is_copy_of(without_references(text), without_references(assignment.last_words))


async def whole(assignment: Assignment, reading: Reading, text: str, hearing: Hearing) -> Reading:
    """An answer in two messages is one answer: what was said of the other figures these days is not asked again.

    One of several figures is work told: it stops the clock, and the one that is missing is asked for. A word that
    keeps or moves a promise is a step, however little else it says.
    """
    if Quality.SELECTIVE in reading.quality:
        if await ledger.unmentioned(assignment, reading, hearing.now) is None:
            return replace(reading, quality=(Quality.OK,), grade=Grade.A)
        return replace(reading, grade=Grade.B) if reading.indicators else reading
    if reading.grade is Grade.C and await _settles(hearing, assignment, reading, text):
        return replace(reading, quality=(Quality.OK,), grade=Grade.B)
    return reading


async def _settles(hearing: Hearing, assignment: Assignment, reading: Reading, text: str) -> bool:
    """Whether these words keep or move a promise: 46 完了, on its day."""
    return bool(await reporting.settled(assignment, reading, text, hearing.inbound.said_at, hearing.book))


async def record(
    hearing: Hearing, assignment: Assignment, reading: Reading, text: str, *, replaces: Event | None = None
) -> Event:
    """Write the word, stop what it stops, start what follows."""
    head = await preparing.stands_for(hearing, assignment)
    voice = Voice(
        hearing.said(), head is not None or hearing.speaks_as_head(assignment.unit_id), hearing.book, hearing.inbound.message_id,
        {"on_behalf_of": head.id} if head else {},
    )  # fmt: skip
    event = await reporting.record(voice, assignment, reading, text, replaces=replaces)
    await hearing.remember(event_id=event.id, assignment_id=assignment.id)
    return event


async def record_or_prepare(hearing: Hearing, assignment: Assignment, reading: Reading, text: str) -> Event:
    """A liaison's progress waits for the head; anybody else's word, and what stops no clock, is written down at once."""
    head = await preparing.head_of(hearing, assignment, reading)
    event = await (
        record(hearing, assignment, reading, text)
        if head is None
        else preparing.note(hearing, head, assignment, reading, text)
    )
    await second_readings.want(event, assignment, reading, text, hearing.now)
    return event


async def _answer(
    hearing: Hearing, assignment: Assignment, reading: Reading, event: Event, *, is_copy: bool, taken_on: bool
) -> None:
    """The echo; then, where something is missing, the one question."""
    number = assignment.task.number
    known = await reporting.known(assignment, event, hearing.today, taken_on=taken_on)
    if reading.intent is Intent.QUESTION:
        await telling.tell_office(
            f"asked:{hearing.inbox_id}",
            f"{number} {assignment.unit.short}问：“{short(hearing.text, 50)}”",
            hearing.now,
            assignment_id=assignment.id,
        )
        await hearing.say(words.question_passed(number))
    elif reading.intent is Intent.HANDOFF:
        who, you = reading.handoff_to.text if reading.handoff_to else None, tone_of(assignment.unit.kind).you
        await hearing.say(words.handoff_noted(number, who, you))
    elif found := await asking.gap(hearing, assignment, reading, is_copy=is_copy):
        said = without_references(hearing.text) if found.kind == "total" else known.said
        known = replace(known, said=said)
        told = "" if says_nothing(known) else await _echo(hearing, assignment, event, known)
        await asking.ask(hearing, assignment, found, told, hearing.text)
    else:
        echo = await _echo(hearing, assignment, event, replace(known, said=without_references(hearing.text)))
        if not await helping.offer(hearing, assignment, reading, echo):
            await hearing.say(echo)


async def _echo(hearing: Hearing, assignment: Assignment, event: Event, known: words.Known) -> str:
    """What was understood: registered, or prepared for the head."""
    is_prepared = event.kind == EventKind.PREPARED
    return await preparing.told(hearing, assignment, event) if is_prepared else words.echo(known)


def says_nothing(known: words.Known) -> bool:
    facts = ("percent", "indicators", "next_date", "blockers", "needs")
    is_empty = known.reading["intent"] in {"progress", "ack", "other"} and not any(known.reading[f] for f in facts)
    return is_empty and not known.said
