"""A page costs the same number of queries however long it is, and stays well under a blink."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from api_parts import City, city, office, report, task_of
from tortoise.connection import get_connections

from models.tasks import Plan

pytestmark = pytest.mark.usefixtures("database")
PATHS = ("/tasks", "/obligations", "/units", "/people", "/messages/inbox", "/messages/outbox")


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement that goes to the database meanwhile."""
    connection = get_connections().get("default")
    seen: list[str] = []
    real = connection.execute_query

    async def count(query: str, *rest: object) -> object:
        seen.append(query)
        return await real(query, *rest)

    connection.execute_query = count  # type: ignore[method-assign,assignment]
    try:
        yield seen
    finally:
        del connection.execute_query


async def many(town: City, count: int) -> None:
    plan = await Plan.get(id=town.task.plan_id)
    for n in range(count):
        task, lead = await task_of(plan, town.unit, 100 + n, title=f"任务{n}")
        await report(task, lead, town.head)


async def test_a_page_of_200_tasks_is_quick() -> None:
    town = await city()
    await many(town, 200)
    async with office() as asking:
        await asking.items("/tasks?limit=200")  # warm
        began = time.perf_counter()
        assert len(await asking.items("/tasks?limit=200")) == 200
        took = time.perf_counter() - began
    assert took < 0.5  # 0.15 s on a machine that is not busy


@pytest.mark.parametrize("path", PATHS)
async def test_a_longer_page_asks_no_more(path: str) -> None:
    town = await city()
    async with office() as asking:
        with counted() as few:
            await asking.items(path)
        await many(town, 20)
        with counted() as more:
            await asking.items(path)
    assert len(more) == len(few)
    assert 0 < len(more) <= 9
