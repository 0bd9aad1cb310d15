"""`mashang assign`: an order from the command line is recorded; the running bot reads its dates in its own clock."""

import asyncio
import os
from datetime import UTC, date, datetime

import pytest

from bot.commands import dispatch
from models import db, orders, rulebook
from models.tasks import Assignment, Task

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def deployment(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> str:
    for name, value in {"MASHANG_ENV_FILE": os.devnull, "DATABASE_URL": sqlite_url}.items():
        monkeypatch.setenv(name, value)
    return sqlite_url


async def run(*words: str) -> int:
    return await asyncio.to_thread(dispatch, list(words))


async def test_an_order_is_recorded_and_read_in_the_clock_of_the_bot(
    deployment: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run("import-units", "bot/samples/contacts.xlsx") == 0
    for words in (["市水务局", "报防汛预案"], ["市水利局", " "], ["市水利局", "报防汛预案", "--due", "有空"]):
        assert await run("assign", *words) == 2
    assert await run("assign", "市水利局", "周五前报防汛预案", "--source", "批示 临政办发〔2026〕3号") == 0
    assert await run("assign", "市水利局", "报水毁清单", "--due", "2026-03-20", "--class", "T2") == 0
    assert await run("assign", "市水利局", "报材料") == 0
    assert "J1 for 市水利局 is recorded" in capsys.readouterr().out
    await db.open_database(deployment)
    try:
        await rulebook.seed(MONDAY)
        book = await rulebook.current()
        for number in (1, 2, 3):
            assert await db.tx(lambda n=number: orders.take_up(n, MONDAY, book)) is not None  # type: ignore[misc]
        assert await db.tx(lambda: orders.take_up(1, MONDAY, book)) is None, "taken once"
        first, second = await Task.filter(source="order").order_by("id")
        assert (first.number, first.due, first.goal, first.task_class) == ("J1号", date(2026, 3, 6), "报防汛预案", "T2")
        assert first.line["paper"] == "临政办发〔2026〕3号"
        assert second.due == date(2026, 3, 20)
        assert await Assignment.filter(task_id=first.id).count() == 1
        assert [order.number for order in await orders.drafts()] == ["J3"], "what lacks its date waits for 督查室"
    finally:
        await db.close()
