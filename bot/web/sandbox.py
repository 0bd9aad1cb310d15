"""The sandbox seen from the bot: its page and phones under our own address, and the virtual clock."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import ClientError, ClientSession, ClientTimeout, web

Advance = Callable[[datetime], Awaitable[tuple[int, int]]]
PASSED_ON = (
    "Content-Type",
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Content-Disposition",
    "Cache-Control",
    "Location",
)
LARGEST_BODY = 16 << 20  # a picture as large as the messenger takes, in Base64
LONGEST_ADVANCE = timedelta(days=3660)


class SandboxLink:
    """What the bot tells the sandbox, and asks of it; the sandbox is another process."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.session = ClientSession(timeout=ClientTimeout(total=30))

    async def tell_time(self, now: datetime) -> None:
        await self._post("/sandbox/time", {"now": now.isoformat()})

    async def tell_people(self, people: Sequence[dict[str, str | bool]]) -> None:
        await self._post("/sandbox/people", list(people))

    async def pending(self) -> int:
        """Callbacks that the sandbox has not got an answer for yet; 0 when it is not there."""
        try:
            async with self.session.get(f"{self.url}/sandbox/idle") as answer:
                return int((await answer.json())["pending"])
        except (ClientError, TimeoutError, KeyError, ValueError):
            return 0

    async def _post(self, path: str, content: object) -> None:
        try:
            async with self.session.post(f"{self.url}{path}", json=content) as answer:
                await answer.read()
        except (ClientError, TimeoutError):
            return  # it is told again when it is there

    async def close(self) -> None:
        await self.session.close()


def routes(link: SandboxLink, now: Callable[[], datetime], advance: Advance) -> list[web.RouteDef]:
    async def show_clock(request: web.Request) -> web.Response:
        return web.json_response({"now": _shown(now())})

    async def turn_clock(request: web.Request) -> web.Response:
        to = _target(await request.json(), now())
        sent, fired = await advance(to)
        return web.json_response({"now": _shown(now()), "sent": sent, "fired": fired})

    async def forward(request: web.Request) -> web.StreamResponse:
        return await _forward(link, request)

    async def to_slash(request: web.Request) -> web.Response:
        raise web.HTTPFound("/sandbox/")

    return [
        web.get("/sandbox/clock", show_clock),
        web.post("/sandbox/clock", turn_clock),
        web.get("/", to_slash),
        web.get("/sandbox", to_slash),
        web.route("*", "/sandbox/{rest:.*}", forward),
    ]


def _shown(at: datetime) -> str:
    return at.astimezone(ZoneInfo("Asia/Shanghai")).isoformat(timespec="seconds")


def _target(asked: Any, now: datetime) -> datetime:
    """The moment asked for; 400 with what to send instead when it is none, or lies behind or absurdly far ahead."""
    try:
        if "now" in asked:
            to = datetime.fromisoformat(str(asked["now"]))
        else:
            to = now + timedelta(minutes=float(asked["advance_minutes"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        raise web.HTTPBadRequest(text='send {"advance_minutes": 60} or {"now": "2026-06-08T08:40:00+08:00"}') from None
    if to.tzinfo is None:
        raise web.HTTPBadRequest(text="the moment needs its offset, as in 2026-06-08T08:40:00+08:00")
    if to < now - timedelta(seconds=1):
        raise web.HTTPConflict(text=f"the clock never runs backwards: it is {_shown(now)} already")
    if to > now + LONGEST_ADVANCE:
        raise web.HTTPBadRequest(text="at most ten years at once")
    return to


async def _forward(link: SandboxLink, request: web.Request) -> web.StreamResponse:
    url = f"{link.url}{request.path_qs}"
    headers = {"Content-Type": request.headers["Content-Type"]} if "Content-Type" in request.headers else {}
    try:
        async with link.session.request(
            request.method, url, data=await _body(request), headers=headers, allow_redirects=False
        ) as answer:
            kept = {name: answer.headers[name] for name in PASSED_ON if name in answer.headers}
            return web.Response(status=answer.status, body=await answer.read(), headers=kept)
    except (ClientError, TimeoutError):
        return web.Response(status=502, text="沙箱进程没有运行：请先启动 mashang sandbox（或直接用 mashang demo）")


async def _body(request: web.Request) -> bytes:
    """Photographs are larger than anything else that is asked here."""
    try:
        return await request.clone(client_max_size=LARGEST_BODY).read()
    except web.HTTPRequestEntityTooLarge:
        raise web.HTTPRequestEntityTooLarge(max_size=LARGEST_BODY, text="图片超过 10 MB，这部手机发不出去。") from None
