"""A line that the gateway drops sixty times, in every way it has: nothing is lost, and what comes again is kept once."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import ding_party
import feishu_party
import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from bot.arrivals import Arrivals
from bot.channels import dingtalk_stream, feishu_stream
from bot.channels.contract import Channel, Received
from bot.channels.dingtalk import DingTalkChannel, DingTalkSettings
from bot.channels.feishu import FeishuChannel, FeishuSettings
from bot.sandbox import SandboxConfig, create_app
from bot.sandbox.config import DingTalkConfig, FeishuConfig
from bot.sandbox.feishu import lines
from models import db
from models.inbox import Arrival, Inbox

DROPS, TALKERS = 60, 6
SILENT_S = 0.5
GAPS_S = (0.05, 0.2, 0.4, 0.8, *[1.6] * 12)  # the platform is as patient as the real one: some tries outlast the drops
QUICK_CONFIG = {"ReconnectCount": -1, "ReconnectInterval": 0.1, "ReconnectNonce": 0.05, "PingInterval": 0.1}
QUICK = dingtalk_stream.Timing(first_s=0.01, longest_s=0.05, jitter_s=0.02, heartbeat_s=0.25, leave_s=0.3)


def dingtalk(base: str) -> DingTalkChannel:
    given = DingTalkSettings(ding_party.CLIENT, ding_party.SECRET, is_stream=True, api_base=base, oapi_base=base)
    return DingTalkChannel(given, now=lambda: datetime.now(UTC), timing=QUICK)


def feishu(base: str) -> FeishuChannel:
    given = FeishuSettings(feishu_party.APP, feishu_party.SECRET, "", feishu_party.TOKEN, base, is_stream=True)
    timing = feishu_stream.Timing(ping_s=0.1, every_s=0.1, nonce_s=0.05, leave_s=0.3)
    return FeishuChannel(given, now=lambda: datetime.now(UTC), timing=timing)


PLAYED: dict[str, tuple[Callable[[str], Channel], dict[str, Any], tuple[str, ...]]] = {
    "dingtalk": (
        dingtalk,
        {"dingtalk": DingTalkConfig(ding_party.CLIENT, ding_party.SECRET, ding_party.CLIENT)},
        ("reset", "close", "silence", "ticket", "end"),
    ),
    "feishu": (
        feishu,
        {"feishu": FeishuConfig(feishu_party.APP, feishu_party.SECRET, "", feishu_party.TOKEN, "", is_stream=True)},
        ("reset", "close", "silence", "ticket"),
    ),
}
REPEATS = {"dingtalk": ("lost_answer", "cut", "duplicate"), "feishu": ("lost_answer", "renamed", "duplicate")}


@dataclass
class Town:
    platform: str
    base: str
    session: ClientSession
    arrivals: Arrivals
    said: list[str] = field(default_factory=list)
    came: list[str] = field(default_factory=list)
    is_over: bool = False

    async def post(self, path: str, body: object) -> Any:
        async with self.session.post(f"{self.base}/sandbox/{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def keep(self, received: Received) -> None:
        self.came.append(received.message_id)
        words = (received.message_id, received.user, received.payload)
        await self.arrivals.keep(Arrival(received.key, self.platform, *words, datetime.now(UTC)))

    async def talk(self, user: str, dice: random.Random) -> None:
        number = 0
        while not self.is_over:
            number += 1
            told = await self.post("say", {"user": user, "platform": self.platform, "text": f"{number}号已开工"})
            self.said.append(told["msgid"])
            await asyncio.sleep(dice.uniform(0.02, 0.2))

    async def drop(self, how: str) -> None:
        """As soon as a line stands that can be dropped."""
        async with asyncio.timeout(20):
            while not (await self.post(f"{self.platform}/cut", {"how": how, "silent_s": SILENT_S}))["lines"]:  # noqa: ASYNC110
                await asyncio.sleep(0.02)


@asynccontextmanager
async def town(platform: str) -> AsyncIterator[Town]:
    make, played, _ = PLAYED[platform]
    config = SandboxConfig(**played, retry_gaps_s=GAPS_S, callback_timeout_s=0.4)
    async with TestServer(create_app(config)) as server, ClientSession() as session:
        ours = Town(platform, str(server.make_url("")).rstrip("/"), session, Arrivals(asyncio.Event()))
        channel = make(ours.base)
        assert channel.listen is not None
        listening = asyncio.create_task(channel.listen(ours.keep))
        try:
            yield ours
        finally:
            listening.cancel()
            await asyncio.wait([listening])
            await channel.close()
            await ours.arrivals.close()


@pytest.mark.parametrize("platform", PLAYED)
async def test_nothing_is_lost_and_what_comes_again_is_kept_once(
    platform: str, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    monkeypatch.setattr(lines, "CONFIG", QUICK_CONFIG)
    monkeypatch.setattr(lines, "ANSWER_S", 0.4)
    ways, dice = PLAYED[platform][2], random.Random(60)
    await db.open_database(sqlite_url)
    try:
        async with town(platform) as ours:
            async with asyncio.TaskGroup() as talkers:
                for number in range(TALKERS):
                    talkers.create_task(ours.talk(f"head{number}", random.Random(number)))
                for number in range(DROPS):
                    await asyncio.sleep(dice.uniform(0.02, 0.2))
                    if number % 2 == 0:
                        await ours.post("faults", {"endpoint": "callback", "mode": dice.choice(REPEATS[platform])})
                    await ours.drop(ways[number % len(ways)])
                ours.is_over = True
            async with ours.session.get(f"{ours.base}/sandbox/idle?wait_s=30") as answer:
                assert await answer.json() == {"pending": 0}
            async with ours.session.get(f"{ours.base}/sandbox/ledger") as answer:
                tries = (await answer.json())["callbacks"]
        kept = await Inbox.all().values_list("message_id", flat=True)
    finally:
        await db.close()
    lost = [one for one in ours.said if one not in kept]
    assert [(one["number"], one["status"]) for one in tries if any(number in one["plaintext"] for number in lost)] == []
    assert sorted(kept) == sorted(ours.said)
    assert len(set(kept)) == len(kept)
    again = sum(count - 1 for count in Counter(ours.came).values())
    assert again >= DROPS // 6, "they did come again"
    record_property("figures", f"{platform}: {DROPS} drops, {len(kept)} messages, {again} came again, 0 lost, 0 twice")
