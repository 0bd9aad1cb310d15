"""An office for each story, on either engine."""

from collections.abc import AsyncIterator

import pytest
from office import Office


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
