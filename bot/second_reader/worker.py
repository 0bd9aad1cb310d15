"""Works what a second reader is to look at: after the echo, beside the inbox, outside every transaction."""

import asyncio
import time

from bot.arrivals import wait_for
from bot.clock import Clock
from bot.second_reader.breaker import Breaker, Circuit
from bot.second_reader.endpoint import Endpoint, Unanswered
from bot.settings import Settings
from bot.telemetry import SECOND, SECOND_OPEN, SECOND_S, log
from handlers import second_reading
from models import db, second_readings
from models.errors import StorageBusy
from models.rules.second_reading import Proposal
from models.second_readings import SecondReading, Sent

AT_ONCE = 4
LOOK_S = 0.5


class SecondReader:
    """Off without READER_URL. A row is asked about once, or never; its answer is kept in the handler's transaction."""

    def __init__(self, given: Settings, clock: Clock, sent: asyncio.Event) -> None:
        self._endpoint = Endpoint(given) if given.reader_url else None
        second_readings.turn_on(given.reader_model if given.reader_url else "")
        self._clock = clock
        self._sent = sent  # wakes the sender
        self._breaker = Breaker(time.monotonic)
        self._one_at_a_time = asyncio.Lock()
        self._wake = asyncio.Event()
        self._is_stopped = False

    async def run(self) -> None:
        if self._endpoint is None:
            await self._wake.wait()
        while not self._is_stopped:
            if not await self.drain():
                await wait_for(self._wake, LOOK_S)

    def stop(self) -> None:
        """What was asked is heard, and nothing else is asked."""
        self._is_stopped = True
        self._wake.set()

    async def close(self) -> None:
        if self._endpoint is not None:
            await self._endpoint.close()

    async def drain(self) -> int:
        """Ask about everything that waits; returns how much it was."""
        worked = 0
        if self._endpoint is None:
            return worked
        async with self._one_at_a_time:
            await self._close_lost()
            while not self._is_stopped and (rows := await second_readings.take(limit=AT_ONCE)):
                await asyncio.gather(*(self._work(self._endpoint, row) for row in rows))
                self._sent.set()
                worked += len(rows)
        return worked

    async def _close_lost(self) -> None:
        for row_id in await second_readings.lost(self._clock.now()):
            self._tell(row_id, "lost", "its process ended")

    async def _work(self, endpoint: Endpoint, row: SecondReading) -> None:
        try:
            outcome, why = await self._look(endpoint, row)
        except StorageBusy:
            raise
        except Exception as error:  # noqa: BLE001 a second look that fails takes nothing from the first
            log.error("second_reading_failed", second=row.id, exc_info=error)
            outcome, why = "failed", type(error).__name__
        if why:
            await second_readings.drop(row, why, self._clock.now())
        self._tell(row.id, outcome, why or row.why or "")

    async def _look(self, endpoint: Endpoint, row: SecondReading) -> tuple[str, str]:
        """What came of it; with a reason where it is dropped."""
        to_send = await second_readings.to_send(row, self._clock.now())
        if isinstance(to_send, str):
            return "withheld", to_send
        if not self._breaker.may_ask():
            return "resting", "it rests after failures"
        answer = await self._ask(endpoint, to_send)
        if isinstance(answer, Unanswered):
            return answer.outcome, answer.error
        return await db.tx(lambda: second_reading.heard(row, answer, self._clock.now())), ""

    async def _ask(self, endpoint: Endpoint, sent: Sent) -> Proposal | Unanswered:
        before = self._breaker.state
        with SECOND_S.time():
            answer = await endpoint.ask(sent)
        if isinstance(answer, Unanswered) and answer.is_down:
            self._breaker.failed()
        else:
            self._breaker.answered()
        SECOND_OPEN.set(self._breaker.state is not Circuit.CLOSED)
        if self._breaker.state is not before:
            log.warning("second_reader_circuit", state=self._breaker.state.value)
        return answer

    def _tell(self, row_id: int, outcome: str, why: str) -> None:
        SECOND.labels(outcome).inc()
        log.info("second_reading", second=row_id, outcome=outcome, why=why)
