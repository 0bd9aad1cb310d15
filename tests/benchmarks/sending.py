"""Sends messages to the platform of the benchmarks and prints the seconds it took: a process to be pinned to a core."""

import argparse
import asyncio
import gc
import json
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import uvloop
from aiohttp import ClientSession, TCPConnector
from wechatpy.work import WeChatClient

from bot.channels.wecom import WeComChannel, WeComSettings
from bot.clock import RealClock
from bot.sender import Sender
from models import db
from tests.benchmarks import wire

AT_ONCE = 50
PEOPLE = 1000


def words(n: int) -> str:
    return f"任务 {n}：三号楼消防检查 今天 18:00 截止，请回复进度"


async def bare(count: int, platform: str, _: str) -> float:
    """The same messages by an aiohttp client that remembers nothing."""
    url = f"{platform}/cgi-bin/message/send?access_token=benchmark-access-token"
    numbers = iter(range(count))

    async def work(session: ClientSession) -> None:
        for n in numbers:
            message = {
                "touser": f"user{n % PEOPLE:05d}",
                "msgtype": "text",
                "agentid": 1,
                "text": {"content": words(n)},
            }
            async with session.post(url, json=message) as answer:
                if (await answer.json())["errcode"] != 0:
                    raise RuntimeError("refused")

    async with ClientSession(connector=TCPConnector(limit=AT_ONCE)) as session:
        began = time.perf_counter()
        await asyncio.gather(*(work(session) for _ in range(AT_ONCE)))
        return time.perf_counter() - began


class Wechatpy(WeChatClient):
    """As its users call it: one at a time, on a connection that is kept."""

    def __init__(self, platform: str) -> None:
        super().__init__(wire.CORP_ID, wire.SECRET, access_token="benchmark-access-token")
        self.API_BASE_URL = f"{platform}/cgi-bin/"


async def wechatpy(count: int, platform: str, _: str) -> float:
    client = Wechatpy(platform)
    began = time.perf_counter()
    for n in range(count):
        client.message.send_text(1, f"user{n % PEOPLE:05d}", words(n))
    return time.perf_counter() - began


async def outbox(count: int, platform: str, database_url: str) -> float:
    """Through the outbox: claimed, judged, rendered and frozen, sent, settled."""
    await db.open_database(database_url)
    channel = WeComChannel(
        WeComSettings(wire.CORP_ID, wire.AGENT_ID, wire.SECRET, wire.TOKEN, wire.AES_KEY, api_base=platform),
        now=RealClock().now,
    )
    try:
        await _fill(count)
        sender = Sender({"wecom": channel}, RealClock(), asyncio.Event())
        began = time.perf_counter()
        settled = await sender.drain()
        took = time.perf_counter() - began
        if sender.delivered != count:
            raise RuntimeError(f"{sender.delivered} of {count} were delivered, {settled} settled")
        return took
    finally:
        await channel.close()
        await db.close()


async def _fill(count: int) -> None:
    now = datetime.now(UTC)
    content = [json.dumps({"kind": "text", "text": words(n)}, ensure_ascii=False) for n in range(count)]
    rows = [(f"user{n % PEOPLE:05d}", content[n], now, now) for n in range(count)]
    insert = (
        "INSERT INTO outbox (platform, userid, kind, content, reason, is_proactive, state, planned_at, maybe_sent, attempts,"
        " lease_until, fence, created_at) VALUES ('wecom', ?, 'text', ?, 'answer', 0, 'pending', ?, 0, 0, 0, 0, ?)"
    )
    await db.tx(lambda: db.execute_many(insert, rows))


WAYS: dict[str, Callable[[int, str, str], Awaitable[float]]] = {
    "bare": bare,
    "outbox": outbox,
    "wechatpy": wechatpy,
}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--platform", required=True)
    parser.add_argument("--database", default="")
    parser.add_argument("--uvloop", action="store_true")
    given = parser.parse_args()
    run = uvloop.run if given.uvloop else asyncio.run
    took = run(_timed(WAYS[given.way](given.count, given.platform, given.database)))
    sys.stdout.write(json.dumps(took))
    return 0


async def _timed(work: Awaitable[float]) -> dict[str, float]:
    gc.freeze()  # as the running bot does
    used = time.process_time()
    took = await work
    return {"seconds": took, "cpu_s": time.process_time() - used}


if __name__ == "__main__":
    sys.exit(main())
