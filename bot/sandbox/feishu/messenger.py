"""Feishu as a messenger of the sandbox: its API below /open-apis, and hands whose doings travel as sealed events."""

import secrets

from aiohttp import web

from bot.sandbox.carriage import Callback, Carriage, Carried
from bot.sandbox.config import FeishuConfig
from bot.sandbox.errors import ApiError, HandError
from bot.sandbox.feishu import events, faces, platform, uploads
from bot.sandbox.feishu.callbacks import Callbacks
from bot.sandbox.feishu.lines import Lines
from bot.sandbox.feishu.state import State
from bot.sandbox.hands import Hand, MenuPress, Say, Tap, check_button, decoded, find_card
from bot.sandbox.media import drawn_picture, silent_voice
from bot.sandbox.phones import ME, PENDING, Entry, bubble
from bot.sandbox.roster import account_of
from bot.sandbox.wire import Json, text_of
from bot.sandbox.world import World

# What the console's menu page of the robot would hold; its entries push an event.
MENU: list[Json] = [
    {"name": "今日待办", "key": "today"},
    {"name": "我的任务", "key": "my_tasks"},
    {"name": "帮助", "key": "help"},
]


class Feishu(Carried):
    platform = "feishu"

    def __init__(self, world: World, config: FeishuConfig) -> None:
        self._world = world
        self._config = config
        self._state = State(world, config)
        world.join(self._state)
        self._lines = Lines(config)
        self._callbacks = Callbacks(world, config, self._lines)
        self._carriage = Carriage(world, self._callbacks.deliver)

    def routes(self) -> list[web.RouteDef]:
        return [*platform.routes(self._state), *self._lines.routes()]

    async def open(self) -> None:
        await self._callbacks.open()

    async def close(self) -> None:
        await self._lines.cut()
        await self._carriage.close()
        await self._callbacks.close()

    def say(self, hand: Say, *, origin: str) -> list[str]:
        """Words and a picture at once are one post."""
        message_ids = []
        if hand.image:
            message_ids.append(self._send_image(hand, hand.image))
        if hand.voice:
            message_ids.append(self._send_voice(hand, hand.voice))
        if hand.other:
            message_ids.append(self._send_other(hand, hand.other))
        elif hand.text and not hand.image:
            message_ids.append(self._own(hand.user, "text", {"text": hand.text}, text=hand.text))
        return message_ids

    def tap(self, hand: Tap) -> Json:
        entry = find_card(self._world, hand)
        if not hand.stale:
            check_button(entry, hand.button)
        card = entry.card or {}
        token = "c-" + secrets.token_hex(12)
        event = events.tap(
            self._config,
            account_of(entry.user)[1],
            entry.msgid,
            faces.value_of(card, hand.button),
            token,
            self._world.now(),
        )
        self._world.phones.change(entry.id, pressed=hand.button)
        words = next((one.text for one in faces.buttons(card) if one.key == hand.button), "")
        self._carriage.enqueue(Callback(entry.user, event, label=f"点按「{words}」", card=entry.id))
        return {"message": entry.id, "button": hand.button}

    def press_menu(self, hand: MenuPress) -> None:
        names = {text_of(entry, "key"): text_of(entry, "name") for entry in self.menu()}
        if hand.key not in names:
            raise HandError(404, "应用菜单里没有这一项。")
        event = events.menu(self._config, account_of(hand.user)[1], hand.key, self._world.now())
        self._carriage.enqueue(Callback(hand.user, event, label=f"菜单「{names[hand.key]}」"))

    def enter(self, hand: Hand) -> None:
        self._carriage.enqueue(
            Callback(hand.user, events.entered(self._config, account_of(hand.user)[1], self._world.now()))
        )

    def looked_at(self, entries: list[Entry]) -> None:
        """One event for all that is read at once."""
        if told := [entry.msgid for entry in entries if entry.msgid]:
            user = entries[0].user
            self._carriage.enqueue(
                Callback(user, events.read(self._config, account_of(user)[1], told, self._world.now()))
            )

    def menu(self) -> list[Json]:
        return MENU

    def tries(self) -> list[Json]:
        return self._callbacks.tries()

    def sends(self) -> list[Json]:
        return [send.as_json() for send in self._state.ledger.all()]

    async def verify_address(self) -> str:
        return await self._callbacks.verify_address()

    def revoke_tokens(self) -> None:
        self._state.tokens.revoke()

    def _send_image(self, hand: Say, image: bool | str) -> str:
        name = image if isinstance(image, str) and len(image) < 128 else "photo"
        content = decoded(image) or drawn_picture(name if name != "photo" else secrets.token_hex(4))
        key = self._put("image", f"{name.rsplit('.', 1)[0]}.png", content)
        if not hand.text:
            return self._own(hand.user, "image", {"image_key": key}, media=_media_of(key))
        lines = [[{"tag": "text", "text": hand.text}], [{"tag": "img", "image_key": key}]]
        return self._own(hand.user, "post", {"title": "", "content": lines}, text=hand.text, media=_media_of(key))

    def _send_voice(self, hand: Say, voice: bool | str) -> str:
        key = self._put("file", "voice.opus", decoded(voice) or silent_voice())
        return self._own(hand.user, "audio", {"file_key": key, "duration": 1000}, media=_media_of(key))

    def _send_other(self, hand: Say, what: str) -> str:
        if what == "location":
            place: Json = {"name": hand.text, "longitude": "108.9402", "latitude": "34.2632"}
            return self._own(hand.user, "location", place, text=hand.text)
        if what == "link":
            raise HandError(501, "飞书把链接当文字发。")
        key = self._put("file", hand.text or what, silent_voice())
        content: Json = {"file_key": key, "file_name": hand.text, "duration": 1000, "image_key": ""}
        return self._own(hand.user, "file" if what == "file" else "media", content, text=hand.text)

    def _put(self, kind: str, name: str, content: bytes) -> str:
        try:
            return uploads.put(self._world, kind, name, content, now=self._world.now())
        except ApiError as error:
            raise HandError(400, f"这个文件发不出去：{error.text}") from None

    def _own(self, phone: str, kind: str, content: Json, **parts: str) -> str:
        message_id, now = "om_" + secrets.token_hex(16), self._world.now()
        event = events.message(self._config, account_of(phone)[1], message_id, kind, content, now)
        shown = {"audio": "voice", "post": "image", "media": "video", "location": "text"}.get(kind, kind)
        own = bubble(phone, now, ME, shown, msgid=message_id, delivery=PENDING, callback=event, **parts)
        entry = self._world.phones.show(own)
        self._carriage.enqueue(Callback(entry.user, event, entry.id))
        return message_id


def _media_of(key: str) -> str:
    return key.partition("_v3_")[2]
