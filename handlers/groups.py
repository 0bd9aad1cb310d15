"""What is said to the robot in a group: answered in private, and never taken for the word of a unit."""

from datetime import datetime

from models import outbox
from models.messages import Inbound, Outgoing, OutgoingKind
from models.people import Identity
from models.rules.delivery import Nature
from models.wording import groups as words


async def heard(inbound: Inbound, who: Identity | None, now: datetime) -> None:
    """Whoever is in no contacts is not answered: a group may hold guests."""
    if who is not None and who.posts:
        await _say(words.in_private(inbound.group_name, inbound.text), inbound, who, now)


async def _say(text: str, inbound: Inbound, who: Identity, now: datetime) -> None:
    await outbox.put(
        inbound.platform, inbound.user, Outgoing(OutgoingKind.TEXT, text), now=now, reason=Nature.REPLY,
        person_id=who.person.id,
    )  # fmt: skip
