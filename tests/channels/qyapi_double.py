"""A small WeCom server on a local port, for the tests: answers what it is told to, and remembers."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Answer = Callable[[web.Request], Any]


@dataclass
class QyApi:
    """`answers[path]` holds what the next calls of that path get; afterwards all goes well."""

    secret: str
    base: str = ""
    lifetime_s: int = 7200
    live_tokens: set[str] = field(default_factory=set)
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answers: dict[str, deque[Any]] = field(default_factory=lambda: defaultdict(deque))
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    issued: int = 0

    def will(self, path: str, *answers: Any) -> None:
        """Each is a dict (JSON), a web.Response, or a coroutine function that takes the request."""
        self.answers[path].extend(answers)

    def count(self, path: str) -> int:
        return sum(1 for called, _, _ in self.calls if called == path)

    def bodies(self, path: str) -> list[Any]:
        return [json.loads(body) for called, _, body in self.calls if called == path]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix("/cgi-bin/")
        self.calls.append((path, dict(request.query), await request.read()))
        if self.answers[path]:
            answer = self.answers[path].popleft()
            if callable(answer):
                answer = await answer(request)
        else:
            answer = self._usual(path, request)
        return web.json_response(answer) if isinstance(answer, dict) else answer

    def _usual(self, path: str, request: web.Request) -> Any:
        if path == "gettoken":
            return self._grant(request)
        token = request.query.get("access_token", "")
        if token not in self.live_tokens:
            return {"errcode": 40014, "errmsg": "invalid access_token"}
        if path == "media/get":
            return self._file(request.query["media_id"])
        if path == "media/upload":
            return {"errcode": 0, "errmsg": "ok", "media_id": "M-1"}
        return {"errcode": 0, "errmsg": "ok", "invaliduser": "", "msgid": "MSG-1", "response_code": "RC-1"}

    def _grant(self, request: web.Request) -> dict[str, Any]:
        if request.query["corpsecret"] != self.secret:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        self.issued += 1
        self.live_tokens.add(f"tok/{self.issued}+=")
        return {
            "errcode": 0,
            "errmsg": "ok",
            "access_token": f"tok/{self.issued}+=",
            "expires_in": self.lifetime_s,
        }

    def _file(self, media: str) -> Any:
        if media not in self.files:
            return {"errcode": 40007, "errmsg": "invalid media_id"}
        content, content_type = self.files[media]
        return web.Response(body=content, content_type=content_type)


@asynccontextmanager
async def qyapi(secret: str) -> AsyncIterator[QyApi]:
    double = QyApi(secret)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", double.handle)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    double.base = site.name
    try:
        yield double
    finally:
        await runner.cleanup()


async def hang(request: web.Request) -> Any:
    """No answer, until the caller gives up."""
    await asyncio.Event().wait()


async def reset(request: web.Request) -> Any:
    """The connection ends after the body was taken."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()
