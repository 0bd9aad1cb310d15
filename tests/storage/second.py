"""A second connection to the same database, past everything the program does: what it sees is durable."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

import asyncpg


class Second(Protocol):
    async def run(self, statement: str) -> list[tuple[Any, ...]]: ...


class _Sqlite:
    def __init__(self, url: str) -> None:
        self.connection = sqlite3.connect(url.removeprefix("sqlite://"), timeout=0.0, isolation_level=None)

    async def run(self, statement: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(statement).fetchall()


class _Postgres:
    def __init__(self, connection: asyncpg.Connection) -> None:
        self.connection = connection

    async def run(self, statement: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in await self.connection.fetch(statement)]


@asynccontextmanager
async def second_connection(url: str) -> AsyncIterator[Second]:
    if url.startswith("sqlite://"):
        sqlite = _Sqlite(url)
        try:
            yield sqlite
        finally:
            sqlite.connection.close()
        return
    connection = await asyncpg.connect(url)
    try:
        yield _Postgres(connection)
    finally:
        await connection.close()
