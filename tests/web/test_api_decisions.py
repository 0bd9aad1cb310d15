"""Decisions by REST: by the paper that allows them, with what is missing said, and nothing changed by a trial."""

from datetime import date, timedelta

import pytest
from api_parts import NOW, City, city, office

from models import ledger
from models.events import Event
from models.rules.states import EventKind
from models.tasks import Assignment, Task

NINE = "临政办〔2026〕9号"


@pytest.fixture
async def town(database: str) -> City:
    town = await city()
    lead = await ledger.get(town.lead.id)
    await ledger.record(lead, EventKind.DISPATCHED, now=NOW - timedelta(days=90))
    await ledger.record(lead, EventKind.ACCEPTED, now=NOW - timedelta(days=89))
    return town


async def test_a_task_is_adjusted_by_its_paper(town: City) -> None:
    path = f"/tasks/{town.task.id}/decisions"
    sent = {"kind": "adjusted", "document": "临政办(2026)9号", "due": "2026-09-30"}
    async with office() as asks:
        assert (await asks.write(path, sent | {"dry_run": True}))[0] == 200
        assert (await Task.get(id=town.task.id)).due == date(2026, 12, 31)
        status, task = await asks.write(path, sent)
    assert (status, task["due"]) == (200, "2026-09-30")
    event = await Event.get(task_id=town.task.id, kind="adjusted")
    assert event.data["document"] == NINE
    assert event.data["was"][0] == "2026-12-31"


@pytest.mark.parametrize(
    ("sent", "status", "part"),
    [
        ({"kind": "terminated"}, 400, "send also: document"),
        ({"kind": "adjusted", "document": NINE}, 400, "due or target"),
        ({"kind": "data_awaited"}, 400, "until"),
        ({"kind": "terminated", "document": "口头"}, 400, "document"),
        ({"kind": "adjusted", "document": NINE, "due": "2026-01-05"}, 400, "ahead"),
        ({"kind": "closed"}, 400, "kind"),
        ({"kind": "data_came"}, 409, "不能数据已到"),
    ],
)
async def test_what_is_missing_or_not_possible_is_said(
    town: City, sent: dict[str, str], status: int, part: str
) -> None:
    async with office() as asks:
        found, content = await asks.write(f"/tasks/{town.task.id}/decisions", sent)
        assert (found, part in content["error"]["message"]) == (status, True), content
        assert (await asks.write("/tasks/99999/decisions", {"kind": "terminated", "document": NINE}))[0] == 404
    assert not await Event.filter(kind__in=["adjusted", "terminated", "data_came"]).exists()
    assert (await Assignment.get(id=town.lead.id)).state == "in_progress"
