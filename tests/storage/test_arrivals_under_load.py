"""Many callbacks at once share a commit, hear in time when there is none, and go before the work they bring."""

import asyncio
from datetime import UTC, datetime

import pytest
from second import second_connection

from bot import arrivals
from bot.arrivals import Arrivals
from models import db
from models.errors import StorageBusy
from models.inbox import Arrival, Inbox

NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)


def arrival(n: int) -> Arrival:
    return Arrival(f"k{n}", "wecom", f"{n}", f"u{n}", "<xml/>", NOW)


@pytest.fixture
async def desk(database):
    found = Arrivals(asyncio.Event())
    yield found
    await found.close()


async def test_all_that_arrive_together_are_kept(desk):
    await asyncio.gather(*(desk.keep(arrival(n)) for n in range(300)))
    assert await Inbox.all().order_by("id").values_list("message_id", flat=True) == [f"{n}" for n in range(300)]


async def test_whoever_waits_too_long_hears_that_the_database_is_busy(sqlite_url, monkeypatch):
    monkeypatch.setattr(arrivals, "ACK_BUDGET_S", 0.2)
    await db.open_database(sqlite_url)
    desk = Arrivals(asyncio.Event())
    try:
        async with second_connection(sqlite_url) as other:
            await other.run("BEGIN IMMEDIATE")
            heard = await asyncio.gather(*(desk.keep(arrival(n)) for n in range(3)), return_exceptions=True)
            assert [type(one) for one in heard] == [StorageBusy] * 3
            await other.run("COMMIT")
        await desk.close()
        assert await Inbox.all().count() == 3  # kept after all: the platform asks again and finds them here
    finally:
        await db.close()


async def test_one_callback_is_no_crowd(desk):
    await desk.keep(arrival(1))
    await asyncio.wait_for(desk.calm(60), 0.5)


async def test_in_a_crowd_the_work_waits_a_while_and_no_longer(desk):
    await asyncio.gather(*(desk.keep(arrival(n)) for n in range(64)))
    began = asyncio.get_running_loop().time()
    await desk.calm(0.02)
    assert 0.015 <= asyncio.get_running_loop().time() - began < 1
