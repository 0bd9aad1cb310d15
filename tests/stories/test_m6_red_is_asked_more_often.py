"""M6: a task of the year reports each month; a bottom line, and one whose lamp is red, every second Thursday."""

from city_of_stories import BUILDING, CHIPS, GAS, PARK, City
from office import Office


async def test_a_red_lamp_is_asked_every_second_thursday_until_it_is_red_no_more(office: Office) -> None:
    office.city = City(units=(PARK,), tasks=(CHIPS,))
    await office.open_year()
    await office.tap("钟启明", "认领")
    await office.at("2026-05-20 10:00")
    await office.say("钟启明", "16号完成投资1亿元，建成厂房1万平方米")
    await office.say("钟启明", "进度 16")
    await office.expect("钟启明", "🟡16号")
    await office.at("2026-06-10 18:00")
    await office.expect_without("钟启明", "月报", "双周报")
    await office.at("2026-06-11 08:45")
    await office.expect("钟启明", "16号", "双周报：今天17:30到期")
    await office.say("钟启明", "为什么提醒我")
    await office.expect("钟启明", "每隔一周的周四", "上次5月20日，5月2", "起算", "K4@1")
    await office.say("钟启明", "16号完成投资1.1亿元，建成厂房1.2万平方米")
    await office.say("钟启明", "进度 16")
    await office.expect("钟启明", "🔴16号")
    await office.at("2026-06-25 08:45")
    await office.expect("钟启明", "16号", "双周报：今天17:30到期")
    await office.say("钟启明", "16号完成投资6亿元，建成厂房8万平方米")
    await office.at("2026-07-24 18:00")
    await office.expect_without("钟启明", "双周报")
    await office.at("2026-07-27 08:45")  # the 25th is a Saturday
    await office.expect("钟启明", "16号", "月报：今天17:30到期")


async def test_a_word_told_early_is_that_fortnights_and_the_next_one_is_asked_for(office: Office) -> None:
    office.city = City(units=(BUILDING,), tasks=(GAS,))
    await office.open_year()
    await office.say("方建业", "20号我牵头，先排查，3月13日报方案")
    await office.at("2026-03-06 10:00")
    await office.say("方建业", "20号排查了30处，整改率40%")  # thirteen days before the Thursday
    await office.at("2026-04-01 18:00")
    await office.expect_without("方建业", "双周报")
    await office.at("2026-04-02 08:45")
    await office.expect("方建业", "20号", "双周报：今天17:30到期", "上次3月6日")
    await office.say("方建业", "20号排查了50处，整改率60%")
    await office.at("2026-04-16 08:45")
    await office.expect("方建业", "20号", "双周报：今天17:30到期", "上次4月2日")
