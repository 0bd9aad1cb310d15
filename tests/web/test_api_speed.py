"""A page costs the same number of queries however long it is, and stays well under a blink."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from api_parts import City, Office, city, office, report, task_of
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


async def asked(asking: Office, path: str) -> int:
    """How many statements one page takes."""
    with counted() as seen:
        await asking.items(path)
    return len(seen)


async def test_a_longer_page_asks_no_more() -> None:
    town = await city()
    async with office() as asking:
        few = {path: await asked(asking, path) for path in PATHS}
        await many(town, 20)
        assert {path: await asked(asking, path) for path in PATHS} == few
    assert 0 < max(few.values()) <= 8
