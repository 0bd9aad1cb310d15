"""Whatever a platform, or somebody who has its keys, may send: refused, answered or kept and readable; never a fault of ours."""

import asyncio
from urllib.parse import urlencode

import pytest
from mutations import FEISHU, HTTP_OF_DINGTALK, WIRES, judge, posts
from raw_http import request, send

from bot.city import DINGTALK

AT_THE_DOOR, BY_HTTP, AT_ONCE = 8_000, 300, 32  # `python -m tests.durability --mutations 100000` for more
SHARE = 0.05


@pytest.mark.parametrize("platform", WIRES)
def test_a_damaged_callback_is_refused_or_readable(platform, record_property):
    verdict = judge(platform, AT_THE_DOOR, seed=7)
    assert verdict.faults == []
    assert verdict.ends["refused"] > SHARE * AT_THE_DOOR
    assert verdict.ends["kept"] > SHARE * AT_THE_DOOR
    record_property("figures", f"{platform}: {AT_THE_DOOR} damaged callbacks, {dict(verdict.ends)}")


def settings_of_all(base: str) -> dict[str, str]:
    bases = dict.fromkeys(("DINGTALK_API_BASE", "DINGTALK_OAPI_BASE", "FEISHU_API_BASE"), base)
    told = {name.upper(): str(value) for name, value in (DINGTALK | HTTP_OF_DINGTALK | FEISHU).items()}
    return told | bases | {"CALLBACK_SKEW_S": "0"}


async def test_the_running_bot_answers_them_without_a_fault_and_works_what_it_kept(stage, city_on_sqlite):
    scene = await stage(city_on_sqlite, is_eve=False, **settings_of_all("http://127.0.0.1:9"))
    gate, statuses = asyncio.Semaphore(AT_ONCE), {}

    async def ask(platform, post):
        query = urlencode(post.query, errors="surrogateescape")
        headers = {name: value.replace("\n", "").replace("\x00", "") for name, value in post.headers.items()}
        raw = request("POST", f"/callback/{platform}{post.place}?{query}", post.body, headers)
        async with gate:
            status = (await send(scene.bot.port, raw)).status
        statuses.setdefault(status, []).append((platform, post))

    async with asyncio.TaskGroup() as group:
        for platform in WIRES:
            for post in posts(platform, BY_HTTP, seed=8):
                group.create_task(ask(platform, post))
    assert set(statuses) <= {200, 400, 403, 413}, {status: some[:1] for status, some in statuses.items()}
    assert len(statuses[200]) > SHARE * BY_HTTP * len(WIRES)
    await scene.bot.turn_clock(30)
    assert await scene.count("inbox WHERE state NOT IN ('applied', 'quarantined')") == 0
    for platform in WIRES:
        assert await scene.count(f"inbox WHERE platform = '{platform}' AND state = 'applied'") > 0
    assert "Traceback" not in scene.bot.log.read_text(encoding="utf-8")
    assert await scene.bot.stop() == 0
