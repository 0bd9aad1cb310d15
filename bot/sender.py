"""Works the outbox: claims the head row of each recipient, judges it again, sends the frozen bytes, settles what came of it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from random import uniform
from typing import Any, TypeVar

from bot import batches
from bot.arrivals import PATIENCE_S, Calm, wait_for
from bot.channels.contract import Channel
from bot.clock import Clock, real_s
from bot.limits import Limits
from bot.telemetry import SENDS, log
from bot.uploads import Uploads
from models import db, delivery, digests, outbox, undelivered
from models.errors import StorageBusy
from models.messages import Delivered, Outcome, Outgoing, Refused, Retry, Unknown
from models.outbox import Outbox
from models.wording.fallbacks import fitted

IN_FLIGHT = 50
MOST_ATTEMPTS = 30
POISON_ATTEMPTS = 5
LONGEST_BACKOFF_S = 600.0
CONFIG_FAULT_S = 600.0
BUSY_S = 1.0

T = TypeVar("T")


class Sender:
    def __init__(
        self, channels: Mapping[str, Channel], clock: Clock, wake: asyncio.Event, *,
        owner: int | None = None, calm: Calm | None = None,
    ) -> None:  # fmt: skip
        self._channels = channels
        self._clock = clock
        self._wake = wake
        self._uploads = Uploads(channels, clock)
        self._owner = owner  # the number that this worker's rows are signed with
        self._calm = calm
        self._limits = Limits(channels)
        self._one_at_a_time = asyncio.Lock()
        self._is_holding = False
        self._is_stopped = False
        self.delivered = 0  # since the start

    async def run(self) -> None:
        while not self._is_stopped:
            self._wake.clear()
            if not await self.drain():
                await wait_for(self._wake, 1.0)

    def stop(self) -> None:
        """What is on its way arrives and is settled, and nothing else is begun."""
        self._is_stopped = True
        self._wake.set()

    async def drain(self) -> int:
        """Send until nothing is left that may go now; returns how many rows were settled."""
        settled = 0
        async with self._one_at_a_time:
            await self._give_back()
            while not self._is_stopped and (ids := await self._claim() or await self._claim_soon()):
                settled += await self._send_batch(ids)
        return settled

    async def _claim(self) -> list[int]:
        if self._calm is not None:
            await self._calm(PATIENCE_S)
        return await outbox.take(self._clock.now(), real_s=real_s(), owner=self._owner, limits=self._limits.of_apps)

    async def _claim_soon(self) -> list[int]:
        """What stepped back for less than a second is waited for."""
        until, self._limits.soon = self._limits.soon, None
        if until is None:
            return []
        await asyncio.sleep(max(0.0, (until - self._clock.now()).total_seconds()))
        return await self._claim()

    async def _give_back(self) -> None:
        """What we had claimed when the database became busy, before any of it was sent."""
        if self._is_holding:
            await db.tx(lambda: outbox.give_back(self._owner))
            self._is_holding = False

    async def _send_batch(self, ids: list[int]) -> int:
        self._is_holding = True
        ready = await self._prepare_all(ids)
        self._is_holding = False
        await self._settle_all(await self._attempt_all([row for row in ready if row.body is not None]))
        if heavy := [row for row in ready if row.body is None]:
            await self._send_heavy(heavy)
        return len(ids)

    async def _send_heavy(self, rows: list[Outbox]) -> None:
        """What carries a file, after the rest: an upload takes its time."""
        brought = await self._uploads.bring(rows)
        ready, failed = await self._keep(lambda: self._uploads.load(rows, brought))
        await self._settle_all([*failed, *await self._attempt_all(ready)])

    async def _prepare_all(self, ids: list[int]) -> list[Outbox]:
        """In one transaction; when that fails, one by one, and the row at fault steps aside."""
        try:
            return await db.tx(lambda: self._prepare(ids))
        except StorageBusy:
            raise
        except Exception as error:  # noqa: BLE001 whichever row it was, the others go out
            log.warning("prepare_one_by_one", rows=len(ids), error=type(error).__name__)
        ready: list[Outbox] = []
        for row_id in ids:
            try:
                ready += await db.tx(lambda row_id=row_id: self._prepare([row_id]))  # type: ignore[misc]
            except StorageBusy:
                raise
            except Exception as error:  # noqa: BLE001
                await self._step_aside(row_id, error)
        return ready

    async def _settle_all(self, results: list[tuple[Outbox, Outcome]]) -> None:
        """What was sent is settled, whatever ails its neighbour."""
        try:
            await self._keep(lambda: self._settle(results))
        except Exception as error:  # noqa: BLE001
            if len(results) == 1:
                [(row, outcome)] = results
                await self._step_aside(row.id, error, outcome)
                return
            log.warning("settle_one_by_one", rows=len(results), error=type(error).__name__)
            for one in results:
                await self._settle_all([one])

    @staticmethod
    async def _keep(body: Callable[[], Awaitable[T]]) -> T:
        """What a platform answered must not be forgotten: a busy database is waited for."""
        while True:
            try:
                return await db.tx(body)
            except StorageBusy as error:
                log.warning("settling_waits", error=str(error))
                await asyncio.sleep(BUSY_S)

    async def _step_aside(self, row_id: int, error: Exception, outcome: Outcome | None = None) -> None:
        """Visible with its error, tried again some times, never in the way of the next row.

        What arrived before the fault is repeated only as bytes that the platform recognises, and is called sent at last.
        """
        log.error("outbox_failed", outbox=row_id, exc_info=error)
        row = await Outbox.get(id=row_id)
        state = "pending" if row.attempts < POISON_ATTEMPTS else "sent" if isinstance(outcome, Delivered) else "failed"
        now = self._clock.now()
        columns: dict[str, Any] = {"error": f"{type(error).__name__}: {error}"[:2000]}
        columns["planned_at"] = now + timedelta(seconds=backoff_s(row.attempts))
        columns |= {"maybe_sent": True} if isinstance(outcome, Delivered | Unknown) else {}
        columns |= {"sent_at": now} if state == "sent" else {}

        async def body() -> None:
            await outbox.settle(row, state, **columns)

        await self._keep(body)

    async def _prepare(self, ids: list[int]) -> list[Outbox]:
        """The rows whose reason still stands and whose time it is, their bytes rendered and kept."""
        now = self._clock.now()
        found = await outbox.claimed(ids)
        paced = await self._put_back(found, now)
        due = [row for row in found if row.id not in paced]
        verdicts = await delivery.judge_many(
            [row for row in due if row.body is None and row.platform in self._channels], now
        )
        ready = [row for row in due if await self._make_ready(row, verdicts.get(row.id), now)]
        await outbox.freeze([row for row in ready if row.id in verdicts and row.body is not None])
        await self._limits.give_back(found, ready, now)
        return ready

    async def _put_back(self, found: list[Outbox], now: datetime) -> set[int]:
        """Rows that would pass the platform's limit for one person: put back for later."""
        late = await self._limits.too_fast(found, now)
        for row, until in late:
            await outbox.settle(row, "pending", planned_at=until, attempts=row.attempts - 1)
        for platform, until in self._limits.quiet({row.platform for row in found}, now):
            await outbox.postpone(platform, until, now)
        return {row.id for row, _ in late}

    async def _make_ready(self, row: Outbox, verdict: delivery.Verdict | None, now: datetime) -> bool:
        channel = self._channels.get(row.platform)
        if channel is None:
            await self._refuse(row, Refused(f"platform {row.platform} is not configured", blame="unreachable"), now)
            return False
        if row.body is not None:
            return not await digests.pass_by(row, now) and await self._may_repeat(row, channel, now)
        match verdict:
            case delivery.Hold(until):
                await outbox.settle(row, "pending", planned_at=until, attempts=row.attempts - 1)
            case delivery.Drop(because):
                await outbox.settle(row, "cancelled", error=because)
            case delivery.Go(message):
                return await self._render(row, fitted(message, channel.capabilities), now)
        return False

    async def _render(self, row: Outbox, message: Outgoing | None, now: datetime) -> bool:
        if message is None:
            await outbox.settle(row, "cancelled", error="the platform has nothing to show it by")
            return False
        row.kind = message.kind
        if message.file is not None:
            return True  # its bytes wait for the upload
        try:
            row.body, row.first_try_at = self._channels[row.platform].render(message, row.userid), now
        except ValueError as error:
            await self._refuse(row, Refused(str(error)), now)
            return False
        return True

    async def _may_repeat(self, row: Outbox, channel: Channel, now: datetime) -> bool:
        """Bytes that may already have arrived are repeated only while the platform recognises them."""
        if not row.maybe_sent:
            return True
        since = now - (row.first_try_at or now)
        if since <= timedelta(seconds=channel.capabilities.repeat_s(row.userid)) and row.attempts <= MOST_ATTEMPTS:
            return True
        if await outbox.settle(row, "unknown", error=row.error or "the sender died after an attempt; not repeated"):
            await undelivered.unknown(row, self._clock.now())
        return False

    async def _attempt_all(self, ready: list[Outbox]) -> list[tuple[Outbox, Outcome]]:
        """So many at once, each the next that is left; in the order in which the platform answered."""
        left, results = iter(batches.together(ready, self._channels)), list[tuple[Outbox, Outcome]]()

        async def attempt() -> None:
            for rows in left:
                waits = self._limits.is_broken(rows[0].platform, results)
                told = [(row, waits) for row in rows] if waits else None
                results.extend(told or await batches.attempt(rows, self._channels[rows[0].platform]))

        await asyncio.gather(*(attempt() for _ in range(min(IN_FLIGHT, len(ready)))))
        return results

    async def _settle(self, results: list[tuple[Outbox, Outcome]]) -> None:
        now = self._clock.now()
        for (platform, kind), count in Counter(
            (row.platform, type(outcome).__name__) for row, outcome in results
        ).items():
            SENDS.labels(platform, kind.lower()).inc(count)
        await self._settle_sent([(row, outcome) for row, outcome in results if isinstance(outcome, Delivered)], now)
        for row, outcome in results:
            await self._settle_one(row, outcome, now)
        await self._limits.heard(results, now)

    async def _settle_sent(self, sent: list[tuple[Outbox, Delivered]], now: datetime) -> None:
        """Together: most of what is sent arrives, and needs no more than that."""
        ours = await outbox.settle_sent([(row, outcome.platform_id) for row, outcome in sent], now)
        self.delivered += len(ours)
        await delivery.delivered([(row, outcome.ticket) for row, outcome in sent if row.id in ours], now)

    async def _settle_one(self, row: Outbox, outcome: Outcome, now: datetime) -> None:
        match outcome:
            case Delivered():
                return  # settled already, with all the others
            case Retry(scope="media"):
                if row.attempts >= POISON_ATTEMPTS and not row.maybe_sent:
                    await self._refuse(row, Refused(outcome.error), now)
                else:
                    await self._uploads.lost(row, outcome)
            case Retry(after_s, error, scope):
                until = now + timedelta(seconds=after_s)
                if scope == "api":
                    self._limits.silent_until[row.platform] = until
                    log.warning("platform_said_wait", platform=row.platform, seconds=after_s, error=error)
                await outbox.settle(row, "pending", planned_at=until, error=error)
                await undelivered.delayed(row, now)
            case Unknown(error):
                until = now + timedelta(seconds=backoff_s(row.attempts))
                await outbox.settle(
                    row, "pending", planned_at=until, error=error, maybe_sent=True, first_try_at=row.first_try_at or now
                )
                await undelivered.delayed(row, now)
            case Refused():
                await self._refuse(row, outcome, now)

    async def _refuse(self, row: Outbox, outcome: Refused, now: datetime) -> None:
        log.error("send_refused", outbox=row.id, blame=outcome.blame, error=outcome.error)
        if outcome.blame == "config":  # nobody's message is lost to a wrong secret: it waits for the operator
            until = now + timedelta(seconds=CONFIG_FAULT_S)
            await outbox.settle(row, "pending", planned_at=until, error=outcome.error, attempts=row.attempts - 1)
        elif await outbox.settle(row, "failed", error=outcome.error):
            await undelivered.refused(row, outcome.blame, now)


def backoff_s(attempts: int) -> float:
    """2, 4, 8 … seconds with jitter, ten minutes at most."""
    return min(LONGEST_BACKOFF_S, 2.0**attempts) * uniform(0.8, 1.2)
