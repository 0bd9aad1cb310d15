"""The composition root: builds the bot's parts, starts them in order, stops them in the reverse order."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import web

from bot import city_words, platforms
from bot.arrivals import Arrivals
from bot.channels.contract import Channel
from bot.clock import Clock, RealClock, VirtualClock
from bot.directory_reader import DirectoryReader
from bot.fetcher import Fetcher
from bot.file_lock import only_one
from bot.receipts import Receipts
from bot.receiver import Receiver
from bot.reception import Reception
from bot.second_reader import SecondReader
from bot.sender import Sender
from bot.settings import Settings
from bot.spending import Spending
from bot.telemetry import log
from bot.ticker import Ticker, next_moment
from bot.web import api, health, later, server, site
from bot.web import sandbox as sandbox_web
from bot.web.callbacks import Callbacks
from bot.web.sandbox import SandboxLink
from handlers import chat
from models import db, inbox, outage, outbox, roster, rulebook, schema, settings, vocabulary
from models.errors import OperatorError, StorageBusy
from models.people import Account
from models.presence import Presence
from schedules import SWEEPS

DRAIN_S = 5.0  # of the 10 s that a supervisor gives us
BUSY_S = 1.0


@dataclass(frozen=True, slots=True)
class Roles:
    """What this replica does: both by default."""

    web: bool = True
    worker: bool = True


class App:
    """One running bot. `async with App(settings) as app` starts it; leaving stops it."""

    def __init__(self, given: Settings, roles: Roles | None = None) -> None:
        self.settings = given
        self.roles = roles or Roles()
        self.clock: Clock = RealClock()
        self.link: SandboxLink | None = None
        self.presence = Presence()
        self._stack = AsyncExitStack()
        self._inbox_wake = asyncio.Event()
        self._outbox_wake = asyncio.Event()
        self._loops: list[asyncio.Task[None]] = []
        self._workers: list[asyncio.Task[None]] = []  # those of them that finish what they have begun
        self._is_stopping = False
        self._advancing = asyncio.Lock()
        self.failed: asyncio.Future[None] | None = None

    async def __aenter__(self) -> "App":
        try:
            await self._start()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _start(self) -> None:
        self.failed = asyncio.get_running_loop().create_future()
        vocabulary.use(city_words.lexicon(self.settings.lexicon_file))
        self._stack.enter_context(only_one(self.settings.database_url))
        await self._open_database()
        await self._set_clock()
        self.channels = self._build_channels()
        self.arrivals = Arrivals(self._inbox_wake)
        self._stack.push_async_callback(self.arrivals.close)
        self.reception = Reception(self.arrivals, self.clock)
        me = self.presence.number
        self.sender = Sender(self.channels, self.clock, self._outbox_wake, owner=me, calm=self.arrivals.calm)
        self.receiver = Receiver(
            self.channels, self.clock, chat.hear, self._inbox_wake, self._outbox_wake, owner=me, calm=self.arrivals.calm
        )
        self.second = SecondReader(self.settings, self.clock, self._outbox_wake)
        self._stack.push_async_callback(self.second.close)
        self.spending = Spending(self.channels)
        self.fetcher = Fetcher(self.channels, self.clock, self._outbox_wake)
        self.directory = DirectoryReader(self.channels, self.clock, self._outbox_wake, at=self.settings.directory_at)
        self.receipts = Receipts(self.channels, self.clock)
        self.ticker = Ticker(SWEEPS, self.clock, self._outbox_wake)
        # In the order of a moment: the echo is out before the second reader is asked.
        self._desks = (self.receiver, self.fetcher, self.sender, self.second, self.receipts, self.directory)
        if self.roles.worker:
            await self._credit_outage()
            await self._start_loops()
        if self.roles.web:
            await self._serve()

    async def _open_database(self) -> None:
        await schema.migrate(self.settings.database_url)
        self._stack.push_async_callback(db.close)
        await db.open_database(self.settings.database_url)
        await self._check_stamp()
        await rulebook.seed(datetime.now().astimezone())

    async def _check_stamp(self) -> None:
        """A sandbox's database is never mistaken for a city's, and the other way round."""
        mode = "sandbox" if self.settings.sandbox else "live"
        found = await settings.get("mode")
        if found is None:
            await settings.put("mode", mode)
        elif found != mode:
            raise OperatorError(
                f"this database is stamped {found!r}, and this run is {mode!r}; point DATABASE_URL at another database, "
                f"or {'set SANDBOX=1' if found == 'sandbox' else 'unset SANDBOX'}"
            )

    async def _set_clock(self) -> None:
        if not self.settings.sandbox:
            return
        stored = await settings.get("virtual_now")
        first = self.settings.sandbox_clock or datetime.now().astimezone()
        at = max(first, datetime.fromisoformat(stored)) if stored else first
        self.clock = VirtualClock(at)
        self.link = SandboxLink(self.settings.sandbox_url)
        self._stack.push_async_callback(self.link.close)
        await self._tell_time()  # the time we were away is credited before it is called lived through
        await self.tell_people()

    def _build_channels(self) -> dict[str, Channel]:
        found = platforms.channels(self.settings, self.clock.now)
        platforms.announce(found, pages_at=self.settings.pages_at)
        for channel in found.values():
            self._stack.push_async_callback(channel.close)
        return found

    async def _start_loops(self) -> None:
        self._stack.push_async_callback(self.presence.leave)
        await self.presence.announce()
        self.ticker.start()
        self._stack.push_async_callback(self.ticker.stop)
        self._stack.push_async_callback(self._stop_loops)
        self._workers = [self._watch(one.run) for one in self._desks]
        for platform, channel in self.channels.items():
            if channel.listen is not None:
                self._watch(partial(channel.listen, partial(self.reception.keep, platform)))
        self._watch(self._beat_always)
        self._watch(self.presence.stay)
        if self.settings.sandbox:
            self._watch(self._keep_time_always)

    async def _credit_outage(self) -> None:
        """Nobody is chased for the time we were down."""
        book = await rulebook.current()
        if minutes := await db.tx(lambda: outage.credit(self.clock.now(), book)):
            log.warning("outage_credited", working_minutes=minutes)

    async def _beat_always(self) -> None:
        while True:
            await asyncio.sleep(60)
            await self._note()

    async def _note(self) -> None:
        """That we live, and what we used of a messenger's allowance."""
        await outage.beat(self.clock.now())
        await self.spending.note(self.clock.now())

    def _watch(self, work: Callable[[], Coroutine[Any, Any, None]]) -> "asyncio.Task[None]":
        task = asyncio.create_task(_patiently(work))
        task.add_done_callback(self._loop_ended)
        self._loops.append(task)
        return task

    def _loop_ended(self, task: "asyncio.Task[None]") -> None:
        """A loop that dies ends the process: a supervisor starts it anew, and nobody believes it still works."""
        if self._is_stopping or task.cancelled() or self.failed is None or self.failed.done():
            return
        self.failed.set_exception(task.exception() or RuntimeError("a loop ended"))

    async def _stop_loops(self) -> None:
        """What is half done is finished; what takes too long is taken up again by the next run."""
        self._is_stopping = True
        for desk in self._desks:
            desk.stop()
        await asyncio.wait(self._workers, timeout=DRAIN_S)
        for task in self._loops:
            task.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        await self.spending.note(self.clock.now())

    async def _serve(self) -> None:
        callbacks = Callbacks(self.channels, self.reception)
        now, pages = self.clock.now, site.routes(self.settings, self.channels, self.clock.now)
        routes = [*callbacks.routes(), *health.routes(self._last_beat_s), *api.routes(now), *pages]
        if self.link is not None:
            routes += sandbox_web.routes(self.link, now, self.advance)
        application = server.build([*routes, *later.routes(routes)])
        runner = web.AppRunner(application, access_log=None, keepalive_timeout=15.0, shutdown_timeout=3.0)
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        await server.listen(runner, self.settings.host, self.settings.port)
        log.info("listening", at=self.settings.listen)

    def _last_beat_s(self) -> float:
        """Of this replica, where it beats at all."""
        return self.ticker.last_beat_s if self.roles.worker else time.monotonic()

    async def tell_people(self) -> None:
        """The sandbox's phones are those of the people this database knows."""
        if self.link is not None:
            await self.link.tell_people(await roster.everybody(self.clock.now()))

    async def keep_time(self) -> None:
        await self._note()
        await self._tell_time()

    async def _tell_time(self) -> None:
        """The virtual clock outlives a restart, and the sandbox goes by it."""
        now = self.clock.now()
        await settings.put("virtual_now", now.isoformat())
        if self.link is not None:
            await self.link.tell_time(now)

    async def _keep_time_always(self) -> None:
        told = -1
        while True:
            await asyncio.sleep(5)
            await self.keep_time()
            if (known := await Account.all().count()) != told:
                await self.tell_people()
                told = known

    async def advance(self, to: datetime) -> tuple[int, int]:
        """Jump from one due moment to the next until `to`; returns how many messages went out and how many items fired."""
        clock = self.clock
        if not isinstance(clock, VirtualClock):
            raise OperatorError("only a sandbox's clock can be turned")
        async with self._advancing:
            before, worked_up_to = self.sender.delivered, clock.now()
            fired = await self.settle()  # what is under way belongs to the moment it began in
            while (moment := await next_moment(worked_up_to)) is not None and moment <= to:
                clock.jump(moment)
                await self.keep_time()
                fired += await self.settle()
                worked_up_to = moment  # what is left of it waits for something later: its turn, a calmer platform
            clock.jump(to)
            await self.keep_time()
            fired += await self.settle()
            return self.sender.delivered - before, fired

    async def settle(self) -> int:
        """Work until nothing is due, waits or is under way, in another replica neither; returns how many due items fired."""
        fired = 0
        while True:
            worked = await self._callbacks_under_way()
            worked += (beaten := await self.ticker.beat())
            for desk in self._desks:
                worked += await desk.drain()
            fired += beaten
            if not worked:
                if not (await inbox.is_any_under_way() or await outbox.is_any_under_way()):
                    return fired
                await asyncio.sleep(0.01)  # what another replica holds, or held when it died, belongs to this moment

    async def _callbacks_under_way(self) -> int:
        if self.link is None:
            return 0
        seen = 0
        while await self.link.pending():
            seen = 1
            await asyncio.sleep(0.01)
        return seen


async def _patiently(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """A database that is busy for a while ends no loop: it goes on where its rows stand."""
    while True:
        try:
            return await work()
        except StorageBusy as error:
            log.warning("database_busy", error=str(error))
            await asyncio.sleep(BUSY_S)
