"""Reads the directories at night and when 督查室 asks: outside every transaction, and on again where a limit stopped it."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, time, timedelta

from bot.arrivals import wait_for
from bot.channels.contract import Channel, Directory
from bot.clock import Clock
from bot.directory import Reading
from bot.telemetry import log
from handlers import directory, directory_nights, directory_talk
from models import db, readings, rulebook
from models.errors import StorageBusy
from models.messages import Absence, Member, Refused, Retry
from models.readings import Due
from models.rules.delivery import next_at
from models.rules.directory import Entry
from models.rules.directory_changes import Held

LOOK_S = 2.0
MOST_TRIES = 20  # that met a limit or a broken line; then it counts as not read


class DirectoryReader:
    """`at` is the night's moment, HH:MM of workdays; without one only what is asked for is read."""

    def __init__(self, channels: Mapping[str, Channel], clock: Clock, sent: asyncio.Event, *, at: str) -> None:
        found = {name: channel.directory for name, channel in channels.items()}
        self._directories = {name: one for name, one in found.items() if one is not None}
        self._clock = clock
        self._sent = sent  # wakes the sender
        self._at = time.fromisoformat(at) if at else None
        self._half_read: dict[tuple[str, str], Reading] = {}
        self._one_at_a_time = asyncio.Lock()
        self._wake = asyncio.Event()
        self._is_stopped = False
        self._has_begun = False

    async def run(self) -> None:
        while not self._is_stopped:
            if not await self.drain():
                await wait_for(self._wake, LOOK_S)

    def stop(self) -> None:
        self._is_stopped = True
        self._wake.set()

    async def drain(self) -> int:
        """Read whatever is due; returns how many readings were worked on."""
        worked = 0
        async with self._one_at_a_time:
            if not self._has_begun:
                await readings.plan(await self._next_night(), self._clock.now())
                self._has_begun = True
            while not self._is_stopped and (due := await readings.take(self._clock.now())):
                await self._work(due)
                self._sent.set()
                worked += 1
        return worked

    async def _next_night(self) -> datetime | None:
        if self._at is None:
            return None
        calendar = (await rulebook.current()).calendar
        return next_at(self._clock.now() + timedelta(minutes=1), self._at, calendar)

    async def _work(self, due: Due) -> None:
        try:
            stopped = await (self._night(due) if due.is_nightly else self._asked(due))
        except StorageBusy:
            raise
        except Exception as error:  # noqa: BLE001 one reading that fails is put off, and takes nothing else with it
            log.error("directory_failed", reading=due.key, exc_info=error)
            stopped = Retry(3600.0, type(error).__name__)
        now = self._clock.now()
        if isinstance(stopped, Retry):
            log.warning("directory_waits", reading=due.key, error=stopped.error, after_s=stopped.after_s)
            await readings.put_off(due, now + timedelta(seconds=max(1.0, stopped.after_s)))
            return
        for key in [key for key in self._half_read if key[0] == due.key]:
            del self._half_read[key]
        await readings.finish(due, await self._next_night() if due.is_nightly else None)

    async def _asked(self, due: Due) -> Retry | None:
        mobiles = await directory.mobiles(self._clock.now())
        found: dict[str, list[Entry] | str] = {}
        for platform, one in self._directories.items():
            read = await self._read(due, platform, one, mobiles)
            if isinstance(read, Retry):
                return read
            found[platform] = read
        await db.tx(lambda: directory_talk.was_read(due, found, self._clock.now()))
        return None

    async def _night(self, due: Due) -> Retry | None:
        """Of those messengers that somebody is written to by."""
        for platform, one in self._directories.items():
            if not await directory.is_in_use(platform):
                continue
            entries = await self._read(due, platform, one, [])
            if isinstance(entries, Retry):
                return entries
            if stopped := await self._compare(due, platform, one, entries):
                return stopped
        return None

    async def _compare(self, due: Due, platform: str, one: Directory, entries: list[Entry] | str) -> Retry | None:
        now = self._clock.now()
        if isinstance(entries, str):
            await db.tx(lambda: directory_nights.unread(platform, entries, now))
            return None
        missing = await directory_nights.missing_from(platform, entries, now)
        if not isinstance(missing, list):
            await db.tx(lambda: directory_nights.doubted(platform, missing, len(entries), now))
            return None
        absences = await self._absences(one, missing)
        if isinstance(absences, Retry) and due.tries < MOST_TRIES:
            return absences
        if isinstance(absences, Retry | Refused):
            error = absences.error
            await db.tx(lambda: directory_nights.unread(platform, error, now))
            return None
        await db.tx(lambda: directory_nights.compare(platform, entries, absences, now))
        return None

    async def _read(self, due: Due, platform: str, one: Directory, mobiles: list[str]) -> list[Entry] | str | Retry:
        """Everybody of it, or why it cannot be read."""
        reading = self._half_read.setdefault((due.key, platform), Reading(one))
        stopped = await reading.go_on()
        found = await reading.found(mobiles) if stopped is None else stopped
        if isinstance(found, Retry) and due.tries < MOST_TRIES:
            return found
        if isinstance(found, Retry | Refused):
            log.warning("directory_unread", platform=platform, error=found.error)
            return found.error
        log.info("directory_read", platform=platform, people=len(found))
        return found

    @staticmethod
    async def _absences(one: Directory, missing: list[Held]) -> dict[str, Absence] | Retry | Refused:
        """Each is asked for by himself. Whoever is there after all stands in no department: that is not gone."""
        found: dict[str, Absence] = {}
        for held in missing:
            answer = await one.member(held.userid)
            if isinstance(answer, Retry | Refused):
                return answer
            if isinstance(answer, Absence):
                found[held.userid] = answer
            elif isinstance(answer, Member) and not answer.is_active:
                found[held.userid] = Absence.GONE
        return found
