"""A city whose heads are on Feishu, while 督查室 and the leaders stay on WeCom: the same work, the same words."""

from dataclasses import dataclass, replace

import pytest
from city_of_stories import DAMS, WATER, City
from office import Office

from models.events import Attachment
from models.inbox import Inbox
from models.messages import OutgoingKind
from models.outbox import Outbox
from models.people import Account
from models.rules.plan.grid import Sheet

HEAD, OFFICE = "江河清", "苏知微"


@dataclass(frozen=True)
class OnFeishu(City):
    def contacts(self) -> list[Sheet]:
        units, *others = super().contacts()
        return [replace(units, rows=(_on_feishu(units.rows[0]), *units.rows[1:])), *others]


class AllOnFeishu(City):
    def contacts(self) -> list[Sheet]:
        return [replace(one, rows=(_on_feishu(one.rows[0]), *one.rows[1:])) for one in super().contacts()]


def _on_feishu(header: tuple[object, ...]) -> tuple[object, ...]:
    return tuple("飞书账号" if name in ("企业微信账号", "企业微信号") else name for name in header)


@pytest.fixture
async def dams(office: Office) -> Office:
    office.city = OnFeishu(units=(WATER,), tasks=(DAMS,))
    await office.settle_in()
    await office.import_plan()
    await office.dispatch()
    await office.at("2026-03-02 08:45")
    return office


async def test_one_task_from_dispatch_to_its_end(dams: Office) -> None:
    card = await dams.card(HEAD, "病险水库")
    assert card["card"]["shown"]["look"] == "feishu"
    await dams.expect(HEAD, "病险水库")
    await dams.tap(HEAD, "认领")
    await dams.expect(HEAD, "5号")
    assert (await dams.card(HEAD, "病险水库"))["settled"], "the card says itself that it was taken on"

    await dams.at("2026-03-09 10:00")
    await dams.say(HEAD, "5号 除险加固2座，剩下4座6月底前开工")
    await dams.expect(HEAD, "5号已登记", "2座")
    await dams.send_picture(HEAD)
    await dams.expect(HEAD, "图片")
    await dams.speak(HEAD)
    await dams.expect(HEAD, "语音")
    await dams.press_menu(HEAD, "my_tasks")
    await dams.expect(HEAD, "5号")

    await dams.say(HEAD, "5号 报结，6座全部完工，青水验〔2026〕11号")
    await dams.expect(HEAD, "已转督查室核验")
    await dams.expect(OFFICE, "5号 报结待核验", "［销号］")
    await dams.tap(OFFICE, "销号")
    await dams.at("2026-03-10 08:45")
    await dams.expect(HEAD, "5号已核验销号", OFFICE)
    sent = await Outbox.filter(platform="feishu")
    assert {row.state for row in sent} == {"sent"}
    assert {OutgoingKind.CARD, OutgoingKind.CARD_UPDATE, OutgoingKind.TEXT} <= {row.kind for row in sent}


async def test_the_card_of_a_colleague_says_a_week_later_that_it_was_done(office: Office) -> None:
    office.city = AllOnFeishu(units=(WATER,), tasks=(DAMS,))
    await office.settle_in()
    await office.import_plan()
    await office.dispatch()
    await office.at("2026-03-02 08:45")
    await office.tap(HEAD, "认领")
    await office.say(HEAD, "5号 报结，6座全部完工，青水验〔2026〕11号")
    await office.at("2026-03-09 10:00")
    assert not (await office.card("闻述白", "5号 报结待核验"))["settled"]
    await office.tap(OFFICE, "销号")
    assert (await office.card("闻述白", "5号 报结待核验"))["settled"]
    assert not await Outbox.exclude(platform="feishu").exists()


async def test_words_and_a_picture_in_one_post_are_both_taken(dams: Office) -> None:
    await dams.tap(HEAD, "认领")
    await dams.read(HEAD)
    await dams.send_picture(HEAD, text="5号 除险加固2座")
    words, picture = await dams.read(HEAD)
    assert ("5号已登记" in words, "5号" in picture, "照片" in picture or "图片" in picture) == (True, True, True)
    kept = await Attachment.get()
    assert (kept.state, kept.assignment_id is not None) == ("kept", True)


