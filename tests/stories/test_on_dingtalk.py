"""A city whose heads are on DingTalk, while 督查室 and the leaders stay on WeCom: the same work, the same words."""

import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from city_of_stories import DAMS, WATER, City
from office import Office

from bot import city
from models import inbox, people, quotas, roster, rulebook
from models.inbox import Arrival, Inbox
from models.messages import OutgoingKind
from models.outbox import Outbox
from models.people import Account
from models.quotas import Quota
from models.rules.plan.grid import Sheet

HEAD, OFFICE = "江河清", "苏知微"
FAR_ON = 1_000_000  # the number of a bubble: whoever saw it saw all before it
SEND = "v1.0/robot/oToMessages/batchSend"


@dataclass(frozen=True)
class OnDingTalk(City):
    def contacts(self) -> list[Sheet]:
        units, *others = super().contacts()
        header = tuple("钉钉账号" if name == "企业微信账号" else name for name in units.rows[0])
        return [replace(units, rows=(header, *units.rows[1:])), *others]


@pytest.fixture
async def town(office: Office) -> Office:
    """Nothing dispatched yet."""
    office.city = OnDingTalk(units=(WATER,), tasks=(DAMS,))
    await office.settle_in()
    await office.import_plan()
    return office


@pytest.fixture
async def dams(town: Office) -> Office:
    await town.dispatch()
    await town.at("2026-03-02 08:45")
    return town


async def test_one_task_from_dispatch_to_its_end(dams: Office) -> None:
    card = await dams.card(HEAD, "病险水库")
    assert card["card"]["shown"]["look"] == "dingtalk"
    await dams.expect(HEAD, "病险水库", "回“选1”")
    await dams.tap(HEAD, "认领")  # types 选1 … into the chat
    await dams.expect(HEAD, "5号")
    await dams.tap(HEAD, "认领")
    await dams.expect(HEAD, "已经处理过")

    await dams.at("2026-03-09 10:00")
    await dams.say(HEAD, "5号 除险加固2座，剩下4座6月底前开工")
    await dams.expect(HEAD, "5号已登记", "2座")
    await dams.send_picture(HEAD, text="5号 除险加固3座")  # one rich text
    words, picture = await dams.read(HEAD)
    assert ("3座" in words, "照片" in picture or "图片" in picture) == (True, True)
    await dams.speak(HEAD)
    await dams.expect(HEAD, "语音")

    await dams.say(HEAD, "5号 报结，6座全部完工，青水验〔2026〕11号")
    await dams.expect(HEAD, "已转督查室核验")
    await dams.expect(OFFICE, "5号 报结待核验", "［销号］")
    await dams.tap(OFFICE, "销号")
    await dams.at("2026-03-10 08:45")
    await dams.expect(HEAD, "5号已核验销号", OFFICE)
    sent = await Outbox.filter(platform="dingtalk")
    assert {row.state for row in sent} == {"sent"}
    assert {row.kind for row in sent} == {OutgoingKind.CARD, OutgoingKind.TEXT}


@pytest.mark.parametrize("mode", ["cut", "end", "duplicate"])
async def test_a_line_that_breaks_between_a_message_and_its_acknowledgement_loses_and_repeats_nothing(
    dams: Office, mode: str
) -> None:
    await dams.tap(HEAD, "认领")
    await dams.read(HEAD)
    before = await Inbox.filter(platform="dingtalk").count()
    await dams.spoil("callback", mode=mode)
    await dams.say(HEAD, "5号 除险加固2座")
    assert await Inbox.filter(platform="dingtalk").count() == before + 1
    assert len(await dams.read(HEAD)) == 1
    await dams.say(HEAD, "5号 除险加固3座")
    await dams.expect(HEAD, "3座")


async def test_a_dispatch_of_which_nobody_knows_whether_it_arrived_is_not_sent_twice_and_said(town: Office) -> None:
    await town.spoil(SEND, drop_after=True)
    await town.dispatch()
    await town.at("2026-03-02 08:45")
    [row] = await Outbox.filter(platform="dingtalk")
    assert row.state == "unknown"
    assert len(await town.read(HEAD)) == 1
    await town.at("2026-03-03 08:45")
    await town.expect(OFFICE, f"发给{HEAD}的一条消息", "没有重发")


async def test_who_left_the_organisation_is_asked_no_more_until_the_contacts_say_so_again(dams: Office) -> None:
    await dams.tell_messenger("dingtalk/leave", users=["JiangHeQing", "nobody"])
    account = await Account.get(platform="dingtalk", userid="jiangheqing")
    assert account.stale
    await dams.at("2026-03-03 08:45")
    await dams.expect(OFFICE, "钉钉通讯录里，市水利局江河清已离开组织")
    await dams.read(HEAD)
    await dams.at("2026-03-26 09:00")
    await dams.expect_nothing(HEAD)
    await dams.settle_in()
    assert not (await Account.get(id=account.id)).stale


async def test_a_person_with_two_messengers_is_written_to_in_the_first_and_answered_where_he_spoke(
    dams: Office,
) -> None:
    head = await Account.get(platform="dingtalk", userid="jiangheqing")
    await Account.create(platform="wecom", userid="jiangheqing.wx", person_id=head.person_id)
    dams.knows_phone("江河清在企业微信", "jiangheqing.wx")
    await dams.say("江河清在企业微信", "我的任务")
    await dams.expect("江河清在企业微信", "5号")
    await dams.at("2026-03-04 08:45")
    phones = {row["user"]: row["is_second"] for row in await roster.everybody(await dams.now()) if row["name"] == HEAD}
    assert phones == {"jiangheqing": False, "jiangheqing.wx": True}
    assert {row.platform for row in await Outbox.filter(person_id=head.person_id, is_proactive=True)} == {"dingtalk"}
    await Account.filter(id=head.id).update(stale=True)
    assert (await people.account_of(head.person_id)).platform == "wecom"


