"""M6: the other side's clocks: a dispute decided, an extension asked for, proposed and decided, and what it does to dates."""

import pytest
from city_of_stories import BUILDING, DAMS, GAS, HOMES, LAND, ROADS, WATER, City
from office import Office

BUILDING_ONLY = City(units=(BUILDING, WATER, LAND), tasks=(ROADS, HOMES, GAS))


@pytest.fixture
async def building(office: Office) -> Office:
    """The building bureau with three tasks, all taken on; 3号 has a step at the end of June."""
    office.city = BUILDING_ONLY
    await office.open_year()
    await office.say("方建业", "都由王副局牵头，先调度一次，3月13日报方案")
    await _all_read(office)
    return office


async def _all_read(office: Office) -> None:
    for who in office.city.accounts():
        await office.read(who)


async def test_a_dispute_is_decided_and_the_task_goes_to_another_unit(building: Office) -> None:
    await building.say("方建业", "20号不属我局职责，应由市水利局牵头")
    await building.expect("方建业", "已转督查室裁定", "不再催办")
    await building.say("闻述白", "改派 20 市气象局")
    await building.expect("闻述白", "没有“市气象局”这个单位", "没有改动")
    await building.say("闻述白", "改派 20 市水利局")
    await building.expect("闻述白", "20号已改派市水利局", "随即下达")
    await building.pass_time(100)
    await building.expect("方建业", "20号经研究改由市水利局承担", "闻述白")
    await building.expect("江河清", "市水利局承担重点任务1项", "20号")
    await building.say("江河清", "20号由李科牵头，先排查，3月20日报方案")
    await building.expect("江河清", "20号已认领")
    await building.at("2026-03-31 18:00")
    await building.expect_without("方建业", "20号 整治", "20号 双周报")
    await building.say("方建业", "20号排查了30处")
    await building.expect("方建业", "没有改动")


async def test_a_dispute_left_lying_is_chased_in_the_offices_own_list(building: Office) -> None:
    await building.say("方建业", "20号不属我局职责，应由市水利局牵头")
    await building.at("2026-03-06 09:00")
    await building.expect("闻述白", "20号", "异议待裁定", "3月5日到期")
    await building.expect_without("苏知微", "异议待裁定：")
    await building.say("闻述白", "为什么提醒我")
    await building.expect("闻述白", "提出异议后3个工作日内裁定", "维持或改派就停", "K10@1")
    await building.say("闻述白", "维持 20")
    await building.expect("闻述白", "已维持原分工")


async def test_an_extension_is_asked_for_proposed_and_granted_with_a_tap(building: Office) -> None:
    await building.at("2026-06-22 10:00")
    await building.say("方建业", "3号打通4条，6号改造20个小区，20号整改率98%")
    await _all_read(building)
    await building.say("方建业", "3 延期")
    await building.expect("方建业", "3号现在的期限是6月30日", "想延到哪一天、什么原因")
    await building.say("方建业", "延到7月20日")
    await building.expect("方建业", "3号申请延到周一（7月20日）", "补一句原因")
    await building.say("方建业", "铁路涵洞审批没下来")
    await building.expect("方建业", "6月30日延到7月20日", "已转督查室，6月25日前答复", "不催办、不计时")
    await building.say("方建业", "3号申请延期到7月31日，铁路涵洞审批没下来")
    await building.expect("方建业", "正在办，没有再报一次")

    await building.expect(
        "闻述白", "3号 申请延期", "6月30日 → 7月20日", "打通断头路4条", "铁路涵洞审批没下来", "［建议同意］"
    )
    await building.tap("闻述白", "建议同意")
    await building.expect("闻述白", "已按“建议同意”报沈在舟定")
    assert "［建议同意］" not in str((await building.card("苏知微", "3号 申请延期"))["buttons"])
    await building.at("2026-06-25 08:45")
    await building.expect_without(
        "方建业", "3号 打通断头路5条", "3号打通断头路5条"
    )  # three days before: not chased while it waits
    await building.expect("沈在舟", "3号 延期请您定", "督查室建议同意（闻述白）", "［同意延期］")
    await building.say("沈在舟", "待批延期")
    await building.expect("沈在舟", "3号 延期请您定", "督查室建议同意（闻述白）")
    await building.say("闻述白", "待批延期")
    await building.expect("闻述白", "没有待批的延期申请")
    await building.tap("沈在舟", "同意延期")
    await building.expect("沈在舟", "已同意延到7月20日")
    await building.pass_time(100)
    await building.expect("方建业", "经沈在舟同意延到周一（7月20日）", "重新计")
    await building.say("方建业", "进度 3")
    await building.expect("方建业", "7月20日 打通断头路5条")
    await building.at("2026-07-14 18:00")
    await building.expect_without("方建业", "打通断头路5条：")
    await building.at("2026-07-15 08:45")  # three working days before the new date
    await building.expect("方建业", "3号 打通断头路5条：周一（7月20日）到期")
    await building.at("2026-07-20 08:45")
    await building.expect("方建业", "3号 打通断头路5条：今天17:30到期")


