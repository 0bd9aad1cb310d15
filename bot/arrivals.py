"""Group commit of callbacks: whoever arrives while a commit is under way shares the next one."""

import asyncio

from models import inbox
from models.errors import StorageBusy
from models.inbox import Arrival

ACK_BUDGET_S = 1.8  # the platform wants its answer within 5 s; a lock of 1 s is still outwaited
LARGEST = 256


class Arrivals:
    """`keep` returns when the callback is on disk, or raises StorageBusy when that takes too long."""

    def __init__(self, stored: asyncio.Event) -> None:
        self._waiting: list[tuple[Arrival, asyncio.Future[None]]] = []
        self._stored = stored  # wakes the receiver
        self._work: asyncio.Task[None] | None = None

    async def keep(self, arrival: Arrival) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrival, future))
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._commit())
        await asyncio.wait([future], timeout=ACK_BUDGET_S)
        if not future.done():
            raise StorageBusy("no commit within the time the platform waits")
        future.result()

    async def _commit(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:LARGEST], self._waiting[LARGEST:]
            try:
                await inbox.store([arrival for arrival, _ in batch])
            except Exception as error:  # noqa: BLE001 every waiting callback must hear of it
                self._fail(batch, error)
            else:
                self._stored.set()
                self._done(batch)

    @staticmethod
    def _done(batch: list[tuple[Arrival, "asyncio.Future[None]"]]) -> None:
        for _, future in batch:
            if not future.done():
                future.set_result(None)

    @staticmethod
    def _fail(batch: list[tuple[Arrival, "asyncio.Future[None]"]], error: Exception) -> None:
        for _, future in batch:
            if not future.done():
                future.set_exception(error)
                future.exception()  # nobody may be waiting any more

    async def close(self) -> None:
        if self._work is not None:
            await asyncio.wait([self._work], timeout=5)


async def wait_for(event: asyncio.Event, timeout_s: float) -> None:
    """Until the event is set, or so long."""
    try:
        async with asyncio.timeout(timeout_s):
            await event.wait()
    except TimeoutError:
        return
