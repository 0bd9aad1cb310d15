"""The database: opening and closing it, one transaction helper `tx()`, one claim `claim()`, raw rows.

Rules that every caller relies on: no network and no waiting for other tasks inside `tx()`; a transaction is
never cancelled (a caller that is cancelled gives up the waiting, the work runs to its end); moments travel as
aware UTC.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from tortoise import Tortoise
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.connection import get_connections
from tortoise.exceptions import BaseORMException, IntegrityError
from tortoise.transactions import in_transaction

from models.errors import OperatorError, StorageBusy
from models.fields import to_utc

__all__ = [
    "IntegrityError", "claim", "close", "config_of", "execute", "execute_many", "is_in_transaction", "is_postgres", "moment",
    "open_database", "rows", "sqlite_whole", "stored_moment", "tx",
]  # fmt: skip

T = TypeVar("T")
MODULES = (
    "models.people", "models.tasks", "models.events", "models.obligations", "models.notices", "models.inbox",
    "models.outbox", "models.buckets", "models.outage", "models.files", "models.conversations", "models.policy", "models.audit", "models.settings",
    "models.movements", "models.digests", "models.schedules", "models.held",
    "models.pauses", "models.naming",
    "models.orders", "models.helping", "models.duty", "models.emergencies", "models.proxies", "models.second_readings", "models.logins",
)  # fmt: skip
BUSY_MS = 5000
TOO_LONG_S = 60  # for one statement on PostgreSQL: a network that swallows packets must not hang us for ever

# Codes of a database that cannot take our work now: SQLite's primary codes (busy, locked, I/O, full) and
# PostgreSQL's classes and states (connection, resources, lock timeout, deadlock, shutdown, system).
_BUSY_CODES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL}
_BUSY_STATES = ("08", "53", "55P03", "40001", "40P01", "57P", "58")

_log = logging.getLogger(__name__)
_inside: ContextVar[bool] = ContextVar("inside_tx", default=False)
_running: set[asyncio.Task[Any]] = set()


def config_of(url: str, *, foreign_keys: bool = True) -> dict[str, Any]:
    """Tortoise's configuration for DATABASE_URL; `foreign_keys=False` is for migrations on SQLite only."""
    app = {"models": list(MODULES), "default_connection": "default", "migrations": "models.migrations"}
    return {
        "connections": {"default": _connection_of(url, foreign_keys)},
        "apps": {"models": app},
        "use_tz": True,
        "timezone": "UTC",
    }


def _connection_of(url: str, foreign_keys: bool) -> dict[str, Any]:
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return {"engine": "models.sqlite_engine", "credentials": _sqlite(url, foreign_keys)}
    if scheme in {"postgres", "postgresql"}:
        return {"engine": "models.asyncpg_engine", "credentials": _postgres(url)}
    raise OperatorError(
        f"DATABASE_URL starts with {scheme!r}; use sqlite://data/mashang.sqlite3 or postgres://user:pass@host/db"
    )


def _sqlite(url: str, foreign_keys: bool) -> dict[str, Any]:
    return {
        "file_path": str(_file_of(url)),
        "busy_timeout": BUSY_MS,
        "journal_mode": "WAL",
        "synchronous": "FULL",
        "foreign_keys": "ON" if foreign_keys else "OFF",
        "journal_size_limit": 64 * 1024 * 1024,
    }


def _postgres(url: str) -> dict[str, Any]:
    """asyncpg has no `sslmode`, which every other PostgreSQL client reads from the URL."""
    found: dict[str, Any] = expand_db_url(url)["credentials"]
    if mode := found.pop("sslmode", None):
        found["ssl"] = mode
    settings = {"lock_timeout": str(BUSY_MS), "application_name": "mashang"}
    return {"command_timeout": TOO_LONG_S, "server_settings": settings, **found}


def _file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite://"))


async def open_database(url: str, *, foreign_keys: bool = True) -> None:
    """Connect and check; callers must `close()` in a finally."""
    EXECUTOR_CACHE.clear()  # it keeps statements by connection name: SQLite's `?` would reach PostgreSQL
    config = config_of(url, foreign_keys=foreign_keys)
    try:
        if url.startswith("sqlite://"):
            _file_of(url).parent.mkdir(parents=True, exist_ok=True)
        await Tortoise.init(config=config, _enable_global_fallback=True)
        await _check(foreign_keys)
    except OperatorError:
        await close()
        raise
    except Exception as error:
        await close()
        if isinstance(error, StorageBusy) and url.startswith("sqlite://"):
            raise  # it is there, and held; a server that does not answer is a slip of its address mostly
        raise OperatorError(
            f"the database at {url.rsplit('@', 1)[-1]} does not open: {error}. Check DATABASE_URL and its rights"
        ) from error
    except BaseException:
        await close()
        raise


async def _check(foreign_keys: bool) -> None:
    if is_postgres():
        await rows("SELECT 1")
        return
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": int(foreign_keys)}
    for pragma, value in expected.items():
        [row] = await rows(f"PRAGMA {pragma}")
        if (found := next(iter(row.values()))) != value:
            raise OperatorError(
                f"SQLite does not keep {pragma}={value} (it says {found}); is the file on a network drive?"
            )


