"""Whoever is in no contacts and writes to the bot."""

from datetime import datetime

from models import outbox, telling
from models.messages import Inbound, InboundKind, Outgoing, OutgoingKind
from models.people import Account, Person
from models.rules.delivery import Nature
from models.wording import answers


async def heard(inbound: Inbound, now: datetime) -> None:
    """Somebody in no contacts: a polite line, his words kept, 督查室 sees him. Once a day, whatever he writes."""
    is_new = not await Account.filter(platform=inbound.platform, userid=inbound.user).exists()
    if is_new and inbound.kind is not InboundKind.OTHER:
        person = await Person.create(name=inbound.user, known=False)
        await Account.create(platform=inbound.platform, userid=inbound.user, person_id=person.id)
    if inbound.kind in {InboundKind.ENTER, InboundKind.OTHER}:
        return
    day = f"{inbound.platform}:{inbound.user}:{now:%Y-%m-%d}"
    message = Outgoing(OutgoingKind.TEXT, answers.unknown_sender())
    await outbox.put(inbound.platform, inbound.user, message, now=now, reason=Nature.REPLY, dedupe=f"stranger:{day}")
    words = inbound.text or answers.sent(inbound.key or inbound.kind)
    await telling.tell_office(f"stranger:{day}", answers.unknown_to_office(inbound.platform, inbound.user, words), now)
