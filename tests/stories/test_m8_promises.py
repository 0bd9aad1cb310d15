"""M8: a date that somebody gave is his own word: asked about on its day in those words; kept, moved or broken."""

import pytest
from city_of_stories import DAMS, LAND, VILLAGES, WATER, City
from office import Office

from models.tasks import Assignment


@pytest.fixture
async def water(office: Office) -> Office:
    office.city = City(units=(WATER, LAND), tasks=(DAMS, VILLAGES))
    await office.open_year()
    await office.tap("江河清", "认领")
    await office.at("2026-03-24 10:00")
    await office.say("江河清", "5号完成2座，剩下的4月10日前全部进场；8号普及率95%")
    await office.read("江河清")
    return office


async def promises_of(number: int) -> list[tuple[str, bool | None, bool]]:
    given = await Assignment.get(task__seq=number, ordinal=0)
    return [(c["on"], c["kept"], c["moved"]) for c in given.commitments if c["on"] > "2026-03-24"]


async def test_on_its_morning_he_is_asked_in_his_own_words_and_keeps_it(water: Office) -> None:
    await water.at("2026-04-09 18:00")
    await water.expect_without("江河清", "进场")
    await water.at("2026-04-10 08:45")
    await water.expect("江河清", "5号 您3月24日定的今天", "4月10日前全部进场")
    await water.expect("柳溪", "5号 您3月24日定的今天")
    await water.say("江河清", "5号剩下的都进场了，已完成3座")
    await water.expect("江河清", "5号已登记", "4月10日的承诺记为兑现")
    await water.say("江河清", "进度 5")
    await water.expect("江河清", "您定的4月10日", "已兑现")
    await water.say("周行远", "5")
    await water.expect("周行远", "江河清定的4月10日", "已兑现", without=("您定的",))
    await water.say("周行远", "我的任务")
    await water.expect("周行远", "分管", "回“哪些滞后”", without=("即登记", "您手上"))
    await water.at("2026-04-14 18:00")
    await water.expect_without("江河清", "进场")
    assert await promises_of(5) == [("2026-04-10", True, False)]


async def test_a_later_day_moves_it_and_is_asked_about_in_its_turn(water: Office) -> None:
    await water.at("2026-04-10 09:00")
    await water.read("江河清")
    await water.say("江河清", "5号下雨耽误了，4月20日前进场")
    await water.expect("江河清", "4月10日的承诺改到4月20日")
    await water.at("2026-04-17 18:00")
    await water.expect_without("江河清", "进场")
    await water.at("2026-04-20 08:45")
    await water.expect("江河清", "5号 您4月10日定的今天", "4月20日前进场")
    assert await promises_of(5) == [("2026-04-10", None, True), ("2026-04-20", None, False)]


async def test_a_promise_nobody_speaks_of_is_asked_about_twice_and_then_counts_as_broken(water: Office) -> None:
    await water.at("2026-04-10 09:00")
    await water.read("江河清")
    await water.at("2026-04-13 08:45")
    await water.expect("江河清", "5号 您定的4月10日已到", "没完回新的日子")
    await water.at("2026-04-16 08:45")
    await water.expect_without("江河清", "4月10日已到")
    assert await promises_of(5) == [("2026-04-10", False, False)]


async def test_done_before_its_day_it_is_not_asked_about(water: Office) -> None:
    await water.at("2026-04-03 10:00")
    await water.read("江河清")
    await water.say("江河清", "5号剩下的全部进场了")
    await water.expect("江河清", "4月10日的承诺记为兑现")
    await water.at("2026-04-13 18:00")
    await water.expect_without("江河清", "进场")
    await water.say("江河清", "撤销")
    assert await promises_of(5) == [("2026-04-10", None, False)]


async def test_the_words_the_bot_offers_settle_it(water: Office) -> None:
    """完了回“5 完了”, and 改到 before its day, where it is the only one."""
    await water.say("江河清", "5 改到4月15日")
    await water.expect("江河清", "4月10日的承诺改到4月15日")
    await water.at("2026-04-15 08:45")
    await water.expect("江河清", "5号 您3月24日定的今天")
    await water.say("江河清", "5 完了")
    await water.expect("江河清", "5号已登记", "4月15日的承诺记为兑现", without=("？",))
    assert await promises_of(5) == [("2026-04-10", None, True), ("2026-04-15", True, False)]
