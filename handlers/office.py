"""督查室 in the chat: verifying what was reported, returning it with what is missing."""

from collections.abc import Sequence
from typing import Any

from handlers import pictures
from handlers.completion import figures_of
from handlers.hearing import Hearing
from models import attachments, audit, clocks, helping, ledger, parts, routes, telling
from models.composing import new_card_id
from models.conversations import ShownCard
from models.events import Event
from models.messages import Outgoing, OutgoingKind
from models.obligations import Obligation
from models.rules.dates import find_dates
from models.rules.obligations import Kind
from models.rules.states import OPEN, EventKind, State
from models.tasks import Assignment
from models.wording import completion as completion_words
from models.wording import help as help_words
from models.wording import office as wording
from models.wording import parts as part_words
from models.wording.phrases import day, local, weekday

SHOWN_AT_ONCE = 3


async def words(hearing: Hearing) -> None:
    """What 督查室 types and no command took."""
    await hearing.say(wording.not_understood())


async def verify(hearing: Hearing, card: ShownCard) -> None:
    assignment = await ledger.get(card.refs["assignments"][0])
    if hearing.inbound.key == completion_words.PICTURES:
        await card.save()
        await pictures.show(hearing, assignment)
        return
    kind = EventKind.CLOSED if hearing.inbound.key == completion_words.CLOSE else EventKind.RETURNED
    if refusal := await ledger.refusal(assignment, kind, now=hearing.now, person_id=hearing.person_id):
        await hearing.settle_card(card, "已处理")
        await hearing.say(refusal)
        return
    match hearing.inbound.key:
        case completion_words.CLOSE:
            await close(hearing, assignment)
        case completion_words.MISSING:
            await card.save()
            await hearing.ask("missing", assignment=assignment.id)
            await hearing.say(completion_words.ask_missing(assignment.task.number))
        case completion_words.ON_SITE:
            await card.save()
            await to_be_seen(hearing, assignment)
            await hearing.say(completion_words.on_site(assignment.task.number))


async def to_be_seen(hearing: Hearing, assignment: Assignment) -> None:
    """现场核: somebody goes and looks before it is closed; the clock of verifying runs on."""
    await ledger.record(assignment, EventKind.ON_SITE, **hearing.said())
    await audit.record(hearing.actor, "on_site", f"assignment:{assignment.id}", now=hearing.now)


async def close(hearing: Hearing, assignment: Assignment) -> None:
    await closed(hearing, assignment)
    await hearing.say(completion_words.closed_to_office(assignment.task.number, assignment.unit.short))


async def closed(hearing: Hearing, assignment: Assignment) -> None:
    """销号: verified by somebody else than the reporter. Every clock of the assignment ends."""
    event = await ledger.record(
        assignment,
        EventKind.CLOSED,
        **hearing.said(),
    )
    await clocks.meet(assignment.id, hearing.now, event_id=event.id)
    await _settle_cards(hearing, assignment, completion_words.CLOSE)
    await tell_unit(hearing, assignment, completion_words.closed(assignment.task.number, signature(hearing)), "closed")
    await _close_help(hearing, assignment)
    await _tell_whole(hearing, assignment)
    await audit.record(hearing.actor, "closed", f"assignment:{assignment.id}", now=hearing.now)


async def _close_help(hearing: Hearing, assignment: Assignment) -> None:
    """What it still asked of others ends with it, and both sides hear so."""
    for request in await helping.close_with(assignment, hearing.book, now=hearing.now, actor=hearing.actor):
        line = help_words.closed_with_task(assignment.task.number, request.text)
        await tell_unit(hearing, assignment, line, f"help-closed:{request.id}")
        for person in await helping.asked_people(request, hearing.now):
            await telling.tell(person.id, f"help-closed:{request.id}", line, hearing.now, assignment_id=assignment.id)
        for card in await ShownCard.filter(kind__in=["help-asked", "help-back"], state="live"):
            if card.refs.get("request") == request.id:
                await hearing.settle_card(card, "已随任务办结")


async def _tell_whole(hearing: Hearing, assignment: Assignment) -> None:
    """The last part (子项) is done: whoever answers for the whole hears that it can be reported now."""
    whole = await Assignment.filter(task_id=assignment.task.parent_id or 0, role="lead", ordinal=0).first()
    if whole is None or State(whole.state) not in OPEN:
        return
    whole = await ledger.get(whole.id)
    if not await parts.unfinished(whole.task):
        await tell_unit(hearing, whole, part_words.all_done(whole.task.number), "parts-done")


