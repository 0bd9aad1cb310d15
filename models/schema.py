"""Bringing a database to this version, safely with any number of replicas starting at once."""

import asyncio
import fcntl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError
from tortoise.migrations.executor import MigrationExecutor

from models import db
from models.errors import OperatorError

LOCK_KEY = 0x6D617368  # 'mash': one advisory lock on the whole server, held while migrating


def shipped() -> list[str]:
    """Names of the migrations in this program, in order."""
    return sorted(path.stem for path in (Path(__file__).parent / "migrations").glob("[0-9]*.py"))


async def applied() -> list[str]:
    """What the open database has; empty for a new one."""
    try:
        found = await db.rows("SELECT name FROM tortoise_migrations WHERE app = 'models' ORDER BY name")
    except OperationalError:
        return []
    return [row["name"] for row in found]


async def is_current() -> bool:
    have = await applied()
    if newer := set(have) - set(shipped()):
        raise OperatorError(f"this database is newer than the program ({', '.join(sorted(newer))}); install the newer program")
    return have == shipped()


async def migrate(url: str) -> list[str]:
    """Apply what is missing and return its names. Opens and closes its own connection."""
    async with _alone(url):
        await db.open_database(url, foreign_keys=False)  # a rebuilt table would otherwise take its children along
        try:
            if await is_current():
                return []
            before = set(await applied())
            await _apply()
            await _check_references()
            return [name for name in shipped() if name not in before]
        finally:
            await db.close()


async def migrate_if_needed(url: str) -> list[str]:
    """The quick way for a start: one look, and the lock only when something is missing."""
    await db.open_database(url)
    try:
        if await is_current():
            return []
    finally:
        await db.close()
    return await migrate(url)


async def _apply() -> None:
    config = db.config_of("sqlite://:memory:")["apps"]
    executor = MigrationExecutor(get_connections().get("default"), config)
    await asyncio.shield(asyncio.ensure_future(executor.migrate()))


async def _check_references() -> None:
    if not db.is_postgres() and (broken := await db.rows("PRAGMA foreign_key_check")):
        raise OperatorError(f"after migrating, {len(broken)} rows point nowhere (first: {broken[0]}); restore the backup and report this")


@asynccontextmanager
async def _alone(url: str) -> AsyncIterator[None]:
    lock = _file_lock if url.startswith("sqlite://") else _server_lock
    async with lock(url):
        yield


@asynccontextmanager
async def _file_lock(url: str) -> AsyncIterator[None]:
    path = Path(url.removeprefix("sqlite://") + ".migrating")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        await asyncio.to_thread(fcntl.flock, handle, fcntl.LOCK_EX)
        yield
    path.unlink(missing_ok=True)


@asynccontextmanager
async def _server_lock(url: str) -> AsyncIterator[None]:
    import asyncpg

    try:
        holder = await asyncpg.connect(url)
    except (OSError, asyncpg.PostgresError) as error:
        raise OperatorError(f"PostgreSQL does not answer at {url.rsplit('@', 1)[-1]}: {error}") from error
    try:
        await holder.execute(f"SELECT pg_advisory_lock({LOCK_KEY})")
        yield
    finally:
        await holder.close()
