"""What somebody spoke: read like typed words where the messenger wrote it down, else typed words are asked for, once."""

from handlers.hearing import Hearing
from models.conversations import Conversation
from models.wording import evidence as words


async def heard(hearing: Hearing) -> None:
    """What the messenger understood is shown before it is acted on."""
    await typed(hearing)
    await hearing.say(words.voice_heard(hearing.text))


async def unheard(hearing: Hearing) -> None:
    """The voice is on record as it was received; of several in a row only the first is answered."""
    if hearing.talk.voice_told_at is None:
        await Conversation.filter(person_id=hearing.person_id).update(voice_told_at=hearing.now)
        await hearing.say(words.voice_kept())


async def typed(hearing: Hearing) -> None:
    if hearing.talk.voice_told_at is not None:
        await Conversation.filter(person_id=hearing.person_id).update(voice_told_at=None)
        hearing.talk.voice_told_at = None
