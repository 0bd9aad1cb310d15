"""M9: 报结, evidence, 核验, 退回, 销号: a task ends in no other way."""

import pytest
from city_of_stories import BUILDING, CLERKS, DAMS, LAND, PIPES, PLOTS, WATER, City, Unit
from office import Office

OFFICE = Unit("青岚市人民政府办公室", "市政府办", "苏知微", "主任", "suzhiwei", "周行远")
SMALL = City(units=(WATER,), tasks=(DAMS,))


@pytest.fixture
async def dams(office: Office) -> Office:
    """The water bureau has taken on its dams, and everybody has read his phone."""
    office.city = SMALL
    await office.open_year()
    await office.tap("江河清", "认领")
    await office.at("2026-03-03 14:30")
    for who in office.city.accounts():
        await office.read(who)
    return office


async def test_the_report_goes_back_with_what_is_missing_and_ends_with_the_paper(dams: Office) -> None:
    await dams.say("江河清", "5号 报结")
    await dams.expect("江河清", "5号您报完成", "补一样依据", "不是必须")
    await dams.say("江河清", "6座全部完工")
    await dams.expect("江河清", "5号报结已转督查室核验", "3月10日前答复")

    await dams.expect("苏知微", "5号 报结待核验", "［销号］［还差…］")
    await dams.tap("苏知微", "还差")
    await dams.expect("苏知微", "5号还差什么")
    await dams.say("苏知微", "竣工验收意见，3月20日前补")
    await dams.expect("苏知微", "已退回市水利局", "竣工验收意见", "3月20日")
    await dams.expect("江河清", "还差一件：竣工验收意见", "3月20日", "苏知微")
    assert "［销号］" not in str((await dams.card("闻述白", "5号 报结待核验"))["buttons"])
    await dams.say("江河清", "今日")
    await dams.expect("江河清", "1件", "5号报结还差：竣工验收意见，3月20日前补，补上后回“5 报结”")
    await dams.say("江河清", "进度 5")
    await dams.expect("江河清", "报结还差：竣工验收意见，3月20日前补")

    await dams.at("2026-03-17 10:30")
    await dams.say("江河清", "5号报结，青水验〔2026〕11号")
    await dams.expect("江河清", "已转督查室核验")
    await dams.say("江河清", "今日")
    await dams.expect_without("江河清", "还差")
    await dams.say("苏知微", "待核验")
    await dams.tap("苏知微", "销号")
    await dams.expect("苏知微", "5号（市水利局）已销号")
    await dams.at("2026-03-18 08:45")
    await dams.expect("江河清", "5号已核验销号", "苏知微")
    await dams.at("2026-04-28 18:00")
    await dams.expect_without("江河清", "5号")
    await dams.say("江河清", "5号又修了1座")
    await dams.expect("江河清", "5号现在是“销号”", "没有改动")


async def test_a_report_below_a_target_shows_it_and_counts_no_more_once_returned(office: Office) -> None:
    office.city = City(units=(BUILDING,), tasks=(PIPES,))
    await office.open_year()
    await office.at("2026-03-03 14:30")
    await office.say("方建业", "13号建成管网18公里，投资1亿元")
    await office.say("方建业", "13号报结，建成管网40公里，青建验〔2026〕11号")
    await office.expect("苏知微", "13号 报结待核验", "40公里/40公里", "1亿元/3.2亿元")
    await office.tap("苏知微", "还差")
    await office.say("苏知微", "投资还差2.2亿元")
    await office.say("方建业", "进度 13")
    await office.expect("方建业", "进度65.6%", without=("进度100%",))


async def test_a_return_lets_the_clocks_go_on(dams: Office) -> None:
    await dams.say("江河清", "5号报结，青水验〔2026〕11号")
    await dams.say("苏知微", "待核验")
    await dams.tap("苏知微", "还差")
    await dams.say("苏知微", "竣工决算")
    await dams.at("2026-04-24 18:00")
    await dams.read("江河清")
    await dams.at("2026-04-27 08:45")  # the report was March's word; April's is owed again
    await dams.expect("江河清", "5号", "今天17:30到期", "5号报结还差：竣工决算")