async def test_a_bot_without_an_address_of_its_own_holds_a_connection(database_url: str) -> None:
    city = OnFeishu(units=(WATER,), tasks=(DAMS,))
    async with Office.open(database_url, city=city, feishu_mode="stream") as office:
        await office.settle_in()
        await office.import_plan()
        await office.dispatch()
        await office.at("2026-03-02 08:45")
        await office.tap(HEAD, "认领")
        await office.expect(HEAD, "5号")
        assert (await office.card(HEAD, "病险水库"))["settled"]
        await office.say(HEAD, "5号 除险加固2座")
        await office.expect(HEAD, "5号已登记", "2座")


async def test_an_event_that_comes_ten_times_is_heard_once(dams: Office) -> None:
    await dams.tap(HEAD, "认领")
    await dams.read(HEAD)
    for mode in ("duplicate", "renamed"):
        before = await Inbox.filter(platform="feishu").count()
        await dams.spoil("callback", mode=mode, copies=10)
        await dams.say(HEAD, f"5号 除险加固{2 if mode == 'duplicate' else 3}座")
        assert await Inbox.filter(platform="feishu").count() == before + 1
        assert len(await dams.read(HEAD)) == 1


async def test_a_message_whose_answer_was_lost_is_on_the_phone_once(dams: Office) -> None:
    await dams.tap(HEAD, "认领")
    await dams.read(HEAD)
    await dams.spoil("im/v1/messages", truncate=True)
    await dams.say(HEAD, "5号 除险加固2座")
    await dams.pass_time(1)
    assert len(await dams.read(HEAD)) == 1


async def test_a_head_whom_the_contacts_know_by_his_open_id_is_the_same_man(office: Office) -> None:
    water = replace(WATER, account="ou_7d8a6e6df7621556ce0d21922b676706")
    office.city = OnFeishu(units=(water,), tasks=(DAMS,))
    await office.settle_in()
    await office.import_plan()
    await office.dispatch()
    await office.at("2026-03-02 08:45")
    people = await Account.all().count()
    await office.tap(HEAD, "认领")
    await office.expect(HEAD, "5号")
    assert await Account.all().count() == people
    assert {row.userid for row in await Outbox.filter(platform="feishu")} == {water.account}


async def test_the_messenger_says_by_itself_that_a_message_was_read(dams: Office) -> None:
    [shown] = await Outbox.filter(platform="feishu", reason="dispatch")
    assert (shown.state, shown.read_at) == ("sent", None)
    await dams.pass_time(90)
    bubble = (await dams.phone(HEAD))[-1]["id"]
    await dams.tell_messenger("seen", user="feishu:jiangheqing", id=bubble)
    await shown.refresh_from_db()
    assert shown.read_at is not None
    assert (await dams.now() - shown.read_at).total_seconds() < 60
    await dams.say(OFFICE, "5号的催办送到了吗")
    await dams.expect(OFFICE, "5号最近一次发给各人的消息", "江河清：已读（飞书，3月2日")


async def test_somebody_outside_the_apps_reach_is_called(office: Office) -> None:
    office.city = OnFeishu(units=(WATER,), tasks=(DAMS,))
    await office.settle_in()
    await office.import_plan()
    await office.spoil("im/v1/messages", errcode=230013)
    await office.dispatch()
    await office.at("2026-03-02 08:45")
    assert (await Account.get(platform="feishu", userid="jiangheqing")).stale
    await office.expect(OFFICE, "江河清的消息没有送达：飞书里找不到此人", "可用范围")


async def test_an_order_taken_back_is_taken_off_the_phone(dams: Office) -> None:
    await dams.say(OFFICE, "交办 市水利局 周五前报防汛预案")
    await dams.tap(OFFICE, "确认下达")
    await dams.pass_time(130)
    await dams.expect(HEAD, "J1号 市政府交办")
    await dams.say(OFFICE, "撤回 J1")
    await dams.expect(OFFICE, "J1已撤回", "一并收回")
    assert not [bubble for bubble in await dams.phone(HEAD) if "J1" in bubble["text"]]
    [taken_back] = await Outbox.filter(kind=OutgoingKind.RECALL)
    assert (taken_back.platform, taken_back.state) == ("feishu", "sent")
