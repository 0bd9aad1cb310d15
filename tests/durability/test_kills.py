"""A bot that is killed at any moment loses nothing it promised, does nothing twice, and ends its work afterwards."""


import pytest
from small_city import settle
from trial import Trial


@pytest.fixture
async def city_on_sqlite(sqlite_url: str) -> str:
    await settle(sqlite_url)
    return sqlite_url


@pytest.fixture
async def city_on_postgres(postgres_url: str) -> str:
    await settle(postgres_url)
    return postgres_url


async def test_ten_kills_on_sqlite_lose_nothing_and_say_nothing_twice(city_on_sqlite, tmp_path):
    verdict = await Trial(city_on_sqlite, tmp_path / "log", kills=10, seed=1).run()
    assert verdict.faults == []
    assert verdict.figures["updates"] > 100


async def test_four_kills_on_postgresql_lose_nothing_and_say_nothing_twice(city_on_postgres, tmp_path):
    verdict = await Trial(city_on_postgres, tmp_path / "log", kills=4, seed=2).run()
    assert verdict.faults == []
    assert verdict.figures["updates"] > 40
