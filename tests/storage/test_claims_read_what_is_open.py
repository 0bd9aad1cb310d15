"""A claim costs what is open, however much was worked before."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from models import db, inbox, outbox

NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[None]:
    await db.open_database(sqlite_url)
    yield
    await db.close()


@pytest.mark.parametrize("claim", ["inbox", "outbox"])
async def test_a_claim_looks_into_the_index_of_what_is_open(sqlite, claim, monkeypatch):
    asked = []
    rows = db.rows

    async def spy(query, *values):
        asked.append((query, values))
        return await rows(query, *values)

    monkeypatch.setattr(db, "rows", spy)
    await {"inbox": inbox, "outbox": outbox}[claim].claim(NOW, real_s=0.0)
    query, values = asked[-1]
    plan = [row["detail"] for row in await rows(f"EXPLAIN QUERY PLAN {query}", *values)]
    assert f"SCAN c USING INDEX ix_{claim}_open" in plan