async def test_words_that_the_platform_withheld_are_asked_for_again(dams: Office) -> None:
    body = {"senderStaffId": "jiangheqing", "msgId": "msgQ==", "msgtype": "text", "errorCode": 20001, "createAt": 0}
    key, now = "dingtalk:q", await dams.now()
    await inbox.store([Arrival(key, "dingtalk", "msgQ==", "jiangheqing", json.dumps(body), now)])
    await dams.pass_time(0)
    await dams.expect(HEAD, "没有收到内容", "请电话")
    await dams.at("2026-03-03 08:45")
    await dams.expect(OFFICE, "钉钉本月可接收的消息已用完")


async def test_the_months_allowance_is_warned_of_once_a_level(dams: Office) -> None:
    quotas.keep_to({"dingtalk": Quota(sends=1, received=0)})
    await dams.at("2026-03-03 08:45")
    await dams.expect(OFFICE, "钉钉本月已发1次，占额度1次的100%")
    await dams.at("2026-03-04 08:45")
    await dams.expect_without(OFFICE, "额度")


async def test_the_same_words_to_a_hundred_people_are_five_calls_and_one_who_left_takes_nobody_down(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = roster.everybody

    async def without_one(now: datetime) -> list[dict[str, Any]]:
        return [one | {"visible": one["user"] != "head7"} for one in await everybody(now)]

    monkeypatch.setattr(roster, "everybody", without_one)  # out of the app's visible scope, as the console has it
    heads = tuple(replace(WATER, name=f"青岚市第{n}局", short=f"第{n}局", head=f"负责人{n}", account=f"head{n}", liaison="") for n in range(100))  # fmt: skip
    office.city = OnDingTalk(units=heads, tasks=())
    await office.settle_in()
    await office.say(OFFICE, "每月25日9:00给所有负责人发：请核对本月数据")
    await office.tap(OFFICE, "确认")
    await office.at("2026-03-25 08:59")
    before = await used(office)
    await office.at("2026-03-25 09:10")
    sent = await Outbox.filter(platform="dingtalk", reason="broadcast")
    assert Counter(row.state for row in sent) == {"sent": 99, "failed": 1}
    assert [row.userid for row in sent if row.state == "failed"] == ["head7"]
    assert len({row.platform_id for row in sent if row.state == "sent"}) == 5
    assert await office.read("负责人99") == ["请核对本月数据\n市政府督查室 3月25日"]
    assert await used(office) - before == 5


async def used(office: Office) -> int:
    """Calls of this month."""
    return (await quotas.used("dingtalk", await office.now(), (await rulebook.current()).calendar)).sends


@pytest.mark.parametrize(("looks", "said"), [(True, "已读未回"), (False, "已送达未读")])
async def test_who_has_read_it_and_said_nothing_is_told_apart_from_who_has_not(
    dams: Office, looks: bool, said: str
) -> None:
    if looks:
        await dams.tell_messenger("seen", user="dingtalk:jiangheqing", id=FAR_ON)
    await dams.at("2026-03-09 08:45")
    await dams.read(OFFICE)
    await dams.say(OFFICE, "电话")
    await dams.expect(OFFICE, "江河清", f"5号待认领（{said}）")
    row = await Outbox.filter(platform="dingtalk", reason="dispatch").first()
    assert (row is not None and row.delivered_at is not None, bool(row and row.read_at)) == (True, looks)
    _, _, listed = await dams.api("/messages/outbox?platform=dingtalk")
    assert [bool(one["read_at"]) for one in json.loads(listed)["items"] if one["reason"] == "dispatch"] == [looks]


async def test_who_answered_has_read_it_and_the_platform_is_not_asked(dams: Office) -> None:
    before = await used(dams)
    await dams.tap(HEAD, "认领")
    await dams.at("2026-03-02 17:00")
    row = await Outbox.get(platform="dingtalk", reason="dispatch")
    assert row.read_at is not None
    assert row.ask_read_at is None
    answers = await Outbox.filter(platform="dingtalk", sent_at__gt=row.sent_at).count()
    assert await used(dams) - before == answers


@pytest.mark.parametrize("mode", ["stream", "http"])
async def test_with_a_drawn_card_a_press_calls_back_and_the_card_says_what_became_of_it(
    database_url: str, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setitem(city.DINGTALK, "dingtalk_card_template", "ours.schema")
    monkeypatch.setitem(city.DINGTALK, "dingtalk_mode", mode)
    async with Office.open(database_url) as town:
        town.city = OnDingTalk(units=(WATER,), tasks=(DAMS,))
        await town.settle_in()
        await town.import_plan()
        await town.dispatch()
        await town.at("2026-03-02 08:45")
        await town.spoil("v1.0/card/instances", truncate=True)
        await town.tap(HEAD, "认领")
        await town.expect(HEAD, "5号")
        card = await town.card(HEAD, "病险水库")
        assert card["settled"].startswith("已认领")
        await town.say(HEAD, "选1")
        await town.expect_without(HEAD, "已认领")
        assert {row.state for row in await Outbox.filter(platform="dingtalk")} == {"sent"}
