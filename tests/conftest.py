"""What every test may ask for: a database on either engine, a PostgreSQL server, a browser's page."""

import asyncio
import gc
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import structlog
from postgres import Server

from models import db, schema

gc.set_threshold(50_000, 20, 100)  # the heap of a whole run is large: fewer walks through all of it

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
HOW_TO_GET_CHROMIUM = "these tests need Chromium at /usr/bin/chromium: `apt-get install chromium`"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What a test counted is printed at the end, whichever process ran it."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, words in report.user_properties:
            if name == "figures":
                terminalreporter.write_line(str(words))


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """A command that runs the bot has its log go to the stderr of this test, and of this test alone."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One server a test run; started when the first test asks for it, and never skipped."""
    server = Server()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: Server) -> str:
    """The name of a migrated database, to be copied and never opened."""
    name = postgres_server.create()
    _migrate(postgres_server.url(name))
    return name


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, to be copied and never opened."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite3"
    _migrate(f"sqlite://{path}")
    return path


def _migrate(url: str) -> None:
    with ThreadPoolExecutor(1) as thread:  # a loop and a context of its own
        thread.submit(asyncio.run, schema.migrate(url)).result()


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A migrated SQLite database of the test's own; not opened."""
    path = tmp_path / "mashang.sqlite3"
    shutil.copyfile(migrated_sqlite, path)
    return f"sqlite://{path}"


@pytest.fixture
def postgres_url(postgres_server: Server, migrated_postgres: str) -> Iterator[str]:
    """A migrated PostgreSQL database of the test's own; not opened."""
    name = postgres_server.create(migrated_postgres)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a database may be made, on either engine."""
    if request.param == "sqlite":
        return f"sqlite://{tmp_path / 'new' / 'mashang.sqlite3'}"
    server: Server = request.getfixturevalue("postgres_server")
    return server.url(server.create())


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database, the test running once on each engine; not opened."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """The same, opened."""
    await db.open_database(database_url)
    try:
        yield database_url
    finally:
        await db.close()


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Its program; a test that wants it fails without it, also on a developer's machine."""
    if not CHROMIUM.exists():
        pytest.fail(HOW_TO_GET_CHROMIUM)
    return CHROMIUM


@pytest.fixture
async def browser(chromium: Path, tmp_path: Path) -> AsyncIterator[Any]:
    """A page of a headless Chromium."""
    from playwright.async_api import async_playwright, expect

    expect.set_options(timeout=20_000)  # the first page of a browser on a busy machine takes its time
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=chromium, args=list(CHROMIUM_FLAGS), headless=True
        )
        try:
            yield await started.new_page()
        finally:
            await started.close()
