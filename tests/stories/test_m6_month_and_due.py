"""M6: the monthly word and the dated points of the plan; what stops a reminder, and what lets it go on."""

from itertools import pairwise

import pytest
from city_of_stories import BUILDING, DAMS, GAS, HOMES, LAND, ROADS, VILLAGES, WATER, City
from office import Office

WATER_ONLY = City(units=(WATER, LAND), tasks=(DAMS, VILLAGES))
BUILDING_ONLY = City(units=(BUILDING, LAND), tasks=(ROADS, HOMES, GAS))


@pytest.fixture
async def water(office: Office) -> Office:
    """The water bureau with a task of the year and one of long standing, both taken on."""
    office.city = WATER_ONLY
    await office.open_year()
    await office.tap("江河清", "认领")
    await office.read("江河清")
    return office


@pytest.fixture
async def building(office: Office) -> Office:
    """The building bureau with three tasks, all taken on; the third is a bottom line."""
    office.city = BUILDING_ONLY
    await office.open_year()
    await office.say("方建业", "都由王副局牵头，先调度一次，3月13日报方案")
    await office.read("方建业")
    return office


async def test_the_month_is_told_by_one_word_with_a_fact(water: Office) -> None:
    await water.at("2026-03-25 08:45")
    await water.expect("江河清", "5号", "今天17:30到期")
    await water.say("江河清", "5号正在积极推进")
    await water.expect("江河清", "台账里5号还空一格", without=("已登记",))
    await water.at("2026-03-26 08:45")
    await water.expect("江河清", "5号", "待回1个工作日")
    await water.say("江河清", "5号完成2座，8号普及率95%")
    await water.expect("江河清", "完成病险水库除险加固2座（共6座，33%）", "95%")
    await water.say("江河清", "对账")
    await water.tap("江河清", "都对")
    await water.expect("江河清", "已对账2项：5号、8号")
    await water.at("2026-04-24 18:00")
    await water.expect_nothing("江河清")
    await water.at("2026-04-27 08:45")  # the 25th is a Saturday
    await water.expect("江河清", "5号", "今天17:30到期", "上次3月26日", without=("8号",))


async def test_each_task_of_one_line_has_its_month_told(building: Office) -> None:
    """A step in words, a figure, and next month nearly the same line with other figures: each counts for its task."""
    await building.at("2026-03-25 09:00")
    await building.read("方建业")
    await building.say("方建业", "3号打通1条；6号开工7个小区")
    await building.expect("方建业", "已登记2项", "打通断头路1条", "6号：“开工7个小区”", without=("台账里",))
    await building.at("2026-03-27 09:00")
    await building.expect_without("方建业", "3号 ", "6号 ")
    await building.at("2026-04-24 15:00")
    await building.say("方建业", "3号打通2条；6号开工9个小区")
    await building.read("方建业")
    await building.at("2026-04-28 09:00")
    await building.expect_without("方建业", "月报")


async def test_dated_steps_that_the_plan_lacks_are_asked_for_once_a_head(building: Office) -> None:
    await building.at("2026-03-13 18:00")
    await building.read("方建业")
    await building.at("2026-03-16 08:45")
    words = await building.expect("方建业", "6、20号 待报分步节点：3月13日到期", without=("3号 ",))
    assert words.count("待报分步节点") == 1
    await building.say("方建业", "6号6月底前改造10个，9月底前改造20个；20号4月底前排查完")
    await building.at("2026-03-18 08:45")
    await building.expect_without("方建业", "分步节点")


async def test_work_told_before_the_day_is_not_asked_for_again(water: Office) -> None:
    await water.at("2026-03-23 10:00")
    await water.read("江河清")
    await water.say("江河清", "5号完成2座；8号普及率95%")
    await water.read("江河清")
    await water.at("2026-03-31 18:00")
    await water.expect_without("江河清", "月报", "季报")


async def test_a_word_after_hours_is_answered_at_once(water: Office) -> None:
    await water.at("2026-03-07 22:40")  # Saturday night
    await water.say("江河清", "5号完成1座")
    await water.expect("江河清", "5号已登记", "1座（共6座")


