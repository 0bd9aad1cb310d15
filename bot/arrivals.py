"""Group commit of callbacks: whoever arrives while a commit is under way shares the next one."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from models import inbox
from models.errors import StorageBusy
from models.inbox import Arrival

ACK_BUDGET_S = 1.8  # the platform wants its answer within 5 s; a lock of 1 s is still outwaited
LOOK_S = 0.1  # how often somebody looks for those that wait too long
LARGEST = 256
CROWD = 16  # so many at once, and whoever works the inbox lets the callbacks go first
CROWD_S = 0.05
PATIENCE_S = 0.5  # and this long at most: under any flood somebody is heard and answered

Calm = Callable[[float], Awaitable[None]]


@dataclass(slots=True)
class Waiting:
    arrival: Arrival
    done: "asyncio.Future[None]"
    give_up_at: float


class Arrivals:
    """`keep` returns when the callback is on disk, or raises StorageBusy when that takes too long."""

    def __init__(self, stored: asyncio.Event) -> None:
        self._waiting: list[Waiting] = []
        self._storing: list[Waiting] = []
        self._stored = stored  # wakes the receiver
        self._work: asyncio.Task[None] | None = None
        self._look: asyncio.TimerHandle | None = None
        self._is_calm = asyncio.Event()
        self._is_calm.set()
        self._soon_calm: asyncio.TimerHandle | None = None

    def keep(self, arrival: Arrival) -> "asyncio.Future[None]":
        """Done when the callback is on disk; StorageBusy when that takes too long."""
        loop = asyncio.get_running_loop()
        one = Waiting(arrival, loop.create_future(), loop.time() + ACK_BUDGET_S)
        self._waiting.append(one)
        if len(self._waiting) == CROWD:
            self._crowded()
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._commit())
        if self._look is None:  # one timer for all of them: each with its own would cost more than the decryption
            self._look = loop.call_later(LOOK_S, self._give_up)
        return one.done

    async def calm(self, at_most_s: float) -> None:
        """Wait while callbacks crowd in: an answer may come a little later, an acknowledgement may not."""
        await wait_for(self._is_calm, at_most_s)

    async def _commit(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:LARGEST], self._waiting[LARGEST:]
            self._storing = batch
            try:
                await inbox.store([one.arrival for one in batch])
            except Exception as error:  # noqa: BLE001 every waiting callback must hear of it
                self._fail(batch, error)
            else:
                self._stored.set()
                self._done(batch)
            self._storing = []

    def _crowded(self) -> None:
        self._is_calm.clear()
        if self._soon_calm is not None:
            self._soon_calm.cancel()
        self._soon_calm = asyncio.get_running_loop().call_later(CROWD_S, self._calm_down)

    def _calm_down(self) -> None:
        if len(self._storing) + len(self._waiting) >= CROWD:  # they wait for somebody's transaction: let no other begin
            self._crowded()
        else:
            self._is_calm.set()

    def _give_up(self) -> None:
        loop = asyncio.get_running_loop()
        late = [one for one in (*self._storing, *self._waiting) if one.give_up_at <= loop.time()]
        self._fail(late, StorageBusy("no commit within the time the platform waits"))
        self._look = loop.call_later(LOOK_S, self._give_up) if self._storing or self._waiting else None

    @staticmethod
    def _done(batch: list[Waiting]) -> None:
        for one in batch:
            if not one.done.done():
                one.done.set_result(None)

    @staticmethod
    def _fail(batch: list[Waiting], error: Exception) -> None:
        for one in batch:
            if not one.done.done():
                one.done.set_exception(error)
                one.done.exception()  # nobody may be waiting any more

    async def close(self) -> None:
        if self._work is not None:
            await asyncio.wait([self._work], timeout=5)
        for timer in (self._look, self._soon_calm):
            if timer is not None:
                timer.cancel()


async def wait_for(event: asyncio.Event, timeout_s: float) -> None:
    """Until the event is set, or so long."""
    try:
        async with asyncio.timeout(timeout_s):
            await event.wait()
    except TimeoutError:
        return
