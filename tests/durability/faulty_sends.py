"""Thousands of messages through the sender and a platform that fails a quarter of its calls in every way it knows.

The messenger is the sandbox; what goes wrong, goes wrong before it or behind it. Time is turned: to the next moment at
which something may go out.
"""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import ClientSession, web

from bot.channels.contract import Channel
from bot.channels.dingtalk import DingTalkChannel, DingTalkSettings
from bot.channels.feishu import FeishuChannel, FeishuSettings
from bot.channels.wecom import WeComChannel, WeComSettings
from bot.city import CREDENTIALS, DINGTALK, FEISHU
from bot.clock import VirtualClock
from bot.sandbox import SandboxConfig, create_app
from bot.sandbox.config import DingTalkConfig, FeishuConfig, WeComConfig
from bot.sandbox.keys import WORLD
from bot.sandbox.world import World
from bot.sender import Sender
from models import db
from models.outbox import Outbox

MORNING = datetime(2026, 6, 10, 1, 0, tzinfo=UTC)
A_PERSON, GONE, WITHDRAWN = 50, 2, 0.2  # messages each, people nobody knows, how often one of them loses its reason
BAD = 0.25
PATIENCE_S, LATE_S = 0.5, 0.7  # of the channel, and an answer that comes after it
ROUNDS = 20_000
MOST_FLOODS = 0.05  # of a second: refused, and sent again; two clocks on two ends of a line never agree to a few ms

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Played:
    """`said` are the platform's own ways to say no for now; `floods` mark an answer to one call too many."""

    config: dict[str, Any]
    channel: Callable[[str, VirtualClock], Channel]
    path: str
    said: tuple[tuple[int, Json, dict[str, str]], ...]
    floods: tuple[bytes, ...]


def _wecom(base: str, clock: VirtualClock) -> Channel:
    told = {name.removeprefix("wecom_").removeprefix("encoding_"): value for name, value in CREDENTIALS.items()}
    return WeComChannel(WeComSettings(**told, api_base=base), now=clock.now, timeout_s=PATIENCE_S)  # type: ignore[arg-type]


def _dingtalk(base: str, clock: VirtualClock) -> Channel:
    given = DingTalkSettings(APP, SECRET, api_base=base, oapi_base=base)
    return DingTalkChannel(given, now=clock.now, timeout_s=PATIENCE_S)


def _feishu(base: str, clock: VirtualClock) -> Channel:
    return FeishuChannel(FeishuSettings(*FEISHU.values(), api_base=base), now=clock.now, timeout_s=PATIENCE_S)


APP, SECRET = DINGTALK["dingtalk_client_id"], DINGTALK["dingtalk_client_secret"]
PLAYED = {
    "wecom": Played(
        {"wecom": WeComConfig(*CREDENTIALS.values(), callback_url="http://127.0.0.1:9")},  # type: ignore[misc]
        _wecom,
        "/cgi-bin/message/send",
        (
            (200, {"errcode": -1, "errmsg": "system busy"}, {}),
            (200, {"errcode": 45009, "errmsg": "api freq out of limit"}, {}),
            (200, {"errcode": 42001, "errmsg": "access_token expired"}, {}),
            (200, {"errcode": 40014, "errmsg": "invalid access_token"}, {}),
        ),
        (b'"errcode": 45009',),
    ),
    "dingtalk": Played(
        {"dingtalk": DingTalkConfig(APP, SECRET, APP)},
        _dingtalk,
        "/v1.0/robot/oToMessages/batchSend",
        (
            (403, {"code": "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", "message": "QPS"}, {}),
            (400, {"code": "send.too.fast", "message": "too fast"}, {}),
            (200, {"errcode": 88, "sub_code": "90018", "sub_msg": "QPS"}, {}),
            (400, {"code": "InvalidAuthentication", "message": "不合法的access_token"}, {}),
            (500, {"code": "system.error", "message": "系统错误"}, {}),
        ),
        (b"QpsLimitFor",),
    ),
    "feishu": Played(
        {"feishu": FeishuConfig(*FEISHU.values(), "http://127.0.0.1:9")},
        _feishu,
        "/open-apis/im/v1/messages",
        (
            (429, {"code": 99991400, "msg": "request trigger frequency limit"}, {"x-ogw-ratelimit-reset": "3"}),
            (400, {"code": 230020, "msg": "This operation triggers the frequency limit."}, {}),
            (400, {"code": 99991663, "msg": "Invalid access token for authorization"}, {}),
            (400, {"code": 230049, "msg": "The message is being sent."}, {}),
        ),
        (b"99991400", b"230020"),
    ),
}


