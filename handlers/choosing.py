"""A button chosen by number: in words, 选1, or what a press types where the platform does not call back (选2 逐项看 #7f3a)."""

import re
from dataclasses import replace

from models.conversations import ShownCard
from models.messages import Inbound, InboundKind
from models.wording.fallbacks import CHOICE, CODE_CHARS, MARK, code_of

_TYPED = re.compile(rf"{CHOICE}\s*([1-9])\s[^\n]*{MARK}([0-9A-Za-z_-]{{{CODE_CHARS}}})")
_SAID = re.compile(rf"{CHOICE}\s*(?:第\s*)?([1-9一二三四五六])\s*(?:个|项)?[。.！!]?")
_NUMBERED = re.compile(r"#([1-9])(?::(.+))?")
_FIGURES = {figure: number for number, figure in enumerate("一二三四五六", start=1)}
LOOKED_AT = 40  # newest cards of a person


async def as_tap(inbound: Inbound, person_id: int) -> Inbound:
    """The tap that these words stand for, or that names its button by number (#3:认领); all else stays what it is."""
    if inbound.kind is InboundKind.TAP and (numbered := _NUMBERED.fullmatch(inbound.key or "")):
        card = await ShownCard.filter(id=inbound.card or "", person_id=person_id).first()
        return _tapped(inbound, card, int(numbered[1]), numbered[2]) if card else inbound
    if inbound.kind is not InboundKind.TEXT or (chosen := _chosen(inbound.text.strip())) is None:
        return inbound
    number, code = chosen
    card = await _card(person_id, code)
    return _tapped(inbound, card, number) if card else inbound


def _tapped(inbound: Inbound, card: ShownCard, number: int, words: str | None = None) -> Inbound:
    """`words` are what the button showed: where it shows others by now, the card was an old one."""
    buttons = card.content["buttons"]
    if number > len(buttons) or words not in {None, buttons[number - 1]["text"]}:
        return inbound
    key = buttons[number - 1]["key"]
    return replace(inbound, kind=InboundKind.TAP, text="", card=card.id, key=key)


def _chosen(text: str) -> tuple[int, str] | None:
    if typed := _TYPED.fullmatch(text):
        return int(typed[1]), typed[2]
    if said := _SAID.fullmatch(text):
        return _FIGURES.get(said[1]) or int(said[1]), ""
    return None


async def _card(person_id: int, code: str) -> ShownCard | None:
    """The card of this code, settled or not; without one the newest that waits for a choice."""
    newest = ShownCard.filter(person_id=person_id).order_by("-shown_at", "-id")
    if not code:
        return await newest.filter(state="live").first()
    return next((card for card in await newest.limit(LOOKED_AT) if code_of(card.id) == code), None)
