"""M7: 今日事今日毕: at 16:35 one message says what of today is still open, and one message answers it."""

from city_of_stories import BUILDING, CHIPS, HOMES, PARK, ROADS, City
from office import Office


async def test_at_the_end_of_the_day_one_message_says_what_of_today_is_open_and_one_answers_it(office: Office) -> None:
    office.city = City(units=(PARK, BUILDING), tasks=(CHIPS, ROADS, HOMES))
    await office.open_year()
    await office.say("方建业", "都由王副局牵头，3月23日报方案")
    await office.say("钟启明", "16号由规建局牵头，3月23日报方案；16号完成投资1亿元")
    await office.at("2026-03-25 16:30")
    for who in office.city.accounts():
        await office.read(who)
    await office.at("2026-03-25 16:40")
    await office.expect(
        "方建业",
        "今天还有2件未办结",
        "3号",
        "6号",
        "月报：今天17:30到期",
        "一条回完即可，如“3 …；6 …”",
        without=("16号",),
    )
    await office.expect_nothing("钟启明")  # nothing of today is open
    await office.expect_nothing("许文")
    await office.say("方建业", "为什么提醒我")
    await office.expect("方建业", "每月25日", "K4@1")
    await office.say("方建业", "3 打通1条；6 改造12个小区")
    await office.expect("方建业", "已登记2项", "打通断头路1条", "改造老旧小区12个")
    await office.at("2026-03-26 09:00")
    await office.expect_without("方建业", "6号 推进", "3号 打通")