async def close() -> None:
    """Wait for the transactions that still run, then let every connection go."""
    if _running:
        await asyncio.wait(set(_running), timeout=10)
    await Tortoise.close_connections()


def is_postgres() -> bool:
    return get_connections().get("default").capabilities.dialect == "postgres"


async def tx(body: Callable[[], Awaitable[T]]) -> T:
    """Run `body` in one transaction and commit; anything it raises rolls all of it back.

    A body called inside another `tx()` joins it. The work runs in a task of its own under a shield:
    cancelling the caller while a transaction opens would otherwise leave a pooled connection taken for good.
    StorageBusy says that the database could not take it now; nothing was written.
    """
    if _inside.get():
        return await body()
    task = asyncio.ensure_future(_in_transaction(body))
    _running.add(task)
    task.add_done_callback(_finished)
    return await asyncio.shield(task)


def is_in_transaction() -> bool:
    return _inside.get()


async def sqlite_whole(work: Callable[[sqlite3.Connection], T]) -> T:
    """`tx()` for the one path that is hot on SQLite: `work` speaks to the driver, in its thread, and must not wait.

    Values go in as the columns hold them. Cancelling the caller changes nothing: the trip is made to its end.
    """
    client = get_connections().get("default")
    with _plain_errors():
        async with client.acquire_connection() as connection:
            try:
                return cast(T, await connection.whole(work))
            except Exception:
                if connection.in_transaction:  # the rollback failed: nobody may go on inside it
                    await client.close()
                raise


async def _in_transaction(body: Callable[[], Awaitable[T]]) -> T:
    _inside.set(True)
    with _plain_errors():
        async with in_transaction():
            return await body()


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Drivers and engines differ in what they raise; callers see StorageBusy and IntegrityError."""
    try:
        yield
    except Exception as error:
        if _is_busy(error):
            raise StorageBusy(str(error)) from error
        if not isinstance(error, IntegrityError) and _state(error).startswith("23"):
            raise IntegrityError(error) from error  # a deferred constraint, found by COMMIT
        raise


def _is_busy(error: Exception) -> bool:
    if isinstance(error, ConnectionError | TimeoutError):
        return True
    code = getattr(_driver_error(error), "sqlite_errorcode", None)
    return _state(error).startswith(_BUSY_STATES) or (code is not None and code & 0xFF in _BUSY_CODES)


def _state(error: Exception) -> str:
    return getattr(_driver_error(error), "sqlstate", None) or ""


def _driver_error(error: Exception) -> object:
    """Tortoise wraps what the driver raised, mostly."""
    return error.args[0] if isinstance(error, BaseORMException) and error.args else error


def _finished(task: "asyncio.Task[Any]") -> None:
    _running.discard(task)
    if not task.cancelled() and (error := task.exception()):
        _log.debug("a transaction was rolled back: %r", error)


def _sql(query: str) -> str:
    """Placeholders are written `?`; PostgreSQL wants $1, $2 …"""
    if not is_postgres():
        return query
    parts = query.split("?")
    return parts[0] + "".join(f"${n}{part}" for n, part in enumerate(parts[1:], 1))


def stored_moment(at: datetime) -> datetime | str:
    """As a column holds it."""
    at = to_utc(at)
    return at if is_postgres() else at.isoformat(sep=" ")


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return stored_moment(value)
    if isinstance(value, date) and not is_postgres():
        return value.isoformat()
    return value


async def rows(query: str, *values: Any) -> list[dict[str, Any]]:
    """Rows of a query, also of INSERT/UPDATE … RETURNING, alike on both engines. Placeholders are `?`."""
    connection = get_connections().get("default")
    with _plain_errors():
        return await connection.execute_query_dict(_sql(query), [_value(v) for v in values])


async def execute(query: str, *values: Any) -> int:
    """Rows changed."""
    connection = get_connections().get("default")
    with _plain_errors():
        changed, _ = await connection.execute_query(_sql(query), [_value(v) for v in values])
    return changed


async def execute_many(query: str, values: Iterable[Sequence[Any]]) -> None:
    connection = get_connections().get("default")
    with _plain_errors():
        await connection.execute_many(_sql(query), [[_value(v) for v in row] for row in values])


async def claim(
    table: str, *, change: str, where: str, values: Sequence[Any], order: str = "id", limit: int = 100
) -> list[dict[str, Any]]:
    """Take rows that nobody else has, in one guarded UPDATE … RETURNING; safe with any number of replicas.

    `values` fill the placeholders of `change`, then of `where`; the candidate row is named `c` in `where` and
    `order`. Rows come back unordered on PostgreSQL: sort them by what `order` says if it matters.
    """
    free = f"SELECT c.id FROM {table} c WHERE {where} ORDER BY {order} LIMIT {int(limit)}"
    if is_postgres():  # as an array it is read once; as IN (…) a nested loop may run it again, past the limit
        chosen = f"= ANY(ARRAY({free} FOR UPDATE SKIP LOCKED))"
    else:
        chosen = f"IN ({free})"
    return await rows(f"UPDATE {table} SET {change} WHERE id {chosen} RETURNING *", *values)


def moment(value: Any) -> datetime:
    """A moment out of a raw row: text on SQLite, a datetime on PostgreSQL."""
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


FOR_MIGRATIONS = config_of("sqlite://:memory:")  # what `tortoise makemigrations` compares the models with
