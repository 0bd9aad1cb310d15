"""One trial: a bot under load is killed again and again at random moments, then left to finish its work."""

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout
from offices import Offices
from phones_by_hand import Phones, phones
from running_bot import EVE, Bot
from verdicts import Verdict, judge

EARLIEST_S, LATEST_S = 0.05, 0.9
TURNS_MINUTES = (1, 60, 600, 1440)


@dataclass(frozen=True, slots=True)
class Trial:
    database_url: str
    log: Path
    kills: int
    seed: int = 0

    async def run(self, tell: Callable[[str], object] = lambda words: None) -> Verdict:
        async with phones() as played, ClientSession(timeout=ClientTimeout(total=5)) as session:
            bot = Bot(self.database_url, played.base, self.log, session)
            try:
                return await self._run(bot, played, tell)
            finally:
                await bot.end()

    async def _run(self, bot: Bot, played: Phones, tell: Callable[[str], object]) -> Verdict:
        offices, dice = Offices([bot], seed=self.seed), random.Random(self.seed)
        began = time.monotonic()
        await bot.start()
        await bot.turn_clock_to(EVE)
        talking = asyncio.create_task(offices.talk())
        try:
            for kill in range(self.kills):
                await self._work_and_die(bot, TURNS_MINUTES[kill % len(TURNS_MINUTES)], dice)
                await bot.start()
                tell(f"kill {kill + 1}: {len(offices.said.promised)} promised, {len(played.shown)} shown")
        finally:
            offices.stop()
            await talking
        now = await finish(bot)
        code = await bot.stop()
        verdict = await judge(self.database_url, offices.said, played, now)
        verdict.must(code == 0, f"it was asked to end and ended with {code}")
        verdict.figures |= {"kills": self.kills, "seconds": round(time.monotonic() - began, 1)}
        return verdict

    @staticmethod
    async def _work_and_die(bot: Bot, minutes: float, dice: random.Random) -> None:
        """Time passes while it works, and it is killed in the middle of what that makes due."""
        turning = asyncio.create_task(_turn(bot, minutes))
        await asyncio.sleep(dice.uniform(EARLIEST_S, LATEST_S))
        await bot.kill()
        await turning


async def _turn(bot: Bot, minutes: float) -> None:
    with suppress(ClientError, TimeoutError):
        await bot.turn_clock(minutes)


async def finish(bot: Bot) -> datetime:
    """Time for whatever waits for its turn; returns the city's time at the end."""
    now = datetime.min
    for minutes in (0, 60, 24 * 60, 1):
        now = datetime.fromisoformat((await bot.turn_clock(minutes))["now"])
    return now + timedelta(seconds=1)
