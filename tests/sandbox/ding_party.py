"""The parties of DingTalk's sandbox tests: the bot's channel on a messenger, and what it heard."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer, unused_port

from bot.channels.contract import Answer, Callback, Received
from bot.channels.dingtalk import DingTalkChannel, DingTalkSettings
from bot.channels.dingtalk_stream import Timing
from bot.sandbox import SandboxConfig, create_app
from bot.sandbox.config import DingTalkConfig
from models.messages import Inbound, Outcome, Outgoing

CLIENT, SECRET = "dingsandbox01", "sandbox-secret-of-dingtalk"
TOKEN, AES_KEY = "sandboxtoken", "c2FuZGJveC1rZXktb2YtdGhlLXNhbXBsZS1jaXR5LTE"
QUICK = Timing(first_s=0.01, longest_s=0.05, jitter_s=0.0, heartbeat_s=30.0, leave_s=0.5)


@dataclass
class Party:
    """`heard` is what was kept; keys that come again are kept once, as by the inbox."""

    base: str
    session: ClientSession
    channel: DingTalkChannel
    received: list[Received] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    @property
    def heard(self) -> list[Inbound]:
        once = {one.key: one for one in self.received}
        return [self.channel.read(one.payload) for one in once.values()]

    async def deliver(self, received: Received) -> None:
        self.received.append(received)

    async def take(self, request: web.Request) -> web.Response:
        door = self.channel.doors[request.path.removeprefix("/callback/dingtalk")]
        if self.statuses and (status := self.statuses.pop(0)) != 200:
            return web.Response(status=status)
        found = door(Callback(request.query, request.headers, await request.read()), datetime.now(UTC))
        if isinstance(found, Received):
            self.received.append(found)
        answer = found if isinstance(found, Answer) else found.answer
        return web.Response(text=answer.body, content_type=answer.content_type)

    async def post(self, path: str, body: object, *, status: int = 200) -> Any:
        async with self.session.post(f"{self.base}/sandbox/{path}", json=body) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()

    async def get(self, path: str, **query: str) -> Any:
        async with self.session.get(f"{self.base}/sandbox/{path}", params=query) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def say(self, user: str, **words: object) -> None:
        await self.post("say", {"user": user, "platform": "dingtalk", **words})
        assert await self.get("idle", wait_s="10") == {"pending": 0}

    async def send(self, message: Outgoing, user: str = "lugx") -> Outcome:
        return await self.channel.deliver(message.kind, self.channel.render(message, user))

    async def shown(self, user: str = "lugx") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.get("messages", user=user, platform="dingtalk")
        return found

    async def call(self, path: str, body: object, **headers: str) -> tuple[int, dict[str, Any]]:
        async with self.session.post(f"{self.base}{path}", json=body, headers=headers) as answer:
            return answer.status, await answer.json()


@asynccontextmanager
async def party(*, is_stream: bool = True, listens: bool = True, **config: Any) -> AsyncIterator[Party]:
    """`listens=False`: our channel only sends, somebody else hears."""
    port, ours_at, bot = unused_port(), unused_port(), web.Application()
    async with ClientSession() as session:
        base = f"http://127.0.0.1:{port}"
        given = DingTalkSettings(
            CLIENT,
            SECRET,
            is_stream=is_stream,
            card_template=config.get("card_template", ""),
            public_url=f"http://127.0.0.1:{ours_at}",
            token=TOKEN,
            aes_key=AES_KEY,
            api_base=base,
            oapi_base=base,
        )
        ours = Party(base, session, DingTalkChannel(given, now=lambda: datetime.now(UTC), timing=QUICK))
        bot.router.add_post("/callback/dingtalk{rest:.*}", ours.take)
        async with TestServer(bot, port=ours_at) as server:
            app = DingTalkConfig(
                CLIENT, SECRET, CLIENT, is_stream, str(server.make_url("/callback/dingtalk")),
                str(server.make_url("/callback/dingtalk/events")), TOKEN, AES_KEY,
            )  # fmt: skip
            played = SandboxConfig(
                dingtalk=replace(app, **config), port=port, retry_gaps_s=(0.01, 0.01, 0.01), callback_timeout_s=1.0
            )
            async with TestServer(create_app(played), port=port), _listening(ours, listens):
                yield ours
        await ours.channel.close()


@asynccontextmanager
async def _listening(ours: Party, listens: bool) -> AsyncIterator[None]:
    listen = ours.channel.listen if listens else None
    task = asyncio.create_task(listen(ours.deliver)) if listen else None
    try:
        yield
    finally:
        if task:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
