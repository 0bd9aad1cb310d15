"""Works the inbox: one message of a person at a time, each in one transaction with everything it changes."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.arrivals import PATIENCE_S, Calm, wait_for
from bot.channels.contract import Channel
from bot.clock import Clock, real_s
from bot.telemetry import INBOX, log
from models import db, inbox
from models.errors import StorageBusy
from models.inbox import Inbox
from models.messages import Inbound

Hear = Callable[[Inbound, int, datetime], Awaitable[None]]
EARLIEST, LATEST = timedelta(hours=8), timedelta(minutes=10)


class LostTheRow(Exception):
    """Another worker took the row while we worked on it: everything we did is rolled back."""


class Receiver:
    """`hear` is the handler; it runs inside the transaction that marks the row applied."""

    def __init__(
        self, channels: Mapping[str, Channel], clock: Clock, hear: Hear, wake: asyncio.Event, sent: asyncio.Event, *,
        owner: int | None = None, calm: Calm | None = None,
    ) -> None:  # fmt: skip
        self._channels = channels
        self._clock = clock
        self._hear = hear
        self._wake = wake
        self._sent = sent
        self._owner = owner  # the number that this worker's rows are signed with
        self._calm = calm
        self._one_at_a_time = asyncio.Lock()
        self._is_holding = False
        self._is_stopped = False

    async def run(self) -> None:
        while not self._is_stopped:
            self._wake.clear()
            if not await self.drain():
                await wait_for(self._wake, 1.0)

    def stop(self) -> None:
        """The row at hand is worked to its end, and no other is begun."""
        self._is_stopped = True
        self._wake.set()

    async def drain(self) -> int:
        """Work until nothing is left that may be worked now; returns how many rows were worked."""
        worked = 0
        async with self._one_at_a_time:
            await self._give_back()
            while not self._is_stopped and (ids := await self._claim()):
                await self._work_all(ids)
                worked += len(ids)
        return worked

    async def _work_all(self, ids: list[int]) -> None:
        self._is_holding = True
        for inbox_id in ids:
            if self._calm is not None:
                await self._calm(PATIENCE_S)
            if self._is_stopped:
                return
            await self._work(inbox_id)
            self._sent.set()
        self._is_holding = False

    async def _give_back(self) -> None:
        """What we had claimed when the database became busy: no fault of these rows."""
        if self._is_holding:
            await db.tx(lambda: inbox.give_back(self._owner))
            self._is_holding = False

    async def _claim(self) -> list[int]:
        return await inbox.take(self._clock.now(), real_s=real_s(), owner=self._owner)

    async def _work(self, inbox_id: int) -> None:
        row = await Inbox.get(id=inbox_id)
        try:
            inbound = self._read(row)
            await db.tx(lambda: self._apply(row, inbound))
            INBOX.labels("applied").inc()
        except LostTheRow:
            INBOX.labels("lost").inc()
        except StorageBusy:
            raise
        except Exception as error:  # noqa: BLE001 a poison message must not stop the others
            await self._step_aside(row, error)

    async def _step_aside(self, row: Inbox, error: Exception) -> None:
        text = f"{type(error).__name__}: {error}"
        dead = await db.tx(lambda: inbox.failed(row, text, self._clock.now()))
        INBOX.labels("dead" if dead else "failed").inc()
        log.error("inbox_failed", inbox=row.id, dead=dead, exc_info=error)

    def _read(self, row: Inbox) -> Inbound:
        channel = self._channels.get(row.platform)
        if channel is None:
            raise LookupError(f"platform {row.platform} is not configured any more")
        return channel.read(row.payload)

    async def _apply(self, row: Inbox, inbound: Inbound) -> None:
        now = self._clock.now()
        if not now - EARLIEST <= inbound.said_at <= now + LATEST:
            inbound = replace(inbound, said_at=row.received_at)
        await self._hear(inbound, row.id, now)
        if not await inbox.applied(row, now):
            raise LostTheRow
