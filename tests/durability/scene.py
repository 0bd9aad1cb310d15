"""A running bot, the phones it writes to, and its database read from outside."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
from phones_by_hand import Phones
from running_bot import Bot


@dataclass
class Scene:
    bot: Bot
    phones: Phones

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Read by a connection of the test's own."""
        url = self.bot.database_url
        if url.startswith("sqlite"):
            with closing(sqlite3.connect(url.removeprefix("sqlite://"))) as connection:
                return connection.execute(query).fetchall()
        connection = await asyncpg.connect(url)
        try:
            return [tuple(row) for row in await connection.fetch(query)]
        finally:
            await connection.close()

    async def write(self, statement: str) -> None:
        """On SQLite only."""
        with closing(sqlite3.connect(self.bot.database_url.removeprefix("sqlite://"))) as connection, connection:
            connection.execute(statement)

    async def count(self, table_and_condition: str) -> int:
        [(count,)] = await self.rows(f"SELECT COUNT(*) FROM {table_and_condition}")
        return int(count)

    async def inbox_of(self, user: str) -> list[tuple[Any, ...]]:
        return await self.rows(f"SELECT message_id, state FROM inbox WHERE userid = '{user}' ORDER BY id")

    async def answers_to(self, user: str) -> int:
        """How many answers this person saw; fails when his phone shows more or less than was sent."""
        sent = await self.count(f"outbox WHERE userid = '{user}' AND state = 'sent' AND kind <> 'card_update'")
        assert len(self.phones.on(user)) == sent
        return await self.count(f"outbox WHERE userid = '{user}' AND state = 'sent' AND reason = 'reply'")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Another process writes to the SQLite file, and takes its time."""
        with closing(sqlite3.connect(self.bot.database_url.removeprefix("sqlite://"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            try:
                yield
            finally:
                other.execute("ROLLBACK")
