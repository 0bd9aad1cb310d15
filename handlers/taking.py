"""What taking on and contesting write: the event, the clocks it stops and begins, and what is no longer to be said."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers import preparing
from handlers.hearing import Hearing
from models import clocks, ledger, people, telling
from models.conversations import ShownCard
from models.rules.states import EventKind, State
from models.tasks import Assignment
from models.wording import dispatch as words

GIVEN = ("dispatch", "one")  # cards that give out tasks


async def accept_orders(hearing: Hearing, chosen: Sequence[Assignment], dues: Mapping[int, date | None]) -> None:
    """The button of an order promises its own date."""
    taken = [a for a in chosen if not a.task.needs_own_words]
    for assignment in taken:
        on = dues.get(assignment.id)
        event = await take(hearing, assignment, lead=None, first_step="按期办结", on=on, own_words=False)
        await hearing.remember(event_id=event, assignment_id=assignment.id)
    left = [a for a in chosen if a not in taken]
    known = {dues.get(a.id) for a in taken}
    on = known.pop() if len(known) == 1 else None
    if taken:
        await hearing.say(f"{words.accepted(taken, lead=None, first_step='按期办结', on=on)}{words.tail(len(left))}")
    if left:
        await hearing.ask("accept", assignments=[a.id for a in left])
        await hearing.say(words.own_words(left))


async def take(
    hearing: Hearing,
    assignment: Assignment,
    *,
    lead: str | None,
    first_step: str | None,
    on: date | None,
    own_words: bool,
) -> int:
    event = await ledger.record(
        assignment, EventKind.ACCEPTED, **hearing.said(), lead=lead, first_step=first_step, on=on.isoformat() if on else None,
        text=hearing.text, own_words=own_words, by_head=hearing.speaks_as_head(assignment.unit_id),
    )  # fmt: skip
    await clocks.took_on(assignment, event, hearing.now, hearing.book, on=on)
    await telling.withdraw_answered(assignment.id, "taken on")
    await _settle_cards(hearing, assignment, "已认领")
    return int(event.id)


async def contest(hearing: Hearing, chosen: Sequence[Assignment], reason: str) -> None:
    """The ball goes to 督查室; nobody is chased for it until it is decided."""
    for assignment in chosen:
        event = await ledger.record(assignment, EventKind.CONTESTED, **hearing.said(), text=reason)
        await clocks.dispute(assignment, event, hearing.now, hearing.book)
        await telling.withdraw_answered(assignment.id, "contested")
        await _settle_cards(hearing, assignment, "有异议")
        await hearing.remember(event_id=event.id, assignment_id=assignment.id)
    note = words.contested_to_office(chosen[0].unit.short, chosen, reason)
    numbers = "-".join(str(a.id) for a in chosen)
    await telling.tell_office(f"contest:{hearing.inbox_id}:{numbers}", note, hearing.now, assignment_id=chosen[0].id)


async def _settle_cards(hearing: Hearing, assignment: Assignment, word: str) -> None:
    """The cards that gave it out and ask for nothing else any more, on whosever phone of the unit."""
    speakers = {person.id for person in (await people.team(assignment.unit_id, hearing.now)).values()}
    shown = ShownCard.filter(kind__in=GIVEN, state="live", person_id__in=[*speakers, hearing.person_id])
    for card in await shown:
        given = card.refs["assignments"]
        if assignment.id in given and not await Assignment.filter(id__in=given, state=State.DISPATCHED).exists():
            await hearing.settle_card(card, word)


async def contest_or_leave(hearing: Hearing, reason: str, chosen: Sequence[Assignment]) -> list[str]:
    """That a task is not the unit's is its head's word; what a liaison says of it goes to him."""
    left = {a.id: head for a in chosen if (head := await preparing.head_to_contest(hearing, a)) is not None}
    own = [a for a in chosen if a.id not in left]
    if own:
        await contest(hearing, own, reason)
    for assignment in (a for a in chosen if a.id in left):
        note = words.contest_to_head(assignment.task.number, hearing.who.person.name, reason)
        key = f"contest:{hearing.inbox_id}:{assignment.id}"
        await telling.tell(left[assignment.id].id, key, note, hearing.now, assignment_id=assignment.id)
    said = [words.contested(own)] if own else []
    if left:
        said.append(words.contest_is_his([a for a in chosen if a.id in left], next(iter(left.values())).name))
    return said
