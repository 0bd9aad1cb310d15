"""Several processes on one database."""

import signal
import subprocess
import sys
from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest
from processes import run_and_die, run_together
from replica import NOW

from models import db, inbox
from models.inbox import Arrival
from models.outbox import Outbox

ROWS, PEOPLE = 2000, 80

FORGETFUL = """
import aiosqlite, asyncio
held = []
async def main():
    held.append(await aiosqlite.connect('x'))
    raise SystemExit(3)
asyncio.run(main())
"""


async def test_three_processes_that_read_then_write_are_never_locked_out(sqlite_url):
    await db.open_database(sqlite_url)
    try:
        await db.execute("INSERT INTO setting (key, value) VALUES ('count', '0')")
        assert run_together(3, "count", sqlite_url, "100") == [100] * 3
        assert await db.rows("SELECT value FROM setting") == [{"value": "300"}]
    finally:
        await db.close()


async def fill_inbox() -> None:
    arrivals = [
        Arrival(key=f"wecom:{n}", platform="wecom", message_id=str(n), userid=f"u{n % PEOPLE}", payload="{}",
                received_at=NOW)
        for n in range(ROWS)
    ]  # fmt: skip
    assert await inbox.store(arrivals) == ROWS


async def fill_outbox() -> None:
    await Outbox.bulk_create(
        Outbox(platform="wecom", userid=f"u{n % PEOPLE}", reason="answer", planned_at=NOW, created_at=NOW)
        for n in range(ROWS)
    )


@pytest.mark.parametrize(("fill", "command"), [(fill_inbox, "work_inbox"), (fill_outbox, "work_outbox")])
async def test_three_workers_do_every_row_once_and_in_order_of_each_person(database, fill, command):
    await fill()
    answers = run_together(3, command, database)
    done: list[Any] = [tuple(row) for answer in answers for row in answer]
    assert len(done) == ROWS
    assert len({row_id for row_id, *_ in done}) == ROWS
    assert sum(bool(answer) for answer in answers) > 1, "the work was shared"
    of_person = defaultdict(list)
    for _, userid, claimed_at, settling_at in sorted(done):
        of_person[userid].append((claimed_at, settling_at))
    for moments in of_person.values():
        for (_, settling_at), (claimed_at, _) in pairwise(moments):
            assert settling_at < claimed_at, "the next message was taken before this one was done"


def test_a_process_that_forgets_its_connection_ends(database_url):
    assert run_and_die("fail_with_an_open_connection", database_url) == 3


def test_without_the_remedy_it_hangs(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", FORGETFUL], cwd=tmp_path, stderr=subprocess.DEVNULL)
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(3)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