async def missing_answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """What is missing: with these words the report goes back to the unit."""
    assignment = await ledger.get(question["assignment"])
    await hearing.answered()
    if refusal := await ledger.refusal(assignment, EventKind.RETURNED, now=hearing.now, person_id=hearing.person_id):
        await hearing.say(refusal)
        return True
    await send_back(hearing, assignment, hearing.text)
    return True


async def send_back(hearing: Hearing, assignment: Assignment, missing: str) -> None:
    reported = await ledger.last(assignment.id, EventKind.COMPLETED)
    event = await ledger.record(assignment, EventKind.RETURNED, **hearing.said(), missing=missing)
    await clocks.meet(assignment.id, hearing.now, Kind.VERIFICATION, event_id=event.id)
    await _resume_clocks(reported, hearing)
    await _settle_cards(hearing, assignment, completion_words.MISSING)
    dates = find_dates(missing, now=hearing.today)
    until = weekday(dates[0].on) if dates else ""
    what = (missing[: dates[0].start] + missing[dates[0].end :]).strip("，,。 补上前") if dates else missing
    await tell_at_once(
        hearing,
        assignment,
        completion_words.returned(assignment.task.number, what or missing, until, signature(hearing)),
        telling.RETURNED,
    )
    await hearing.say(
        completion_words.returned_to_office(assignment.task.number, assignment.unit.short, what or missing, until)
    )


def signature(hearing: Hearing) -> str:
    """Who decided, and on which day: what is decided twice in the same words is not the same message."""
    office = "市政府督查室 " if hearing.is_office else ""
    return f"{office}{hearing.who.person.name} {day(hearing.today)}"


async def _resume_clocks(reported: Event | None, hearing: Hearing) -> None:
    """The unit has the ball again: what its report had stopped goes on."""
    if reported is None:
        return
    await clocks.resume(reported.id, hearing.now, hearing.book)


async def _settle_cards(hearing: Hearing, assignment: Assignment, key: str) -> None:
    """The cards of this report are settled on every phone of 督查室."""
    word = completion_words.settled_word(key, hearing.who.person.name, day(hearing.today))
    await hearing.settle_everywhere("verify", assignment.id, word)


async def tell_unit(hearing: Hearing, assignment: Assignment, text: str, occasion: str) -> None:
    """A line of the next list of head and liaison."""
    key = f"{occasion}:{hearing.inbox_id}:{assignment.id}"
    await telling.tell_unit(assignment, key, text, hearing.now)


async def tell_at_once(hearing: Hearing, assignment: Assignment, text: str, occasion: str) -> None:
    """A return is worth a message of its own; it is dropped when the unit answers before it went out."""
    key = f"{occasion}:{hearing.inbox_id}:{assignment.id}"
    for person in await routes.spokesmen(assignment.unit_id, hearing.now):
        notice = telling.told(person.id, key, text, hearing.now, assignment_id=assignment.id, occasion=occasion)
        await telling.at_once(person.id, Outgoing(OutgoingKind.TEXT, text), notice, hearing.now)


async def to_verify(hearing: Hearing) -> list[Assignment]:
    """待核验: the cards of what waits, the oldest first; all that waits is returned."""
    waiting = await Obligation.filter(kind=Kind.VERIFICATION.value, state="open").order_by("due_at")
    if not waiting:
        await hearing.say(wording.nothing_to_verify())
        return []
    for check in waiting[:SHOWN_AT_ONCE]:
        await _show_again(hearing, check)
    if len(waiting) > SHOWN_AT_ONCE:
        await hearing.say(wording.more_to_verify(len(waiting) - SHOWN_AT_ONCE))
    return [await ledger.get(check.assignment_id or 0) for check in waiting]


async def _show_again(hearing: Hearing, check: Obligation) -> None:
    assignment = await ledger.get(check.assignment_id or 0)
    reported = await ledger.last(assignment.id, EventKind.COMPLETED)
    data = reported.data if reported else {}
    due = day(local(check.due_at).date()) if check.due_at else ""
    card = completion_words.verification_card(
        new_card_id(), assignment, due=due, words=data.get("text", ""), papers=data.get("documents", []),
        pictures=await attachments.count(data.get("pictures", [])), figures=await figures_of(assignment),
    )  # fmt: skip
    await hearing.show(card, "verify", {"assignments": [assignment.id]})


async def not_taken(hearing: Hearing) -> None:
    """未认领: unit by unit, with the numbers."""
    found = await ledger.in_state(State.DISPATCHED)
    await hearing.say(wording.not_taken(_by_unit(found)))


def _by_unit(found: Sequence[Assignment]) -> dict[str, list[str]]:
    by_unit: dict[str, list[str]] = {}
    for assignment in found:
        by_unit.setdefault(assignment.unit.short, []).append(assignment.task.number)
    return by_unit
