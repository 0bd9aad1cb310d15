"""A unit whose head is a city leader: what his secretary or liaison takes on is prepared for him, and his tap makes it so."""

from collections.abc import Sequence
from datetime import date

from handlers.hearing import Hearing
from handlers.taking import take
from models import composing, ledger, people, telling
from models.composing import new_card_id
from models.conversations import ShownCard
from models.people import Role
from models.rules.states import State
from models.tasks import Assignment
from models.wording import dispatch as words
from models.wording import replies

PREPARED = "confirm-acceptance"


def is_for_him(hearing: Hearing, assignment: Assignment) -> bool:
    return assignment.is_of_a_leader and not hearing.speaks_as_head(assignment.unit_id)


async def prepare(
    hearing: Hearing, chosen: Sequence[Assignment], *, lead: str | None, first_step: str | None, on: date | None
) -> str:
    """Shows it to the leader; the answer to whoever prepared it."""
    head = await people.person_in(chosen[0].unit_id, Role.HEAD, hearing.now)
    if head is None or await people.account_of(head.id) is None:
        await telling.tell_office(f"nohead:{hearing.inbox_id}", words.nobody_confirms(chosen), hearing.now)
        return replies.kept_for_office()
    by = hearing.who.person.name
    card = words.leaders_card(new_card_id(), chosen, said=words.promised(lead, first_step, on), by=by)
    refs = {
        "assignments": [a.id for a in chosen], "lead": lead, "first_step": first_step, "on": on.isoformat() if on else None,
        "by": hearing.person_id,
    }  # fmt: skip
    line = words.prepared_line(chosen, by)
    notice = telling.told(head.id, f"prepared:{card.id}", line, hearing.now, assignment_id=chosen[0].id)
    await composing.show(head.id, card, PREPARED, refs, notice, hearing.now)
    return words.prepared(chosen, head.name)


async def tapped(hearing: Hearing, card: ShownCard) -> None:
    found = [await ledger.get(each) for each in card.refs["assignments"]]
    open_ = [a for a in found if a.state == State.DISPATCHED]
    if not open_:
        await hearing.settle_card(card, "已处理")
        await hearing.say(words.already_settled())
    elif hearing.inbound.key == words.WAIT:
        await hearing.settle_card(card, "先不认领")
        line = words.not_taken(open_, hearing.who.person.name)
        await telling.tell(card.refs["by"], f"notyet:{card.id}", line, hearing.now, assignment_id=open_[0].id)
        await hearing.say(words.kept_back(open_))
    else:
        await hearing.settle_card(card, "已确认认领")
        await _take_all(hearing, card, open_)


async def _take_all(hearing: Hearing, card: ShownCard, open_: Sequence[Assignment]) -> None:
    lead, first_step = card.refs["lead"], card.refs["first_step"]
    on = date.fromisoformat(card.refs["on"]) if card.refs["on"] else None
    for assignment in open_:
        event = await take(hearing, assignment, lead=lead, first_step=first_step, on=on, own_words=True)
        await hearing.remember(event_id=event, assignment_id=assignment.id)
    await hearing.say(words.accepted(open_, lead=lead, first_step=first_step, on=on))
