"""Schedules over the API: shown before they are saved, made and changed as in the chat, refused with what to send."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from api_parts import NOW, READER, Office, city, office

from models import rulebook
from models.audit import AuditEntry
from models.people import Person, Role, Unit, give_post
from models.schedules import NAMES, Schedule

MONTHLY = {"when": "每月25日9:00", "to": "所有联络员", "text": "请核对本月数据"}


@pytest.fixture
async def asking(database: str) -> AsyncIterator[Office]:
    await city()
    await rulebook.seed(NOW)
    liaison = await Person.create(name="王联络")
    unit = await Unit.get(name="临江市住房和城乡建设局")
    await give_post(liaison, Role.LIAISON, now=NOW - timedelta(days=9), unit_id=unit.id)
    async with office() as client:
        yield client


async def test_a_schedule_is_shown_made_changed_paused_and_ended(asking: Office) -> None:
    status, shown = await asking.write("/schedules", {**MONTHLY, "dry_run": True})
    assert (status, shown["id"], shown["people"], shown["unreached"]) == (200, None, 1, ["王联络"])
    assert [slot["at"] for slot in shown["next"]][:2] == ["2026-06-25T09:00:00+08:00", "2026-07-27T09:00:00+08:00"]
    assert [slot["moved"] for slot in shown["next"]][:2] == [False, True]
    assert await Schedule.filter(kind="broadcast").count() == 0
    _, made = await asking.write("/schedules", MONTHLY)
    at = f"/schedules/{made['id']}"
    status, changed = await asking.write(at, {"when": "每周一8:50", "day_off": "earlier"})
    assert (status, changed["when"], changed["day_off"], changed["version"]) == (200, "每周一8:50", "earlier", 2)
    assert changed["next"][0]["at"] == "2026-06-08T08:50:00+08:00"
    assert [(await asking.write(at, {"state": state}))[0] for state in ("paused", "paused", "active", "ended")] == [
        200,
        409,
        200,
        200,
    ]
    items = await asking.items("/schedules?state=active")
    assert [item["name"] for item in items] == list(NAMES.values())
    entries = await AuditEntry.filter(subject=f"schedule:{made['id']}").order_by("id")
    assert [e.action.removeprefix("schedule_") for e in entries] == [
        "created",
        "changed",
        "paused",
        "resumed",
        "removed",
    ]
    assert {e.actor for e in entries} == {"api:admin"}


async def test_a_reader_sees_schedules_without_their_words(asking: Office) -> None:
    await asking.write("/schedules", MONTHLY)
    assert [item["text"] for item in await asking.items("/schedules", READER)] == [None] * (len(NAMES) + 1)
    assert (await asking.write("/schedules", MONTHLY, READER))[0] == 403


BAD: list[tuple[Any, str]] = [
    ({**MONTHLY, "when": "每周八"}, "没看懂什么时候发"),
    ({**MONTHLY, "to": "火星局"}, "没找到发给谁"),
    ({**MONTHLY, "to": "各县区"}, "没有一个人"),
    ({**MONTHLY, "text": "字" * 301}, "最多300字"),
    ({**MONTHLY, "text": ""}, "text: send the words"),
    ({**MONTHLY, "day_off": "never"}, "day_off: send earlier"),
    ({**MONTHLY, "colour": "red"}, "unknown parameter 'colour'"),
    ({**MONTHLY, "text": None}, "text: send"),
    ({"when": "每月25日9:00"}, "to: send"),
    ([], "JSON object"),
    ({**MONTHLY, "text": ["a"]}, "JSON object"),
    ({**MONTHLY, "text": "\x00"}, "JSON object"),
    (b"", "JSON object"),
    (b"\xff", "JSON object"),
    (b"[" * 60_000, "JSON object"),
    (b'{"text": 1' + b"0" * 5000 + b"}", "JSON object"),
    (b'{"text": NaN}', "JSON object"),
    (b'{"text": "\\ud800"}', "JSON object"),
    (b"x" * 70_000, "64 KiB"),
]


@pytest.mark.parametrize(("content", "part"), BAD, ids=range(len(BAD)))
async def test_what_cannot_be_read_is_refused_with_what_to_send(asking: Office, content: Any, part: str) -> None:
    status, refusal = await asking.write("/schedules", content)
    assert status == 400, refusal
    assert part in refusal["error"]["message"]
    assert await Schedule.all().count() == len(NAMES)


async def test_what_is_not_there_or_said_twice_is_refused(asking: Office) -> None:
    assert (await asking.write("/schedules/99", {"state": "paused"}))[0] == 404
    assert (await asking.write("/schedules/1", {"state": "paused", "when": "每天9:00"}))[0] == 400
    assert (await asking.write("/schedules/1", {"id": 1}))[0] == 400
    assert (await asking.write("/schedules/1", {"text": "早"}))[0] == 400  # a list has no words of its own
    assert (await asking.write("/schedules/1", {"state": "ended"}))[0] == 409
