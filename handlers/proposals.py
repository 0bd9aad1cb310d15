"""What is shown before it is saved: the newest card of its kind, answered 保存 or 不存 by a tap or in words."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from handlers.hearing import Hearing
from models.conversations import ShownCard
from models.messages import Card

Decided = Callable[[Hearing, ShownCard, bool], Awaitable[None]]
_SAVE = re.compile(r"(?:确认|确定|保存|可以|好的?|行|是的?|对的?|没问题|ok)[吧了啊。！!]*", re.IGNORECASE)
_LEAVE = re.compile(r"(?:不存|不保存|不要|不对|取消|重来)[了吧。]*")


async def propose(hearing: Hearing, card: Card, kind: str, refs: dict[str, Any]) -> None:
    """Nothing is saved by it; the card before it is not to be tapped any more."""
    for old in await ShownCard.filter(kind=kind, person_id=hearing.person_id, state="live"):
        await hearing.settle_card(old, "已有新的")
    await hearing.show(card, kind, refs)
    await hearing.ask(kind, card=card.id)


async def answer(hearing: Hearing, question: dict[str, Any], decided: Decided) -> bool:
    """确认 or 不存, in words: `decided` with the card and whether to save; False when they are about something else."""
    save, leave = _SAVE.fullmatch(hearing.text), _LEAVE.fullmatch(hearing.text)
    if not (save or leave):
        return False
    card = await ShownCard.filter(id=question["card"], person_id=hearing.person_id, state="live").first()
    if card is not None:
        await decided(hearing, card, save is not None)
    return card is not None


async def not_saved(hearing: Hearing, card: ShownCard, words: str) -> None:
    await hearing.settle_card(card, "没有保存")
    await hearing.say(words)
