"""What only WeCom does: its events about accounts and the app, and what its people send beside words."""

import pytest
from city_of_stories import BUILDING, DAMS, ROADS, WATER, City
from office import Office

from models.inbox import Inbox
from models.outbox import Outbox
from models.people import Account, Person

HEAD, OFFICE = "江河清", "苏知微"


@pytest.fixture
async def dams(office: Office) -> Office:
    office.city = City(units=(WATER, BUILDING), tasks=(DAMS, ROADS))
    await office.open_year()
    await office.read(OFFICE)
    return office


async def happens(office: Office, event: str, by: str = "sys", **elements: str) -> None:
    await office.tell_messenger("wecom/tell", **{"event": event, "from": by, "elements": elements})


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("video", "", ("视频在这里看不了", "打一句话")),
        ("location", "青川水库", ("位置收到", "打一句话")),
        ("link", "省厅通报", ("链接《省厅通报》在这里打不开", "摘出来发")),
    ],
)
async def test_what_the_bot_makes_nothing_of_is_kept_and_met_with_what_helps(
    dams: Office, kind: str, name: str, said: tuple[str, ...]
) -> None:
    for _ in range(3):
        await dams.send_other(HEAD, kind, name)
    [answer] = await dams.read(HEAD)
    assert all(part in answer for part in said), answer
    assert await Inbox.filter(userid="jiangheqing", payload__contains=kind, state="applied").count() == 3
    await dams.pass_time(61)
    await dams.send_other(HEAD, kind, name)
    await dams.expect(HEAD, *said)


async def test_a_file_never_leaves_the_phone(dams: Office) -> None:
    await dams.send_other(HEAD, "file", "批复.pdf")
    await dams.expect_nothing(HEAD)
    assert not await Inbox.filter(payload__contains="批复").exists()


async def test_who_comes_back_into_the_range_of_the_app_gets_what_never_arrived(office: Office) -> None:
    office.city = City(units=(WATER,), tasks=(DAMS,))
    await office.settle_in()
    await office.import_plan()
    await office.spoil("message/send", errcode=81013)
    await office.dispatch()
    await office.at("2026-03-02 08:45")
    await happens(office, "unsubscribe", by="JiangHeQing")
    await office.expect_nothing(HEAD)
    await happens(office, "subscribe", by="JiangHeQing")
    await office.pass_time(30)
    await office.expect(HEAD, "5号")


async def test_who_leaves_the_range_of_the_app_is_named_to_the_office(dams: Office) -> None:
    await happens(dams, "unsubscribe", by="JiangHeQing")
    await dams.at("2026-03-03 08:45")
    await dams.expect(OFFICE, f"市水利局{HEAD}已不在本应用的可见范围内", "在管理后台加回")
    await dams.expect_nothing(HEAD)


async def test_a_person_whose_id_changes_is_the_same_person(dams: Office) -> None:
    before = await Account.get(userid="jiangheqing")
    await happens(dams, "change_contact", ChangeType="update_user", UserID="JiangHeQing", NewUserID="jiang.heqing")
    after = await Account.get(userid="jiang.heqing")
    assert (after.id, after.person_id) == (before.id, before.person_id)
    dams.knows_phone("江河清的新号", "jiang.heqing")
    await dams.say("江河清的新号", "我的任务")
    await dams.expect("江河清的新号", "5号")


async def test_who_is_deleted_from_the_contacts_is_asked_no_more(dams: Office) -> None:
    await happens(dams, "change_contact", ChangeType="delete_user", UserID="jiangheqing")
    assert (await Account.get(userid="jiangheqing")).stale
    await dams.at("2026-03-03 08:45")
    await dams.expect(OFFICE, f"企业微信通讯录里，市水利局{HEAD}已离开组织")


@pytest.mark.parametrize(
    ("event", "elements"),
    [
        ("change_contact", {"ChangeType": "create_party", "Id": "15", "Name": "三处", "ParentId": "3"}),
        ("batch_job_result", {"BatchJob": "JOB-1"}),
        ("LOCATION", {"Latitude": "34.2632", "Longitude": "108.9402", "Precision": "60"}),
    ],
)
async def test_what_the_platform_tells_itself_makes_nobody_known_and_no_phone_ring(
    dams: Office, event: str, elements: dict[str, str]
) -> None:
    known, sent = await Person.all().count(), await Outbox.all().count()
    await happens(dams, event, **elements)
    assert await Inbox.filter(payload__contains=event, state="applied").count() == 1
    assert (await Person.all().count(), await Outbox.all().count()) == (known, sent)


async def test_the_office_hears_that_the_platform_will_switch_the_app_off(dams: Office) -> None:
    await happens(dams, "inactive_alert", EffectTime="1772600000")
    await dams.at("2026-03-03 08:45")
    await dams.expect(OFFICE, "企业微信通知：长期少有人用，平台将停用本应用")


async def test_an_old_private_deployment_without_cards_is_worked_with_by_numbers(database_url: str) -> None:
    async with Office.open(database_url, wecom_without="cards,recall") as office:
        office.city = City(units=(WATER,), tasks=(DAMS,))
        await office.open_year()
        assert {bubble["kind"] for bubble in await office.phone(HEAD)} == {"text"}
        await office.say(HEAD, "选1")
        await office.expect(HEAD, "5号已认领")
        await office.say(HEAD, "5号 报结，6座全部完工，青水验〔2026〕11号")
        await office.expect(OFFICE, "5号 报结待核验", "选1 销号")
        await office.say(OFFICE, "选1")
        await office.expect(OFFICE, "5号（市水利局）已销号")
        assert not await Outbox.filter(kind__in=["card", "card_update", "recall"], state="sent").exists()
