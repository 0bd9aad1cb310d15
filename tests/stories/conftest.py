"""An office for each story, on either engine."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
import uvloop
from office import Office


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop that the bot itself runs on."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    """Contacts and plan not yet imported; a Monday morning, 08:20."""
    async with Office.open(database_url) as opened:
        yield opened


@pytest.fixture
async def year(office: Office) -> Office:
    """Contacts and plan imported, every task dispatched and its message read; Monday 08:45."""
    await office.open_year()
    return office
