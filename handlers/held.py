"""封存 in the chat: who sent it hears so, a 保密员 lets it through or asks for its purging, a second person confirms."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from handlers.hearing import Hearing
from models import composing, conversations, held, ledger, people, telling
from models.composing import new_card_id
from models.conversations import ShownCard
from models.events import Attachment
from models.held import CARD, Held
from models.messages import Card
from models.people import Person
from models.rules.marking import is_marked
from models.wording import dispatch as dispatch_words
from models.wording import held as words

SHOWN_AT_ONCE = 3


async def words_of(hearing: Hearing) -> bool:
    """True for what carries a marking: it stays where it is, and nothing is read from it."""
    sha = held.hash_of(hearing.text)
    if not is_marked(hearing.text) or await held.is_released(sha):
        return False
    row = await held.hold(hearing.inbox_id, hearing.person_id, held.MARKED, sha, hearing.now, None)
    await _tell(row, hearing.who.person, hearing.now)
    await hearing.say(words.held_words())
    return True


async def picture(attachment: Attachment, why: str, sha: str, hearing: Hearing | None, now: datetime) -> None:
    row = await held.hold(attachment.inbox_id or 0, attachment.person_id, why, sha, now, attachment.id)
    sender = await Person.filter(id=attachment.person_id).first()
    if sender is not None:
        await _tell(row, sender, now)
    if hearing is not None:
        await hearing.say(words.held_picture())


async def _tell(row: Held, sender: Person, now: datetime) -> None:
    line = words.line(sender.name, is_picture=row.is_picture, why=row.why)
    for keeper in await held.keepers(now):
        await _show(keeper, row, _card(row, sender), line, now)


def _card(row: Held, sender: Person) -> Card:
    return words.card(
        new_card_id(), sender.name, row.held_at, is_picture=row.is_picture, why=row.why, phone=sender.phone or ""
    )


async def _show(to: Person, row: Held, card: Card, line: str, now: datetime) -> None:
    """A card, and where the day is full of messages a line of the next list."""
    notice = telling.told(to.id, f"held:{row.id}:{row.state}:{now:%Y%m%dT%H%M%S}", line, now)
    await composing.show(to.id, card, CARD, {"assignments": [], "held": row.id}, notice, now)


async def tapped(hearing: Hearing, card: ShownCard) -> None:
    row = await Held.get(id=card.refs["held"])
    match hearing.inbound.key, row.state:
        case words.RELEASE, "held":
            await _release(hearing, row)
        case words.ASK_PURGE, "held":
            await _ask_purge(hearing, row)
        case words.PURGE, "asked":
            await _purge(hearing, row)
        case words.KEEP, "asked":
            await _keep_on(hearing, row)
        case _:
            await hearing.settle_card(card, "已处理")
            await hearing.say(dispatch_words.already_settled())


async def _release(hearing: Hearing, row: Held) -> None:
    await held.release(row, hearing.person_id, hearing.now)
    await _settle(hearing, row, words.RELEASE)
    number = await _number(row)
    line = words.let_through(row.held_at, is_picture=row.is_picture, number=number)
    await telling.tell(row.person_id, f"released:{row.id}", line, hearing.now)
    await hearing.say(words.released())


async def _number(row: Held) -> str:
    kept = await Attachment.filter(id=row.attachment_id or 0).first()
    return (await ledger.get(kept.assignment_id)).task.number if kept and kept.assignment_id else ""


async def _ask_purge(hearing: Hearing, row: Held) -> None:
    others = [person for person in await people.office(hearing.now) if person.id != hearing.person_id]
    if not others:
        await hearing.say(words.nobody_else())
        return
    await held.ask_purge(row, hearing.person_id, hearing.now)
    await _settle(hearing, row, words.ASK_PURGE, mine=True)
    sender, by = await Person.get(id=row.person_id), hearing.who.person.name
    line = words.purge_line(sender.name, is_picture=row.is_picture, by=by)
    for other in others:
        await _show_second(hearing, other, row, _purge_card(row, sender, by), line)
    await hearing.say(words.asked())


def _purge_card(row: Held, sender: Person, by: str) -> Card:
    return words.purge_card(new_card_id(), sender.name, row.held_at, is_picture=row.is_picture, why=row.why, by=by)


async def _purge(hearing: Hearing, row: Held) -> None:
    if row.first_by == hearing.person_id:
        await hearing.say(words.not_twice())
        return
    await held.purge(row, hearing.person_id, hearing.now)
    await _settle(hearing, row, words.PURGE)
    await hearing.say(words.purged(row.sha256))


async def _keep_on(hearing: Hearing, row: Held) -> None:
    await held.keep_on(row, hearing.person_id, hearing.now)
    await _settle(hearing, row, words.KEEP)
    sender = await Person.get(id=row.person_id)
    await _again(hearing, row, sender, await held.keepers(hearing.now))
    await hearing.say(words.kept_on())


async def _again(hearing: Hearing, row: Held, sender: Person, to: Iterable[Person]) -> None:
    line = words.line(sender.name, is_picture=row.is_picture, why=row.why)
    for keeper in to:
        await _show(keeper, row, _card(row, sender), line, hearing.now)


async def _show_second(hearing: Hearing, other: Person, row: Held, card: Card, line: str) -> None:
    """In place of the card he has already; it rings no bell, so that a line of his next list says the same."""
    for shown in await _cards(row, person_id=other.id):
        if shown.ticket and conversations.can_change(shown, hearing.now):
            await hearing.redraw(shown, replace(card, id=shown.id))
            await telling.tell(other.id, f"purge:{row.id}:{shown.id}", line, hearing.now)
            return
    await _show(other, row, card, line, hearing.now)


async def _settle(hearing: Hearing, row: Held, kind: str, *, mine: bool = False) -> None:
    """On every phone that shows it, or on his alone."""
    word = words.settled_word(kind, hearing.who.person.name)
    for card in await _cards(row, **({"person_id": hearing.person_id} if mine else {})):
        await hearing.settle_card(card, word)


async def _cards(row: Held, **whose: int) -> list[ShownCard]:
    found = await ShownCard.filter(kind=CARD, state="live", **whose).order_by("-shown_at")
    return [card for card in found if card.refs["held"] == row.id]


async def listed(hearing: Hearing) -> bool:
    """封存: the cards of what waits, the oldest first."""
    if hearing.text.strip("。？? ") != "封存" or not hearing.is_office:
        return False
    waiting = await Held.filter(state__in=held.OPEN).order_by("id").limit(SHOWN_AT_ONCE)
    for row in waiting:
        sender = await Person.get(id=row.person_id)
        first = await Person.filter(id=row.first_by or 0).first()
        is_second = row.state == "asked" and first is not None and first.id != hearing.person_id
        card = _purge_card(row, sender, first.name) if is_second and first else _card(row, sender)
        if row.state == "asked" and not is_second:
            await hearing.say(words.asked())
        else:
            await hearing.show(card, CARD, {"assignments": [], "held": row.id})
    if not waiting:
        await hearing.say(words.nothing())
    return True
