"""A small DingTalk on a local port, both its servers and its stream gateway, for the tests."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

SEND, TOKEN, OPEN = "v1.0/robot/oToMessages/batchSend", "v1.0/oauth2/accessToken", "v1.0/gateway/connections/open"
POST = "v1.0/robot/groupMessages/send"
READ = "v1.0/robot/oToMessages/readStatus"
DOWNLOAD = "v1.0/robot/messageFiles/download"


@dataclass
class Ding:
    """`answers[path]` holds what the next calls of that path get; afterwards all goes well."""

    secret: str
    base: str = ""
    live_tokens: set[str] = field(default_factory=set)
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    queries: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, deque[Any]] = field(default_factory=lambda: defaultdict(deque))
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    tickets: set[str] = field(default_factory=set)
    links: "asyncio.Queue[web.WebSocketResponse]" = field(default_factory=asyncio.Queue)
    acks: "asyncio.Queue[dict[str, Any]]" = field(default_factory=asyncio.Queue)
    is_deaf: bool = False  # no pong, no answer: a half-open line
    issued: int = 0

    def will(self, path: str, *answers: Any) -> None:
        """Each is a dict (JSON, 200), a pair of status and dict, a web.Response, or a coroutine function of the request."""
        self.answers[path].extend(answers)

    def count(self, path: str) -> int:
        return sum(1 for called, _, _ in self.calls if called == path)

    def bodies(self, path: str) -> list[Any]:
        return [json.loads(body) for called, _, body in self.calls if called == path]

    def headers(self, path: str) -> list[dict[str, str]]:
        return [headers for called, headers, _ in self.calls if called == path]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix("/")
        if path == "connect":
            return await self._connect(request)
        self.queries.append(dict(request.query))
        self.calls.append((path, dict(request.headers), await request.read()))
        answer = self.answers[path].popleft() if self.answers[path] else self._usual(path, request)
        if callable(answer):
            answer = await answer(request)
        if isinstance(answer, tuple):
            return web.json_response(answer[1], status=answer[0])
        return web.json_response(answer) if isinstance(answer, dict) else answer

    def _usual(self, path: str, request: web.Request) -> Any:
        if path == TOKEN:
            return self._grant(json.loads(self.calls[-1][2]))
        if path == OPEN:
            self.issued += 1
            self.tickets.add(f"t/{self.issued}+=")
            return {"endpoint": self.base.replace("http", "ws") + "/connect", "ticket": f"t/{self.issued}+="}
        if path.startswith("files/"):
            content, content_type = self.files[path]
            return web.Response(body=content, headers={"Content-Type": content_type})
        if path == "robot/sendBySession":
            return {"errcode": 0, "errmsg": "ok"}
        token = request.headers.get("x-acs-dingtalk-access-token", "")
        if path == "media/upload":
            token = request.query.get("access_token", "")
        if token not in self.live_tokens:
            return 400, {"code": "InvalidAuthentication", "message": "不合法的access_token"}
        if path == "media/upload":
            return {"errcode": 0, "errmsg": "ok", "media_id": "@lAD1", "type": "image"}
        if path == DOWNLOAD:
            return {"downloadUrl": f"{self.base}/files/{json.loads(self.calls[-1][2])['downloadCode']}"}
        return {"processQueryKey": "pqk1==", "invalidStaffIdList": [], "flowControlledStaffIdList": []}

    def _grant(self, given: dict[str, str]) -> Any:
        if given["appSecret"] != self.secret:
            return 400, {
                "code": "invalidClientIdOrSecret",
                "message": "无效的clientId或者clientSecret",
                "requestid": "r1",
            }
        self.issued += 1
        self.live_tokens.add(f"tok/{self.issued}+=")
        return {"accessToken": f"tok/{self.issued}+=", "expireIn": 7200}

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        if request.query.get("ticket") not in self.tickets:
            return web.Response(status=401)
        self.tickets.discard(request.query["ticket"])
        link = web.WebSocketResponse(autoping=not self.is_deaf, autoclose=not self.is_deaf)
        await link.prepare(request)
        await self.links.put(link)
        async for message in link:
            if message.type is WSMsgType.TEXT:
                await self.acks.put(json.loads(message.data))
        return link

    async def connected(self) -> web.WebSocketResponse:
        """The next connection, once it stands."""
        async with asyncio.timeout(5):
            return await self.links.get()

    async def acknowledged(self) -> dict[str, Any]:
        async with asyncio.timeout(5):
            return await self.acks.get()


def frame(
    data: Any, *, topic: str = "/v1.0/im/bot/messages/get", kind: str = "CALLBACK", number: str = "m1", **headers: str
) -> str:
    told = {"appId": "a", "connectionId": "c", "contentType": "application/json", "messageId": number, "topic": topic}
    return json.dumps({"specVersion": "1.0", "type": kind, "headers": told | headers, "data": json.dumps(data)})


@asynccontextmanager
async def ding(secret: str) -> AsyncIterator[Ding]:
    double = Ding(secret)
    app = web.Application(client_max_size=30 << 20)
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
