"""M15, M6: the 副秘书长 has the ball: another leader's unit is asked through him, a dispute left lying is his."""

from dataclasses import replace

import pytest
from city_of_stories import BUILDING, HOMES, ROADS, WATER, City
from office import Office

from models.rules.plan.grid import Sheet


class WithSecretary(City):
    """顾同 is the 副秘书长."""

    def contacts(self) -> list[Sheet]:
        row = ("顾同", "市政府副秘书长", "", "gutong")
        return [replace(s, rows=(*s.rows, row)) if s.name == "市领导" else s for s in super().contacts()]

    def accounts(self) -> dict[str, str]:
        return super().accounts() | {"顾同": "gutong"}


@pytest.fixture
async def work(office: Office) -> Office:
    office.city = WithSecretary(units=(BUILDING, WATER), tasks=(ROADS, HOMES))
    await office.open_year()
    await office.say("方建业", "都由邹平牵头，4月10日前报分步节点")
    await office.at("2026-03-09 10:30")
    for who in office.city.accounts():
        await office.read(who)
    return office


async def test_a_unit_of_another_leader_is_asked_through_him(work: Office) -> None:
    await work.say("方建业", "3号打通4条，卡在河道迁改，请市水利局批一下河道迁改")
    await work.expect(
        "方建业",
        "拟转市政府副秘书长：“请市水利局批一下河道迁改”",
        "［转市政府副秘书长］［我先沟通］",
        without=("［请副秘书长协调］",),
    )
    await work.tap("方建业", "转")
    await work.expect("方建业", "3号已转市政府副秘书长", "周四（3月12日）17:30前答复", "不催办")
    await work.expect("顾同", "市住建局请您协调，周四（3月12日）17:30前", "请市水利局批一下河道迁改", "［我来协调］")
    await work.expect_nothing("江河清")
    await work.tap("顾同", "我来协调")
    await work.expect("方建业", "3号求助有答复", "由我协调")
    await work.say("方建业", "6号 转市水利局：请提供管线图")
    await work.expect("方建业", "6号已转市政府副秘书长：“请市水利局提供管线图”")
    await work.at("2026-03-09 15:00")
    await work.tap("顾同", "列入专题会")
    await work.expect("顾同", "6号已列入专题会清单")
    await work.say("苏知微", "专题会")
    await work.expect("苏知微", "6号 市住建局→市政府副秘书长", "（3月9日起，顾同列入）")
    await work.at("2026-03-10 08:45")
    await work.expect("方建业", "6号市住建局的求助，顾同已列入专题会")


async def test_a_dispute_left_lying_is_decided_by_him(work: Office) -> None:
    await work.say("方建业", "6号不属我局职责，应由市水利局牵头")
    await work.at("2026-03-16 08:45")
    await work.expect("顾同", "6号", "异议待裁定：3月12日到期", "维持 6", "改派 6")
    await work.say("顾同", "异议")
    await work.expect("顾同", "6号 市住建局", "应由市水利局牵头")
    await work.say("顾同", "维持 6")
    await work.expect("顾同", "6号已维持原分工")
    await work.pass_time(100)
    await work.expect("方建业", "6号经研究仍由贵局承担", "顾同")
