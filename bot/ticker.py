"""One beat: every sweep works what is due. APScheduler only calls it; what is due is a query."""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from bot.telemetry import BEAT, FIRED, log
from models import attachments, buckets, db, inbox, obligations, outbox, readings, receipts, schedules
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
        self._has_begun = False
        self._is_stopped = False
        self.last_beat_s = time.monotonic()
        self.scheduler = AsyncIOScheduler(timezone="UTC")
        for sweep in sweeps:
            FIRED.labels(sweep.kind)  # told from the start, as none

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
                fired = await self._work_all()
            if fired:
                self._sent.set()
            self.last_beat_s = time.monotonic()
            return fired

    async def _work_all(self) -> int:
        if not self._has_begun:
            for sweep in self._sweeps:
                await sweep.begin(self._clock.now())
            self._has_begun = True
        fired, due = 0, await self._kinds_due()
        for sweep in self._sweeps:
            if sweep.is_in_due_table and sweep.kind not in due:
                continue
            if worked := await self._sweep(sweep):  # it may have made something due for those that follow
                fired, due = fired + worked, await self._kinds_due()
        return fired

    async def _kinds_due(self) -> set[str]:
        """One look at the due table for all sweeps that live by it."""
        if not any(sweep.is_in_due_table for sweep in self._sweeps):
            return set()
        return await obligations.kinds_due(self._clock.now())

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
    found += [await attachments.next_try(after), await receipts.next_ask(after)]
    found += [await buckets.next_free(after), await readings.next_due(after)]
    return min((at for at in found if at is not None), default=None)
