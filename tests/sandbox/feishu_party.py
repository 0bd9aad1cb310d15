"""The parties of a Feishu sandbox test: a messenger as the bot reaches it, and a tiny receiver in the bot's place."""

import base64
import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web
from Crypto.Cipher import AES
from Crypto.Util.Padding import unpad

APP, SECRET, KEY, TOKEN = "cli_sandboxtest", "app-secret", "encrypt-key-of-tests", "verification-token"


def opened(body: bytes, key: str = KEY) -> dict[str, Any]:
    """By another library than the messenger's."""
    whole = base64.b64decode(json.loads(body)["encrypt"])
    cipher = AES.new(hashlib.sha256(key.encode()).digest(), AES.MODE_CBC, whole[:16])
    found: dict[str, Any] = json.loads(unpad(cipher.decrypt(whole[16:]), 16))
    return found


@dataclass
class Bot:
    """Verifies and opens each event; `statuses` are answered first, then 200 with `reply`."""

    statuses: list[int] = field(default_factory=list)
    reply: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    refused: int = 0
    url: str = ""
    key: str = KEY

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.read()
        event = self._opened(request, body)
        if event is None:
            self.refused += 1
            return web.Response(status=403)
        if event.get("type") == "url_verification":
            return web.json_response({"challenge": event["challenge"]})
        self.events.append(event)
        return web.json_response(self.reply, status=self.statuses.pop(0) if self.statuses else 200)

    def _opened(self, request: web.Request, body: bytes) -> dict[str, Any] | None:
        if not self.key:
            return json.loads(body)  # type: ignore[no-any-return]
        try:
            event = opened(body, self.key)
        except ValueError:
            return None
        if event.get("type") == "url_verification":
            return event
        told = "".join(request.headers[f"X-Lark-Request-{name}"] for name in ("Timestamp", "Nonce"))
        signature = hashlib.sha256((told + self.key).encode() + body).hexdigest()
        return event if request.headers["X-Lark-Signature"] == signature else None


@dataclass
class Phone:
    """The messenger as the bot, its people and the tests reach it."""

    session: ClientSession
    base: str
    token: str = ""

    async def get(self, path: str, **query: str) -> Any:
        async with self.session.get(f"{self.base}/sandbox/{path}", params=query) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def post(self, path: str, body: object, *, status: int = 200) -> Any:
        async with self.session.post(f"{self.base}/sandbox/{path}", json=body) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()

    async def say(self, user: str, text: str) -> str:
        return str((await self.post("say", {"user": user, "platform": "feishu", "text": text}))["msgid"])

    async def quiet(self) -> None:
        assert await self.get("idle", wait_s="10") == {"pending": 0}

    async def shown(self, user: str) -> list[dict[str, Any]]:
        return await self.get("messages", user=user, platform="feishu")  # type: ignore[no-any-return]

    async def ask(self, method: str, path: str, body: Any = None, **query: str) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        url = f"{self.base}/open-apis/{path}"
        async with self.session.request(method, url, json=body, params=query, headers=headers) as answer:
            return answer.status, await answer.json(content_type=None)

    async def sign_in(self) -> None:
        asked = {"app_id": APP, "app_secret": SECRET}
        _, answer = await self.ask("POST", "auth/v3/tenant_access_token/internal", asked)
        self.token = answer["tenant_access_token"]

    async def send(self, user: str = "a", kind: str = "text", content: Any = None, **more: Any) -> tuple[int, Any]:
        told = json.dumps({"text": "好"} if content is None else content, ensure_ascii=False)
        body = {"receive_id": user, "msg_type": kind, "content": told} | more
        return await self.ask("POST", "im/v1/messages", body, receive_id_type=more.pop("by", "user_id"))


OpenPhone = Callable[..., Awaitable[Phone]]


def button(text: str, value: object, **more: Any) -> dict[str, Any]:
    shown = {"tag": "button", "text": {"tag": "plain_text", "content": text}, "type": "primary"}
    return shown | {"behaviors": [{"type": "callback", "value": value}]} | more


def card(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    header = {"title": {"tag": "plain_text", "content": "46号 请认领"}, "template": "blue"}
    return {
        "schema": "2.0",
        "config": {"update_multi": True},
        "header": header,
        "body": {"elements": list(elements)},
    } | more