@dataclass
class Whims:
    """What befalls each call to send. `floods`: calls that the platform itself found one too many."""

    played: Played
    dice: random.Random
    befell: Counter[str] = field(default_factory=Counter)
    floods: int = 0

    @web.middleware
    async def meet(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path != self.played.path:
            return await handler(request)
        what = self.dice.choice(BEFALLS) if self.dice.random() < BAD else "well"
        self.befell[what] += 1
        match what:
            case "said":
                status, told, headers = self.dice.choice(self.played.said)
                return web.json_response(told, status=status, headers=headers)
            case "500":
                return web.Response(status=500)
            case "502":
                return web.Response(status=502, text="<html>bad gateway</html>", content_type="text/html")
            case "cut before":
                assert request.transport is not None
                request.transport.abort()
                return web.Response()
        answer = await handler(request)
        assert isinstance(answer, web.Response)
        self.floods += any(flood in bytes(answer.body or b"") for flood in self.played.floods)  # type: ignore[arg-type]
        match what:
            case "cut after":
                assert request.transport is not None
                request.transport.abort()
            case "500 after":
                return web.Response(status=500)
            case "half":
                return web.Response(body=bytes(answer.body or b"")[:9], content_type="application/json")  # type: ignore[arg-type]
            case "late":
                await asyncio.sleep(LATE_S)
        return answer


BEFALLS = ("said", "500", "502", "cut before", "cut after", "500 after", "half") * 12 + ("late",)


@dataclass
class Verdict:
    platform: str
    asked: int
    states: Counter[str]
    befell: Counter[str]
    floods: int
    swallowed: int  # dropped by the platform without a word
    most_in_a_minute: int
    seen: Counter[tuple[str, str]]
    wronged: int  # refused, though the platform knows them
    sums: dict[str, list[int]]  # state → how often each of its messages is on the phone

    @property
    def twice(self) -> int:
        return sum(count - 1 for count in self.seen.values() if count > 1)

    def figures(self) -> Json:
        return {
            "platform": self.platform, "asked": self.asked, **self.states, "calls": self.befell.total(),
            "failed_calls": self.befell.total() - self.befell["well"], "seen_twice": self.twice, "floods": self.floods,
            "swallowed": self.swallowed, "most_in_a_minute": self.most_in_a_minute,
        }  # fmt: skip

    def faults(self) -> Iterator[str]:
        ends = {"sent", "failed", "unknown", "cancelled"}
        if set(self.states) - ends or self.states.total() != self.asked:
            yield f"the sum is wrong: {dict(self.states)} of {self.asked}"
        if self.twice:
            yield f"{self.twice} were seen twice"
        if self.wronged:
            yield f"{self.wronged} were refused to people who are there"
        if self.swallowed:
            yield f"{self.swallowed} passed the limit of a minute and were swallowed"
        if self.floods > self.befell.total() * MOST_FLOODS:
            yield f"{self.floods} calls passed the limit of a second"
        for state, right in {"sent": {1}, "unknown": {0, 1}, "failed": {0}, "cancelled": {0}}.items():
            if wrong := set(self.sums.get(state, [])) - right:
                yield f"{state}, and seen {sorted(wrong)} times"


async def trial(platform: str, count: int, database_url: str, seed: int = 0) -> Verdict:
    await db.open_database(database_url)
    try:
        return await _trial(platform, count, seed)
    finally:
        await db.close()


async def _trial(platform: str, count: int, seed: int) -> Verdict:
    played, dice = PLAYED[platform], random.Random(f"{platform}{seed}")
    whims, clock = Whims(played, dice), VirtualClock(MORNING)
    async with _messenger(played, whims) as (base, world):
        channel = played.channel(base, clock)
        try:
            people = _everybody(count)
            await _tell(base, platform, people[GONE:], clock)
            await _fill(platform, people, count)
            await _work(Sender({platform: channel}, clock, asyncio.Event()), clock, base, dice)
        finally:
            await channel.close()
        return await _verdict(platform, count, whims, world)


@asynccontextmanager
async def _messenger(played: Played, whims: Whims) -> AsyncIterator[tuple[str, World]]:
    app = create_app(SandboxConfig(**played.config))
    app.middlewares.append(whims.meet)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield site.name, app[WORLD]
    finally:
        await runner.cleanup()


def _everybody(count: int) -> list[str]:
    return [f"head{number:04d}" for number in range(max(4, count // A_PERSON))]


async def _tell(base: str, platform: str, known: list[str], clock: VirtualClock) -> None:
    everybody = [{"user": user, "name": user, "platform": platform} for user in known]
    async with ClientSession() as session:
        for path, told in (("people", everybody), ("time", {"now": clock.now().isoformat()})):
            async with session.post(f"{base}/sandbox/{path}", json=told) as answer:
                assert answer.status == 200, await answer.text()


async def _fill(platform: str, people: list[str], count: int) -> None:
    insert = (
        "INSERT INTO outbox (platform, userid, kind, content, reason, is_proactive, state, planned_at, maybe_sent, attempts,"
        " lease_until, fence, created_at) VALUES (?, ?, 'text', ?, 'answer', 0, 'pending', ?, 0, 0, 0, 0, ?)"
    )
    rows = [
        (platform, people[n % len(people)], json.dumps({"kind": "text", "text": f"第{n}条"}), MORNING, MORNING)
        for n in range(count)
    ]
    await db.tx(lambda: db.execute_many(insert, rows))


async def _work(sender: Sender, clock: VirtualClock, base: str, dice: random.Random) -> None:
    """Until nothing is open: drain, and turn the clock to when the next may go."""
    async with ClientSession() as session:
        for _ in range(ROUNDS):
            await sender.drain()
            if not await Outbox.filter(state="pending").exists():
                return
            if dice.random() < WITHDRAWN and (lost := await Outbox.filter(state="pending", attempts=0).first()):
                await Outbox.filter(id=lost.id, state="pending", attempts=0).update(state="cancelled")
            later = await Outbox.filter(state="pending", planned_at__gt=clock.now()).order_by("planned_at").first()
            if later is not None:
                clock.jump(later.planned_at + timedelta(milliseconds=1))
            async with session.post(f"{base}/sandbox/time", json={"now": clock.now().isoformat()}) as answer:
                assert answer.status == 200
    raise AssertionError("it never came to its end")


async def _verdict(platform: str, count: int, whims: Whims, world: World) -> Verdict:
    seen: Counter[tuple[str, str]] = Counter()
    moments: dict[str, list[datetime]] = {}
    for phone in world.phones.owners():
        for entry in world.phones.of(phone):
            seen[phone.rpartition(":")[2], entry.text] += 1
            moments.setdefault(phone, []).append(entry.at)
    rows = await Outbox.all()
    sums: dict[str, list[int]] = {}
    for row in rows:
        assert row.content is not None
        sums.setdefault(row.state, []).append(seen[row.userid, row.content["text"]])
    swallowed = sum("dropped" in str(send.get("fates")) for send in _sends(world))
    minute = timedelta(minutes=1)
    most = max(sum(at <= one < at + minute for one in times) for times in moments.values() for at in times)
    states = Counter(row.state for row in rows)
    wronged = sum(row.state == "failed" and row.userid not in _everybody(count)[:GONE] for row in rows)
    return Verdict(platform, count, states, whims.befell, whims.floods, swallowed, most, seen, wronged, sums)


def _sends(world: World) -> list[Json]:
    found: list[Json] = []
    for part in world._parts:
        for send in part.ledger.all():  # type: ignore[attr-defined]
            found.append(send if isinstance(send, dict) else send.as_json())
    return found