async def test_a_picture_is_evidence_as_good_as_words(dams: Office) -> None:
    await dams.say("江河清", "5号全部完工了")
    await dams.expect("江河清", "补一样依据")
    await dams.send_picture("江河清")
    await dams.expect("江河清", "5号报结已转督查室核验")
    await dams.expect("苏知微", "5号 报结待核验", "图片1张")


async def test_who_has_no_evidence_is_asked_once_and_no_more(dams: Office) -> None:
    await dams.say("江河清", "5号 报结")
    await dams.expect("江河清", "补一样依据")
    await dams.say("江河清", "没有")
    await dams.expect("江河清", "5号报结已转督查室核验")


async def test_a_number_alone_asks_to_see_the_task_and_is_no_evidence(dams: Office) -> None:
    await dams.say("江河清", "5号 报结")
    await dams.expect("江河清", "补一样依据")
    await dams.say("江河清", "5")
    await dams.expect_without("江河清", "已转督查室核验")
    await dams.say("江河清", "没有")
    await dams.expect("江河清", "5号报结已转督查室核验")


async def test_what_the_liaison_prepares_waits_for_the_heads_tap(dams: Office) -> None:
    await dams.say("柳溪", "5号6座全部完工，青水验〔2026〕11号")
    await dams.expect("柳溪", "5号已备好", "待江河清确认")
    await dams.expect_nothing("苏知微")
    await dams.expect("江河清", "5号 报结，请您确认", "柳溪已备好", "［确认报结］")
    await dams.tap("江河清", "确认报结")
    await dams.expect("江河清", "已转督查室核验")
    await dams.expect("苏知微", "5号 报结待核验", "青水验〔2026〕11号")


async def test_the_liaison_is_asked_for_evidence_before_the_head_is_troubled(dams: Office) -> None:
    await dams.say("柳溪", "5号 报结")
    await dams.expect("柳溪", "补一样依据", "请负责人确认")
    await dams.expect_nothing("江河清")
    await dams.send_picture("柳溪")
    await dams.expect("柳溪", "5号已备好", "待江河清确认")
    await dams.tap("江河清", "确认报结")
    await dams.expect("苏知微", "5号 报结待核验", "图片1张")


async def test_the_head_who_says_not_yet_takes_back_what_was_prepared(dams: Office) -> None:
    await dams.say("柳溪", "5号6座全部完工，青水验〔2026〕11号")
    await dams.tap("江河清", "还没完成")
    await dams.expect("江河清", "5号没有报结", "已告知联络员")
    await dams.say("江河清", "进度 5")
    await dams.expect("江河清", "已认领", without=("6座/6座", "100%"))
    await dams.at("2026-03-04 08:45")
    await dams.expect("柳溪", "5号报结，江河清说还没完成")
    await dams.expect_without("苏知微", "待核验")


async def test_the_head_who_reports_himself_needs_no_card_for_it(dams: Office) -> None:
    await dams.say("柳溪", "5号6座全部完工，青水验〔2026〕11号")
    await dams.read("江河清")
    await dams.say("江河清", "5号报结")
    await dams.expect("江河清", "已转督查室核验")
    await dams.expect("苏知微", "青水验〔2026〕11号")
    await dams.tap("江河清", "确认报结", old=True)
    await dams.expect("江河清", "已经处理过了")


async def test_a_report_taken_back_leaves_nothing_to_verify(dams: Office) -> None:
    await dams.say("江河清", "5号报结，青水验〔2026〕11号")
    await dams.expect("苏知微", "5号 报结待核验")
    await dams.say("江河清", "撤销")
    await dams.expect("江河清", "已撤销5号", "已认领")
    await dams.tap("苏知微", "销号", old=True)
    await dams.expect("苏知微", "没有改动")
    await dams.say("苏知微", "待核验")
    await dams.expect("苏知微", "没有待核验的报结")
    await dams.at("2026-03-25 08:45")
    await dams.expect("江河清", "5号", "今天17:30到期")


