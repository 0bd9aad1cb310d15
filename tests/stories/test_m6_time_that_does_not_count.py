"""M6: a meeting, travel, a statutory period, our own outage: what stands still, what does not, and who has the ball."""

from city_of_stories import BUILDING, GAS, HOMES, LAND, PLOTS, City
from office import Office

from models.obligations import Obligation


async def test_a_meeting_pauses_what_its_person_owes_himself_for_half_a_day_at_most(office: Office) -> None:
    office.city = City(units=(LAND, BUILDING), tasks=(PLOTS, HOMES))
    await office.open_year()
    await office.at("2026-03-06 09:00")
    await office.read("石守山")
    await office.say("石守山", "开会到11点")
    await office.expect("石守山", "到11:00前，9号的认领和进展不计时", "期限照算")
    await office.say("石守山", "在开会")
    await office.expect("石守山", "到12:00前，9号")
    await office.say("田野", "在开会")
    await office.expect("田野", "您先忙", without=("不计时",))
    await office.at("2026-03-06 18:00")
    await office.expect_without("石守山", "还差贵局一句")  # it would have come at 17:00
    await office.at("2026-03-09 11:45")
    await office.expect("石守山", "9号", "还差贵局一句")
    await office.say("石守山", "在路上")
    await office.expect("石守山", "到12:00前")
    await office.at("2026-03-09 12:30")
    await office.say("石守山", "在开会")
    await office.expect("石守山", "您先忙", without=("不计时",))  # nothing runs at noon


async def test_while_a_head_travels_his_deputy_has_the_ball_and_the_clock_runs(office: Office) -> None:
    office.city = City(units=(BUILDING, LAND), tasks=(HOMES, PLOTS))
    await office.open_year()
    await office.say("方建业", "我出差到3月10日")
    await office.expect("方建业", "3月10日前您的提醒发给AB岗邹平", "时限照算")
    await office.at("2026-03-06 09:00")
    await office.expect("邹平", "6号", "待认领", "3月5日到期")
    await office.expect_nothing("方建业")
    await office.at("2026-03-06 18:00")
    await office.expect("邹平", "6号", "还差贵局一句")
    await office.expect_nothing("方建业")
    await office.say("邹平", "6号由王副局牵头，先调度一次，3月20日报方案")
    await office.expect("邹平", "6号已认领")
    await office.say("石守山", "我出差到3月10日")
    await office.expect("石守山", "没有登记AB岗", "时限照算")
    await office.at("2026-03-23 09:00")  # he is back since the 10th
    await office.expect("方建业", "6号", "分步节点")


async def test_a_statutory_period_is_entered_with_its_reason_and_ends_by_itself(office: Office) -> None:
    office.city = City(units=(BUILDING,), tasks=(HOMES, GAS))
    await office.open_year()
    await office.say("方建业", "都由王副局牵头，先调度一次，3月13日报方案")
    await office.say("苏知微", "6 暂停")
    await office.expect("苏知微", "暂停要有原因", "没有改动")
    await office.say("苏知微", "6 暂停 公示期 到3月27日")
    await office.expect("苏知微", "6号（市住建局）已暂停计时到3月27日下班", "法定期间", "期限顺延")
    await office.say("方建业", "6 暂停 公示期 到4月20日")
    await office.expect_without("方建业", "已暂停计时")
    await office.at("2026-03-03 08:45")
    await office.expect("方建业", "6号暂停计时到3月27日：法定期间（公示期）", "苏知微")
    await office.at("2026-03-27 17:00")
    await office.expect_without("方建业", "6号 推进", "6号 待报", "6号分步")
    await office.say("方建业", "进度 6")
    await office.expect("方建业", "（暂停）")
    await office.at("2026-03-30 08:45")
    await office.expect("方建业", "6号暂停到期，已恢复计时")
    await office.say("方建业", "进度 6")
    await office.expect_without("方建业", "（暂停）")
    await office.say("苏知微", "6 恢复")
    await office.expect("苏知微", "没有暂停，没有改动")
    await office.say("苏知微", "20 暂停 规划调整 青政办〔2026〕8号")
    await office.expect("苏知微", "直到您回“20 恢复”")
    await office.say("苏知微", "20 恢复")
    await office.expect("苏知微", "20号已恢复计时")


async def test_an_outage_of_three_days_raises_no_rung_and_wakes_nobody_twice(office: Office) -> None:
    """Down from Tuesday to Friday noon: clocks are credited, and the first hour brings at most one message each."""
    office.city = City(units=(BUILDING, LAND), tasks=(HOMES, GAS, PLOTS))
    await office.open_year()
    await office.at("2026-03-03 10:00")
    for who in office.city.accounts():
        await office.read(who)
    rungs = await Obligation.all().order_by("id").values_list("id", "rung")
    await office.away_until("2026-03-06 10:00")
    await office.at("2026-03-06 11:00")
    assert len(rungs) >= 6
    assert await Obligation.all().order_by("id").values_list("id", "rung") == rungs  # K2 would have run out at R2
    assert set(await Obligation.all().values_list("credited_minutes", flat=True)) == {3 * 420}
    for who in office.city.accounts():
        fresh = await office.read(who)
        assert len(fresh) <= 1, f"{who}：\n" + "\n".join(fresh)
        assert not [words for words in fresh if "电话" in words or "还差贵局一句" in words], fresh
    await office.at("2026-03-10 08:45")
    await office.expect_without("石守山", "待认领")  # three days were given back: due on the 10th
    await office.at("2026-03-11 08:45")
    await office.expect("石守山", "9号", "待认领")
