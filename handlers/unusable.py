"""A file, a video, a place or a link that somebody sent: on record as it came, and met with what helps instead."""

from handlers.hearing import Hearing
from models.messages import SENT
from models.wording import evidence as words


async def answer(hearing: Hearing) -> None:
    """Of several in an hour only the first is answered."""
    kind = hearing.inbound.key or ""
    if kind in SENT:
        hour = f"unusable:{kind}:{hearing.person_id}:{hearing.now:%Y-%m-%dT%H}"
        await hearing.say(words.unusable_kind(kind, hearing.text), dedupe=hour)
