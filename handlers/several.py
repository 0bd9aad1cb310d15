"""Several tasks in one message: each is read, graded and recorded for itself; one echo for all."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import asking, completion, doubts, preparing
from handlers.hearing import Hearing
from handlers.reply import ask_for_time, lifted, read, record_or_prepare, says_nothing, says_the_same, whole
from models import ledger, reporting
from models.events import Event
from models.rules.reading import Grade, Intent, Quality, Reading
from models.rules.references import without_references, words_on
from models.rules.states import EventKind, State
from models.tasks import Assignment
from models.wording import replies as words
from models.wording.dispatch import numbers


async def many(hearing: Hearing, chosen: Sequence[Assignment]) -> None:
    """Several tasks in one message: each its own update, one echo; what is said to be done goes its own way."""
    contexts = [await ledger.context_of(a) for a in chosen]
    reading = await read(hearing, chosen, hearing.text, contexts)
    by_ref = {part.task_ref: part for part in reading.parts}
    known: list[tuple[Assignment, words.Known]] = []
    prepared: list[tuple[Assignment, Event]] = []
    done: list[tuple[Assignment, str]] = []
    doubted: list[doubts.Doubted] = []
    reached: list[Assignment] = []
    later: list[tuple[Assignment, Reading, str]] = []
    for assignment, context in zip(chosen, contexts, strict=True):
        said = words_on(hearing.text, context.ref)
        part = by_ref.get(context.ref)
        mine = lifted(reading, part) if part else await read(hearing, [assignment], without_references(said), [context])
        mine = replace(mine, documents=tuple(d for d in mine.documents if d.text in said))
        mine, found = await doubts.weighed(assignment, mine, said)
        if found:
            doubted.append((assignment, said, found))
        elif mine.intent is Intent.COMPLETED and not doubts.is_by_figures(mine, said):
            done.append((assignment, said))
        elif mine.intent is Intent.EXTENSION_REQUEST:
            later.append((assignment, mine, said))
        else:
            if mine.intent is Intent.COMPLETED:
                mine = doubts.as_progress(mine)
                reached.append(assignment)
            event, told = await _one_of_many(hearing, assignment, mine, said)
            if event.kind == EventKind.PREPARED:
                prepared.append((assignment, event))
            else:
                known.append((assignment, told))
    if prepared:
        await hearing.say(await preparing.told_many(hearing, prepared))
    if known:
        await _echo_many(hearing, known)
    if reached:
        await hearing.say("\n".join(words.ask_report(a.task.number) for a in reached))
    for assignment, mine, said in later:
        await ask_for_time(hearing, assignment, mine, said)
    for assignment, said in done:
        await completion.claimed(
            hearing, assignment, await ledger.read_completion(assignment, said, hearing.inbound.said_at), said
        )
    if doubted:
        await doubts.ask(hearing, doubted)


async def _one_of_many(hearing: Hearing, assignment: Assignment, mine: Reading, said: str) -> tuple[Event, words.Known]:
    was_waiting = assignment.state == State.DISPATCHED
    mine = await whole(assignment, mine, said, hearing)
    if says_the_same(said, assignment):
        mine = replace(mine, grade=Grade.D)
    event = await record_or_prepare(hearing, assignment, mine, said)
    taken_on = was_waiting and assignment.state != State.DISPATCHED
    known = await reporting.known(assignment, event, hearing.today, taken_on=taken_on)
    missing = await ledger.unmentioned(assignment, mine, hearing.now) if Quality.SELECTIVE in mine.quality else None
    is_step = mine.grade in {Grade.A, Grade.B}
    told = replace(known, said=without_references(said) if is_step else "", missing=missing.name if missing else "")
    return event, told


async def _echo_many(hearing: Hearing, known: Sequence[tuple[Assignment, words.Known]]) -> None:
    empty = [assignment for assignment, told in known if says_nothing(told)]
    if not empty:
        await hearing.say(words.echo_many([told for _, told in known]))
        return
    told_something = [words.echo_many(some)] if (some := [told for _, told in known if not says_nothing(told)]) else []
    open_ = [assignment for assignment in empty if await asking.may(hearing, assignment, asking.FACT)]
    if not open_:
        await asking.leave(hearing, empty[0], asking.FACT, "\n".join(told_something), numbers(empty))
        return
    await hearing.ask("fact", assignment=open_[0].id)
    is_dispatched = all(assignment.state == State.DISPATCHED for assignment in open_)
    await hearing.say("\n".join([*told_something, words.ask_fact(numbers(open_), is_dispatched=is_dispatched)]))
