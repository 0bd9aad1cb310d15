"""督查室 sets schedules in the chat: one sentence, a card with the next five times, and 确认."""

from typing import Any

from handlers import proposals, schedules
from handlers.hearing import Hearing
from handlers.schedules import Doing
from models import conversations
from models.composing import new_card_id
from models.conversations import ShownCard
from models.errors import PersonError
from models.rules.cadence import read_cadence
from models.rules.schedule_words import Command, Verb, may_be_one, read_change, read_command, read_draft
from models.schedules import Schedule
from models.wording import schedules as words

CARD = "schedule"
KEPT = ("id", "kind", "name", "rule", "readers", "text", "missed", "state", "version")


async def words_of(hearing: Hearing) -> bool:
    """True when the words were about schedules and have been answered."""
    said = await schedules.numbered(hearing.text)
    try:
        return await _obeyed(said, hearing) or await _proposed(said, hearing)
    except PersonError as error:
        await hearing.say(error.say)
        return True


def _doing(hearing: Hearing) -> Doing:
    return Doing(hearing.actor, hearing.now, hearing.book)


async def _obeyed(said: str, hearing: Hearing) -> bool:
    command = read_command(said)
    if command is None:
        return False
    await hearing.say(await _answer(command, hearing))
    return True


async def _answer(command: Command, hearing: Hearing) -> str:
    doing = _doing(hearing)
    match command.verb:
        case Verb.LIST:
            return words.listed(await schedules.listed(doing))
        case Verb.AHEAD:
            return words.ahead(await schedules.ahead(command.days, doing))
        case Verb.SHOW:
            return words.whole(await schedules.shown(await schedules.get(command.id), doing))
        case Verb.PAUSE:
            return await schedules.pause(command.id, doing)
        case Verb.RESUME:
            return await schedules.resume(command.id, doing)
        case Verb.REMOVE:
            return await schedules.remove(command.id, doing)
        case Verb.TEST:
            return await schedules.trial(command.id, doing)


async def _proposed(said: str, hearing: Hearing) -> bool:
    if "进展" in said and (asked := read_cadence(said, hearing.today)) is not None:
        await _propose(await schedules.cadence_of(asked, _doing(hearing)), hearing)
        return True
    if not may_be_one(said):
        return False
    doing, me = _doing(hearing), hearing.who.person.name
    known = await schedules.known(doing, me=me)
    change = read_change(said, hearing.today, known)
    if change is not None:
        await _propose(await schedules.changed(change), hearing)
        return True
    draft = read_draft(said, hearing.today, known)
    if draft is None:
        return False
    await _propose(schedules.drafted(draft, doing), hearing)
    return True


async def _propose(schedule: Schedule, hearing: Hearing) -> None:
    shown = await schedules.preview(schedule, _doing(hearing))
    card = words.proposal(new_card_id(), shown)
    await proposals.propose(hearing, card, CARD, {"schedule": {name: getattr(schedule, name) for name in KEPT}})


async def answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """确认 or 不存, in words."""
    return await proposals.answer(hearing, question, _decided)


async def tapped(hearing: Hearing, card: ShownCard) -> None:
    await _decided(hearing, card, hearing.inbound.key == words.SAVE)


async def _decided(hearing: Hearing, card: ShownCard, save: bool) -> None:
    await conversations.forget_question(hearing.person_id)
    if not save:
        await proposals.not_saved(hearing, card, words.not_saved())
        return
    stored = card.refs["schedule"]
    try:
        schedule = await _restored(stored, hearing)
        await schedules.preview(schedule, _doing(hearing))  # people and calendar may have changed meanwhile
        shown = await schedules.save(schedule, _doing(hearing))
    except PersonError as error:
        await proposals.not_saved(hearing, card, error.say)
        return
    await hearing.settle_card(card, "已保存")
    await hearing.say(words.saved(shown))


async def _restored(stored: dict[str, Any], hearing: Hearing) -> Schedule:
    """The schedule of the card; one that somebody else changed since is not overwritten."""
    if stored["id"] is None:
        return Schedule(**{name: stored[name] for name in KEPT if name != "id"}, created_at=hearing.now)
    schedule = await schedules.get(stored["id"])
    if schedule.version != stored["version"]:
        raise PersonError(words.changed_meanwhile(schedule.id))
    return schedule.update_from_dict({name: stored[name] for name in KEPT if name not in {"id", "version"}})
