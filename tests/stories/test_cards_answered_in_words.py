"""A card whose question is answered in words says so itself, on the phone where it stands."""

from collections.abc import AsyncIterator

import pytest
from city_of_stories import BUILDING, DAMS, VILLAGES, WATER, City
from office import Office
from test_on_dingtalk import OnDingTalk
from test_on_feishu import OnFeishu

from bot import city
from models.outbox import Outbox
from models.people import Account

HEAD, OFFICE = "江河清", "苏知微"
CITIES = {"wecom": City, "feishu": OnFeishu, "dingtalk": OnDingTalk}


@pytest.fixture(params=list(CITIES))
async def given(request: pytest.FixtureRequest, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:  # fmt: skip
    """One task given out by a card, on each messenger that can change its cards."""
    monkeypatch.setitem(city.DINGTALK, "dingtalk_card_template", "ours.schema")
    async with Office.open(database_url) as office:
        office.city = CITIES[request.param](units=(WATER,), tasks=(DAMS,))
        await office.open_year()
        yield office


async def settled(office: Office, who: str, part: str) -> str | None:
    found = (await office.card(who, part))["settled"]
    return str(found) if found else None


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("我局认领，由副局长牵头，3月20日前报方案", "已认领"),
        ("全部认领", "已认领"),
        ("5号不属于我局职责，属市自规局", "有异议"),
    ],
)
async def test_what_is_taken_on_or_contested_in_words_settles_its_card(given: Office, said: str, word: str) -> None:
    assert await settled(given, HEAD, "病险水库") is None
    await given.say(HEAD, said)
    assert (await settled(given, HEAD, "病险水库") or "").startswith(word)


async def test_a_card_is_live_until_the_last_of_its_tasks_is_answered(office: Office) -> None:
    office.city = City(units=(WATER,), tasks=(DAMS, VILLAGES))
    await office.open_year()
    await office.say(HEAD, "5号由李科牵头，3月20日报方案")
    assert await settled(office, HEAD, "请认领") is None
    await office.say(HEAD, "8号由李科牵头，3月20日报方案")
    assert await settled(office, HEAD, "请认领") == "已认领"


async def test_the_question_when_an_order_is_due_is_settled_by_a_date_in_words(office: Office) -> None:
    await office.settle_in(City(units=(WATER, BUILDING), tasks=()))
    await office.at("2026-03-03 09:00")
    await office.say(OFFICE, "交办 市水利局 报防汛预案")
    await office.expect(OFFICE, "J1哪天前办结")
    await office.say(OFFICE, "下周三前")
    assert await settled(office, OFFICE, "哪天前办结") == "已定"


async def test_a_card_is_settled_on_the_messenger_it_stands_on_whichever_he_writes_from(office: Office) -> None:
    office.city = OnFeishu(units=(WATER,), tasks=(DAMS,))
    await office.open_year()
    his = await Account.get(platform="feishu", userid="jiangheqing")
    await Account.create(platform="wecom", userid="jiangheqing.wx", person_id=his.person_id)
    office.knows_phone("江河清在企业微信", "jiangheqing.wx")
    await office.say("江河清在企业微信", "全部认领")
    await office.expect("江河清在企业微信", "5号已认领")
    assert await settled(office, HEAD, "病险水库") == "已认领"
    [change] = await Outbox.filter(kind="card_update")
    assert (change.platform, change.userid, change.state) == ("feishu", "jiangheqing", "sent")


async def test_a_choice_typed_elsewhere_settles_the_card_where_it_stands(office: Office) -> None:
    office.city = OnFeishu(units=(WATER,), tasks=(DAMS,))
    await office.open_year()
    his = await Account.get(platform="feishu", userid="jiangheqing")
    await Account.create(platform="wecom", userid="jiangheqing.wx", person_id=his.person_id)
    office.knows_phone("江河清在企业微信", "jiangheqing.wx")
    await office.say("江河清在企业微信", "选1")
    await office.expect("江河清在企业微信", "5号已认领")
    assert (await settled(office, HEAD, "病险水库") or "").startswith("已认领")
    assert {row.platform for row in await Outbox.filter(kind="card_update")} == {"feishu"}
