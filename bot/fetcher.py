"""Fetches the pictures that people sent, before the messenger lets them go: again and again, over restarts, each once."""

import asyncio
from collections.abc import Mapping

from bot.channels.contract import Channel, MediaGone, MediaLater
from bot.clock import Clock
from bot.photos.darkroom import Darkroom, Unusable
from bot.telemetry import PICTURES, log
from handlers import evidence
from models import attachments, db
from models.errors import StorageBusy
from models.events import Attachment
from models.inbox import Inbox

PAUSE_S = 1.0


class Fetcher:
    """Whatever it is called, a picture holds up no other message: the inbox has read its own long since."""

    def __init__(self, channels: Mapping[str, Channel], clock: Clock, sent: asyncio.Event) -> None:
        self._channels = channels
        self._clock = clock
        self._sent = sent  # wakes the sender
        self._darkroom = Darkroom()
        self._one_at_a_time = asyncio.Lock()
        self._stopped = asyncio.Event()

    async def run(self) -> None:
        while not self._stopped.is_set():
            if not await self.drain():
                await self._wait()

    async def _wait(self) -> None:
        try:
            await asyncio.wait_for(self._stopped.wait(), PAUSE_S)
        except TimeoutError:
            return

    def stop(self) -> None:
        """Those at hand are worked to their end, and no other is begun."""
        self._stopped.set()

    async def drain(self) -> int:
        """Work until nothing is left that may be fetched now; returns how many tries were made."""
        tried = 0
        async with self._one_at_a_time:
            while not self._stopped.is_set() and (rows := await self._claim()):
                await asyncio.gather(*(self._try(row) for row in rows))
                self._sent.set()
                tried += len(rows)
        return tried

    async def _claim(self) -> list[Attachment]:
        """A look first: an idle fetcher takes no write lock."""
        now = self._clock.now()
        if not await Attachment.filter(state="waiting", next_try_at__lte=now).exists():
            return []
        return await db.tx(lambda: attachments.claim(now))

    async def _try(self, row: Attachment) -> None:
        try:
            await self._fetch(row)
        except StorageBusy as error:
            log.warning("picture_waits", picture=row.id, tries=row.tries, error=str(error))
        except Exception as error:  # noqa: BLE001 one picture must not stop the others; its next try is set
            log.error("picture_failed", picture=row.id, tries=row.tries, exc_info=error)

    async def _fetch(self, row: Attachment) -> None:
        try:
            content = bytes(row.body) if row.body else await self._download(row)
        except MediaLater as later:
            await self._later(row, str(later))
        except MediaGone as error:
            await self._gone(row, str(error))
        else:
            await self._develop(row, content)

    async def _download(self, row: Attachment) -> bytes:
        message = await Inbox.filter(id=row.inbox_id or 0).first()
        channel = self._channels.get(message.platform) if message else None
        if channel is None:
            raise MediaLater("its platform is not configured any more")
        content, _ = await channel.fetch_media(row.media)
        return content

    async def _later(self, row: Attachment, error: str) -> None:
        log.warning("picture_waits", picture=row.id, tries=row.tries, error=error)
        if self._clock.now() - row.received_at >= attachments.LIFETIME:
            await self._gone(row, error)
            return
        PICTURES.labels("later").inc()
        await db.tx(lambda: evidence.late(row, self._clock.now()))

    async def _gone(self, row: Attachment, error: str) -> None:
        log.warning("picture_gone", picture=row.id, tries=row.tries, error=error)
        PICTURES.labels("gone").inc()
        await db.tx(lambda: evidence.gone(row, self._clock.now()))

    async def _develop(self, row: Attachment, content: bytes) -> None:
        found = await self._darkroom.develop(content)
        now = self._clock.now()
        if found is None:
            log.error("darkroom_failed", picture=row.id, tries=row.tries)
        elif isinstance(found, Unusable):
            log.warning("picture_refused", picture=row.id, why=found.why, size=len(content))
            PICTURES.labels("refused").inc()
            await db.tx(lambda: evidence.unusable(row, found.why, now))
        else:
            PICTURES.labels("held" if found.is_red_head else "kept").inc()
            await db.tx(lambda: evidence.developed(row, found.jpeg, now, is_red_head=found.is_red_head))
