"""Tortoise's SQLite engine, mended: writes lock at BEGIN, a failed COMMIT leaves nothing, exit never hangs.

Found in Tortoise 1.1.9 and aiosqlite 0.22:
- plain BEGIN fails at once with "database is locked" if another process writes between our read and write;
- a COMMIT that fails leaves the connection inside the transaction, and the next BEGIN commits it;
- a task cancelled while its transaction opens keeps the connection's lock for ever;
- a script inside a transaction commits it first;
- a transaction that is over still takes statements, which then run outside of any;
- aiosqlite's thread is no daemon: a forgotten connection keeps the process alive.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar, cast

import aiosqlite
from tortoise.backends.base.client import NestedTransactionContext, TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
    translate_exceptions,
)
from tortoise.connection import get_connections
from tortoise.exceptions import IntegrityError, OperationalError, TransactionManagementError

from models.fields import storable

T = TypeVar("T")
Values = Iterable[Any] | None


def _whole(connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = work(connection)
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
    return found


class Connection(aiosqlite.Connection):
    """One thread that ends with the process; text on its way in loses what PostgreSQL would refuse."""

    def __init__(self, path: str) -> None:
        super().__init__(lambda: sqlite3.connect(path, isolation_level=None), 64)
        self._thread.daemon = True

    def execute(self, sql: str, parameters: Values = None) -> Any:
        return super().execute(sql, storable(list(parameters or ())))

    def execute_insert(self, sql: str, parameters: Values = None) -> Any:
        return super().execute_insert(sql, storable(list(parameters or ())))

    def execute_fetchall(self, sql: str, parameters: Values = None) -> Any:
        return super().execute_fetchall(sql, storable(list(parameters or ())))

    def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> Any:
        return super().executemany(sql, [storable(list(row)) for row in parameters])

    async def whole(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """A transaction in one trip to the thread. `work` runs there; a trip for each statement costs more than SQLite."""
        found: T = await self._execute(_whole, self._conn, work)  # type: ignore[no-untyped-call]
        return found


class Client(SqliteClient):
    async def create_connection(self, with_db: bool) -> None:
        if self._connection:
            return
        connection = Connection(self.filename)
        try:
            await connection
            connection.row_factory = sqlite3.Row
            for pragma, value in self.pragmas.items():
                await (await connection.execute(f"PRAGMA {pragma}={value}")).close()
        except BaseException:
            await connection.close()
            raise
        self._connection = connection
        await self._post_connect()

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            await connection.close()

    def acquire_connection(self) -> Any:
        return _Reconnecting(self._lock, self)

    def _in_transaction(self) -> TransactionContext:
        return LockedContext(ImmediateTransaction(self), self._lock)

    async def execute_many(self, query: str, values: list[Any]) -> None:
        async with self._in_transaction() as transaction:
            await transaction.execute_many(query, values)


class _Reconnecting:
    """Holds the lock of the one connection, which is opened anew after it was given up."""

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


class ImmediateTransaction(SqliteTransactionWrapper):
    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(ImmediateTransaction(self))

    def acquire_connection(self) -> Any:
        if self._finalized:
            raise TransactionManagementError("this transaction is over: a task that it started outlived it")
        return super().acquire_connection()

    @translate_exceptions
    async def execute_script(self, query: str) -> None:
        async with self.acquire_connection() as connection:
            for statement in _statements(query):
                await connection.execute(statement)

    async def begin(self) -> None:
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error

    async def commit(self) -> None:
        try:
            await self._connection.commit()
            self._finalized = True
        except sqlite3.IntegrityError as error:
            await self.rollback()
            raise IntegrityError(error) from error
        except sqlite3.Error as error:
            await self.rollback()
            raise OperationalError(error) from error
        except BaseException:
            await self.rollback()
            raise

    async def rollback(self) -> None:
        """A connection that stays inside the transaction is in doubt: the next query opens a new one."""
        self._finalized = True
        try:
            await self._connection.rollback()
        finally:
            if self._connection.in_transaction:
                await self._parent.close()


class LockedContext(SqliteTransactionContext):
    """Gives the connection's lock back, whatever happens between BEGIN and the end."""

    async def __aenter__(self) -> Any:
        await self._trxlock.acquire()
        try:
            await self._connect()
            await self.connection.begin()
        except BaseException:
            await self._leave()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        return self.connection

    async def _connect(self) -> None:
        """Only now: whoever held the lock before may have given the connection up."""
        self.connection._connection = None
        await self.connection._parent.create_connection(with_db=True)
        self.connection._connection = self.connection._parent._connection

    async def _leave(self) -> None:
        """A cancelled BEGIN still runs in its thread; the rollback comes after it."""
        try:
            if self.connection._connection:
                await self.connection.rollback()
        finally:
            self._trxlock.release()

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            if not self.connection._finalized:
                await (self.connection.rollback() if kind else self.connection.commit())
        finally:
            get_connections().reset(self.token)
            self._trxlock.release()


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one; sqlite3's own executescript() commits what is open."""
    statement = ""
    for piece in script.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


client_class = Client
