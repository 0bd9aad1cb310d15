"""A transaction made in one trip to SQLite's thread holds what `tx()` promises."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator

import pytest
from second import second_connection

from models import db
from models.errors import StorageBusy


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[str]:
    await db.open_database(sqlite_url)
    yield sqlite_url
    await db.close()


def put(key: str):
    return lambda raw: raw.execute("INSERT INTO inbox_key (key) VALUES (?)", [key])


async def keys() -> list[str]:
    return [row["key"] for row in await db.rows("SELECT key FROM inbox_key ORDER BY key")]


async def test_it_commits(sqlite):
    await db.sqlite_whole(put("a"))
    async with second_connection(sqlite) as other:
        assert list(await other.run("SELECT key FROM inbox_key")) == [("a",)]


async def test_what_fails_leaves_nothing_and_the_next_goes_on(sqlite):
    def fail(raw: sqlite3.Connection) -> None:
        put("a")(raw)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await db.sqlite_whole(fail)
    await db.sqlite_whole(put("b"))
    assert await keys() == ["b"]


async def test_whoever_gives_up_waiting_changes_nothing(sqlite):
    def slowly(raw: sqlite3.Connection) -> None:
        time.sleep(0.1)
        put("a")(raw)

    waiting = asyncio.ensure_future(db.sqlite_whole(slowly))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await db.tx(lambda: db.execute("INSERT INTO inbox_key (key) VALUES ('b')"))
    assert await keys() == ["a", "b"]


async def test_a_locked_file_is_said_to_be_busy(sqlite):
    await db.execute("PRAGMA busy_timeout = 50")
    async with second_connection(sqlite) as other:
        await other.run("BEGIN IMMEDIATE")
        with pytest.raises(StorageBusy):
            await db.sqlite_whole(put("a"))
        await other.run("ROLLBACK")
    await db.sqlite_whole(put("b"))
    assert await keys() == ["b"]
