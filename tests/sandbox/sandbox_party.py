"""The parties of a sandbox test: a messenger as others reach it, and a tiny receiver in the bot's place."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, fromstring

from aiohttp import ClientSession, web

from bot.sandbox.wecom.envelope import BadEnvelope, Envelope

CORP, AGENT, SECRET = "wwtest00000000000a", 1000042, "app-secret"
TOKEN, AES_KEY = "callbackToken1", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


@dataclass
class Receiver:
    """Verifies and opens each callback; `statuses` are answered first, then 200."""

    statuses: list[int] = field(default_factory=list)
    reply: str = ""
    opened: list[Element] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    url: str = ""
    envelope: Envelope = field(default_factory=lambda: Envelope(TOKEN, AES_KEY, CORP))

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.text()
        encrypt = fromstring(body).findtext("Encrypt", "")
        query = request.query
        try:
            self.envelope.check(
                query["msg_signature"], timestamp=query["timestamp"], nonce=query["nonce"], encrypt=encrypt
            )
            opened = fromstring(self.envelope.decrypt(encrypt))
        except BadEnvelope as error:
            self.refused.append(error.cause)
            return web.Response(status=403)
        self.bodies.append(body)
        self.opened.append(opened)
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(status=status, text=self.reply if status == 200 else "")

    def texts(self) -> list[str]:
        return [one.findtext("Content", "") for one in self.opened]


@dataclass
class Phone:
    """The messenger as the bot, its people and the tests reach it."""

    session: ClientSession
    base: str
    token: str = ""

    async def get(self, path: str, **query: str) -> object:
        async with self.session.get(f"{self.base}/sandbox/{path}", params=query) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def post(self, path: str, body: object, *, status: int = 200) -> dict:
        async with self.session.post(f"{self.base}/sandbox/{path}", json=body) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()

    async def say(self, user: str, text: str) -> str:
        return (await self.post("say", {"user": user, "text": text}))["msgid"]

    async def quiet(self) -> None:
        assert await self.get("idle", wait_s="10") == {"pending": 0}

    async def shown(self, user: str, **query: str) -> list[dict]:
        return await self.get("messages", user=user, **query)

    async def sign_in(self) -> None:
        answer = await self.call("gettoken", corpid=CORP, corpsecret=SECRET)
        self.token = answer["access_token"]

    async def call(self, endpoint: str, body: object = None, **query: str) -> dict:
        """A call of the platform's API; `body` is sent as the bot would, or as it is when it is bytes."""
        if self.token and endpoint != "gettoken":
            query = {"access_token": self.token} | query
        url = f"{self.base}/cgi-bin/{endpoint}"
        if body is None:
            async with self.session.get(url, params=query) as answer:
                return await answer.json()
        data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        async with self.session.post(url, params=query, data=data) as answer:
            assert answer.status == 200
            return await answer.json()

    async def send_text(self, user: str, text: str, **extra: object) -> dict:
        return await self.call(
            "message/send",
            {"touser": user, "msgtype": "text", "agentid": AGENT, "text": {"content": text}} | extra,
        )

    async def send_card(self, user: str, card: dict, **extra: object) -> dict:
        return await self.call(
            "message/send",
            {"touser": user, "msgtype": "template_card", "agentid": AGENT, "template_card": card} | extra,
        )


TEXT = {"touser": "a", "msgtype": "text", "agentid": AGENT, "text": {"content": "好"}}
HOUR_AHEAD, MARCH = "2026-03-13T09:40:00+08:00", "2026-03-13T08:40:00+08:00"
OpenPhone = Callable[..., Awaitable[Phone]]


def button_card(task_id: str, *, title: str = "46号 今天能报吗", **parts: object) -> dict:
    buttons = [{"text": "都对", "style": 1, "key": "yes"}, {"text": "改一下", "style": 3, "key": "no"}]
    card = {"card_type": "button_interaction", "task_id": task_id, "main_title": {"title": title}}
    return card | {"button_list": buttons} | parts


async def pass_to(phone: Phone, moment: str) -> None:
    await phone.post("time", {"now": moment})


async def tell_roster(phone: Phone, *people: dict) -> None:
    await phone.post("people", [{"user": "a", "name": "鲁广厦", "unit": "市住建局"}, *people])


async def change(phone: Phone, code: str, **parts: object) -> dict:
    """Greys the card that the code belongs to on a's phone, unless `parts` say otherwise."""
    body = {"userids": ["a"], "agentid": AGENT, "response_code": code, "button": {"replace_name": "已认领"}}
    return await phone.call("message/update_template_card", body | parts)
