"""A database filled by its own engine, so that a million rows take seconds: SQLite in a file, or the tests' PostgreSQL."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any, Protocol

import asyncpg

from models import schema
from tests.postgres import Server

NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "


class Raw(Protocol):
    """The engine without the product; what differs between the two is said here."""

    json: str

    def run(self, statement: str) -> list[tuple[Any, ...]]: ...
    def missing(self, table: str) -> list[tuple[str, str]]: ...
    def later(self, at: datetime, seconds: str) -> str: ...


class Lite:
    json = "TEXT"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement).fetchall()

    def missing(self, table: str) -> list[tuple[str, str]]:
        found = self.run(f"PRAGMA table_info({table})")
        return [(name, kind) for _, name, kind, needed, default, key in found if needed and default is None and not key]

    def later(self, at: datetime, seconds: str) -> str:
        first = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
        return f"strftime('%Y-%m-%d %H:%M:%S', '{first}', ({seconds}) || ' seconds') || '+00:00'"


class Postgres:
    json = "JSONB"

    def __init__(self, loop: asyncio.AbstractEventLoop, url: str) -> None:
        self._loop = loop
        self._connection = self._waited(asyncpg.connect(url))

    def _waited(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._waited(self._connection.fetch(statement))]

    def close(self) -> None:
        self._waited(self._connection.close())

    def missing(self, table: str) -> list[tuple[str, str]]:
        return [(str(name), str(kind).upper()) for name, kind in self.run(
            f"SELECT column_name, data_type FROM information_schema.columns WHERE table_name = '{table}'"
            " AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AND column_name <> 'id'"
        )]  # fmt: skip

    def later(self, at: datetime, seconds: str) -> str:
        return f"(TIMESTAMPTZ '{at.isoformat()}' + ({seconds}) * INTERVAL '1 second')"

    def settle(self) -> None:
        """Rows were given their ids: the next one of each table comes after them; and the planner knows how many there are."""
        for (table,) in self.run("SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'id'"
                                 " AND column_default LIKE 'nextval%'"):  # fmt: skip
            self.run(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM {table}))"
            )
        self.run("VACUUM ANALYZE")


@contextmanager
def opened(url: str) -> Iterator[Raw]:
    if url.startswith("sqlite://"):
        with closing(sqlite3.connect(url.removeprefix("sqlite://"))) as connection:
            with connection:
                yield Lite(connection)
            return
    loop = asyncio.new_event_loop()  # in a thread: the one that asks may have a loop of its own
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    desk = Postgres(loop, url)
    try:
        yield desk
    finally:
        desk.close()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def databases(engine: str, migrated: Path, folder: Path) -> Iterator[Callable[[Callable[[Raw], None]], str]]:
    """Makes a migrated database of this engine, filled by what is given, and returns its URL."""
    if engine == "sqlite":
        yield lambda fill: _filled(_copied(migrated, folder), fill)
        return
    server = Server()
    server.start()
    try:
        template = server.create()
        asyncio.run(schema.migrate(server.url(template)))
        yield lambda fill: _filled(server.url(server.create(template)), fill)
    finally:
        server.stop()


def _copied(migrated: Path, folder: Path) -> str:
    path = folder / f"{len(list(folder.iterdir()))}.sqlite3"
    shutil.copyfile(migrated, path)
    return f"sqlite://{path}"


def _filled(url: str, fill: Callable[[Raw], None]) -> str:
    with opened(url) as raw:
        fill(raw)
        if isinstance(raw, Postgres):
            raw.settle()
    return url


def many(raw: Raw, count: int, statement: str) -> None:
    """INSERT … SELECT for i from 1 to `count`; columns that may not be missing hold nothing, of their kind."""
    insert, _, select = statement.partition(" SELECT ")
    given = set(insert[insert.index("(") + 1 : insert.rindex(")")].replace(" ", "").split(","))
    left_out = [(name, kind) for name, kind in raw.missing(insert.split()[2]) if name not in given]
    columns = insert[:-1] + "".join(f", {name}" for name, _ in left_out) + ")"
    values = select + "".join(f", {_nothing(kind)}" for _, kind in left_out)
    raw.run(f"{NUMBERS.format(count=count)}{columns} SELECT {values} FROM n")


def _nothing(kind: str) -> str:
    if kind.startswith("BOOL"):
        return "FALSE"
    if kind.startswith(("INT", "BIGINT", "REAL", "SMALLINT", "DOUBLE")):
        return "0"
    return "'[]'" if kind.startswith("JSON") else "''"


def text(at: datetime) -> str:
    return f"'{at.isoformat(sep=' ')}'"


def lived(work: Coroutine[Any, Any, Any]) -> Any:
    """On the loop that the bot itself runs on."""
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)
