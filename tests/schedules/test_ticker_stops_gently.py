"""The ticker ends between two beats, never in the middle of one."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.clock import RealClock
from bot.ticker import Ticker
from schedules.contract import Key


class SlowSweep:
    """A sweep that is in the middle of a database call for as long as the test wants."""

    kind = "slow"
    is_in_due_table = False

    def __init__(self) -> None:
        self.entered, self.may_end = asyncio.Event(), asyncio.Event()
        self.has_ended = False

    async def begin(self, now: datetime) -> None:
        return

    async def due(self, now: datetime) -> Sequence[Key]:
        self.entered.set()
        await self.may_end.wait()
        self.has_ended = True
        return []

    async def run(self, key: Key, now: datetime) -> None:
        raise AssertionError("nothing is due")

    async def run_many(self, keys: Sequence[Key], now: datetime) -> None:
        raise AssertionError("nothing is due")

    async def postpone(self, key: Key, now: datetime) -> None:
        raise AssertionError("nothing failed")


async def test_a_beat_under_way_is_not_cancelled_by_the_stop() -> None:
    sweep = SlowSweep()
    ticker = Ticker([sweep], RealClock(), asyncio.Event())
    ticker.start()
    await sweep.entered.wait()
    stopping = asyncio.create_task(ticker.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    sweep.may_end.set()
    await stopping
    assert sweep.has_ended
    assert await ticker.beat() == 0
