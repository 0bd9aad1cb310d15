"""What a person's hands do on a phone: say, send a picture, tap a button, use the menu, open the chat."""

import base64
import binascii
import re
import time

from pydantic import BaseModel, Field

from bot.sandbox import faces, plaintext
from bot.sandbox.callbacks import Callback, Callbacks
from bot.sandbox.errors import ApiError, HandError
from bot.sandbox.media import drawn_picture, silent_voice
from bot.sandbox.phones import ME, PENDING, Entry, bubble
from bot.sandbox.roster import fold
from bot.sandbox.wire import Json, text_of
from bot.sandbox.world import World

USER = re.compile(r"[A-Za-z0-9_\-@.]{1,64}")


class Hand(BaseModel):
    user: str
    platform: str = "wecom"


class Say(Hand):
    """`image` and `voice`: true for a made-up one, base64 of a file, or any name to make one up by."""

    text: str = ""
    image: bool | str | None = None
    voice: bool | str | None = None


class Tap(Hand):
    """`message` is an id from /sandbox/messages; `selected` the options chosen, by question."""

    message: int | str
    button: str
    stale: bool = False
    selected: dict[str, list[str]] = Field(default_factory=dict)


class MenuPress(Hand):
    key: str


class Hands:
    def __init__(self, world: World, callbacks: Callbacks) -> None:
        self._world = world
        self._callbacks = callbacks
        self._last_msgid = 0

    def say(self, hand: Say, *, origin: str) -> list[str]:
        """The message ids, one for each bubble; `origin` is where pictures can be fetched."""
        _check(hand)
        msgids = []
        if hand.image:
            msgids.append(self._send_image(hand, hand.image, origin))
        if hand.voice:
            msgids.append(self._send_voice(hand, hand.voice))
        if hand.text:
            msgids.append(self._send_text(hand))
        if not msgids:
            raise HandError(400, "要发的内容是空的。")
        return msgids

    def tap(self, hand: Tap) -> Json:
        _check(hand)
        entry = self._find_card(hand)
        card = entry.card or {}
        is_menu = any(item.key == hand.button for item in faces.corner_menu(card))
        if not hand.stale and not is_menu:
            _check_button(entry, hand.button)
        return self._press(hand, entry, "template_card_menu_event" if is_menu else "template_card_event")

    def press_menu(self, hand: MenuPress) -> None:
        _check(hand)
        if not self._world.menu.has(hand.key):
            raise HandError(404, "应用菜单里没有这一项。")
        xml = plaintext.event(self._stamp(hand.user), "click", hand.key)
        self._callbacks.enqueue(Callback(fold(hand.user), xml, label=f"菜单「{self._menu_name(hand.key)}」"))

    def enter(self, hand: Hand) -> None:
        _check(hand)
        xml = plaintext.event(self._stamp(hand.user), "enter_agent", "")
        self._callbacks.enqueue(Callback(fold(hand.user), xml))

    def _send_text(self, hand: Say) -> str:
        msgid = self._new_msgid()
        xml = plaintext.text_message(self._stamp(hand.user), msgid, hand.text)
        return self._own(hand.user, "text", msgid, xml, text=hand.text)

    def _send_image(self, hand: Say, image: bool | str, origin: str) -> str:
        msgid, name = self._new_msgid(), image if isinstance(image, str) and len(image) < 128 else "photo"
        content = _decoded(image) or drawn_picture(name if name != "photo" else msgid)
        media = self._put("image", f"{name.rsplit('.', 1)[0]}.png", content)
        url = f"{origin}/sandbox/media/{media}"
        xml = plaintext.image_message(self._stamp(hand.user), msgid, url=url, media=media)
        return self._own(hand.user, "image", msgid, xml, media=media)

    def _send_voice(self, hand: Say, voice: bool | str) -> str:
        msgid, media = self._new_msgid(), self._put("voice", "voice.amr", _decoded(voice) or silent_voice())
        xml = plaintext.voice_message(self._stamp(hand.user), msgid, media=media)
        return self._own(hand.user, "voice", msgid, xml, media=media)

    def _put(self, kind: str, name: str, content: bytes) -> str:
        try:
            return self._world.media.put(kind, name, content, now=self._world.now()).id
        except ApiError as error:
            raise HandError(400, f"这个文件发不出去：{error.text}") from None

    def _own(self, user: str, kind: str, msgid: str, xml: str, **parts: str) -> str:
        own = bubble(user, self._world.now(), ME, kind, msgid=msgid, delivery=PENDING, callback=xml, **parts)
        entry = self._world.phones.show(own)
        self._callbacks.enqueue(Callback(entry.user, xml, entry.id))
        return msgid

    def _find_card(self, hand: Tap) -> Entry:
        number = str(hand.message)
        entry = self._world.phones.find(hand.user, int(number)) if number.isdigit() else None
        sent = [one for one in self._world.phones.sent_as(number) if one.user == fold(hand.user)]
        found = entry or next(iter(sent), None)
        if found is None or found.card is None or found.recalled:
            raise HandError(404, "这部手机上没有这张卡片。")
        return found

    def _press(self, hand: Tap, entry: Entry, name: str) -> Json:
        card = entry.card or {}
        code = self._world.tickets.issue(entry.msgid, self._world.now())
        inner = plaintext.card_answer(
            task_id=text_of(card, "task_id"),
            card_type=text_of(card, "card_type"),
            response_code=code,
            chosen=hand.selected,
        )
        xml = plaintext.event(self._stamp(hand.user), name, hand.button, inner)
        self._world.phones.change(entry.id, pressed=hand.button)
        label = f"点按「{_button_text(card, hand.button)}」"
        self._callbacks.enqueue(Callback(entry.user, xml, label=label, card=entry.id))
        return {"message": entry.id, "button": hand.button, "response_code": code}

    def _stamp(self, user: str) -> plaintext.Stamp:
        config = self._world.config
        return plaintext.Stamp(config.corp_id, config.agent_id, user.strip(), self._world.clock.seconds())

    def _new_msgid(self) -> str:
        """63 bits, growing, and never given twice even by a messenger that forgot everything."""
        self._last_msgid = max(self._last_msgid + 1, time.time_ns())
        return str(self._last_msgid)

    def _menu_name(self, key: str) -> str:
        entries = self._world.menu.shown()
        return next((text_of(entry, "name") for entry in entries if text_of(entry, "key") == key), key)


def _check(hand: Hand) -> None:
    if hand.platform != "wecom":
        raise HandError(501, f"沙箱目前只有企业微信的手机，还没有 {hand.platform}。")
    if not USER.fullmatch(hand.user.strip()):
        raise HandError(400, "账号只能由 1—64 个字母、数字和 _ - @ . 组成。")


def _check_button(entry: Entry, key: str) -> None:
    card = entry.card or {}
    if entry.settled:
        raise HandError(409, f"这张卡片已是「{entry.settled}」，按钮不能再点。")
    if not any(button.key == key and not button.url for button in faces.buttons(card)):
        raise HandError(404, "这张卡片上没有这个按钮。")


def _button_text(card: Json, key: str) -> str:
    shown = [*faces.buttons(card), *faces.corner_menu(card)]
    return next((button.text for button in shown if button.key == key), key)


def _decoded(given: bool | str) -> bytes | None:
    """The bytes of a base64 text or data URL; None when it is only a name or a flag."""
    if not isinstance(given, str):
        return None
    text = given.partition(",")[2] if given.startswith("data:") else given
    try:
        return base64.b64decode(text, validate=True) if len(text) > 64 else None
    except binascii.Error:
        return None
