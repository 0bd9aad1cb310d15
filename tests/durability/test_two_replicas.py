"""Two bots on one PostgreSQL, one of them killed: nothing lost, nothing twice, and each person in order."""

import asyncio
import random
import re
from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession, ClientTimeout
from offices import CLIENTS, Offices
from phones_by_hand import phones
from running_bot import EVE, Bot
from scene import Scene
from small_city import head_of
from verdicts import judge

from models import outbox
from models.messages import Outgoing, OutgoingKind

REAL_CLOCK = {"SANDBOX": ""}  # two virtual clocks would differ
SAID = re.compile(r"登记：进度(\d+)%")  # each says a higher one than before
NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)


async def test_of_two_replicas_one_is_killed_and_the_other_takes_over_at_once(city_on_postgres, tmp_path):
    async with phones() as played, ClientSession(timeout=ClientTimeout(total=5)) as session:
        first = Bot(city_on_postgres, played.base, tmp_path / "log", session)
        one, other = (Bot(city_on_postgres, played.base, tmp_path / f"log{n}", session, REAL_CLOCK) for n in range(2))
        try:
            await give_out_the_tasks(first, Scene(first, played))
            await asyncio.gather(one.start(), other.start())
            offices = Offices([one, other], seed=3, pause_s=0.8)
            talking = asyncio.create_task(offices.talk())
            await kill_again_and_again(one, random.Random(3))
            offices.stop()
            await talking
            worked_at = await until_worked(Scene(other, played))
            assert await other.stop() == 0
        finally:
            for bot in (first, one, other):
                await bot.end()
        verdict = await judge(city_on_postgres, offices.said, played, worked_at)
        assert verdict.faults == []
        assert verdict.figures["updates"] > 50
        for client in range(CLIENTS):
            assert_in_order(played.texts(head_of(client)))


async def give_out_the_tasks(bot: Bot, scene: Scene) -> None:
    """In the city's own time; from then on in ours."""
    await bot.start()
    await bot.turn_clock_to(EVE)
    assert await bot.stop() == 0
    await scene.rows("UPDATE setting SET value = 'live' WHERE key = 'mode' RETURNING key")


async def kill_again_and_again(bot: Bot, dice: random.Random) -> None:
    for _ in range(2):
        if not bot.is_up:
            await bot.start()
        await asyncio.sleep(dice.uniform(0.5, 1.5))
        await bot.kill()


async def until_worked(scene: Scene) -> datetime:
    """When nothing was left; what a beat plans afterwards is the next morning's."""
    waiting = "outbox WHERE state = 'sending' OR state = 'pending' AND planned_at <= now()"
    async with asyncio.timeout(40):
        while True:
            at = datetime.now(UTC)
            if not await scene.count("inbox WHERE state <> 'applied'") and not await scene.count(waiting):
                return at
            await asyncio.sleep(0.1)


def assert_in_order(texts: list[str]) -> None:
    """Answers come in the order of the words they answer."""
    named = [int(found[1]) for text in texts if (found := SAID.search(text))]
    assert len(named) > 1, texts
    assert named == sorted(named)


async def put(words: str, at: datetime) -> int:
    row = await outbox.put("wecom", "u", Outgoing(OutgoingKind.TEXT, words), now=at, reason="reply")
    assert row is not None
    return int(row.id)


@pytest.mark.parametrize("ahead_s", [1, 4])
async def test_a_replica_whose_clock_is_ahead_does_not_lose_its_turn(database, ahead_s):
    first = await put("planned by the clock that is ahead", NOW + outbox.SKEW * ahead_s / 5)
    await put("planned by ours", NOW)
    assert await outbox.claim(NOW, real_s=0.0) == []
    assert await outbox.claim(NOW + outbox.SKEW, real_s=0.0) == [first]
