"""A small Feishu server on a local port, for the tests: answers what it is told to, and remembers."""

import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import Any

from aiohttp import web

SEND = "POST im/v1/messages"
TOKEN = "POST auth/v3/tenant_access_token/internal"


@dataclass
class Lark:
    """`answers[call]` holds what the next calls of that method and path get; afterwards all goes well."""

    secret: str
    base: str = ""
    lifetime_s: int = 7200
    live_tokens: set[str] = field(default_factory=set)
    calls: list[tuple[str, web.BaseRequest, bytes]] = field(default_factory=list)
    answers: dict[str, deque[Any]] = field(default_factory=lambda: defaultdict(deque))
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    issued: int = 0

    def will(self, call: str, *answers: Any) -> None:
        """Each is a dict (JSON), a web.Response, or a coroutine function that takes the request."""
        self.answers[call].extend(answers)

    def count(self, call: str) -> int:
        return sum(1 for called, _, _ in self.calls if called == call)

    def bodies(self, call: str) -> list[bytes]:
        return [body for called, _, body in self.calls if called == call]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        call = f"{request.method} {request.path.removeprefix('/open-apis/')}"
        self.calls.append((call, request, await request.read()))
        if self.answers[call]:
            answer = self.answers[call].popleft()
            if callable(answer):
                answer = await answer(request)
        else:
            answer = self._usual(call, request)
        return web.json_response(answer, status=400 if answer["code"] else 200) if isinstance(answer, dict) else answer

    def _usual(self, call: str, request: web.Request) -> Any:
        if call == TOKEN:
            return self._grant(self.calls[-1][2])
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.live_tokens:
            return {"code": 99991663, "msg": "Invalid access token for authorization"}
        if "/resources/" in call:
            return self._file(call.rpartition("/")[2])
        data = {"message_id": "om_1", "image_key": "img_1", "file_key": "file_1"}
        return {"code": 0, "msg": "success", "data": data}

    def _grant(self, body: bytes) -> dict[str, Any]:
        if json.loads(body)["app_secret"] != self.secret:
            return {"code": 10014, "msg": "app secret invalid"}
        self.issued += 1
        token = f"t-{self.issued}"
        self.live_tokens.add(token)
        return {"code": 0, "msg": "ok", "tenant_access_token": token, "expire": self.lifetime_s}

    def _file(self, key: str) -> Any:
        if key not in self.files:
            return {"code": 234003, "msg": "File not in message"}
        content, content_type = self.files[key]
        return web.Response(body=content, content_type=content_type)


@asynccontextmanager
async def lark(secret: str, tls: SSLContext | None = None) -> AsyncIterator[Lark]:
    double = Lark(secret)
    app = web.Application(client_max_size=64 << 20)
    app.router.add_route("*", "/{path:.*}", double.handle)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await site.start()
    double.base = site.name
    try:
        yield double
    finally:
        await runner.cleanup()
