"""Tortoise's SQLite engine, mended: writes lock at BEGIN, a failed COMMIT leaves nothing behind, exit never hangs.

Found in Tortoise 1.1.9: plain BEGIN fails at once with "database is locked" when another process writes between our
read and our write; a COMMIT that fails leaves the connection inside the transaction, so that the next BEGIN commits
it; and aiosqlite's thread is not a daemon, so that a forgotten connection keeps the process alive.
"""

import asyncio
import sqlite3
from typing import Any, cast

import aiosqlite
from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)
from tortoise.exceptions import OperationalError


class ImmediateTransaction(SqliteTransactionWrapper):
    async def begin(self) -> None:
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error

    async def commit(self) -> None:
        try:
            await super().commit()
        except BaseException:
            await self._abandon()
            raise

    async def rollback(self) -> None:
        try:
            await super().rollback()
        finally:
            if self._connection.in_transaction:
                await self._replace()

    async def _abandon(self) -> None:
        self._finalized = True
        try:
            await self._connection.rollback()
        finally:
            if self._connection.in_transaction:
                await self._replace()

    async def _replace(self) -> None:
        """The connection is in doubt: the next query opens a new one."""
        await cast(SqliteClient, self._parent).close()


class LockedContext(SqliteTransactionContext):
    """Gives the lock back when BEGIN fails: the original keeps it for ever."""

    async def __aenter__(self) -> Any:
        await self._trxlock.acquire()
        token: Any = None
        try:
            await self.ensure_connection()
            connections = self._connections()
            token = connections.set(self.connection_name, self.connection)
            self.token = token
            await self.connection.begin()
        except BaseException:
            if token is not None:
                self._connections().reset(token)
            self._trxlock.release()
            raise
        return self.connection

    def _connections(self) -> Any:
        from tortoise.connection import get_connections

        return get_connections()


class Client(SqliteClient):
    async def create_connection(self, with_db: bool) -> None:
        if self._connection:
            return
        connection = aiosqlite.connect(self.filename, isolation_level=None)
        connection._thread.daemon = True
        self._connection = await connection
        connection._conn.row_factory = sqlite3.Row
        for pragma, value in self.pragmas.items():
            await (await connection.execute(f"PRAGMA {pragma}={value}")).close()
        await self._post_connect()

    def acquire_connection(self) -> Any:
        return _Reconnecting(self._lock, self)

    def _in_transaction(self) -> TransactionContext:
        return LockedContext(ImmediateTransaction(self), self._lock)


class _Reconnecting:
    """Tortoise's connection wrapper, which opens anew after a connection was given up."""

    def __init__(self, lock: asyncio.Lock, client: Client) -> None:
        self._lock = lock
        self._client = client

    async def __aenter__(self) -> aiosqlite.Connection:
        await self._lock.acquire()
        try:
            await self._client.create_connection(with_db=True)
        except BaseException:
            self._lock.release()
            raise
        return cast(aiosqlite.Connection, self._client._connection)

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()


client_class = Client
