"""Orders and notes of calls that come in by program: the same rules as in chat."""

from datetime import timedelta
from typing import Any

import pytest
from api_parts import NOW, READER, City, city, office

from models import db
from models.events import Event
from models.obligations import Obligation
from models.orders import Order
from models.tasks import Assignment, Task


@pytest.fixture
async def town(database: str) -> City:
    return await city()


async def test_a_whole_order_is_dispatched(town: City) -> None:
    async with office() as asks:
        status, given = await asks.write(
            "/orders", {"unit": "市住建局", "text": "周五前报燃气排查结果", "source": "批示 临政办发〔2026〕3号"}
        )
        assert status == 200, given
        [order] = given["items"]
        assert (order["number"], order["state"], order["units"], order["what"], order["due"], order["lacks"]) == (
            "J1", "confirmed", ["市住建局"], "报燃气排查结果", "2026-06-12", None
        )  # fmt: skip
        status, task = await asks.get(f"/tasks/{order['task']}")
        assert (status, task["number"], task["class"], task["source"], task["due"]) == (
            200,
            "J1号",
            "T2",
            "order",
            "2026-06-12",
        )
        status, given = await asks.write("/orders", {"text": "请市财政局、市住建局6月20日前会商资金", "class": "T2"})
        assert given["items"][0]["units"] == ["市财政局", "市住建局"]
    assert (await Task.get(id=order["task"])).line["paper"] == "临政办发〔2026〕3号"
    assert await Assignment.filter(task_id=order["task"], state="draft").count() == 1


async def test_what_lacks_something_stays_a_draft(town: City) -> None:
    async with office() as asks:
        _, given = await asks.write("/orders", {"unit": "市住建局", "text": "报燃气排查结果"})
        assert [(o["state"], o["lacks"], o["task"]) for o in given["items"]] == [("draft", "due", None)]
        _, given = await asks.write(
            "/orders", {"unit": "市住建局", "text": "报结果", "due": "2026-06-12", "dispatch": False}
        )
        assert [(o["state"], o["lacks"]) for o in given["items"]] == [("draft", None)]
    assert await Order.filter(state="draft").count() == 2


async def test_a_dry_run_shows_and_saves_nothing(town: City) -> None:
    async with office() as asks:
        _, given = await asks.write("/orders", {"unit": "市住建局", "text": "周五前报结果", "dry_run": True})
        assert given["items"][0]["due"] == "2026-06-12"
    assert not await Order.exists()
    assert not await Task.filter(source="order").exists()


async def test_a_note_of_a_call_counts_like_a_reply(town: City) -> None:
    given = NOW - timedelta(days=1)
    await Event.create(task_id=town.task.id, assignment_id=town.lead.id, kind="dispatched", at=given)
    note = {"number": "46", "outcome": "answered", "words": "李局长说打通4条，第5条6月30日前打通", "by": "苏知微"}
    async with office() as asks:
        status, made = await asks.write("/calls", note)
        assert status == 200, made
        assert (made["whose"], made["stopped"], "4条" in made["understood"]) == ("李明", True, True)
        updates = await asks.items(f"/tasks/{town.task.id}/updates?order=desc")
        assert (updates[0]["person"], updates[0]["next_date"]) == ("李明", "2026-06-30")
        status, made = await asks.write(
            "/calls", {"number": "46", "outcome": "reason", "words": "等省厅批复，到6月20日"}
        )
        assert (status, made["until"]) == (200, "2026-06-22")
    [called, _] = await Event.filter(kind="called").order_by("id")
    assert (called.data["by"], called.data["outcome"]) == ("苏知微", "answered")
    assert await Obligation.filter(assignment_id=town.lead.id, kind="K4", state="met").exists()


REFUSED: list[tuple[str, Any, int, str]] = [
    ("/orders", {"unit": "市园林局", "text": "周五前报材料"}, 400, "unit"),
    ("/orders", {"unit": "市住建局", "text": "报材料", "due": "2026-06-01"}, 400, "due"),
    ("/orders", {"unit": "市住建局"}, 400, "text"),
    ("/orders", {"unit": "市住建局", "text": "周五前报材料", "when": "now"}, 400, "unknown parameter 'when'"),
    ("/orders", b"[]", 400, "a JSON object"),
    ("/orders", b"\xff", 400, "a JSON object"),
    ("/calls", {"number": "46", "outcome": "answered"}, 400, "words"),
    ("/calls", {"number": "46", "outcome": "shouted"}, 400, "outcome"),
    ("/calls", {"number": "999", "outcome": "no_answer"}, 404, "no task"),
]


@pytest.mark.parametrize(("path", "content", "status", "said"), REFUSED)
async def test_bad_input_is_answered_with_what_to_send(
    sqlite_url: str, path: str, content: Any, status: int, said: str
) -> None:
    await db.open_database(sqlite_url)
    try:
        await city()
        async with office() as asks:
            found, answer = await asks.write(path, content)
            assert (found, said in answer["error"]["message"]) == (status, True), answer
        assert not await Order.exists()
    finally:
        await db.close()


@pytest.mark.parametrize("path", ["/orders", "/calls"])
async def test_a_reader_gives_no_orders(town: City, path: str) -> None:
    async with office() as asks:
        status, _ = await asks.write(path, {"text": "x"}, READER)
        assert status == 403
