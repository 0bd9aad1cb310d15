"""The platform's other half, played in the test process: tokens, sends, changes of cards, and what phones then show.

It outlives every killed bot and keeps WeCom's own rules: an identical request within its duplicate_check_interval
is answered with success and not shown again; the id of a card and the permission to change it work once.
"""

import asyncio
import json
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.city import CREDENTIALS

SEND, UPDATE, GETTOKEN = "message/send", "message/update_template_card", "gettoken"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    user: str
    at: float  # the loop's time
    content: Json


@dataclass(frozen=True, slots=True)
class Fault:
    """What the next call of a path meets. `after_effect`: the person sees it, and the bot hears nothing of it."""

    answer: Json | None = None
    status: int = 200
    text: str | None = None
    delay_s: float = 0.0
    drops: bool = False
    after_effect: bool = False


@dataclass
class Phones:
    base: str = ""
    latency_s: float = 0.002
    shown: list[Shown] = field(default_factory=list)
    swallowed: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    gone: set[str] = field(default_factory=set)  # people the platform no longer knows
    whims: Iterator[Fault | None] | None = None  # what befalls the calls to send, one after the other
    asked_at: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    people: list[Json] = field(default_factory=list)
    _told: datetime | None = None
    _told_at: float = 0.0
    _known: dict[str, float] = field(default_factory=dict)  # requests, until when they count as the same
    _cards: set[str] = field(default_factory=set)
    _used: set[str] = field(default_factory=set)
    _tokens: set[str] = field(default_factory=set)

    def will(self, path: str, *faults: Fault) -> None:
        self.faults[path].extend(faults)

    def on(self, user: str) -> list[Shown]:
        return [shown for shown in self.shown if shown.user == user]

    def texts(self, user: str) -> list[str]:
        return [shown.content["text"]["content"] for shown in self.on(user) if "text" in shown.content]

    def busiest_minute(self) -> int:
        """The most calls for one person within sixty seconds of the city's time."""
        return max(
            (sum(at <= one < at + 60 for one in times) for times in self.asked_at.values() for at in times), default=0
        )

    def forget_tokens(self) -> None:
        self._tokens.clear()

    def now(self) -> float:
        """Seconds of the city's clock, which the bot tells; of the loop's until it does."""
        passed = asyncio.get_running_loop().time()
        return passed if self._told is None else (self._told + timedelta(seconds=passed - self._told_at)).timestamp()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix("/cgi-bin/")
        self.calls[path] += 1
        body = await request.read()
        await asyncio.sleep(self.latency_s)
        fault = self._fault(path)
        if fault is None:
            return web.json_response(self._answer(path, request, body))
        return await self._suffer(fault, path, request, body)

    def _fault(self, path: str) -> Fault | None:
        if self.faults[path]:
            return self.faults[path].popleft()
        return next(self.whims, None) if self.whims and path == SEND else None

    async def _suffer(self, fault: Fault, path: str, request: web.Request, body: bytes) -> web.StreamResponse:
        answer = self._answer(path, request, body) if fault.after_effect else {"errcode": 0}
        await asyncio.sleep(fault.delay_s)
        if fault.drops:
            assert request.transport is not None
            request.transport.abort()
        if fault.text is not None:
            return web.Response(status=fault.status, text=fault.text)
        return web.json_response(fault.answer or answer, status=fault.status)

    def _answer(self, path: str, request: web.Request, body: bytes) -> Json:
        if path == GETTOKEN:
            return self._grant(request)
        if request.query.get("access_token") not in self._tokens:
            return {"errcode": 40014, "errmsg": "invalid access_token"}
        return self._send(json.loads(body)) if path == SEND else self._change(json.loads(body))

    def _grant(self, request: web.Request) -> Json:
        if request.query["corpsecret"] != CREDENTIALS["wecom_secret"]:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        token = f"token-{self.calls[GETTOKEN]}"
        self._tokens.add(token)
        return {"errcode": 0, "errmsg": "ok", "access_token": token, "expires_in": 7200}

    def _send(self, content: Json) -> Json:
        user = content["touser"].casefold()
        self.asked_at[user].append(self.now())
        if user in self.gone:
            return {"errcode": 81013, "errmsg": "user & party & tag all invalid"}
        same = json.dumps(content, sort_keys=True)
        if content.get("enable_duplicate_check") and self._known.get(same, 0.0) > self.now():
            self.swallowed += 1
            return _well()
        if (card := content.get("template_card", {}).get("task_id")) in self._cards:
            return {"errcode": 42014, "errmsg": "task_id used"}
        self._cards |= {card} if card else set()
        self._known[same] = self.now() + content.get("duplicate_check_interval", 1800)
        self.shown.append(Shown(user, asyncio.get_running_loop().time(), content))
        return _well()

    def _change(self, content: Json) -> Json:
        if content["response_code"] in self._used:
            return {"errcode": 60140, "errmsg": "response_code used"}
        self._used.add(content["response_code"])
        return _well()

    async def time(self, request: web.Request) -> web.Response:
        self._told = datetime.fromisoformat((await request.json())["now"])
        self._told_at = asyncio.get_running_loop().time()
        return web.json_response({})

    async def meet(self, request: web.Request) -> web.Response:
        self.people = await request.json()
        return web.json_response({})

    async def idle(self, request: web.Request) -> web.Response:
        return web.json_response({"pending": 0})


def _well() -> Json:
    return {"errcode": 0, "errmsg": "ok", "invaliduser": "", "msgid": "M", "response_code": "R"}


@asynccontextmanager
async def phones() -> AsyncIterator[Phones]:
    played = Phones()
    app = web.Application()
    app.router.add_post("/sandbox/time", played.time)
    app.router.add_post("/sandbox/people", played.meet)
    app.router.add_get("/sandbox/idle", played.idle)
    app.router.add_route("*", "/cgi-bin/{path:.*}", played.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    played.base = site.name
    try:
        yield played
    finally:
        await runner.cleanup()
