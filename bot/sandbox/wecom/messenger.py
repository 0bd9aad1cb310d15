"""WeCom as a messenger of the sandbox: its API below /cgi-bin, and hands whose doings travel as sealed XML."""

import time

from aiohttp import web

from bot.sandbox.carriage import Callback, Carriage, Carried
from bot.sandbox.config import WeComConfig
from bot.sandbox.errors import ApiError, HandError
from bot.sandbox.hands import Hand, MenuPress, Say, Tap, check_button, decoded, find_card
from bot.sandbox.media import drawn_picture, silent_voice
from bot.sandbox.phones import ME, PENDING, Entry, bubble
from bot.sandbox.wecom import faces, plaintext, platform
from bot.sandbox.wecom.callbacks import Callbacks
from bot.sandbox.wecom.state import State
from bot.sandbox.wecom.uploads import check_upload
from bot.sandbox.wire import Json, object_of, text_of
from bot.sandbox.world import World

OTHERS = {"video": "视频", "location": "位置", "link": "链接"}


class WeCom(Carried):
    platform = "wecom"

    def __init__(self, world: World, config: WeComConfig) -> None:
        self._world = world
        self._state = State(world, config)
        world.join(self._state)
        self._callbacks = Callbacks(world, config)
        self._carriage = Carriage(world, self._callbacks.deliver)
        self._last_msgid = 0

    def routes(self) -> list[web.RouteDef]:
        return [*platform.routes(self._state), web.post("/sandbox/wecom/tell", self._tell)]

    async def open(self) -> None:
        await self._callbacks.open()

    async def close(self) -> None:
        await self._carriage.close()
        await self._callbacks.close()

    def say(self, hand: Say, *, origin: str) -> list[str]:
        msgids = []
        if hand.image:
            msgids.append(self._send_image(hand, hand.image, origin))
        if hand.voice:
            msgids.append(self._send_voice(hand, hand.voice))
        if hand.other:
            msgids.append(self._send_other(hand, hand.other))
        elif hand.text:
            msgids.append(self._send_text(hand))
        return msgids

    def tap(self, hand: Tap) -> Json:
        entry = find_card(self._world, hand)
        card = entry.card or {}
        is_menu = any(item.key == hand.button for item in faces.corner_menu(card))
        if not hand.stale and not is_menu:
            check_button(entry, hand.button)
        return self._press(hand, entry, "template_card_menu_event" if is_menu else "template_card_event")

    def press_menu(self, hand: MenuPress) -> None:
        if not self._state.menu.has(hand.key):
            raise HandError(404, "应用菜单里没有这一项。")
        xml = plaintext.event(self._stamp(hand.user), "click", hand.key)
        self._carriage.enqueue(Callback(hand.user, xml, label=f"菜单「{self._menu_name(hand.key)}」"))

    def enter(self, hand: Hand) -> None:
        xml = plaintext.event(self._stamp(hand.user), "enter_agent", "")
        self._carriage.enqueue(Callback(hand.user, xml))

    def menu(self) -> list[Json]:
        return self._state.menu.shown()

    def tries(self) -> list[Json]:
        return self._callbacks.tries()

    def sends(self) -> list[Json]:
        return [send.as_json() for send in self._state.ledger.all()]

    async def verify_address(self) -> str:
        return await self._callbacks.verify_address()

    def revoke_tokens(self) -> None:
        self._state.tokens.revoke()

    def _send_text(self, hand: Say) -> str:
        msgid = self._new_msgid()
        xml = plaintext.text_message(self._stamp(hand.user), msgid, hand.text)
        return self._own(hand.user, "text", msgid, xml, text=hand.text)

    def _send_image(self, hand: Say, image: bool | str, origin: str) -> str:
        msgid, name = self._new_msgid(), image if isinstance(image, str) and len(image) < 128 else "photo"
        content = decoded(image) or drawn_picture(name if name != "photo" else msgid)
        media = self._put("image", f"{name.rsplit('.', 1)[0]}.png", content)
        url = f"{origin}/sandbox/media/{media}"
        xml = plaintext.image_message(self._stamp(hand.user), msgid, url=url, media=media)
        return self._own(hand.user, "image", msgid, xml, media=media)

    def _send_voice(self, hand: Say, voice: bool | str) -> str:
        msgid, media = self._new_msgid(), self._put("voice", "voice.amr", decoded(voice) or silent_voice())
        xml = plaintext.voice_message(self._stamp(hand.user), msgid, media=media)
        return self._own(hand.user, "voice", msgid, xml, media=media)

    def _send_other(self, hand: Say, kind: str) -> str:
        """A file stays on the phone: the platform hands apps none."""
        msgid, stamp = self._new_msgid(), self._stamp(hand.user)
        if kind == "file":
            own = bubble(hand.user, self._world.now(), ME, kind, text=hand.text or "文件", msgid=msgid)
            self._world.phones.show(own)
            return msgid
        xml = plaintext.other_message(stamp, msgid, kind, hand.text)
        return self._own(hand.user, "text", msgid, xml, text=f"[{OTHERS[kind]}] {hand.text}".strip())

    async def _tell(self, request: web.Request) -> web.Response:
        """{"event", "from", "elements"}: something that happens at the platform, told as the event of that name."""
        told = object_of({"body": await request.json()}, "body")
        stamp = self._stamp(text_of(told, "from") or "sys")
        xml = plaintext.happening(stamp, text_of(told, "event"), object_of(told, "elements"))
        self._carriage.enqueue(Callback(stamp.user, xml))
        return web.json_response({})

    def _put(self, kind: str, name: str, content: bytes) -> str:
        try:
            check_upload(kind, content)
        except ApiError as error:
            raise HandError(400, f"这个文件发不出去：{error.text}") from None
        return self._world.media.put(kind, name, content, now=self._world.now()).id

    def _own(self, user: str, kind: str, msgid: str, xml: str, **parts: str) -> str:
        own = bubble(user, self._world.now(), ME, kind, msgid=msgid, delivery=PENDING, callback=xml, **parts)
        entry = self._world.phones.show(own)
        self._carriage.enqueue(Callback(entry.user, xml, entry.id))
        return msgid

    def _press(self, hand: Tap, entry: Entry, name: str) -> Json:
        card = entry.card or {}
        code = self._state.tickets.issue(entry.msgid, self._world.now())
        inner = plaintext.card_answer(
            task_id=text_of(card, "task_id"),
            card_type=text_of(card, "card_type"),
            response_code=code,
            chosen=hand.selected,
        )
        xml = plaintext.event(self._stamp(hand.user), name, hand.button, inner)
        self._world.phones.change(entry.id, pressed=hand.button)
        label = f"点按「{_button_text(card, hand.button)}」"
        self._carriage.enqueue(Callback(entry.user, xml, label=label, card=entry.id))
        return {"message": entry.id, "button": hand.button, "response_code": code}

    def _stamp(self, user: str) -> plaintext.Stamp:
        config = self._state.config
        return plaintext.Stamp(config.corp_id, config.agent_id, user.strip(), self._world.clock.seconds())

    def _new_msgid(self) -> str:
        """63 bits, growing, and never given twice even by a messenger that forgot everything."""
        self._last_msgid = max(self._last_msgid + 1, time.time_ns())
        return str(self._last_msgid)

    def _menu_name(self, key: str) -> str:
        entries = self._state.menu.shown()
        return next((text_of(entry, "name") for entry in entries if text_of(entry, "key") == key), key)


def _button_text(card: Json, key: str) -> str:
    shown = [*faces.buttons(card), *faces.corner_menu(card)]
    return next((button.text for button in shown if button.key == key), key)
