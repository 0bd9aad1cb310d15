"""Bringing a database to this version, safely with any number of replicas starting at once.

All of it happens in one transaction: a crash on the way leaves the database as it was.
"""

import logging
from pathlib import Path

from tortoise.connection import get_connections
from tortoise.migrations.executor import MigrationExecutor

from models import db
from models.errors import OperatorError, StorageBusy

TURNS = 120  # of db.BUSY_MS each: how long to wait for another process that migrates
_LOCK_KEY = 0x6D617368  # 'mash': an advisory lock, which also guards a database without any table

_log = logging.getLogger(__name__)


def shipped() -> list[str]:
    """Names of the migrations in this program, in order."""
    return sorted(path.stem for path in (Path(__file__).parent / "migrations").glob("[0-9]*.py"))


async def applied() -> list[str]:
    """What the open database has; empty for a new one."""
    if not await _has_history():
        return []
    found = await db.rows("SELECT name FROM tortoise_migrations WHERE app = 'models' ORDER BY name")
    return [row["name"] for row in found]


async def _has_history() -> bool:
    catalogue = "pg_tables WHERE tablename" if db.is_postgres() else "sqlite_master WHERE name"
    return bool(await db.rows(f"SELECT 1 FROM {catalogue} = 'tortoise_migrations'"))


async def is_current() -> bool:
    have = await applied()
    if newer := set(have) - set(shipped()):
        raise OperatorError(
            f"this database is newer than the program ({', '.join(sorted(newer))}); install the newer program"
        )
    return have == shipped()


async def migrate(url: str) -> list[str]:
    """Apply what is missing and return its names. Opens and closes its own connection."""
    # a rebuilt table would take its children along if SQLite watched the references meanwhile
    await db.open_database(url, foreign_keys=False)
    try:
        return [] if await is_current() else await _in_turn()
    finally:
        await db.close()


async def _in_turn() -> list[str]:
    for turn in range(TURNS):
        try:
            return await db.tx(_upgrade)
        except StorageBusy as error:
            _log.info("waiting for another process that migrates (%s of %s): %s", turn + 1, TURNS, error)
    raise OperatorError("another process holds the database; stop it and migrate again")


async def _upgrade() -> list[str]:
    if db.is_postgres():
        await db.rows("SELECT pg_advisory_xact_lock(?)", _LOCK_KEY)
    if await is_current():
        return []  # another replica was first
    before = set(await applied())
    executor = MigrationExecutor(get_connections().get("default"), db.FOR_MIGRATIONS["apps"])
    # its own first look at a missing table would fail, which ends a transaction on PostgreSQL
    await executor.recorder.ensure_schema(executor._schema_editor(atomic=False))
    await executor.migrate()
    await _check_references()
    return [name for name in shipped() if name not in before]


async def _check_references() -> None:
    if not db.is_postgres() and (broken := await db.rows("PRAGMA foreign_key_check")):
        raise OperatorError(
            f"after migrating, {len(broken)} rows would point nowhere (first: {broken[0]}); "
            "nothing was changed, report this"
        )
