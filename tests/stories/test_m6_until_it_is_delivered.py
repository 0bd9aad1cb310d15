"""M6, K1: a dispatch that reaches nobody's phone is the system's to chase, then 督查室's to call about."""

from city_of_stories import LAND, PLOTS, City
from office import Office


async def test_a_wrong_account_is_called_about_and_the_telephone_starts_the_clocks(office: Office) -> None:
    office.city = City(units=(LAND,), tasks=(PLOTS,))
    await office.settle_in()
    await office.import_plan()
    await office.spoil("message/send", errcode=81013, times=1)
    await office.at("2026-03-02 08:45")
    await office.dispatch()
    await office.expect_nothing("石守山")
    await office.at("2026-03-03 08:45")
    await office.expect("田野", "9号", "下达没有送到负责人手机，请转告")
    await office.expect("苏知微", "今天要打的电话", "石守山", "9号下达未送达")
    await office.say("苏知微", "为什么")
    await office.expect("苏知微", "内送到本人手机", "送到，或电话告知到本人就停", "K1@1")
    await office.say("苏知微", "9 已通，由陈副局牵头，先摸底，3月20日报方案")
    await office.expect("苏知微", "9号")
    await office.say("苏知微", "进度 9")
    await office.expect("苏知微", "（已认领）", "目标：处置批而未供土地3000亩")
    await office.at("2026-03-04 08:45")
    await office.expect_without("苏知微", "未送达")
    await office.at("2026-03-25 08:45")
    await office.expect("田野", "9号", "月报")  # its clocks run, though no message ever arrived


async def test_a_mended_account_gets_the_dispatch_after_all(office: Office) -> None:
    office.city = City(units=(LAND,), tasks=(PLOTS,))
    await office.settle_in()
    await office.import_plan()
    await office.spoil("message/send", errcode=81013, times=1)
    await office.at("2026-03-02 08:45")
    await office.dispatch()
    await office.expect_nothing("石守山")
    await office.at("2026-03-02 09:30")
    await office.settle_in(office.city.with_unit("市自规局", account="shishoushan2"))
    await office.pass_time(5)
    await office.expect("石守山", "市自规局承担重点任务1项", "9号")
    await office.at("2026-03-03 08:45")
    await office.expect_without("苏知微", "未送达")
    await office.at("2026-03-06 08:45")
    await office.expect("石守山", "9号", "待认领")


async def test_a_platform_that_is_away_for_minutes_is_no_ones_fault(office: Office) -> None:
    office.city = City(units=(LAND,), tasks=(PLOTS,))
    await office.settle_in()
    await office.import_plan()
    await office.spoil("message/send", errcode=45009, times=1)
    await office.at("2026-03-02 08:45")
    await office.dispatch()
    await office.at("2026-03-02 10:30")
    await office.expect("石守山", "9号")
    await office.at("2026-03-03 08:45")
    await office.expect_without("苏知微", "未送达")
    await office.expect_without("田野", "没有送到")
