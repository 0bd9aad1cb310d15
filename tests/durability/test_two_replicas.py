"""Two bots on one PostgreSQL, one of them killed: nothing lost, nothing twice, and each person in order."""

import asyncio
import random
import re

from aiohttp import ClientSession, ClientTimeout
from offices import CLIENTS, Offices
from phones_by_hand import phones
from running_bot import EVE, Bot
from small_city import head_of
from trial import finish
from verdicts import judge

SAID = re.compile(r"已登记：进度(\d+)%")  # each says a higher one than before


async def test_of_two_replicas_one_is_killed_and_the_other_takes_over_at_once(city_on_postgres, tmp_path):
    async with phones() as played, ClientSession(timeout=ClientTimeout(total=5)) as session:
        one, other = (Bot(city_on_postgres, played.base, tmp_path / f"log{n}", session) for n in range(2))
        try:
            await one.start()
            await one.turn_clock_to(EVE)
            await other.start()
            offices = Offices([one, other], seed=3, pause_s=1.5)
            talking = asyncio.create_task(offices.talk())
            dice = random.Random(3)
            for _ in range(2):
                await asyncio.sleep(dice.uniform(0.3, 1.0))
                await one.kill()
                await asyncio.sleep(dice.uniform(0.0, 0.4))
                await one.start()
            await one.kill()
            offices.stop()
            await talking
            now = await finish(other)
            assert await other.stop() == 0
        finally:
            await one.end()
            await other.end()
        verdict = await judge(city_on_postgres, offices.said, played, now)
        assert verdict.faults == []
        assert verdict.figures["updates"] > 50
        for client in range(CLIENTS):
            assert_in_order(played.texts(head_of(client)))


def assert_in_order(texts):
    """Answers come in the order of the words they answer."""
    named = [int(found[1]) for text in texts if (found := SAID.search(text))]
    assert len(named) > 2
    assert named == sorted(named)