async def test_a_return_that_was_answered_before_it_went_out_is_not_sent(dams: Office) -> None:
    await dams.at("2026-03-25 08:45")
    await dams.expect("江河清", "5号", "今天17:30到期")  # the next message keeps its distance from this one
    await dams.say("江河清", "5号报结，青水验〔2026〕11号")
    await dams.tap("苏知微", "还差")
    await dams.say("苏知微", "竣工图")
    await dams.say("江河清", "5号报结，竣工图已交，青水验〔2026〕12号")
    await dams.expect("江河清", "5号报结已转督查室核验")
    await dams.at("2026-03-25 17:00")
    await dams.expect_without("江河清", "还差一件")


async def test_the_office_may_think_better_of_a_return(dams: Office) -> None:
    await dams.say("江河清", "5号报结，青水验〔2026〕11号")
    await dams.tap("苏知微", "还差")
    await dams.say("苏知微", "算了")
    await dams.expect("苏知微", "没有改动")
    await dams.read("江河清")
    await dams.tap("苏知微", "销号")
    await dams.expect("苏知微", "已销号")
    await dams.expect_nothing("江河清")


async def test_figures_of_a_report_under_way_are_not_changed_in_silence(dams: Office) -> None:
    await dams.say("江河清", "5号6座全部完工，青水验〔2026〕11号")
    await dams.read("江河清")
    await dams.say("江河清", "更正 5号5座")
    await dams.expect("江河清", "5号已报结待核验，没有改动", "撤销 5号")
    await dams.say("江河清", "撤销 5号")
    await dams.expect("江河清", "已撤销5号")


async def test_two_of_the_office_decide_and_the_first_one_counts(dams: Office) -> None:
    await dams.say("江河清", "5号报结，青水验〔2026〕11号")
    await dams.tap("苏知微", "销号")
    await dams.expect("苏知微", "5号（市水利局）已销号")
    await dams.read("闻述白")
    await dams.tap("闻述白", "还差", old=True)
    await dams.expect("闻述白", "已经处理过了", "没有改动")


async def test_nobody_verifies_what_he_reported_himself(office: Office) -> None:
    office.city = City(units=(OFFICE, LAND), tasks=(PLOTS.led_by("市政府办"),), clerks=CLERKS)
    await office.open_year()
    await office.at("2026-03-03 14:30")
    await office.say("苏知微", "9号我牵头，3月20日前完成")
    await office.say("苏知微", "9号报结，青政办〔2026〕12号")
    await office.read("苏知微")
    await office.say("苏知微", "待核验")
    await office.tap("苏知微", "销号")
    await office.expect("苏知微", "报结人不能核验自己报结的事项", "没有改动")
    await office.tap("闻述白", "销号")
    await office.expect("闻述白", "9号（市政府办）已销号")


async def test_an_old_card_that_cannot_be_greyed_is_no_message_that_failed(dams: Office) -> None:
    await dams.say("江河清", "5号报结，青水验〔2026〕11号")
    await dams.at("2026-03-09 10:30")  # the platform lets a card be changed for three days
    await dams.tap("苏知微", "还差")
    await dams.say("苏知微", "竣工决算")
    await dams.read("闻述白")
    await dams.at("2026-03-10 18:00")
    await dams.expect_without("闻述白", "没有送达")


async def test_the_same_return_twice_is_not_the_same_message(dams: Office) -> None:
    for paper, until in ((11, "2026-03-04 10:30"), (12, "2026-03-05 10:30")):
        await dams.say("江河清", f"5号报结，青水验〔2026〕{paper}号")
        await dams.say("苏知微", "待核验")
        await dams.tap("苏知微", "还差")
        await dams.say("苏知微", "竣工决算")
        await dams.at(until)
    returns = [b["text"] for b in await dams.phone("江河清") if "还差一件" in b["text"]]
    assert len(set(returns)) == 2, returns
    await dams.say("江河清", "为什么提醒我")
    await dams.expect("江河清", "5号报结，还差一件", "是督查室的答复，照这一条补一句即可")


async def test_what_is_merely_told_says_so_when_asked_why(dams: Office) -> None:
    await dams.say("江河清", "5号报结，青水验〔2026〕11号")
    await dams.tap("苏知微", "销号")
    await dams.at("2026-03-04 08:45")
    await dams.expect("柳溪", "5号已核验销号")
    await dams.say("柳溪", "为什么提醒我")
    await dams.expect("柳溪", "5号已核验销号", "是告知，不是催办")
