"""A language model by hand: an OpenAI-compatible endpoint on loopback that answers what a test wants, well or badly."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.city import free_port

NOTHING = {"intent": "progress"}


@dataclass
class ModelDouble:
    url: str
    answer: object = field(default_factory=lambda: dict(NOTHING))  # an object, or the words of the model as they are
    status: int = 200
    raw: bytes | None = None  # the whole body, in place of a chat completion
    delay_s: float = 0.0
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.let_go.set()

    async def was_asked(self, times: int) -> None:
        while len(self.asked) < times:
            self.came.clear()
            await self.came.wait()

    def hold(self) -> None:
        self.let_go.clear()

    @property
    def data(self) -> dict[str, Any]:
        """What stands in the last question, as data."""
        found: dict[str, Any] = json.loads(self.asked[-1]["messages"][1]["content"])
        return found

    async def complete(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(await request.json())
        self.came.set()
        self.keys.append(request.headers.get("Authorization", ""))
        await self.let_go.wait()
        await asyncio.sleep(self.delay_s)
        if self.raw is not None:
            return web.Response(status=self.status, body=self.raw, content_type="application/json")
        content = self.answer if isinstance(self.answer, str) else json.dumps(self.answer, ensure_ascii=False)
        message = {"role": "assistant", "content": content}
        whole = {"id": "1", "object": "chat.completion", "choices": [{"index": 0, "message": message}], "usage": {}}
        return web.json_response(whole, status=self.status)


@asynccontextmanager
async def model(tls: ssl.SSLContext | None = None) -> AsyncIterator[ModelDouble]:
    port = free_port()
    double = ModelDouble(f"{'https' if tls else 'http'}://127.0.0.1:{port}/v1")
    app = web.Application()
    app.router.add_post("/v1/chat/completions", double.complete)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port, ssl_context=tls).start()
        yield double
    finally:
        double.let_go.set()
        await runner.cleanup()