async def test_a_dated_point_is_named_before_and_on_its_day(database_url: str) -> None:
    async with Office.open(database_url, city=City(units=(BUILDING,), tasks=(ROADS,)), at="2026-06-22 08:20") as office:
        await office.open_year(dispatched_at="2026-06-22 08:45")
        await office.say("方建业", "3号由王副局牵头，先调度一次；3号打通2条")
        await office.at("2026-06-24 18:00")
        await office.read("方建业")
        await office.at("2026-06-25 08:45")  # three working days before
        await office.expect("方建业", "3号", "打通断头路5条", "6月30日")
        await office.at("2026-06-30 08:00")
        await office.read("方建业")
        await office.at("2026-06-30 08:45")
        await office.expect("方建业", "3号", "打通断头路5条", "今天17:30到期")
        await office.say("方建业", "3号打通5条")
        await office.expect("方建业", "3号已登记", "打通断头路5条（共12条")
        await office.at("2026-07-01 08:45")
        await office.expect_without("方建业", "3号")


async def test_taking_back_an_acceptance_starts_its_clock_again_where_it_was(office: Office) -> None:
    office.city = WATER_ONLY
    await office.open_year()
    await office.tap("江河清", "认领")
    await office.expect("江河清", "5、8号已认领")
    await office.say("江河清", "撤销")
    await office.expect("江河清", "已撤销5、8号", "已下达")
    await office.at("2026-03-06 09:00")
    await office.expect("江河清", "5号", "待认领", "3月5日到期")


async def test_a_disputed_task_is_quiet_until_it_is_decided(building: Office) -> None:
    await building.say("方建业", "20号不属我局职责，应由市应急局牵头")
    await building.expect("方建业", "20号的意见已转督查室裁定", "不再催办")
    await building.at("2026-03-23 09:00")
    await building.expect_without("方建业", "20号")
    await building.say("苏知微", "维持 20")
    await building.read("苏知微")
    await building.at("2026-03-27 09:00")
    await building.expect("方建业", "20号", "待认领")


async def test_messages_keep_their_distance_and_their_number(office: Office) -> None:
    """90 minutes apart, at most two routine ones a day and six a week."""
    office.city = BUILDING_ONLY
    await office.settle_in()
    await office.import_plan()
    await office.dispatch()
    await office.at("2026-04-10 18:00")
    bubbles = [b for b in await office.phone("方建业") if b.get("from") != "me"]
    moments = sorted(office.moment(b) for b in bubbles)
    assert len(moments) > 5
    assert all((b - a).total_seconds() >= 90 * 60 for a, b in pairwise(moments))
    days = [moment.date() for moment in moments]
    assert max(days.count(day) for day in days) <= 4
    weeks = [moment.isocalendar()[:2] for moment in moments]
    assert max(weeks.count(week) for week in weeks) <= 10
    assert all(moment.weekday() < 5 and f"{moment:%m-%d}" != "04-06" for moment in moments)  # 清明
    texts = [b["text"] for b in bubbles]
    assert len(texts) == len(set(texts))


async def test_the_deputy_may_answer_and_the_liaison_sees_half_way(building: Office) -> None:
    await building.at("2026-03-23 10:00")
    await building.say("邹平", "6号改造了5个小区，3号打通1条")
    await building.expect("邹平", "6号：改造老旧小区5个", "3号：打通断头路1条")
    await building.at("2026-03-26 09:00")
    await building.expect_without("方建业", "月报")


async def test_every_reminder_says_why_it_came_and_how_it_stops(building: Office) -> None:
    await building.at("2026-03-19 08:45")
    await building.expect("方建业", "20号")
    await building.say("方建业", "为什么提醒我")
    await building.expect(
        "方建业", "青政办发〔2026〕3号第20项", "每隔一周的周四", "回一句有事实的进展就停", "K4@1", without=("每月25日",)
    )
    await building.say("方建业", "提醒有误")
    await building.expect("方建业", "您的意见已转督查室")
    await building.at("2026-03-20 08:45")
    await building.expect("苏知微", "方建业对提醒有意见", "提醒有误")
