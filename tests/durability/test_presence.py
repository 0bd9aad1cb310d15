"""What a worker was holding when it died is free at once; what a live one holds is nobody else's."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime

import pytest

from models import db, inbox, outbox
from models.inbox import Arrival
from models.outbox import Outbox
from models.presence import Presence

NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
REAL_S = 1000.0
DEAD = 7


@pytest.fixture
async def postgres(postgres_url):
    await db.open_database(postgres_url)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(db.close)
        yield stack


async def fill() -> None:
    await inbox.store([Arrival("k", "wecom", "k", "u", "{}", NOW)])
    await Outbox.create(platform="wecom", userid="u", reason="reply", planned_at=NOW, created_at=NOW)


@pytest.mark.parametrize("table", [inbox, outbox])
async def test_what_a_dead_worker_was_holding_is_taken_at_once(database, table):
    await fill()
    [row] = await table.claim(NOW, real_s=REAL_S, owner=DEAD)
    me = Presence()
    await me.announce()
    try:
        assert await table.claim(NOW, real_s=REAL_S, owner=me.number) == [row]
        assert await table.claim(NOW, real_s=REAL_S, owner=me.number) == [], "and now it is ours"
    finally:
        await me.leave()


@pytest.mark.parametrize("table", [inbox, outbox])
async def test_what_a_live_worker_holds_is_taken_only_when_it_leaves(postgres, table):
    await fill()
    other, me = Presence(), Presence()
    for presence in (other, me):
        await presence.announce()
        postgres.push_async_callback(presence.leave)
    [row] = await table.claim(NOW, real_s=REAL_S, owner=other.number)
    assert await table.claim(NOW, real_s=REAL_S, owner=me.number) == []
    await other.leave()
    assert await table.claim(NOW, real_s=REAL_S, owner=me.number) == [row]


@pytest.mark.parametrize("table", [inbox, outbox])
async def test_a_lease_that_ran_out_is_free_although_its_worker_lives(postgres, table):
    await fill()
    other, me = Presence(), Presence()
    for presence in (other, me):
        await presence.announce()
        postgres.push_async_callback(presence.leave)
    [row] = await table.claim(NOW, real_s=REAL_S, owner=other.number)
    assert await table.claim(NOW, real_s=REAL_S + table.LEASE_S + 1, owner=me.number) == [row]
