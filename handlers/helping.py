"""Help in the chat: a difficulty told in a reply is shown back with its ways on; what goes out is what the head confirmed."""

import re
from typing import Any

from handlers.hearing import Hearing
from models import composing, helping, ledger, people, routes, telling
from models.composing import new_card_id
from models.conversations import ShownCard
from models.helping import HelpRequest
from models.messages import Card
from models.obligations import Asked, Obligation
from models.people import Person, Role, Unit
from models.rules.reading import Reading
from models.rules.states import WORKING
from models.tasks import Assignment, of_units
from models.wording import help as words
from models.wording.tone import tone_of

OFFER, ASKED, BACK, DECIDE = "help", "help-asked", "help-back", "help-decide"
_OUT = re.compile(
    r"\s*(?:第)?(?P<number>J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?\s*[，,]?\s*(?:求助|请)?转(?:给|请|至)?\s*(?P<unit>[一-鿿]{2,16}?)\s*[：:，,]\s*(?P<text>.{2,200})",
    re.IGNORECASE | re.DOTALL,
)


async def offer(hearing: Hearing, assignment: Assignment, reading: Reading, echo: str) -> bool:
    """The echo as a card with the ways on, where a difficulty was told; False where there is none."""
    if not (reading.needs or reading.blockers) or assignment.state not in WORKING or assignment.task.off_chat:
        return False
    to = await helping.whom([need.unit for need in reading.needs], assignment, hearing.now)
    what = reading.needs[0].what if reading.needs else ""
    text = words.request_text(what, reading.blockers[0].text if reading.blockers else "")
    text = words.through(text, to.through if to else "")
    card = words.offer(new_card_id(), assignment.task.number, echo, text, to.name if to else "")
    await hearing.show(card, OFFER, refs_of(assignment, to, text))
    return True


def refs_of(assignment: Assignment, to: Asked | None, text: str, round_: int = 1) -> dict[str, Any]:
    return {
        "assignments": [assignment.id], "text": text, "round": round_, "unit": to.unit.id if to and to.unit else None,
        "secretary": bool(to and to.unit is None),
    }  # fmt: skip


async def offered(hearing: Hearing, card: ShownCard) -> None:
    """［转出］［我先沟通］［请副秘书长协调］: the head's tap; a liaison's goes to the head."""
    assignment = await ledger.get(card.refs["assignments"][0])
    number = assignment.task.number
    asked = await Unit.filter(id=card.refs["unit"]).first() if card.refs.get("unit") else None
    if hearing.inbound.key == words.OURSELVES:
        await hearing.settle_card(card, "我先沟通")
        await hearing.say(words.ourselves(number, asked.short if asked else ""))
    elif not hearing.speaks_as_head(assignment.unit_id):
        await hearing.settle_card(card, "请负责人定")
        await _leave_to_head(hearing, assignment, card)
    elif hearing.inbound.key == words.SECRETARY or card.refs.get("secretary"):
        await hearing.settle_card(card, "请副秘书长协调")
        await send(hearing, assignment, await helping.secretary(hearing.now), card.refs["text"], card.refs["round"])
    elif asked is None:
        await card.save()
        await hearing.ask("help-unit", card=card.id)
        await hearing.say(words.ask_unit(number))
    else:
        await hearing.settle_card(card, f"已转{asked.short}")
        await send(hearing, assignment, Asked(unit=asked), card.refs["text"], card.refs["round"])


async def unit_answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """To which unit, after ［转出…］."""
    card = await ShownCard.filter(id=question["card"], state="live").first()
    if card is None or len(hearing.text) > 16:
        return False
    await hearing.answered()
    assignment = await ledger.get(card.refs["assignments"][0])
    to = await helping.whom([hearing.text.strip("。. ")], assignment, hearing.now)
    if to is None:
        await hearing.say(words.unknown_unit(hearing.text))
        return True
    await hearing.settle_card(card, f"已转{to.name}"[:20])
    await send(hearing, assignment, to, words.through(card.refs["text"], to.through), card.refs["round"])
    return True


async def _leave_to_head(hearing: Hearing, assignment: Assignment, card: ShownCard) -> None:
    head = await people.person_in(assignment.unit_id, Role.HEAD, hearing.now)
    asked = await Unit.filter(id=card.refs["unit"]).first() if card.refs.get("unit") else None
    to = Asked(unit=asked) if asked else await helping.secretary(hearing.now) if card.refs["secretary"] else None
    shown = words.to_head(
        new_card_id(), assignment.task.number, card.refs["text"], to.name if to else "", hearing.who.person.name
    )
    await show_to(hearing, head, shown, OFFER, card.refs, assignment, f"{assignment.task.number}{shown.body}"[:80])
    await hearing.say(words.left_to_head(assignment.task.number, head.name if head else "负责人"))


async def show_to(
    hearing: Hearing, person: Person | None, card: Card, kind: str, refs: dict[str, Any], assignment: Assignment, line: str
) -> None:  # fmt: skip
    """A card of its own; where the day is full a line of the next list says the same."""
    key = f"help:{card.id}"
    if person is not None:
        notice = telling.told(person.id, key, line, hearing.now, assignment_id=assignment.id)
        if await composing.show(person.id, card, kind, refs, notice, hearing.now):
            return
    await telling.tell_office(key, line, hearing.now, assignment_id=assignment.id)


async def send(hearing: Hearing, assignment: Assignment, to: Asked, text: str, round_: int) -> None:
    made = await helping.ask(assignment, to, text, hearing.book, said=hearing.said(), round_=round_)
    if isinstance(made, str):
        await hearing.say(made)
        return
    request, clock = made
    await show_request(hearing, assignment, to, request, clock)
    due = clock.due_at if clock else None
    await hearing.say(words.passed(assignment.task.number, to.name, text, due, hearing.now))


async def show_request(
    hearing: Hearing, assignment: Assignment, to: Asked, request: HelpRequest, clock: Obligation | None, by: str = ""
) -> None:
    """`by`: the leader who wants it, where it is not the unit alone."""
    due = clock.due_at if clock else None
    you = tone_of(to.unit.kind).you if to.unit else ""
    card = words.asked_card(
        new_card_id(), by or assignment.unit.short, assignment.task.number, assignment.task.chat_title(20), request.text, due,
        hearing.now, you=you,
    )  # fmt: skip
    refs = {"assignments": [assignment.id], "request": request.id, "due": due.isoformat() if due else None}
    line = words.asked_line(by or assignment.unit.short, assignment.task.number, request.text, you)
    if to.unit is not None:
        person = await routes.contact_in(to.unit, hearing.now)
        if liaison := await people.person_in(to.unit.id, Role.LIAISON, hearing.now):
            await telling.tell(liaison.id, f"help-asked:{request.id}", line, hearing.now, assignment_id=assignment.id)
    else:
        person = await people.holder(to.post.id, hearing.now) if to.post else None
    await show_to(hearing, person, card, ASKED, refs, assignment, line)


async def out_typed(hearing: Hearing) -> bool:
    """46 转市自规局：…: his own words are what goes out, without another tap; a liaison's wait for the head."""
    match = _OUT.fullmatch(hearing.text)
    if match is None:
        return False
    number = match["number"].upper()
    mine = [a for a in await of_units(hearing.units) if a.task.number.removesuffix("号") == number]
    if not mine or not hearing.speaks_as_head(mine[0].unit_id):
        return False
    to = await helping.whom([match["unit"]], mine[0], hearing.now)
    if to is None:
        return False
    await send(hearing, mine[0], to, words.through(match["text"].strip(), to.through), 1)
    return True
