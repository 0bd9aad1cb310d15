"""What programs read from the API: tasks, updates, obligations, contacts, messages."""

from collections.abc import AsyncIterator

import pytest
from api_parts import NOW, READER, SAID, City, Office, city, office

from models.audit import AuditEntry
from models.events import Event
from models.inbox import Inbox
from models.rules.states import EventKind

pytestmark = pytest.mark.usefixtures("database")

CONTRACT = {
    "/tasks": "id seq title goal section class state leader units due due_kind lamp percent milestones indicators",
    "/tasks/{task}/updates": "id task unit person said_at text intent percent indicators next_date blockers"
    " needs quality grade confirmed source_message",
    "/obligations": "id kind task unit holder started_at due_at rung state rule",
    "/messages/inbox": "id platform message_id user state received_at error",
    "/messages/outbox": "id platform user state reason notices planned_at sent_at error",
}


@pytest.fixture
async def town(database: str) -> City:
    return await city()


@pytest.fixture
async def asking(town: City) -> AsyncIterator[Office]:
    async with office() as client:
        yield client


async def test_every_promised_field_is_there(town: City, asking: Office) -> None:
    for path, promised in CONTRACT.items():
        items = await asking.items(path.format(task=town.task.id))
        assert items, path
        assert set(promised.split()) <= set(items[0]), path


async def test_a_task_comes_with_its_units_milestones_and_indicators(town: City, asking: Office) -> None:
    status, task = await asking.get(f"/tasks/{town.task.id}")
    assert status == 200
    assert [(u["name"], u["role"]) for u in task["units"]] == [
        ("临江市住房和城乡建设局", "lead"),
        ("临江市财政局", "support"),
    ]
    assert task["class"] == "T3"
    assert (task["state"], task["state_label"], task["lamp"], task["percent"]) == (
        "in_progress",
        "推进中",
        "green",
        60,
    )
    assert task["milestones"] == [{"name": "打通2条", "due": "2026-06-30"}]
    assert task["indicators"] == [
        {
            "name": "断头路",
            "target": 5,
            "unit": "条",
            "comparator": ">=",
            "value": 3,
            "value_unit": "条",
            "standing": None,
        }
    ]
    assert (task["due"], task["last_word_at"]) == ("2026-12-31", "2026-06-08T08:40:00+08:00")


TASKS_BY = [
    ("", [46, 47, 48]),
    ("?seq=47", [47]),
    ("?unit=市财政局", [46]),
    ("?unit=临江市住房和城乡建设局", [46, 47]),
    ("?state=in_progress", [46, 47]),
    ("?state=draft", [48]),
    ("?state=gone", []),
    ("?lamp=green&seq=46", [46]),
    ("?lamp=red", []),
    ("?class=T3&leader=周正", [46, 47]),
    ("?class=T1", []),
    ("?order=desc", [48, 47, 46]),
]


async def test_tasks_are_found_by_what_the_office_looks_for(asking: Office) -> None:
    for asked, seqs in TASKS_BY:
        assert [task["seq"] for task in await asking.items(f"/tasks{asked}")] == seqs, asked


async def test_a_unit_is_found_by_its_id_too(town: City, asking: Office) -> None:
    assert [task["seq"] for task in await asking.items(f"/tasks?unit={town.other.id}")] == [46]
    status, refusal = await asking.get("/tasks?unit=市气象局")
    assert status == 400
    assert "/api/v1/units" in refusal["error"]["message"]


async def test_only_the_update_in_force_is_listed(town: City, asking: Office) -> None:
    [update] = await asking.items(f"/tasks/{town.task.id}/updates")
    assert update == {
        "id": town.corrected.id,
        "task": town.task.id,
        "unit": "临江市住房和城乡建设局",
        "person": "李明",
        "said_at": "2026-06-08T08:40:00+08:00",
        "text": SAID,
        "intent": "blocked",
        "percent": 60,
        "indicators": [{"name": "断头路", "value": 3, "unit": "条"}],
        "next_date": "2026-06-30",
        "blockers": ["土地手续"],
        "needs": [{"unit": "自然资源局", "what": "批一下"}],
        "quality": ["ok"],
        "grade": "A",
        "confirmed": True,
        "prepared_by": None,
        "confirmed_by": None,
        "on_behalf_of": None,
        "source_message": "kept",
        "replaced_by": None,
        "second_look": None,
        "spoken": False,
        "pictures": [],
    }


async def test_what_was_replaced_is_shown_on_request_with_what_replaced_it(town: City, asking: Office) -> None:
    updates = await asking.items(f"/tasks/{town.task.id}/updates?all=1")
    assert [(u["id"], u["replaced_by"]) for u in updates] == [
        (town.first.id, town.corrected.id),
        (town.corrected.id, None),
    ]
    assert updates[0]["source_message"] == "m-1"


async def follow(town: City, replaced: Event, kind: EventKind) -> Event:
    return await Event.create(
        task_id=town.task.id, assignment_id=town.lead.id, kind=kind.value, at=NOW, replaces=replaced.id
    )


async def in_force(town: City, asking: Office) -> list[int]:
    return [update["id"] for update in await asking.items(f"/tasks/{town.task.id}/updates")]


