"""The messenger's own directory beside the contacts: accounts are filled once confirmed, and the night notices who left."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from city_of_stories import BUILDING, City
from office import Office

from models.people import Account, Holding
from models.rules.plan.grid import Sheet

HEAD, OFFICE = "方建业", "苏知微"
GONE = "已不在通讯录"


class Nights(Office):
    async def staff(self, user: str = "", **what: Any) -> None:
        """Something happens in the organisation; no callback tells of it."""
        told = {"platform": "wecom", **({"user": user} if user else {})} | what
        await self._post("personnel", told)


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Nights]:
    async with Nights.open(database_url, directory_at="03:20") as office:
        yield office


async def holder(name: str) -> int:
    return await Holding.filter(person__name=name, until=None).count()


async def test_the_first_sync_fills_what_is_certain_after_a_tap(office: Nights) -> None:
    office.city = City().with_unit("市住建局", account="", liaison_account="")
    await office.settle_in()
    await office.staff("fangjy", name=HEAD, title="局长", units=["市住建局"])
    await office.staff("xuwen1", name="许文", units=["市住建局"])
    await office.staff("xuwen2", name="许文", units=["市住建局/办公室"])

    await office.say(OFFICE, "同步通讯录")
    card = await office.expect(OFFICE, "可补1人", "市住建局 方建业 局长：fangjy", "2个可能", "［先不补］")
    assert "单位、职务、任务和有效的账号都不动" in card
    assert not await Account.filter(person__name=HEAD).exists()
    await office.tap(OFFICE, "补上1人")
    await office.expect(OFFICE, "企业微信：已补1人的账号")
    assert [one.userid for one in await Account.filter(person__name=HEAD)] == ["fangjy"]
    assert not await Account.filter(person__name="许文").exists()
    await office.say(OFFICE, "同步通讯录")
    await office.expect(OFFICE, "没有要补的账号")


async def test_who_does_not_confirm_changes_nothing(office: Nights) -> None:
    office.city = City().with_unit("市住建局", account="")
    await office.settle_in()
    await office.staff("fangjy", name=HEAD, units=["市住建局"])
    await office.say(OFFICE, "同步通讯录")
    await office.say(OFFICE, "不要")
    await office.expect(OFFICE, "没有改动")
    assert not await Account.filter(person__name=HEAD).exists()


async def test_a_head_who_left_is_told_once_with_what_is_open_and_nothing_is_reassigned(office: Nights) -> None:
    await office.open_year()
    await office.at("2026-03-04 09:00")
    for who in (OFFICE, "闻述白"):
        await office.expect_without(who, "通讯录")
    await office.staff(BUILDING.account, left=True)
    await office.staff("jiangheqing", title="二级调研员")
    await office.at("2026-03-05 09:00")
    words = await office.expect(
        OFFICE, "企业微信通讯录有2处变动", f"市住建局 局长 {HEAD}{GONE}，单位在办4项：请定继任者"
    )
    assert "任务和责任人都没有动" in words
    assert words.index(GONE) < words.index("市水利局 局长 江河清的职务由局长改为二级调研员")
    await office.expect("闻述白", GONE)
    assert await holder(HEAD) == 1
    assert (await Account.get(userid=BUILDING.account)).stale
    await office.at("2026-03-06 09:00")
    await office.expect_without(OFFICE, GONE)
    await office.say(OFFICE, "通讯录变动")
    await office.expect(OFFICE, "上次核对", GONE)


async def test_who_moved_or_is_called_otherwise_is_told(office: Nights) -> None:
    await office.open_year()
    await office.at("2026-03-04 09:00")
    await office.read(OFFICE)
    await office.staff(BUILDING.account, units=["市水利局"])
    await office.staff("jiangheqing", name="新局长")
    await office.at("2026-03-05 09:00")
    await office.expect(
        OFFICE,
        "2处变动",
        "市水利局 局长 江河清的账号在通讯录里改叫新局长",
        f"{HEAD}在通讯录里调到了市水利局：原任务是否交接",
    )


async def test_a_scope_that_shrank_means_that_nobody_left(office: Nights) -> None:
    await office.open_year()
    await office.at("2026-03-04 09:00")
    await office.read(OFFICE)
    await office.staff(scope=["市水利局"])
    await office.at("2026-03-05 09:00")
    words = await office.expect(OFFICE, "多半是应用的可见范围变小了", "没有据此认定任何人离任")
    assert GONE not in words
    assert not await Account.filter(stale=True).exists()
    await office.staff(scope=None)
    await office.at("2026-03-06 09:00")
    await office.expect_without(OFFICE, "通讯录")

    await office.staff(scope=[])
    await office.at("2026-03-10 09:00")
    await office.expect(OFFICE, "读出来是空的", "没有据此认定任何人离任")


@pytest.mark.parametrize("fault", [{"errcode": 60020, "times": 50}, {"status": 502, "times": 200}])
async def test_an_error_means_that_nobody_left(office: Nights, fault: dict[str, Any]) -> None:
    await office.open_year()
    await office.at("2026-03-04 09:00")
    await office.read(OFFICE)
    await office.staff(BUILDING.account, left=True)
    await office.spoil("user/list", **fault)
    await office.at("2026-03-05 09:00")
    words = await office.expect(OFFICE, "企业微信通讯录没有读成", "没有据此认定任何人离任")
    assert GONE not in words
    assert not await Account.filter(stale=True).exists()


async def test_a_limit_of_the_platform_is_waited_out_the_same_night(office: Nights) -> None:
    await office.open_year()
    await office.at("2026-03-04 09:00")
    await office.read(OFFICE)
    await office.staff(BUILDING.account, left=True)
    await office.spoil("user/list", errcode=45009, times=2)
    await office.at("2026-03-05 09:00")
    await office.expect(OFFICE, f"{HEAD}{GONE}")


async def test_who_is_hidden_is_not_said_to_have_left(office: Nights) -> None:
    await office.open_year()
    await office.at("2026-03-04 09:00")
    await office.read(OFFICE)
    await office.staff(BUILDING.account, hidden=True)
    await office.at("2026-03-05 09:00")
    words = await office.expect(OFFICE, f"{HEAD}在通讯录里看不到了", "未按离任处理")
    assert GONE not in words
    assert not (await Account.get(userid=BUILDING.account)).stale


async def test_the_directory_is_for_the_office_alone(office: Nights) -> None:
    await office.open_year()
    await office.say(HEAD, "同步通讯录")
    await office.expect_without(HEAD, "正在读通讯录", "补上")


@dataclass(frozen=True)
class Elsewhere(City):
    """Everybody is on another messenger."""

    column: str = ""

    def contacts(self) -> list[Sheet]:
        return [replace(one, rows=(tuple(map(self._named, one.rows[0])), *one.rows[1:])) for one in super().contacts()]

    def _named(self, name: object) -> object:
        return self.column if name in ("企业微信账号", "企业微信号") else name


@pytest.mark.parametrize(
    ("platform", "column", "told"),
    [
        ("dingtalk", "钉钉账号", f"{HEAD}{GONE}，单位在办4项"),
        ("feishu", "飞书账号", f"{HEAD}在通讯录里看不到了：可能离任"),
    ],
)
async def test_the_other_messengers_are_read_likewise(office: Nights, platform: str, column: str, told: str) -> None:
    """Feishu does not say of a user id whether its owner left or is not shown."""
    office.city = Elsewhere(column=column)
    await office.open_year()
    await office.at("2026-03-04 09:00")
    await office.expect_without(OFFICE, "通讯录")
    await office.staff(BUILDING.account, platform=platform, left=True)
    await office.at("2026-03-05 09:00")
    await office.expect(OFFICE, told)
    assert await holder(HEAD) == 1
