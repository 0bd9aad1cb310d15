"""However often a callback comes, and whatever else holds the database: kept once, answered once."""

import asyncio
import time

from small_city import head_of, tasks_of
from wecom_by_hand import callback, typed

LONGER_THAN_SQLITE_WAITS_S = 6.0


def word(unit: int, percent: int = 40):
    return typed(head_of(unit), f"{tasks_of(unit)[0]}进度{percent}%，已开工，3月20日前完成下一批")


async def test_ten_identical_callbacks_at_once_are_one_row_ten_200s_and_one_echo(stage, city_url):
    scene = await stage(city_url)
    same, resealed = callback(word(1)), word(2)
    statuses = await asyncio.gather(
        *(scene.bot.take(same) for _ in range(10)), *(scene.bot.hear(resealed) for _ in range(10))
    )
    assert statuses == [200] * 20
    await scene.bot.turn_clock(1)
    for user in (head_of(1), head_of(2)):
        assert [state for _, state in await scene.inbox_of(user)] == ["applied"]
        assert await scene.answers_to(user) == 1
    assert await scene.count("event WHERE kind = 'reported'") == 2


async def test_a_database_locked_for_a_second_is_outwaited(stage, city_on_sqlite):
    scene = await stage(city_on_sqlite)
    with scene.locked():
        began = time.monotonic()
        asked = asyncio.create_task(scene.bot.hear(word(1)))
        await asyncio.sleep(1.0)
    assert await asked == 200
    assert time.monotonic() - began < 2.0
    await scene.bot.turn_clock(1)
    assert [state for _, state in await scene.inbox_of(head_of(1))] == ["applied"]


async def test_a_database_locked_for_longer_is_said_and_nothing_is_lost(stage, city_on_sqlite):
    scene = await stage(city_on_sqlite)
    first, second = word(1), word(2)
    assert await scene.bot.hear(first) == 200
    with scene.locked():
        began = time.monotonic()
        assert await scene.bot.hear(second) == 503
        assert time.monotonic() - began < 2.5
        await asyncio.sleep(LONGER_THAN_SQLITE_WAITS_S - (time.monotonic() - began))
    assert await scene.bot.hear(second) == 200, "the platform tries again"
    await scene.bot.turn_clock(1)
    for user in (head_of(1), head_of(2)):
        assert [state for _, state in await scene.inbox_of(user)] == ["applied"]
        assert await scene.answers_to(user) == 1
    assert scene.bot.is_up
    assert await scene.bot.stop() == 0
