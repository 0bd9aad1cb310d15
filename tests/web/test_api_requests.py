"""Requests as they come: pages, cursors, and everything malformed; never a 500."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import pytest
from aiohttp import web
from api_parts import ADMIN, NOW, Office, keys, office
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.web import api
from models.people import Unit


@pytest.fixture
async def asking(database: str) -> AsyncIterator[Office]:
    await keys()
    for n in range(5):
        await Unit.create(name=f"单位{n}", ordinal=5 - n)
    async with office() as client:
        yield client


async def pages(asking: Office, path: str) -> list[list[str]]:
    found, cursor = [], ""
    while True:
        _, content = await asking.get(path + cursor)
        found.append([item["name"] for item in content["items"]])
        if content["next"] is None:
            return found
        cursor = f"&cursor={content['next']}"


async def test_pages_follow_one_another_and_end(asking: Office) -> None:
    assert await pages(asking, "/units?limit=2") == [["单位0", "单位1"], ["单位2", "单位3"], ["单位4"]]
    assert await pages(asking, "/units?limit=5") == [["单位0", "单位1", "单位2", "单位3", "单位4"]]
    assert await pages(asking, "/units?limit=3&order=desc") == [
        ["单位4", "单位3", "单位2"],
        ["单位1", "单位0"],
    ]


async def test_a_new_row_never_shifts_a_page(asking: Office) -> None:
    _, first = await asking.get("/units?limit=2&order=desc")
    await Unit.create(name="新单位")
    _, second = await asking.get(f"/units?limit=2&order=desc&cursor={first['next']}")
    assert [u["name"] for u in second["items"]] == ["单位2", "单位1"]


async def test_a_cursor_is_good_for_its_own_list_only(asking: Office) -> None:
    _, first = await asking.get("/units?limit=2")
    for path in ("/people?cursor=", "/units?order=desc&cursor="):
        status, refusal = await asking.get(path + first["next"])
        assert (status, refusal["error"]["code"]) == (400, "bad_request")
        assert "next" in refusal["error"]["message"]


MALFORMED = [
    ("/obligations?state=bogus", "send open, met or withdrawn"),
    ("/tasks?state=bogus", "send draft, live, gone, pending_review"),
    ("/tasks?lamp=blue", "send green, yellow, red or white"),
    ("/units?kind=office", "send department, park"),
    ("/people?role=clerk", "head, deputy or liaison"),
    ("/messages/inbox?platform=qq", "send wecom, dingtalk or feishu"),
    ("/messages/outbox?state=bogus", "merged"),
    ("/units?limit=0", "from 1 to 200"),
    ("/units?limit=201", "from 1 to 200"),
    ("/units?limit=-1", "from 1 to 200"),
    ("/units?limit=", "from 1 to 200"),
    ("/units?limit=ten", "from 1 to 200"),
    ("/units?limit=" + "9" * 5000, "from 1 to 200"),
    ("/units?limit=1&limit=2", "twice"),
    ("/units?cursor=", "next"),
    ("/units?cursor=abc", "next"),
    ("/units?cursor=" + "A" * 79, "next"),
    ("/units?cursor=%00", "U+0000"),
    ("/units?order=sideways", "asc"),
    ("/units?colour=red", "cursor, kind, limit, order"),
    ("/units?" + "&".join(f"a{n}=1" for n in range(40)), "at most 20"),
    ("/units?kind=%ff", "UTF-8"),
    ("/units?kind=%F0%28%8C%28", "UTF-8"),
    ("/units?kind=%ED%A0%80", "UTF-8"),
    ("/units?kind=a%00b", "U+0000"),
    ("/tasks?unit=%00", "U+0000"),
    ("/tasks?unit=" + quote("局" * 200), "unit"),
    ("/tasks?seq=1.5", "printed number"),
    ("/tasks?seq=99999999999", "printed number"),
    ("/tasks?class=T9", "T0 to T4"),
    ("/tasks?task_class=T1", "unknown parameter"),
    ("/tasks?state=';DROP", "send draft, live"),
    ("/obligations?kind=K12", "K1 to K11"),
    ("/obligations?task=0", "number"),
    ("/messages/inbox?state=lost", "quarantined"),
    ("/messages/inbox?user=@all|x", "messenger"),
    ("/tasks/zero", "number"),
    ("/tasks/0", "number"),
    ("/tasks/-1", "number"),
    ("/tasks/1e3", "number"),
    ("/tasks/%00", "number"),
    ("/tasks/%ff", "number"),
    ("/tasks/" + str(2**63), "number"),
    ("/tasks/" + "9" * 5000, "number"),
    ("/tasks/1?id=2", "twice"),
    ("/tasks/" + "9" * 5000 + "/updates", "number"),
]


async def test_a_malformed_request_hears_what_to_send(asking: Office) -> None:
    for path, hint in MALFORMED:
        status, refusal = await asking.get(path)
        assert (status, refusal["error"]["code"]) == (400, "bad_request"), path
        assert hint in refusal["error"]["message"], path
        assert len(refusal["error"]["message"]) < 250, path


MISSING = [
    "/tasks/999", f"/tasks/{2**63 - 1}", "/tasks/999/updates", "/nothing", "/tasks/", "/tasks/1/2", "/", "",
    "/../tasks/1/none", "/tasks/%2e%2e/1/2", "/tasks/%0A%7B",
]  # fmt: skip


async def test_what_is_not_there_is_404_in_json(asking: Office) -> None:
    for path in MISSING:
        status, refusal = await asking.get(path)
        assert (status, refusal["error"]["code"]) == (404, "not_found"), path


async def test_an_unknown_message_cannot_be_released(asking: Office) -> None:
    assert (await asking.post("/messages/inbox/999/release"))[0] == 404


def raw(port: int, request: bytes) -> bytes:
    """The answer's first line to bytes that no client would send."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
        wire.sendall(request)
        return wire.makefile("rb").readline()


