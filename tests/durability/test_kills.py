"""A bot that is killed at any moment loses nothing it promised, does nothing twice, and ends its work afterwards."""

from trial import Trial


async def test_ten_kills_on_sqlite_lose_nothing_and_say_nothing_twice(city_on_sqlite, tmp_path):
    verdict = await Trial(city_on_sqlite, tmp_path / "log", kills=10, seed=1).run()
    assert verdict.faults == []
    assert verdict.figures["updates"] > 100


async def test_four_kills_on_postgresql_lose_nothing_and_say_nothing_twice(city_on_postgres, tmp_path):
    verdict = await Trial(city_on_postgres, tmp_path / "log", kills=4, seed=2).run()
    assert verdict.faults == []
    assert verdict.figures["updates"] > 30
