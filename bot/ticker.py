"""One beat: every sweep works what is due. APScheduler only calls it; what is due is a query."""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from bot.telemetry import BEAT, FIRED, log
from models import db, inbox, obligations, outbox, schedules
from models.errors import StorageBusy
from schedules import Sweep
from schedules.contract import Key

BEAT_S = 1


class Ticker:
    def __init__(self, sweeps: Sequence[Sweep], clock: Clock, sent: asyncio.Event) -> None:
        self._sweeps = sweeps
        self._clock = clock
        self._sent = sent  # wakes the sender
        self._one_at_a_time = asyncio.Lock()
        self._is_stopped = False
        self.last_beat_s = time.monotonic()
        self.scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        self.scheduler.add_job(
            self._beat_or_wait, IntervalTrigger(seconds=BEAT_S), misfire_grace_time=None, coalesce=True, max_instances=1
        )
        self.scheduler.start()

    async def stop(self) -> None:
        """No further beat; the one under way runs to its end, before the scheduler could cancel it in a database call."""
        if self.scheduler.running:
            self.scheduler.pause()
        self._is_stopped = True
        async with self._one_at_a_time:
            if self.scheduler.running:
                self.scheduler.shutdown(wait=False)

    async def _beat_or_wait(self) -> None:
        """While the database is busy nothing can be worked; what is due stays due."""
        try:
            await self.beat()
        except StorageBusy as error:
            log.warning("beat_waits", error=str(error))

    async def beat(self) -> int:
        """Work everything that is due; returns how many items were worked."""
        async with self._one_at_a_time:
            if self._is_stopped:
                return 0
            with BEAT.time():
                fired = 0
                for sweep in self._sweeps:
                    fired += await self._sweep(sweep)
            if fired:
                self._sent.set()
            self.last_beat_s = time.monotonic()
            return fired

    async def _sweep(self, sweep: Sweep) -> int:
        fired = 0
        while keys := await sweep.due(self._clock.now()):
            await self._run_many(sweep, keys)
            fired += len(keys)
        FIRED.labels(sweep.kind).inc(fired)
        return fired

    async def _run_many(self, sweep: Sweep, keys: Sequence[Key]) -> None:
        now = self._clock.now()
        try:
            await db.tx(lambda: sweep.run_many(keys, now))
        except StorageBusy:
            raise
        except Exception as error:  # noqa: BLE001 whichever of them it was, the others are worked
            log.warning("sweep_one_by_one", sweep=sweep.kind, count=len(keys), error=type(error).__name__)
            for key in keys:
                await self._run(sweep, key)

    async def _run(self, sweep: Sweep, key: Key) -> None:
        now = self._clock.now()
        try:
            await db.tx(lambda: sweep.run(key, now))
        except StorageBusy:
            raise
        except Exception as error:  # noqa: BLE001 one bad item must not stop the beat
            log.error("sweep_failed", sweep=sweep.kind, id=key.id, exc_info=error)
            await db.tx(lambda: sweep.postpone(key, now))


async def next_moment(after: datetime) -> datetime | None:
    """When something is due next after that moment: an obligation, a schedule, a message, a retry."""
    found = [await obligations.next_due(after), await schedules.next_fire(after)]
    found += [await outbox.next_planned(after), await inbox.next_try(after)]
    return min((at for at in found if at is not None), default=None)
