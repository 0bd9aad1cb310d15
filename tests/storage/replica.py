"""One of several processes on one database; begins its work at a line on standard input."""

import asyncio
import json
import os
import signal
import sys
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.channels.feishu import FeishuChannel, FeishuSettings
from bot.sender import Sender
from models import db, inbox, outbox, schema
from models.messages import Delivered, Outcome

NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
REAL_S = 1000.0


def at_the_signal() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()


async def migrate(url: str) -> Any:
    at_the_signal()
    return await schema.migrate(url)


async def migrate_and_die(url: str, statements: str) -> Any:
    """Killed after so many statements; 0 is after the last, before the commit."""
    from tortoise.migrations.recorder import MigrationRecorder
    from tortoise.migrations.schema_editor.base import BaseSchemaEditor
    from tortoise.migrations.schema_editor.sqlite import SqliteSchemaEditor

    left = [int(statements)]

    def dying(original: Any) -> Any:
        async def run(*args: Any) -> None:
            await original(*args)
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        return run

    if left[0]:
        for editor in (BaseSchemaEditor, SqliteSchemaEditor):
            editor._run_sql = dying(editor._run_sql)  # type: ignore[method-assign]
    else:
        left[0] = 1
        MigrationRecorder.record_applied = dying(MigrationRecorder.record_applied)  # type: ignore[method-assign]
    at_the_signal()
    return await schema.migrate(url)


async def count(url: str, turns: str) -> Any:
    """Read, then write what was read plus one."""
    await db.open_database(url)
    at_the_signal()

    async def body() -> None:
        [row] = await db.rows("SELECT value FROM setting WHERE key = 'count'")
        await db.execute("UPDATE setting SET value = ? WHERE key = 'count'", str(int(row["value"]) + 1))

    for _ in range(int(turns)):
        await db.tx(body)
    return int(turns)


TURN_S = 0.01  # the one writer of SQLite is left to the others between two batches


async def work_inbox(url: str) -> Any:
    await db.open_database(url)
    at_the_signal()
    done = []
    while ids := await inbox.claim(NOW, real_s=REAL_S, limit=40) or await _left(inbox.Inbox, "received"):
        claimed_at = time.monotonic_ns()
        rows = await inbox.Inbox.filter(id__in=[i for i in ids if i])

        async def body(rows: list[inbox.Inbox] = rows) -> None:
            for row in rows:
                assert await inbox.applied(row, NOW)

        settling_at = time.monotonic_ns()
        await db.tx(body)
        done += [(row.id, row.userid, claimed_at, settling_at) for row in rows]
        await asyncio.sleep(TURN_S)
    return done


async def work_outbox(url: str) -> Any:
    await db.open_database(url)
    at_the_signal()
    done = []
    while ids := await outbox.claim(NOW, real_s=REAL_S, limit=40) or await _left(outbox.Outbox, "pending"):
        claimed_at = time.monotonic_ns()
        rows = await outbox.Outbox.filter(id__in=[i for i in ids if i])

        async def body(rows: list[outbox.Outbox] = rows) -> None:
            for row in rows:
                assert await outbox.settle(row, "sent", sent_at=NOW)

        settling_at = time.monotonic_ns()
        await db.tx(body)
        done += [(row.id, row.userid, claimed_at, settling_at) for row in rows]
        await asyncio.sleep(TURN_S)
    return done


async def send_at_pace(url: str, began: str, speed: str, lasts_s: str) -> Any:
    """The sender with a platform that takes all; when each message left, in seconds of a clock that runs so fast."""
    await db.open_database(url)
    clock = FastClock(float(began), float(speed))
    channel = Counting(clock)
    sender = Sender({"feishu": channel}, clock, asyncio.Event(), owner=os.getpid())
    at_the_signal()
    asyncio.get_running_loop().call_later(float(lasts_s) / float(speed), sender.stop)
    until_s = clock.since_s() + float(lasts_s)
    while clock.since_s() < until_s:
        await sender.drain()
        await asyncio.sleep(1.0 / float(speed))  # as long as the sender itself waits before it looks again
    return channel.left


@dataclass
class FastClock:
    began: float
    speed: float

    def since_s(self) -> float:
        return (time.time() - self.began) * self.speed

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.since_s())


PLACES = ((10, 1.0), (200, 60.0))


class Counting(FeishuChannel):
    """A platform that takes everything, and a quarter of what Feishu takes: a busy machine can use it up."""

    def __init__(self, clock: FastClock) -> None:
        super().__init__(FeishuSettings("cli_demo0001", "s"), now=clock.now)
        self.capabilities = replace(self.capabilities, per_app=PLACES)
        self._clock = clock
        self.left: list[float] = []

    async def deliver(self, kind: str, body: bytes, *, maybe_sent: bool = False) -> Outcome:
        self.left.append(self._clock.since_s())
        await asyncio.sleep(0.005)
        return Delivered("om_1")


async def fire_schedules(url: str, until: str) -> Any:
    """Beats through the days, as the sweep of a replica does; the keys this one was asked to work."""
    from schedules.timetable import ScheduleSweep

    await db.open_database(url)
    at_the_signal()
    sweep, now, asked = ScheduleSweep(), NOW, 0
    while now < datetime.fromisoformat(until):
        while keys := await sweep.due(now):
            await db.tx(lambda keys=keys, now=now: sweep.run_many(keys, now))  # type: ignore[misc]
            asked += len(keys)
        now += timedelta(minutes=30)
    return asked


async def _left(model: Any, state: str) -> list[int]:
    """[0] while others hold the heads of the rest."""
    return [0] if await model.filter(state=state).exists() else []


async def fail_with_an_open_connection(url: str) -> Any:
    await db.open_database(url)
    raise SystemExit(3)


async def main(command: str, *args: str) -> None:
    try:
        sys.stdout.write(json.dumps(await globals()[command](*args)))
    finally:
        if command != "fail_with_an_open_connection":
            await db.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
