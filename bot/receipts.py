"""Asks platforms who has read what, where they do not tell it by themselves and somebody would be telephoned in vain."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping

from bot.channels.contract import Channel
from bot.clock import Clock
from bot.telemetry import log
from models import db, quotas, receipts, rulebook
from models.errors import StorageBusy
from models.outbox import Outbox

PAUSE_S = 10.0


class Receipts:
    """What is not answered is asked again at its next time, or never: nothing waits for it."""

    def __init__(self, channels: Mapping[str, Channel], clock: Clock) -> None:
        self._channels = channels
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        self._stopped = asyncio.Event()

    async def run(self) -> None:
        while not self._stopped.is_set():
            await self.drain()
            try:
                await asyncio.wait_for(self._stopped.wait(), PAUSE_S)
            except TimeoutError:
                continue

    def stop(self) -> None:
        self._stopped.set()

    async def drain(self) -> int:
        """Ask what may be asked now; returns of how many messages."""
        worked = 0
        async with self._one_at_a_time:
            while not self._stopped.is_set() and (rows := await self._claim()):
                await self._ask_all(rows)
                worked += len(rows)
        return worked

    async def _claim(self) -> list[Outbox]:
        """A look first: an idle asker takes no write lock."""
        now = self._clock.now()
        if not await Outbox.filter(ask_read_at__lte=now).exists():
            return []
        return await db.tx(lambda: receipts.claim(now))

    async def _ask_all(self, rows: list[Outbox]) -> None:
        """One question for all who got the same words in one call."""
        together: dict[tuple[str, str], list[Outbox]] = defaultdict(list)
        for row in await db.tx(lambda: receipts.still_open(rows)):
            together[row.platform, row.platform_id or ""].append(row)
        for (platform, platform_id), _ in together.items():
            try:
                await self._ask(platform, platform_id)
            except StorageBusy as error:
                log.warning("receipt_waits", platform=platform, error=str(error))

    async def _ask(self, platform: str, platform_id: str) -> None:
        channel, now = self._channels.get(platform), self._clock.now()
        if channel is None or channel.read_by is None or await self._is_short(platform):
            return
        told = await channel.read_by(platform_id)
        if not isinstance(told, frozenset):
            log.warning("read_state_not_told", platform=platform, error=told.error)
            return

        async def body() -> None:
            await receipts.was_delivered(platform, platform_id, now)
            await receipts.was_read(platform, platform_id, told, now)

        await db.tx(body)

    async def _is_short(self, platform: str) -> bool:
        """What is left of the month is for messages."""
        calendar = (await rulebook.current()).calendar
        return await quotas.is_short(platform, self._clock.now(), calendar)
