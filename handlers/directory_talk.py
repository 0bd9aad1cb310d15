"""督查室 in the chat: 同步通讯录 compares the contacts with the directory and fills what is confirmed; 通讯录变动 shows what changed."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handlers import directory, proposals
from handlers.hearing import Hearing
from models import composing, conversations, outbox, readings
from models.composing import new_card_id
from models.conversations import ShownCard
from models.messages import Outgoing, OutgoingKind
from models.readings import Due
from models.rules.delivery import Nature
from models.rules.directory import Entry
from models.rules.directory_changes import distrust
from models.rules.directory_matching import Fill, Listed, Proof
from models.wording import directory as words

CARD = "directory"
_SYNC = re.compile(r"(?:同步|核对|更新)(?:一下)?通讯录[。！!]*")
_CHANGES = re.compile(r"(?:看看?|查看?)?通讯录(?:的)?变动[。？?]*")


async def words_of(hearing: Hearing) -> bool:
    if not hearing.is_office:
        return False
    if _SYNC.fullmatch(hearing.text):
        await readings.ask(hearing.person_id, hearing.inbound.platform, hearing.inbound.user, hearing.now)
        await hearing.say(words.being_read())
        return True
    if _CHANGES.fullmatch(hearing.text):
        await hearing.say(words.changes_told(await readings.told()))
        return True
    return False


async def was_read(due: Due, found: Mapping[str, list[Entry] | str], now: datetime) -> None:
    """Inside the caller's transaction: whoever asked sees the difference, and what a tap would write."""
    names, lines = await directory.short_names(), []
    fills: dict[str, list[Fill]] = {}
    sizes: dict[str, int] = {}
    is_doubted = False
    for platform, entries in found.items():
        if isinstance(entries, str):
            lines.append(words.not_read(platform, entries))
            continue
        if not entries:
            lines += [words.empty(platform)] if await directory.is_in_use(platform) else []
            continue
        compared = await directory.compared(platform, entries, now)
        lines += [words.summary(platform, compared.people, compared.match), *words.all_lines(compared.match, names)]
        fills[platform], sizes[platform] = compared.match.fills, compared.people
        before = await readings.baseline(platform)
        is_doubted |= before is not None and distrust(before.people, compared.people) is not None
    count = sum(map(len, fills.values()))
    if not count and not is_doubted:
        await _answer(due, Outgoing(OutgoingKind.TEXT, words.nothing_to_fill(lines)), now)
        return
    card = words.proposal(new_card_id(), lines, count)
    refs = {"fills": {platform: [_kept(one) for one in those] for platform, those in fills.items()}, "people": sizes}
    assert due.person_id is not None, "somebody asked"
    await composing.keep_card(card, due.person_id, CARD, refs | {"assignments": []}, now)
    await conversations.ask(due.person_id, {"kind": CARD, "card": card.id}, now)
    await _answer(due, Outgoing(OutgoingKind.CARD, card=card), now)


async def _answer(due: Due, message: Outgoing, now: datetime) -> None:
    await outbox.put(due.platform, due.user, message, now=now, reason=Nature.REPLY, person_id=due.person_id)


def _kept(one: Fill) -> list[Any]:
    return [one.person.id, one.person.name, one.entry.userid, one.proof.value, one.replaces]


def _fill(told: list[Any]) -> Fill:
    person_id, name, userid, proof, replaces = told
    return Fill(Listed(person_id, name), Entry(userid, name), Proof(proof), replaces)


async def answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """确认 or 不要, in words."""
    return await proposals.answer(hearing, question, _decided)


async def tapped(hearing: Hearing, card: ShownCard) -> None:
    await _decided(hearing, card, hearing.inbound.key == words.SAVE)


async def _decided(hearing: Hearing, card: ShownCard, save: bool) -> None:
    await conversations.forget_question(hearing.person_id)
    if not save:
        await hearing.settle_card(card, "没有补")
        await hearing.say(words.left_alone())
        return
    said = []
    for platform, told in card.refs["fills"].items():
        done = await directory.fill(platform, list(map(_fill, told)), now=hearing.now, actor=hearing.actor)
        said.append(words.written(platform, done))
        await readings.accept(platform, card.refs["people"][platform])
    await hearing.settle_card(card, "已补")
    await hearing.say("\n".join(said))