STRAY = (
    b"/api/v1/units?kind=\xff\xfe", b"/api/v1/tasks/\xff", b"/api/v1/tasks?unit=%", b"/api/v1/tasks/%zz",
)  # fmt: skip


async def test_stray_bytes_are_400(asking: Office) -> None:
    for target in STRAY:
        request = [b"GET " + target + b" HTTP/1.1", b"Host: x", b"Authorization: Bearer " + ADMIN.encode()]
        line = await asyncio.to_thread(raw, asking.client.port or 0, b"\r\n".join(request) + b"\r\n\r\n")
        assert line.split()[1] == b"400", (target, line)


TEXT = st.text(st.characters(codec="utf-8"), max_size=30)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    route=st.sampled_from(api.ROUTES),
    number=TEXT | st.integers().map(str),
    query=st.dictionaries(
        st.sampled_from(["limit", "cursor", "order", "unit", "state", "all", "user", "seq", "kind", "class"]) | TEXT,
        TEXT,
    ),
)
async def test_no_request_whatever_is_a_500(route: Any, number: str, query: dict[str, str], asking: Office) -> None:
    path = route.path.replace("{id}", quote(number, safe=""))
    asked = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in query.items())
    status, content = await asking.get(f"{path}?{asked}", method=route.method)
    assert status in {200, 400, 404, 405, 409}, content
    if status != 200:
        assert set(content["error"]) == {"code", "message"}


async def test_a_fault_of_ours_does_not_pass_for_the_callers(asking: Office) -> None:
    await Unit.filter(name="单位0").update(short_names={"not": "a list"})
    status, refusal = await asking.get("/units")
    assert (status, refusal["error"]["code"]) == (500, "unexpected")
    assert "list" not in refusal["error"]["message"]


def test_handlers_are_plain_functions() -> None:
    assert all(isinstance(route, web.RouteDef) for route in api.routes(lambda: NOW))
