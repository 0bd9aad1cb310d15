"""The directories of the three messengers, as a channel reads them: in pages, within a scope, at a pace, while people come and go."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from bot.channels.contract import Channel
from bot.channels.dingtalk import DingTalkChannel, DingTalkSettings
from bot.channels.feishu import FeishuChannel, FeishuSettings
from bot.channels.wecom import WeComChannel, WeComSettings
from bot.directory import Reading
from bot.sandbox import SandboxConfig, create_app
from bot.sandbox.config import DingTalkConfig, FeishuConfig, WeComConfig
from models.messages import Absence, Refused, Retry
from models.rules.directory import Entry

AES_KEY = "c2FuZGJveC1rZXktb2YtdGhlLXNhbXBsZS1jaXR5LTE"
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
PLATFORMS = ("wecom", "dingtalk", "feishu")
# by platform: a call of its directory, what refuses it for want of a permission, what for haste
READ = {"wecom": "user/list", "dingtalk": "topapi/v2/user/list", "feishu": "contact/v3/users/find_by_department"}
DENIED = {"wecom": (48002, 60020, 60011), "dingtalk": (60011, 60020, 50004), "feishu": (99991672, 99991401, 40004)}
HASTY = {"wecom": 45009, "dingtalk": 90018, "feishu": 99991400}

pytestmark = pytest.mark.parametrize("platform", PLATFORMS)


@dataclass
class Town:
    """`now` is the channel's time; waiting turns it."""

    base: str
    platform: str
    session: ClientSession
    now: datetime = NOON

    def channel(self) -> Channel:
        match self.platform:
            case "wecom":
                return WeComChannel(
                    WeComSettings("ww1", 7, "s", "t", AES_KEY, api_base=self.base), now=lambda: self.now
                )
            case "dingtalk":
                given = DingTalkSettings("ding1", "s", api_base=self.base, oapi_base=self.base)
                return DingTalkChannel(given, now=lambda: self.now)
            case _:
                return FeishuChannel(FeishuSettings("cli_1", "s", "k", api_base=self.base), now=lambda: self.now)

    async def post(self, path: str, body: object) -> None:
        async with self.session.post(f"{self.base}/sandbox/{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()

    async def told(self, *people: tuple[str, str, str, str]) -> None:
        rows = [{"user": u, "name": n, "unit": unit, "role": r, "platform": self.platform} for u, n, unit, r in people]
        await self.post("people", rows)

    async def change(self, **what: object) -> None:
        await self.post("personnel", {"platform": self.platform, **what})

    async def spoil(self, errcode: int, times: int = 1) -> None:
        await self.post("faults", {"endpoint": READ[self.platform], "errcode": errcode, "times": times})

    async def read(self, channel: Channel, *mobiles: str) -> dict[str, Entry]:
        assert channel.directory is not None
        reading = Reading(channel.directory)
        assert await reading.go_on() is None
        found = await reading.found(mobiles)
        assert isinstance(found, list)
        return {one.name: one for one in found}


@asynccontextmanager
async def _town(platform: str) -> AsyncIterator[Town]:
    config = SandboxConfig(
        wecom=WeComConfig("ww1", 7, "s", "t", AES_KEY, "http://127.0.0.1:9/"),
        dingtalk=DingTalkConfig("ding1", "s", "ding1", monthly_calls=1),
        feishu=FeishuConfig("cli_1", "s", "k", "", "http://127.0.0.1:9/"),
    )
    async with TestServer(create_app(config)) as server, ClientSession() as session:
        town = Town(str(server.make_url("")).rstrip("/"), platform, session)
        await town.told(
            ("fjy", "方建业", "市住建局", "head"),
            ("jhq", "江河清", "市水利局", "head"),
            ("xw", "许文", "市住建局", "liaison"),
        )
        yield town


@pytest.fixture
async def town(platform: str) -> AsyncIterator[Town]:
    async with _town(platform) as found:
        yield found


@pytest.fixture
async def channel(town: Town) -> AsyncIterator[Channel]:
    found = town.channel()
    yield found
    await found.close()


async def test_departments_of_all_levels_and_their_people_are_read(town: Town, channel: Channel) -> None:
    await town.change(
        user="zp", name="邹平", title="副局长", units=["市住建局/办公室", "市水利局"], leads=["市住建局/办公室"]
    )
    found = await town.read(channel)
    assert found["方建业"].leads == (("市住建局",),)
    assert found["邹平"].title == "副局长"
    assert set(found["邹平"].paths) == {("市住建局", "办公室"), ("市水利局",)}
    assert (found["邹平"].leads, found["许文"].leads) == ((("市住建局", "办公室"),), ())
    assert found["方建业"].userid == "fjy"


async def test_many_come_in_pages(town: Town, channel: Channel) -> None:
    await town.told(*((f"u{n}", f"干部{n}", "市住建局", "") for n in range(230)))
    assert len(await town.read(channel)) == 230


async def test_a_telephone_number_finds_its_owner_where_the_platform_tells(town: Town, channel: Channel) -> None:
    await town.change(user="xw", mobile="11100001111")
    found = await town.read(channel, "11100001111", "11100002222")
    assert found["许文"].mobile == (None if town.platform == "wecom" else "11100001111")
    assert channel.directory is not None
    owners = await channel.directory.by_mobile(["11100001111", "11100002222"])
    assert isinstance(owners, dict)
    owner = next((one for one in found.values() if owners.get("11100001111") in one.ids), None)
    assert (owner.name if owner else None) == (None if town.platform == "wecom" else "许文")


async def test_who_left_is_gone_and_who_is_not_shown_is_hidden(town: Town, channel: Channel) -> None:
    assert channel.directory is not None
    xu = (await town.read(channel))["许文"]
    assert (await channel.directory.member("xw")) != Absence.GONE
    await town.change(user="xw", left=True)
    await town.change(user="jhq", hidden=True)
    assert set(await town.read(channel)) == {"方建业"}
    by_open_id = next((one for one in xu.aliases if one.startswith("ou_")), xu.userid)
    assert await channel.directory.member(by_open_id) is Absence.GONE
    assert await channel.directory.member("jhq") is Absence.HIDDEN


async def test_who_moved_and_what_was_renamed_is_read_so(town: Town, channel: Channel) -> None:
    await town.change(user="xw", name="许文远", title="主任", units=["市水利局"])
    await town.change(unit="市水利局", renamed="市水务局")
    found = await town.read(channel)
    assert (found["许文远"].paths, found["许文远"].title) == ((("市水务局",),), "主任")
    assert found["江河清"].leads == (("市水务局",),)


async def test_a_scope_that_shrank_is_a_smaller_directory_or_none(town: Town, channel: Channel) -> None:
    await town.change(scope=["市住建局"])
    if town.platform == "wecom":
        assert set(await town.read(channel)) == {"方建业", "许文"}
        return
    assert channel.directory is not None
    stopped = await Reading(channel.directory).go_on()
    assert isinstance(stopped, Refused)
    assert "权限范围" in stopped.error


async def test_what_is_not_permitted_says_what_to_permit(town: Town) -> None:
    for errcode in DENIED[town.platform]:
        channel = town.channel()
        assert channel.directory is not None
        await town.spoil(errcode)
        stopped = await Reading(channel.directory).go_on()
        assert isinstance(stopped, Refused)
        assert (stopped.blame, str(errcode) in stopped.error) == ("config", True)
        await channel.close()


async def test_after_a_limit_the_reading_goes_on_where_it_stopped(town: Town, channel: Channel) -> None:
    assert channel.directory is not None
    await town.spoil(HASTY[town.platform])
    reading = Reading(channel.directory)
    stopped = await reading.go_on()
    assert isinstance(stopped, Retry)
    assert isinstance(await reading.go_on(), Retry), "and until it is over no call is made"
    town.now += timedelta(seconds=stopped.after_s + 1)
    assert await reading.go_on() is None
    found = await reading.found()
    assert isinstance(found, list)
    assert sorted(one.name for one in found) == ["方建业", "江河清", "许文"]


async def test_half_an_answer_is_asked_for_again(town: Town, channel: Channel) -> None:
    assert channel.directory is not None
    await town.post("faults", {"endpoint": READ[town.platform], "truncate": True})
    reading = Reading(channel.directory)
    assert isinstance(await reading.go_on(), Retry)
    assert await reading.go_on() is None


async def test_reading_costs_nothing_of_the_month_and_stays_below_the_second(town: Town, channel: Channel) -> None:
    """The messenger refuses DingTalk's second metered call of the month, and the 21st of a second."""
    many = {"dingtalk": 60, "wecom": 12, "feishu": 6}[town.platform]  # units, each of them a call
    await town.told(*((f"u{n}", f"干部{n}", f"市第{n}局", "head") for n in range(many)))
    town.now = datetime.now(UTC)
    live = channel if town.platform != "dingtalk" else DingTalkChannel(
        DingTalkSettings("ding1", "s", api_base=town.base, oapi_base=town.base), now=lambda: datetime.now(UTC)
    )  # fmt: skip
    assert len(await town.read(live)) == many
    if live is not channel:
        await live.close()


async def test_the_messenger_forgets_no_change_when_it_starts_anew(town: Town, channel: Channel, tmp_path) -> None:
    file = tmp_path / "phones.jsonl"
    config = SandboxConfig(wecom=WeComConfig("ww1", 7, "s", "t", AES_KEY, "http://127.0.0.1:9/"), state_file=file)
    change = {"platform": "wecom", "user": "zp", "name": "邹平", "units": ["市住建局"]}
    async with TestServer(create_app(config)) as server, ClientSession() as session:
        await session.post(server.make_url("/sandbox/personnel"), json=change)
    async with TestServer(create_app(config)) as server:
        again = Town(str(server.make_url("")).rstrip("/"), "wecom", town.session)
        reader = again.channel()
        assert set(await again.read(reader)) == {"邹平"}
        await reader.close()
    assert any(json.loads(line)["kind"] == "personnel" for line in file.read_text().splitlines())
