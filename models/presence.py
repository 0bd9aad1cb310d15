"""Which workers are alive: what a dead one was holding is free at once, what a live one holds stays its own.

Each working process draws a number and writes it into the rows it claims. On PostgreSQL it also holds an advisory
lock on that number, on a connection of its own: the server lets go of the lock when the process is gone, however it
went, and a row whose owner's lock is free may be claimed again at once. On SQLite one run works a file (the
composition root sees to that), so whoever finds rows of another number finds those of a run that is over.

The leases stay beside it, for a machine that vanishes without a word: its server notices late. A worker that loses
its connection, and with it the lock, while it works is not dangerous but slow: its rows are taken by another, the
fence keeps it from finishing them, and what it was sending is repeated only as bytes the platform recognises.
"""

import asyncio
import logging
import secrets
from contextlib import AsyncExitStack
from typing import Any

from tortoise.connection import get_connections

from models import db

LOOK_S = 5.0
_PLACE = 0x6D61  # of our locks, among those of other programs

_NOBODY_HOLDS = (
    "c.owner IS NOT NULL AND c.owner NOT IN (SELECT l.objid::bigint FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted"
    f" AND l.classid = {_PLACE} AND l.objsubid = 2"
    " AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))"
)
_log = logging.getLogger(__name__)


def owner_is_gone(me: int | None) -> str:
    """A condition on the candidate row `c` of a claim; rows that nobody signed have only their lease."""
    if db.is_postgres():
        return _NOBODY_HOLDS
    return "FALSE" if me is None else f"c.owner <> {me}"


async def anybody() -> bool:
    """Whether a worker is announced in this PostgreSQL database."""
    return bool(
        await db.rows(
            f"SELECT 1 FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.classid = {_PLACE} AND l.objsubid = 2"
            " AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())"
        )
    )


class Presence:
    """`number` signs rows once `announce` has returned, and until `leave`."""

    def __init__(self) -> None:
        self.number = secrets.randbelow(2**31 - 1) + 1
        self._stack = AsyncExitStack()
        self._connection: Any = None

    async def announce(self) -> None:
        if db.is_postgres():
            client = get_connections().get("default")
            self._connection = await self._stack.enter_async_context(client.acquire_connection())
            await self._connection.execute("SELECT pg_advisory_lock($1, $2)", _PLACE, self.number)

    async def stay(self) -> None:
        """Watches over the lock for ever, and takes it again when the connection was lost."""
        while True:
            await asyncio.sleep(LOOK_S)
            try:
                await self._look()
            except Exception as error:  # noqa: BLE001 drivers differ in what they raise; the leases hold meanwhile
                _log.warning("the worker's lock is in doubt and is taken again: %r", error)

    async def _look(self) -> None:
        if self._connection is None and db.is_postgres():
            await self.announce()
        elif self._connection is not None:
            try:
                await self._connection.execute("SELECT 1")
            except BaseException:
                await self.leave()
                raise

    async def leave(self) -> None:
        self._connection = None
        await self._stack.aclose()
