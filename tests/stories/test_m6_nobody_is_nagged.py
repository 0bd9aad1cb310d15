"""M6: the clock of taking on, told as the office lives it: R1 to R3, quiet, caps, and why."""

from dataclasses import replace

from city_of_stories import CHIPS, FORESTS, GAS, HOMES, LAND, LEADERS, PARK, PLOTS, City
from office import Office


async def test_silence_climbs_the_ladder_one_rung_at_a_time(year: Office) -> None:
    await year.at("2026-03-03 18:00")
    await year.expect_nothing("石守山")
    await year.expect_nothing("田野")
    await year.at("2026-03-04 09:00")
    await year.expect("田野", "9号", "10号", "待认领")  # R1: half of the clock, the liaison only
    await year.expect_nothing("石守山")
    await year.at("2026-03-06 09:00")
    await year.expect("石守山", "9号", "待认领", "3月5日")  # R2: run out, a line of the morning list
    await year.at("2026-03-06 18:00")
    await year.expect("石守山", "还差贵局一句", "督查室会打电话")  # the last window
    await year.at("2026-03-09 09:00")
    await year.expect("苏知微", "今天要打的电话", "石守山", "9、10号")  # R3: a person calls
    await year.say("石守山", "为什么提醒我")
    await year.expect("石守山", "3个工作日内认领", "青政办发〔2026〕3号第9、10项", "K2@1")


async def test_the_liaison_who_asks_why_hears_of_the_clock_that_runs(year: Office) -> None:
    await year.say("田野", "为什么提醒我")
    await year.expect("田野", "已下达给贵局", "是告知，不是催办", "3个工作日内认领", "K2@1")


async def test_a_liaison_whose_account_comes_late_reads_each_clock_once(office: Office) -> None:
    office.city = City(units=(replace(LAND, liaison_account=""), PARK), tasks=(PLOTS, FORESTS, CHIPS))
    await office.open_year()
    await office.at("2026-03-06 10:00")
    await office.settle_in(office.city.with_unit("市自规局", liaison_account="tianye"))
    await office.at("2026-03-09 09:00")
    words = await office.expect("田野", "9号", "10号", "待认领", "3月5日到期")
    assert words.count("9号 ") == words.count("10号 ") == 1
    assert "今天3件" in words, words  # and what was given to his head


async def test_nobody_is_reminded_on_a_weekend_or_at_night(office: Office) -> None:
    office.city = City(units=(LAND, PARK), tasks=(PLOTS, FORESTS, CHIPS))
    await office.open_year()
    moments = []
    for day in range(3, 13):
        await office.at(f"2026-03-{day:02} 08:35")
        leaders = [name for name, _, _ in LEADERS]  # the digest is theirs by subscription
        moments += [who for who in office.city.accounts() if await office.read(who) and who not in leaders]
        await office.at(f"2026-03-{day:02} 17:45")
        for who in office.city.accounts():
            await office.read(who)
    assert not moments, f"夜里或周末响过：{moments}"
    await office.at("2026-03-13 17:45")
    for who in office.city.accounts():
        await office.read(who)
    await office.at("2026-03-15 23:59")  # a weekend
    for who in office.city.accounts():
        await office.expect_nothing(who)


async def test_a_word_before_the_reminder_goes_out_means_it_does_not_go_out(year: Office) -> None:
    await year.at("2026-03-06 08:30")  # the clock ran out last night, the list goes out at 08:40
    await year.say("石守山", "都由陈副局牵头，先摸底，3月20日报方案")
    await year.read("石守山")
    await year.at("2026-03-10 09:00")
    await year.expect_without("石守山", "待认领")
    await year.expect_without("苏知微", "9、10号")


async def test_nothing_is_dispatched_after_four_before_a_holiday(office: Office) -> None:
    await office.at("2026-04-03 16:30")  # 清明 begins tomorrow
    await office.settle_in(City().only(HOMES, GAS))
    await office.import_plan()
    await office.dispatch()
    await office.at("2026-04-06 23:00")
    await office.expect_nothing("方建业")
    await office.at("2026-04-07 09:00")
    await office.expect("方建业", "承担重点任务2项")


async def test_nothing_is_dispatched_at_night(office: Office) -> None:
    await office.at("2026-03-02 21:00")
    await office.settle_in()
    await office.import_plan()
    await office.dispatch()
    await office.expect_nothing("方建业")
    await office.at("2026-03-03 09:00")
    await office.expect("方建业", "请认领")
