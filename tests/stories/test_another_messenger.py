"""Somebody whom one messenger does not know gets the same words by his other one, once; then he is telephoned."""

from dataclasses import dataclass, replace

import pytest
from city_of_stories import DAMS, WATER, City
from office import Office

from models.outbox import Outbox
from models.people import Account
from models.rules.plan.grid import Sheet

HEAD, OFFICE = "江河清", "苏知微"
NOT_IN_WECOM, NOT_IN_FEISHU = {"errcode": 81013}, {"errcode": 230013}


@dataclass(frozen=True)
class OnBoth(City):
    """Each head has an account in Feishu as well, by the same word."""

    def contacts(self) -> list[Sheet]:
        units, *others = super().contacts()
        header, *rows = units.rows
        twice = [(*row, row[header.index("企业微信账号")]) for row in rows]
        return [replace(units, rows=((*header, "飞书账号"), *twice)), *others]


@pytest.fixture
async def dams(office: Office) -> Office:
    """The dispatch is on its way, at 08:40 of the next working day; WeCom does not know the head any more."""
    office.city = OnBoth(units=(WATER,), tasks=(DAMS,))
    await office.settle_in()
    await office.import_plan()
    await office.spoil("message/send", **NOT_IN_WECOM)
    return office


async def states() -> list[tuple[str, str]]:
    return [(row.platform, row.state) for row in await Outbox.filter(userid=WATER.account).order_by("id")]


async def is_stale(platform: str) -> bool:
    return bool((await Account.get(platform=platform, userid=WATER.account)).stale)


async def test_the_same_words_reach_him_by_his_other_messenger_and_the_office_hears_of_it(dams: Office) -> None:
    await dams.dispatch()
    await dams.at("2026-03-02 08:45")
    assert await states() == [("wecom", "failed"), ("feishu", "sent")]
    assert (await is_stale("wecom"), await is_stale("feishu")) == (True, False)
    await dams.at("2026-03-03 08:45")
    await dams.expect(OFFICE, "江河清：企业微信里找不到此人，已改发飞书", without=("没有送达",))


async def test_he_works_on_from_there_as_if_nothing_had_been(dams: Office) -> None:
    await dams.dispatch()
    await dams.at("2026-03-02 08:45")
    [shown] = [row for row in await Outbox.filter(platform="feishu") if row.kind == "card"]
    assert shown.state == "sent"
    dams.knows_phone("江河清的飞书", f"feishu:{WATER.account}")
    await dams.tap("江河清的飞书", "认领")
    await dams.expect("江河清的飞书", "5号")
    assert not await dams.gaps()


async def test_refused_there_too_he_is_telephoned(dams: Office) -> None:
    await dams.spoil("im/v1/messages", **NOT_IN_FEISHU)
    await dams.dispatch()
    await dams.at("2026-03-02 08:45")
    assert await states() == [("wecom", "failed"), ("feishu", "failed")]
    await dams.at("2026-03-03 08:45")
    await dams.expect(OFFICE, "江河清的消息没有送达：飞书里找不到此人，请电话告知")
    await dams.at("2026-03-03 10:00")
    await dams.say(OFFICE, "电话")
    await dams.expect(OFFICE, "今天要打的电话 1个", "江河清", "11100000000")


async def test_a_stale_account_is_believed_again_when_he_writes_by_it(dams: Office) -> None:
    await dams.dispatch()
    await dams.at("2026-03-02 08:45")
    assert await is_stale("wecom")
    await dams.say(HEAD, "在的")
    assert not await is_stale("wecom")


async def test_or_when_the_contacts_are_imported_anew(dams: Office) -> None:
    await dams.dispatch()
    await dams.at("2026-03-02 08:45")
    assert await is_stale("wecom")
    await dams.settle_in()
    assert not await is_stale("wecom")


async def test_the_office_asks_what_became_of_it(dams: Office) -> None:
    await dams.dispatch()
    await dams.at("2026-03-02 08:45")
    await dams.say(OFFICE, "5 送达")
    await dams.expect(OFFICE, "江河清：平台已收下（飞书，3月2日")
    await dams.say(OFFICE, "送达")
    await dams.expect(OFFICE, "平台已收下", "没有送达1", without=("要留意的",))


async def test_and_who_is_to_be_worried_about(dams: Office) -> None:
    await dams.spoil("im/v1/messages", **NOT_IN_FEISHU)
    await dams.dispatch()
    await dams.at("2026-03-02 08:45")
    await dams.say(OFFICE, "今天的消息都送到了吗？")
    await dams.expect(OFFICE, "要留意的", "江河清：没有送达（飞书", "请电话告知")
    await dams.say(OFFICE, "99 送达")
    await dams.expect(OFFICE, "99")
