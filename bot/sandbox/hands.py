"""What a person's hands do on a phone: say, send a picture, tap a button, use the menu, open the chat."""

import base64
import binascii
import re
from typing import Literal

from pydantic import BaseModel, Field

from bot.sandbox.errors import HandError
from bot.sandbox.phones import Entry
from bot.sandbox.roster import account_of, fold
from bot.sandbox.world import World

USER = re.compile(r"[A-Za-z0-9_\-@.]{1,64}")


class Hand(BaseModel):
    """`user` is an account; without `platform` it is the only phone that goes by it."""

    user: str
    platform: str = ""


class Say(Hand):
    """`image` and `voice`: true for a made-up one, base64 of a file, or any name to make one up by.

    `other`: a video, a place, a link or a file; its name, or the words below it, is the text.
    """

    text: str = ""
    image: bool | str | None = None
    voice: bool | str | None = None
    other: Literal["video", "location", "link", "file"] | None = None


class Tap(Hand):
    """`message` is an id from /sandbox/messages; `selected` the options chosen, by question."""

    message: int | str
    button: str
    stale: bool = False
    selected: dict[str, list[str]] = Field(default_factory=dict)


class MenuPress(Hand):
    key: str


def check_account(phone: str) -> None:
    if not USER.fullmatch(account_of(phone)[1]):
        raise HandError(400, "账号只能由 1—64 个字母、数字和 _ - @ . 组成。")


def find_card(world: World, hand: Tap) -> Entry:
    """The card on this phone that the hand is on."""
    number = str(hand.message)
    entry = world.phones.find(hand.user, int(number)) if number.isdigit() else None
    sent = [one for one in world.phones.sent_as(number) if one.user == fold(hand.user)]
    found = entry or next(iter(sent), None)
    if found is None or found.card is None or found.recalled:
        raise HandError(404, "这部手机上没有这张卡片。")
    return found


def check_button(entry: Entry, key: str) -> None:
    if entry.settled:
        raise HandError(409, f"这张卡片已是「{entry.settled}」，按钮不能再点。")
    if not any(button.key == key and not button.url for button in entry.buttons):
        raise HandError(404, "这张卡片上没有这个按钮。")


def decoded(given: bool | str) -> bytes | None:
    """The bytes of a base64 text or data URL; None when it is only a name or a flag."""
    if not isinstance(given, str):
        return None
    text = given.partition(",")[2] if given.startswith("data:") else given
    try:
        return base64.b64decode(text, validate=True) if len(text) > 64 else None
    except binascii.Error:
        return None
