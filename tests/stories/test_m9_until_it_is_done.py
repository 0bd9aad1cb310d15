"""M9: 报结, evidence, 核验, 退回, 销号: a task ends in no other way."""

from office import Office


async def test_the_report_goes_back_with_what_is_missing_and_ends_with_the_paper(year: Office) -> None:
    await year.tap("江河清", "认领")
    await year.at("2026-03-09 14:30")
    await year.say("江河清", "5号 报结")
    await year.expect("江河清", "5号您报完成", "补一样依据", "不是必须")
    await year.say("江河清", "6座全部完工")
    await year.expect("江河清", "5号报结已转督查室核验", "3月16日前答复")

    await year.expect("苏知微", "5号 报结待核验", "［销号］［还差…］")
    await year.tap("苏知微", "还差")
    await year.expect("苏知微", "5号还差什么")
    await year.say("苏知微", "竣工验收意见，3月20日前补")
    await year.expect("苏知微", "已退回市水利局")
    await year.pass_time(120)
    await year.expect("江河清", "还差一件：竣工验收意见", "3月20日", "苏知微")

    await year.at("2026-03-17 10:00")
    await year.say("江河清", "5号报结，青水验〔2026〕11号")
    await year.expect("江河清", "已转督查室核验")
    await year.pass_time(90)
    await year.tap("苏知微", "销号")
    await year.expect("苏知微", "5号（市水利局）已销号")
    await year.at("2026-03-18 08:45")
    await year.expect("江河清", "5号已核验销号", "苏知微")
    await year.at("2026-12-15 18:00")
    await year.expect_without("江河清", "5号")


async def test_what_the_liaison_prepares_waits_for_the_heads_tap(year: Office) -> None:
    await year.tap("江河清", "认领")
    await year.at("2026-03-09 10:30")
    for who in ("江河清", "苏知微"):
        await year.read(who)
    await year.say("柳溪", "5号6座全部完工，青水验〔2026〕11号")
    await year.expect("柳溪", "5号已备好", "待江河清确认")
    await year.expect_nothing("苏知微")
    await year.expect("江河清", "5号 报结，请您确认", "柳溪已备好", "［确认报结］")
    await year.tap("江河清", "确认报结")
    await year.expect("江河清", "已转督查室核验")
    await year.expect("苏知微", "5号 报结待核验", "青水验〔2026〕11号")
