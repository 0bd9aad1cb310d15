"""What a transaction promises, whatever is cancelled, refused or locked around it."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from time import perf_counter

import pytest
from second import Second, second_connection
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError, TransactionManagementError
from tortoise.transactions import in_transaction
from unmended import plain_tortoise

from models import db
from models.errors import StorageBusy
from models.people import Account, Person

CANCELS = 200
KEYS = "SELECT key FROM inbox_key ORDER BY key"


async def keep(key: str) -> None:
    await db.execute("INSERT INTO inbox_key (key) VALUES (?)", key)


async def keys_seen_by(second: Second) -> list[str]:
    return [key for (key,) in await second.run(KEYS)]


async def cancel_often(start: Callable[[int], Awaitable[object]]) -> None:
    """Cancel each of many calls a little later than the one before."""
    for turn in range(CANCELS):
        task = asyncio.ensure_future(start(turn))
        deadline = perf_counter() + turn % 40 / 20_000
        while perf_counter() < deadline and not task.done():  # noqa: ASYNC110
            await asyncio.sleep(0)  # a timer would be a millisecond coarse
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()


async def settled() -> None:
    while db._running:
        await asyncio.wait(set(db._running))


def connections_free() -> tuple[int, int]:
    pool = get_connections().get("default")._pool
    return pool.get_idle_size(), pool.get_size()


async def test_hundreds_of_cancelled_transactions_leave_the_database_alive(database):
    started = []

    async def one(turn: int) -> None:
        async def body() -> None:
            started.append(f"{turn:03}")
            await keep(f"{turn:03}")

        await db.tx(body)

    async with asyncio.timeout(60):
        await cancel_often(one)
        await settled()
        async with second_connection(database) as second:
            assert await keys_seen_by(second) == sorted(started), "work that began runs to its end"
        assert len(started) > CANCELS / 2
        if db.is_postgres():
            idle, size = connections_free()
            assert idle == size


async def open_and_leave(_: int) -> None:
    async with in_transaction():
        pass


async def test_without_the_remedy_a_cancelled_transaction_hangs_sqlite(sqlite_url):
    async with plain_tortoise(sqlite_url):
        await cancel_often(open_and_leave)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await keep("late")


async def test_without_the_remedy_a_cancelled_transaction_takes_a_connection_of_postgres(postgres_url):
    """Five of them, and the database is dead."""
    async with plain_tortoise(postgres_url):
        await keep("before")
        for _ in range(10):
            await cancel_often(open_and_leave)
            idle, size = connections_free()
            if idle < size:
                return
    pytest.fail("no connection was lost: is the remedy still needed?")


@pytest.mark.parametrize("call", ["rows", "execute", "execute_many", "create"])
async def test_cancelled_calls_outside_a_transaction_leave_none_open(database, call):
    async def one(turn: int) -> None:
        insert, key = "INSERT INTO inbox_key (key) VALUES (?)", f"{turn:03}"
        match call:
            case "rows":
                await db.rows(f"{insert} RETURNING key", key)
            case "execute":
                await db.execute(insert, key)
            case "execute_many":
                await db.execute_many(insert, [(f"{key}-{n}",) for n in range(20)])
            case "create":
                await Person.create(name=key)

    async with asyncio.timeout(60):
        await cancel_often(one)
        await keep("after")
        async with second_connection(database) as second:
            assert "after" in await keys_seen_by(second)
        if db.is_postgres():
            idle, size = connections_free()
            assert idle == size


async def test_without_the_remedy_a_cancelled_batch_stays_open(sqlite_url):
    async def batch(turn: int) -> None:
        await db.execute_many("INSERT INTO inbox_key (key) VALUES (?)", [(f"{turn}-{n}",) for n in range(20)])

    async with plain_tortoise(sqlite_url):
        await keep("before")
        with contextlib.suppress(OperationalError):  # "cannot start a transaction within a transaction"
            async with asyncio.timeout(20):
                await cancel_often(batch)
                await keep("after")
        async with second_connection(sqlite_url) as second:
            assert "after" not in await keys_seen_by(second)


async def defer_references(url: str) -> None:
    """Let the check of a foreign key wait for COMMIT, so that COMMIT is what fails."""
    if url.startswith("postgres"):
        async with second_connection(url) as second:
            [(name,)] = await second.run(
                "SELECT conname FROM pg_constraint WHERE conrelid = 'account'::regclass AND contype = 'f'"
            )
            await second.run(f'ALTER TABLE account ALTER CONSTRAINT "{name}" DEFERRABLE INITIALLY DEFERRED')


async def write_what_commit_refuses() -> None:
    if not db.is_postgres():
        await db.execute("PRAGMA defer_foreign_keys = ON")
    await keep("refused")
    await Account.create(platform="wecom", userid="nobody", person_id=4711)


async def test_a_failed_commit_leaves_nothing_and_the_next_write_is_durable(database):
    await defer_references(database)
    with pytest.raises(db.IntegrityError):
        await db.tx(write_what_commit_refuses)
    await keep("next")
    async with second_connection(database) as second:
        assert await keys_seen_by(second) == ["next"]
        await db.tx(lambda: keep("then"))
        assert await keys_seen_by(second) == ["next", "then"]
        assert await second.run("SELECT * FROM account") == []


async def test_without_the_remedy_a_failed_commit_loses_the_next_write(sqlite_url):
    async with plain_tortoise(sqlite_url), second_connection(sqlite_url) as second:
        with pytest.raises(Exception, match="FOREIGN KEY"):
            async with in_transaction():
                await write_what_commit_refuses()
        await keep("next")
        assert await keys_seen_by(second) == [], "the write answered success, and nobody else sees it"


async def test_whatever_a_body_raises_rolls_all_of_it_back(database):
    async def body() -> None:
        await keep("one")
        await Person.create(name="甲")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await db.tx(body)
    assert await db.rows(KEYS) == []
    assert await Person.all().count() == 0


@pytest.mark.parametrize("error", [TransactionManagementError("odd"), asyncio.CancelledError(), KeyError("odd")])
async def test_no_kind_of_error_leaves_a_transaction_open(database, error):
    async def body() -> None:
        await keep("one")
        raise error

    with pytest.raises(type(error)):
        await db.tx(body)
    await keep("two")
    async with second_connection(database) as second:
        assert await keys_seen_by(second) == ["two"]


async def test_a_transaction_inside_another_joins_it(database):
    async def inner() -> None:
        await keep("inner")

    async def outer() -> None:
        await keep("outer")
        await db.tx(inner)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await db.tx(outer)
    assert await db.rows(KEYS) == []


async def test_an_error_that_the_outer_transaction_catches_undoes_nothing_by_itself(database):
    """There is one transaction, not one in another: whoever catches decides for all of it."""

    async def inner() -> None:
        await keep("inner")
        raise ZeroDivisionError

    async def outer() -> None:
        with contextlib.suppress(ZeroDivisionError):
            await db.tx(inner)

    await db.tx(outer)
    assert [row["key"] for row in await db.rows(KEYS)] == ["inner"]


async def test_a_script_in_a_nested_transaction_commits_nothing(database):
    async def body() -> None:
        await keep("outer")
        async with in_transaction() as nested:
            await nested.execute_script("DELETE FROM setting; INSERT INTO inbox_key (key) VALUES ('a;b')")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await db.tx(body)
    assert await db.rows(KEYS) == []


async def test_transactions_side_by_side_do_not_mix(database):
    async def body(turn: int) -> None:
        await keep(f"{turn:03}")
        await asyncio.sleep(0)
        if turn % 2:
            raise ZeroDivisionError

    done = await asyncio.gather(*(db.tx(lambda turn=turn: body(turn)) for turn in range(40)), return_exceptions=True)
    assert sum(isinstance(result, ZeroDivisionError) for result in done) == 20
    assert [int(row["key"]) % 2 for row in await db.rows(KEYS)] == [0] * 20


async def test_a_task_that_outlives_its_transaction_is_refused_aloud(database):
    """On plain SQLite its statements run outside any transaction, amid those of others."""
    over = asyncio.Event()
    stray: list[asyncio.Task[None]] = []

    async def later() -> None:
        await over.wait()
        await keep("stray")

    async def body() -> None:
        stray.append(asyncio.create_task(later()))

    await db.tx(body)
    over.set()
    with pytest.raises(Exception, match=r"over|released"):
        await stray[0]
    assert await db.rows(KEYS) == []


async def test_a_connection_given_up_by_one_transaction_serves_the_next_in_line(sqlite_url):
    """A waiting transaction was made with the old connection in hand."""
    await db.open_database(sqlite_url)
    try:
        client = get_connections().get("default")

        async def giving_up() -> None:
            await client.close()

        first = asyncio.ensure_future(db.tx(giving_up))
        second = asyncio.ensure_future(db.tx(lambda: keep("second")))
        with contextlib.suppress(ValueError):
            await first
        await second
        assert [row["key"] for row in await db.rows(KEYS)] == ["second"]
    finally:
        await db.close()


async def lock(url: str, second: Second) -> None:
    """Hold what `keep_busy_row` wants."""
    await second.run("BEGIN IMMEDIATE" if url.startswith("sqlite") else "BEGIN")
    await second.run("UPDATE person SET name = '乙' WHERE id = 1")


async def keep_busy_row() -> None:
    await db.execute("UPDATE person SET name = ? WHERE id = 1", "丙")


async def test_a_locked_database_is_busy_and_works_again_afterwards(database_url, monkeypatch):
    monkeypatch.setattr(db, "BUSY_MS", 300)
    await db.open_database(database_url)
    try:
        await Person.create(id=1, name="甲")
        async with second_connection(database_url) as second:
            await lock(database_url, second)
            for _ in range(2):
                with pytest.raises(StorageBusy):
                    await db.tx(keep_busy_row)
            with pytest.raises(StorageBusy):
                await keep_busy_row()
            await second.run("ROLLBACK")
            await db.tx(keep_busy_row)
            assert await second.run("SELECT name FROM person") == [("丙",)]
    finally:
        await db.close()


async def test_a_lock_of_a_second_is_waited_out(database):
    await Person.create(id=1, name="甲")
    async with second_connection(database) as second:
        await lock(database, second)
        waiting = asyncio.ensure_future(db.tx(keep_busy_row))
        done, _ = await asyncio.wait([waiting], timeout=1)
        assert not done
        await second.run("COMMIT")
        await waiting
        assert await second.run("SELECT name FROM person") == [("丙",)]


async def read_then_write(second: Second) -> None:
    await db.rows(KEYS)
    with contextlib.suppress(Exception):  # refused at once: the remedy holds the lock from BEGIN on
        await second.run("INSERT INTO inbox_key (key) VALUES ('theirs')")
    await keep("ours")


async def test_a_write_after_a_read_is_never_locked_out(sqlite_url):
    await db.open_database(sqlite_url)
    try:
        async with second_connection(sqlite_url) as second:
            await db.tx(lambda: read_then_write(second))
            assert await keys_seen_by(second) == ["ours"]
    finally:
        await db.close()


async def test_without_the_remedy_a_write_after_a_read_is_locked_out(sqlite_url):
    async with plain_tortoise(sqlite_url), second_connection(sqlite_url) as second:
        with pytest.raises(StorageBusy, match="locked"):
            async with in_transaction():
                await read_then_write(second)
