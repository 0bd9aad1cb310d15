"""DingTalk as a messenger of the sandbox: hands whose doings travel as JSON, by stream or by HTTP."""

from aiohttp import web

from bot.sandbox.carriage import Callback, Carriage, Carried
from bot.sandbox.config import DingTalkConfig
from bot.sandbox.dingtalk import bodies, cards, drawn, faces, platform
from bot.sandbox.dingtalk.bodies import Author
from bot.sandbox.dingtalk.gateway import Gateway
from bot.sandbox.dingtalk.pushes import Pushes
from bot.sandbox.dingtalk.state import PLATFORM, State
from bot.sandbox.drops import Drop
from bot.sandbox.errors import HandError
from bot.sandbox.hands import Hand, MenuPress, Say, Tap, check_button, decoded, find_card
from bot.sandbox.media import drawn_picture, silent_voice
from bot.sandbox.phones import ME, PENDING, Entry, bubble
from bot.sandbox.roster import account_of, fold, phone_of
from bot.sandbox.wire import Json, strings_of, text_of
from bot.sandbox.world import World


class DingTalk(Carried):
    platform = PLATFORM

    def __init__(self, world: World, config: DingTalkConfig) -> None:
        self._world = world
        self._config = config
        self._state = State(world, config)
        world.join(self._state)
        self._gateway = Gateway(self._state.tokens.is_ours)
        self._pushes = Pushes(self._state, self._gateway)
        self._carriage = Carriage(world, self._pushes.deliver)
        self._origin = f"http://{world.config.host}:{world.config.port}"

    def routes(self) -> list[web.RouteDef]:
        own = [web.post("/sandbox/dingtalk/leave", self._leave), web.post("/sandbox/dingtalk/cut", self._cut)]
        return [*platform.routes(self._state, self._gateway), *own]

    async def open(self) -> None:
        await self._pushes.open()

    async def close(self) -> None:
        await self._carriage.close()
        await self._gateway.close()
        await self._pushes.close()

    def say(self, hand: Say, *, origin: str) -> list[str]:
        """Words beside a voice are what the platform wrote down of it; beside a picture they are one rich text."""
        self._origin = origin
        msgids = []
        if hand.image:
            msgids.append(self._send_image(hand, hand.image))
        if hand.voice:
            msgids.append(self._send_voice(hand, hand.voice))
        elif hand.other:
            if hand.other not in {"file", "video"}:
                raise HandError(501, "钉钉不把位置和链接交给机器人。")
            body = bodies.other(self._author(hand.user), hand.other, hand.text)
            msgids.append(self._own(hand.user, hand.other, body, text=hand.text))
        elif hand.text and not hand.image:
            body = bodies.text(self._author(hand.user), hand.text)
            msgids.append(self._own(hand.user, "text", body, text=hand.text))
        return msgids

    def tap(self, hand: Tap) -> Json:
        """A button of an ActionCard types its words into the chat, as if the person had."""
        entry = find_card(self._world, hand)
        if not hand.stale:
            check_button(entry, hand.button)
        if drawn.is_drawn(entry.card or {}):
            return self._press(entry, hand.button)
        words = faces.typed_by(hand.button)
        if not words:
            raise HandError(404, "这个按钮在沙箱里打不开。")
        self._world.phones.change(entry.id, pressed=hand.button)
        msgid = self._own(entry.user, "text", bodies.text(self._author(entry.user), words), text=words)
        return {"message": entry.id, "button": hand.button, "msgid": msgid}

    def _press(self, entry: Entry, action: str) -> Json:
        told = bodies.as_text(cards.press(entry, action))
        label = next((button.text for button in drawn.buttons(entry.card or {}) if button.key == action), action)
        self._world.phones.change(entry.id, pressed=action)
        self._carriage.enqueue(Callback(entry.user, told, label=f"点按「{label}」", card=entry.id))
        return {"message": entry.id, "button": action}

    def press_menu(self, hand: MenuPress) -> None:
        raise HandError(404, "钉钉的机器人没有菜单，请直接输入。")

    def enter(self, hand: Hand) -> None:
        """Nobody tells the bot that a chat was opened."""

    def menu(self) -> list[Json]:
        return []

    def tries(self) -> list[Json]:
        return self._pushes.tries()

    def sends(self) -> list[Json]:
        return self._state.ledger.all()

    async def verify_address(self) -> str:
        return await self._pushes.verify_address()

    def revoke_tokens(self) -> None:
        self._state.tokens.revoke()

    async def _leave(self, request: web.Request) -> web.Response:
        """{"users": [...]}: they leave the organisation, and the platform says so."""
        users = [fold(user) for user in strings_of(await request.json(), "users")]
        event = bodies.leaving(users, self._world.now(), self._config.corp_id)
        self._carriage.enqueue(Callback(phone_of(PLATFORM, "events"), bodies.as_text(event)))
        return web.json_response({})

    async def _cut(self, request: web.Request) -> web.Response:
        order = Drop.model_validate_json(await request.read() or "{}")
        return web.json_response({"lines": await self._gateway.drop(order)})

    def _send_image(self, hand: Say, image: bool | str) -> str:
        name = image if isinstance(image, str) and len(image) < 128 else "photo"
        content = decoded(image) or drawn_picture(name)
        media = self._world.media.put("image", f"{name.rsplit('.', 1)[0]}.png", content, now=self._world.now()).id
        author, code = self._author(hand.user), f"dc{media}"
        body = bodies.rich_text(author, hand.text, code) if hand.text else bodies.picture(author, code)
        return self._own(hand.user, "image", body, text=hand.text, media=media)

    def _send_voice(self, hand: Say, voice: bool | str) -> str:
        content = decoded(voice) or silent_voice()
        media = self._world.media.put("voice", "voice.amr", content, now=self._world.now()).id
        body = bodies.audio(self._author(hand.user), f"dc{media}", hand.text)
        return self._own(hand.user, "voice", body, media=media, text=hand.text)

    def _own(self, phone: str, kind: str, body: Json, **parts: str) -> str:
        if not self._state.ledger.count_message(self._world.now()):
            body = bodies.withheld(body)
        told, msgid = bodies.as_text(body), text_of(body, "msgId")
        own = bubble(phone, self._world.now(), ME, kind, msgid=msgid, delivery=PENDING, callback=told, **parts)
        entry = self._world.phones.show(own)
        self._carriage.enqueue(Callback(entry.user, told, entry.id))
        return msgid

    def _author(self, phone: str) -> Author:
        user = account_of(phone)[1]
        person = self._world.roster.find(phone)
        number, until = self._state.new_session(phone)
        address = f"{self._origin}/robot/sendBySession?session={number}"
        name = person.name if person else user
        return Author(user, name, self._world.now(), self._config.robot_code, self._config.corp_id, address, until)
