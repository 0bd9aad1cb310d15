"""A settled city on either engine, and the bot running on it as a process of its own."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientTimeout
from phones_by_hand import phones
from postgres import Server
from running_bot import EVE, Bot
from scene import Scene
from small_city import settle


@pytest.fixture(scope="session")
def settled_sqlite(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city in a file, to be copied and never opened."""
    path = tmp_path_factory.mktemp("city") / "city.sqlite3"
    shutil.copyfile(migrated_sqlite, path)
    _settle(f"sqlite://{path}")
    return path


@pytest.fixture(scope="session")
def settled_postgres(postgres_server: Server, migrated_postgres: str) -> str:
    name = postgres_server.create(migrated_postgres)
    _settle(postgres_server.url(name))
    return name


def _settle(url: str) -> None:
    with ThreadPoolExecutor(1) as thread:  # a loop and a context of its own
        thread.submit(asyncio.run, settle(url)).result()


@pytest.fixture
def city_on_sqlite(settled_sqlite: Path, tmp_path: Path) -> str:
    path = tmp_path / "mashang.sqlite3"
    shutil.copyfile(settled_sqlite, path)
    return f"sqlite://{path}"


@pytest.fixture
def city_on_postgres(postgres_server: Server, settled_postgres: str) -> Iterator[str]:
    name = postgres_server.create(settled_postgres)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def city_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"city_on_{request.param}")
    return url


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Callable[..., Awaitable[Scene]]]:
    """Starts the bot on a database of a settled city, its heads having their tasks; killed in the end if it still runs.

    `more` are settings of its environment.
    """
    async with AsyncExitStack() as stack:
        played = await stack.enter_async_context(phones())
        session = await stack.enter_async_context(ClientSession(timeout=ClientTimeout(total=20)))

        async def begin(url: str, *, is_eve: bool = True, **more: str) -> Scene:
            bot = Bot(url, played.base, tmp_path / "log", session, more)
            stack.push_async_callback(bot.end)
            await bot.start()
            if is_eve:
                await bot.turn_clock_to(EVE)
            return Scene(bot, played)

        yield begin
