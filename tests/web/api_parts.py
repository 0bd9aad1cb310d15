"""A small city in the database, and a client of the API with the keys of an admin and of a reader."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from aiohttp.test_utils import TestClient, TestServer

from bot.web import api, server
from models.events import Event
from models.inbox import Inbox
from models.notices import Notice
from models.obligations import Obligation
from models.outbox import Outbox
from models.people import Account, Person, Role, Unit, give_post
from models.settings import ApiKey, hash_token
from models.tasks import Assignment, Indicator, Milestone, Plan, Task

NOW = datetime(2026, 6, 8, 0, 40, tzinfo=UTC)  # 08:40 in Beijing
ADMIN, READER = "msk_" + "a" * 43, "msk_" + "r" * 43
SAID = "46 打通3条，卡在土地手续，请自然资源局批一下"


@dataclass
class City:
    task: Task
    internal: Task
    draft: Task
    lead: Assignment
    first: Event
    corrected: Event
    unit: Unit
    other: Unit
    head: Person


async def keys() -> None:
    for name, token in (("admin", ADMIN), ("reader", READER)):
        await ApiKey.create(name=name, role=name, token_hash=hash_token(token), created_at=NOW)


async def city() -> City:
    await keys()
    unit = await Unit.create(name="临江市住房和城乡建设局", short_names=["市住建局", "住建局"], leader_name="周正")
    other = await Unit.create(name="临江市财政局", short_names=["市财政局"], ordinal=1)
    head = await Person.create(name="李明", phone="11100000001")
    await Account.create(platform="wecom", userid="liming", person_id=head.id)
    await give_post(head, Role.HEAD, now=NOW - timedelta(days=9), unit_id=unit.id, title="局长")
    plan = await Plan.create(title="2026年重点任务", year=2026, imported_at=NOW)
    task, lead = await task_of(plan, unit, 46, title="打通城区断头路")
    await Assignment.create(task_id=task.id, unit_id=other.id, role="support", ordinal=0)
    internal, _ = await task_of(plan, unit, 47, title="不宜公开的事", off_chat=True)
    draft = await Task.create(plan_id=plan.id, identity="48", seq=48, title="没有牵头单位", created_at=NOW)
    first, corrected = await reports(task, lead, head)
    await report(internal, (await internal.assignments.all())[0], head, text="不宜公开的话")
    await clocks(task, internal, lead, unit)
    await letters(head)
    return City(task, internal, draft, lead, first, corrected, unit, other, head)


async def task_of(plan: Plan, unit: Unit, seq: int, *, title: str, off_chat: bool = False) -> tuple[Task, Assignment]:
    task = await Task.create(
        plan_id=plan.id, identity=str(seq), seq=seq, title=title, goal=f"{title}5条", state="live",
        due=date(2026, 12, 31), due_kind="date", due_raw="12月底", section="城建", leader_name="周正",
        off_chat=off_chat, created_at=NOW,
    )  # fmt: skip
    await Milestone.create(task_id=task.id, name="打通2条", due=date(2026, 6, 30))
    await Indicator.create(task_id=task.id, name="断头路", target=5, unit="条")
    lead = await Assignment.create(
        task_id=task.id, unit_id=unit.id, state="in_progress", lamp="green", percent=60.0, last_word_at=NOW,
        figures=[{"name": "断头路", "value": 3, "unit": "条"}],
    )  # fmt: skip
    return task, lead


async def report(task: Task, lead: Assignment, head: Person, **event: Any) -> Event:
    reading = {
        "intent": "blocked", "percent": 60, "indicators": [{"name": "断头路", "value": 3, "unit": "条"}],
        "next_date": "2026-06-30", "blockers": ["土地手续"],
        "needs": [{"unit": "自然资源局", "what": "批一下"}],
        "quality": ["ok"], "handoff_to": None, "parts": [],
    }  # fmt: skip
    text = event.pop("text", SAID)
    data = {"text": text, "reading": reading, "grade": "A", "confirmed": True, "source_message": "kept"}
    return await Event.create(
        task_id=task.id, assignment_id=lead.id, kind="reported", at=NOW, person_id=head.id, data=data, **event
    )


async def reports(task: Task, lead: Assignment, head: Person) -> tuple[Event, Event]:
    heard = await arrival("m-1", state="applied")
    first = await report(task, lead, head, inbox_id=heard.id, text="46 打通2条")
    corrected = await report(task, lead, head, replaces=first.id)
    await Event.create(task_id=task.id, assignment_id=lead.id, kind="accepted", at=NOW)
    return first, corrected


async def arrival(message_id: str, *, state: str, error: str | None = None) -> Inbox:
    return await Inbox.create(
        platform="wecom", message_id=message_id, userid="liming", payload="<xml>密</xml>", received_at=NOW,
        state=state, next_try_at=NOW, error=error, attempts=5 if state == "dead" else 1,
    )  # fmt: skip


async def clocks(task: Task, internal: Task, lead: Assignment, unit: Unit) -> None:
    for kind, which, state in (("K4", task, "open"), ("K5", internal, "open"), ("K7", task, "met")):
        await Obligation.create(
            kind=kind, task_id=which.id, assignment_id=lead.id if which is task else None, unit_id=unit.id,
            name=f"{which.title}的进展", started_at=NOW,
            due_at=NOW + timedelta(days=1), rung=0, state=state, rule=f"{kind}@1",
        )  # fmt: skip


async def letters(head: Person) -> None:
    """One message that went out with two notices, one that waits, and one that came in and died."""
    for state, sent_at in (("sent", NOW), ("pending", None)):
        row = await Outbox.create(
            platform="wecom", userid="liming", person_id=head.id, kind="text", content={"text": "密"},
            reason="list", state=state, planned_at=NOW, sent_at=sent_at, created_at=NOW,
        )  # fmt: skip
        for n in range(2 if state == "sent" else 0):
            await Notice.create(
                key=f"k{n}", person_id=head.id, form="line", occasion="due", outbox_id=row.id,
                created_at=NOW, state="sent",
            )  # fmt: skip
    await arrival("m-2", state="dead", error="ValueError: 密")


class Office:
    """Asks the API; answers are (status, content)."""

    def __init__(self, client: TestClient[Any, Any]) -> None:
        self.client = client

    async def get(self, path: str, token: str | None = ADMIN, method: str = "GET") -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with self.client.request(method, f"/api/v1{path}", headers=headers) as answer:
            return answer.status, await answer.json()

    async def post(self, path: str, token: str | None = ADMIN) -> tuple[int, Any]:
        return await self.get(path, token, "POST")

    async def write(self, path: str, content: Any, token: str = ADMIN) -> tuple[int, Any]:
        """`content` is sent as JSON, or as it is when it is bytes."""
        body = {"data": content} if isinstance(content, bytes) else {"json": content}
        headers = {"Authorization": f"Bearer {token}"}
        async with self.client.post(f"/api/v1{path}", headers=headers, **body) as answer:
            return answer.status, await answer.json()

    async def items(self, path: str, token: str | None = ADMIN) -> list[dict[str, Any]]:
        status, content = await self.get(path, token)
        assert status == 200, content
        found: list[dict[str, Any]] = content["items"]
        return found


@asynccontextmanager
async def office() -> AsyncIterator[Office]:
    async with TestClient(TestServer(server.build(api.routes(lambda: NOW)))) as client:
        yield Office(client)