async def test_an_extension_refused_says_so_and_the_waiting_is_given_back(building: Office) -> None:
    await building.at("2026-06-29 09:00")
    await building.say("方建业", "3号打通4条，申请延期到7月31日，铁路涵洞审批没下来")
    await building.expect("方建业", "已转督查室")
    await building.tap("苏知微", "建议不同意")
    await building.read("苏知微")
    await building.at("2026-07-01 10:00")
    await building.expect_without("方建业", "3号 打通断头路5条", "还差贵局一句")
    await building.tap("沈在舟", "不同意")
    await building.expect("沈在舟", "已不同意延期")
    await building.pass_time(100)
    await building.expect("方建业", "延期未获同意（沈在舟）", "期限为周五（7月3日）09:30", "等批的时间已扣除")
    await building.tap("沈在舟", "同意延期", old=True)
    await building.expect("沈在舟", "已经处理过了")
    await building.at("2026-07-06 08:45")
    await building.expect("方建业", "3号", "打通断头路5条", "7月3日到期")


async def test_the_unit_takes_its_request_back_and_the_clock_goes_on(building: Office) -> None:
    await building.at("2026-06-22 10:00")
    await building.read("方建业")
    await building.say("方建业", "3号申请延期到7月31日，铁路涵洞审批没下来")
    await building.expect("方建业", "已转督查室")
    await building.say("方建业", "撤销")
    await building.expect("方建业", "已撤销3号")
    await building.tap("闻述白", "建议同意", old=True)
    await building.expect("闻述白", "没有改动")
    await building.at("2026-06-25 08:45")
    await building.expect("方建业", "3号 打通断头路5条", "6月30日")


async def test_an_extension_after_due_or_for_nothing_changes_nothing_and_says_so(database_url: str) -> None:
    async with Office.open(
        database_url, city=City(units=(BUILDING, WATER), tasks=(ROADS, DAMS)), at="2026-06-22 08:20"
    ) as office:
        await office.open_year(dispatched_at="2026-06-22 08:45")
        await office.say("方建业", "3号由王副局牵头，先调度一次，7月3日报方案")
        await office.at("2026-07-01 10:00")
        await office.read("方建业")
        await office.say("方建业", "3号申请延期到10月31日，铁路涵洞审批没下来")
        await office.expect("方建业", "12月31日，新的日期要在它之后，没有改动")
        await office.read("方建业")
        await office.pass_time(100)
        await office.say("许文", "3号申请延期到2027年1月20日，铁路涵洞审批没下来")
        await office.expect("许文", "延期申请已备好，待方建业确认")
        await office.tap("方建业", "确认申请")
        await office.expect("方建业", "12月31日延到2027年1月20日", "已转督查室")
        await office.say("闻述白", "同意延期 3")
        await office.expect("闻述白", "还要督查室先提建议", "没有改动")