async def test_a_correction_that_is_taken_back_brings_back_what_it_corrected(town: City, asking: Office) -> None:
    undone = await follow(town, town.corrected, EventKind.UNDONE)
    assert await in_force(town, asking) == [town.first.id]
    updates = await asking.items(f"/tasks/{town.task.id}/updates?all=1")
    assert [update["replaced_by"] for update in updates] == [None, undone.id]
    await follow(town, town.first, EventKind.UNDONE)
    assert await in_force(town, asking) == []


async def test_of_several_corrections_only_the_last_is_in_force(town: City, asking: Office) -> None:
    third = await follow(town, town.corrected, EventKind.REPORTED)
    assert await in_force(town, asking) == [third.id]
    await follow(town, third, EventKind.UNDONE)
    assert await in_force(town, asking) == [town.corrected.id]


async def test_a_reader_sees_nothing_of_an_internal_matter(town: City, asking: Office) -> None:
    _, task = await asking.get(f"/tasks/{town.internal.id}", READER)
    assert (task["title"], task["goal"], task["seq"], task["lamp"]) == ("内部事项", "内部事项", 47, "green")
    for path in ("/tasks", f"/tasks/{town.internal.id}/updates?all=1", "/obligations"):
        text = str(await asking.items(path, READER))
        assert "内部事项" in text
        assert "不宜公开" not in text
        assert "不宜公开" in str(await asking.items(path))


async def test_an_obligation_names_who_owes_it(town: City, asking: Office) -> None:
    [progress, _, verification] = await asking.items("/obligations")
    assert (progress["holder"], progress["unit"], progress["task"]) == (
        "李明",
        "临江市住房和城乡建设局",
        town.task.id,
    )
    assert (progress["kind"], progress["rung"], progress["rule"], progress["kind_label"]) == (
        "K4",
        0,
        "K4@1",
        "进展",
    )
    assert progress["due_at"] == "2026-06-09T08:40:00+08:00"
    assert verification["holder"] == "督查室"


OBLIGATIONS_BY = [
    ("?state=open", ["K4", "K5"]),
    ("?kind=K7", ["K7"]),
    ("?unit=住建局&state=met", ["K7"]),
    ("?unit=市财政局", []),
]


async def test_obligations_are_found_by_state_kind_and_unit(asking: Office) -> None:
    for asked, kinds in OBLIGATIONS_BY:
        assert [o["kind"] for o in await asking.items(f"/obligations{asked}")] == kinds, asked


async def test_units_and_people_are_as_administered(town: City, asking: Office) -> None:
    units = await asking.items("/units")
    assert [(u["name"], u["head"]) for u in units] == [
        ("临江市住房和城乡建设局", "李明"),
        ("临江市财政局", None),
    ]
    [head] = await asking.items("/people?unit=住建局&role=head")
    assert (head["name"], head["phone"]) == ("李明", "11100000001")
    assert head["accounts"] == [{"platform": "wecom", "user": "liming", "stale": False}]
    assert [(p["role"], p["title"], p["unit"]) for p in head["posts"]] == [("head", "局长", "临江市住房和城乡建设局")]
    assert await asking.items("/people?unit=市财政局") == []


async def test_a_reader_gets_no_telephone_numbers(asking: Office) -> None:
    assert [person["phone"] for person in await asking.items("/people", READER)] == [None]


async def test_messages_carry_no_words(asking: Office) -> None:
    arrived, left = await asking.items("/messages/inbox"), await asking.items("/messages/outbox")
    assert [(m["message_id"], m["state"]) for m in arrived] == [("m-1", "applied"), ("m-2", "dead")]
    assert [(m["state"], len(m["notices"]), m["person"]) for m in left] == [
        ("sent", 2, "李明"),
        ("pending", 0, "李明"),
    ]
    assert "xml" not in str(arrived) + str(left)
    assert [m["error"] for m in await asking.items("/messages/inbox", READER)] == [None, "ValueError"]


MESSAGES_BY = [
    ("inbox?state=dead", 1),
    ("inbox?user=LiMing", 2),
    ("inbox?user=nobody", 0),
    ("inbox?platform=feishu", 0),
    ("outbox?state=sent", 1),
    ("outbox?user=liming&state=pending", 1),
]


async def test_messages_are_found_by_state_user_and_platform(asking: Office) -> None:
    for asked, count in MESSAGES_BY:
        assert len(await asking.items(f"/messages/{asked}")) == count, asked


async def test_a_dead_message_is_released_once_and_on_record(asking: Office) -> None:
    dead = await Inbox.get(state="dead")
    status, row = await asking.post(f"/messages/inbox/{dead.id}/release")
    assert (status, row["state"], row["attempts"], row["error"]) == (200, "received", 0, None)
    entry = await AuditEntry.get(action="inbox_released")
    assert (entry.actor, entry.subject) == ("api:admin", f"inbox:{dead.id}")
    status, refusal = await asking.post(f"/messages/inbox/{dead.id}/release")
    assert (status, refusal["error"]["code"]) == (409, "conflict")
    assert "received" in refusal["error"]["message"]
    assert await AuditEntry.filter(action="inbox_released").count() == 1
