"""`migrate`: bring the database to this version; safe with several replicas at once."""

import argparse
import fcntl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import settings
from models import db, people, schema
from models import settings as stored_settings
from models.errors import OperatorError


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    return run


async def run(args: argparse.Namespace) -> int:
    url = settings.load().database_url
    if await _is_behind(url):
        refuse_while_running(url)
    done = await schema.migrate(url)
    print(f"applied: {', '.join(done)}" if done else "the database is up to date")
    return 0


async def _is_behind(url: str) -> bool:
    await db.open_database(url)
    try:
        return not await schema.is_current()
    finally:
        await db.close()


@asynccontextmanager
async def opened(given: settings.Settings) -> AsyncIterator[None]:
    """The database at this version, open for one short command, whether the bot runs or not."""
    url = given.database_url
    await schema.migrate(url)
    people.speak_on(given.platforms)
    await db.open_database(url)
    try:
        yield
    finally:
        await db.close()


async def domain_now() -> datetime:
    """What time it is for the bot of this database: a sandbox's is turned by hand."""
    stored = await stored_settings.get("virtual_now")
    return datetime.fromisoformat(stored) if stored else datetime.now(UTC)


def refuse_while_running(url: str) -> None:
    """A pending migration changes tables under a running bot: on SQLite it is stopped first."""
    if url.startswith("sqlite://") and runs_on(file := url.removeprefix("sqlite://")):
        raise OperatorError(f"mashang runs on {file}; stop it, then migrate")


def runs_on(file: str) -> bool:
    """Whether a bot holds the lock beside this SQLite file."""
    path = Path(f"{file}.running")
    if not path.exists():
        return False
    with path.open("r+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
