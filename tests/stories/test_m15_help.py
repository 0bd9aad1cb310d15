"""M15: a difficulty is shown back with ways on; what the head confirms goes out with a clock, and both sides see it."""

import pytest
from city_of_stories import BUILDING, HOMES, LAND, PLOTS, ROADS, City
from office import Office

SMALL = City(units=(BUILDING, LAND), tasks=(ROADS, HOMES, PLOTS))


@pytest.fixture
async def work(office: Office) -> Office:
    """Everything is taken on; Monday 09:00 a week later, every phone read."""
    office.city = SMALL
    await office.open_year()
    await office.say("方建业", "都由邹平牵头，4月10日前报分步节点")
    await office.say("石守山", "9号由李科牵头，4月10日前报分步节点")
    await office.at("2026-03-09 10:30")
    for who in office.city.accounts():
        await office.read(who)
    return office


async def test_what_the_head_confirms_goes_out_and_comes_back(work: Office) -> None:
    await work.say("方建业", "3号打通4条，卡在用地指标，请市自规局批一下用地指标")
    await work.expect(
        "方建业",
        "3号 有困难，尚未转出",
        "打通断头路4条（共12条，33%）",
        "拟转市自规局：“请批一下用地指标”",
        "［转市自规局］［我先沟通］［请副秘书长协调］",
    )
    await work.expect_nothing("石守山")
    await work.tap("方建业", "转市自规局")
    await work.expect("方建业", "3号已转市自规局", "用地指标", "周四（3月12日）17:30前答复", "不催办")
    await work.expect(
        "石守山",
        "市住建局请贵局协助，周四（3月12日）17:30前答复",
        "3号 打通城区断头路",
        "用地指标",
        "［能办·3月12日前］［办不了…］",
    )
    await work.say("方建业", "进度 3")
    await work.expect("方建业", "求助中")
    await work.say("石守山", "求助")
    await work.expect("石守山", "请您答复的", "3号 市住建局")
    await work.at("2026-03-11 10:30")
    await work.read("田野")
    await work.read("方建业")
    await work.tap("石守山", "能办")
    await work.expect("石守山", "3号已答复市住建局")
    await work.expect("方建业", "3号求助有答复：市自规局", "能办，3月12日前办到", "［解决了］［还没解决］")
    await work.tap("方建业", "解决了")
    await work.expect("方建业", "3号这件求助办结")
    await work.say("方建业", "进度 3")
    await work.expect("方建业", "推进中")
    await work.say("方建业", "求助")
    await work.expect("方建业", "没有未了的求助")


async def test_nobody_is_chased_while_others_have_the_ball_and_they_are(work: Office) -> None:
    await work.say("方建业", "3号 转市自规局：请3月底前批断头路用地指标200亩")
    await work.expect("石守山", "请3月底前批断头路用地指标200亩")
    await work.at("2026-03-13 08:45")
    await work.expect("石守山", "3号 打通城区断头路 求助待答复", "待回1个工作日", "答复 46")
    await work.at("2026-03-25 08:45")
    await work.expect_without("方建业", "3号 打通城区断头路 月报")
    await work.say("石守山", "3号用地指标省厅已批，3月27日可办")
    await work.expect("石守山", "3号已答复市住建局")
    await work.at("2026-03-25 10:30")
    await work.expect("方建业", "3号求助有答复", "省厅已批")
    await work.at("2026-03-26 08:45")
    await work.expect_without("石守山", "求助待答复")


async def test_where_no_deputy_secretary_is_registered_the_office_answers(work: Office) -> None:
    await work.say("方建业", "3号打通4条，卡在用地指标，请市自规局批一下用地指标")
    await work.tap("方建业", "请副秘书长协调")
    await work.expect("方建业", "3号已转市政府督查室")
    await work.say("苏知微", "求助")
    await work.expect("苏知微", "请您答复的", "3号 市住建局", "用地指标")
    await work.say("石守山", "求助")
    await work.expect("石守山", "没有未了的求助")
    await work.say("石守山", "答复 3 已协调")  # was not asked of him
    await work.expect("石守山", "没有找到请您答复的3号求助")
    await work.say("苏知微", "答复 3 已协调市自规局，本周批")
    await work.expect("苏知微", "3号已答复市住建局")
    await work.say("苏知微", "求助")
    await work.expect("苏知微", "没有未了的求助")
    await work.pass_time(60)
    await work.expect("方建业", "3号求助有答复：市政府督查室", "已协调市自规局，本周批", "［解决了］")


async def test_two_rounds_without_a_solution_are_for_a_meeting(work: Office) -> None:
    await work.say("方建业", "3号 转市自规局：请批用地指标200亩")
    for n in (1, 2):
        await work.at(f"2026-03-1{n} 10:30")
        await work.tap("石守山", "办不了")
        await work.say("石守山", "省里没有新增指标")
        await work.at(f"2026-03-1{n} 15:30")
        await work.tap("方建业", "还没解决")
        if n == 1:
            await work.expect("方建业", "上次市自规局答复：“省里没有新增指标”", "［转市自规局］")
            await work.tap("方建业", "转市自规局")
    await work.expect("方建业", "3号已协调两轮，列入专题会")
    await work.say("苏知微", "专题会")
    await work.expect("苏知微", "待上专题会1件", "3号 市住建局→市自规局", "请批用地指标200亩")
    await work.say("沈在舟", "专题会")
    await work.expect("沈在舟", "3号 市住建局→市自规局")
    await work.say("韩冬", "专题会")
    await work.expect("韩冬", "没有待上专题会")
    await work.say("苏知微", "专题会 3 已定：从批而未供土地中调剂150亩")
    await work.expect("苏知微", "已告知双方")
    await work.at("2026-03-13 08:45")
    await work.expect("方建业", "3号专题会议定", "调剂150亩")
    await work.expect("石守山", "3号专题会议定")


async def test_a_liaison_prepares_and_the_head_decides(work: Office) -> None:
    await work.say("许文", "6号改造10个，资金没到位，请市自规局出具意见")
    await work.tap("许文", "转市自规局")
    await work.expect("许文", "6号求助要方建业点头")
    await work.expect_nothing("石守山")
    await work.expect("方建业", "许文备好求助", "［转市自规局］")
    await work.tap("方建业", "我先沟通")
    await work.expect("方建业", "6号您先沟通，没有转出")
    await work.expect_nothing("石守山")
    await work.say("方建业", "6号改造12个，征迁户不同意，资金也没到位")
    await work.tap("方建业", "请副秘书长协调")
    await work.expect("方建业", "6号已转市政府督查室")  # no 副秘书长 is registered here
    await work.say("方建业", "撤回求助 6")
    await work.expect("方建业", "6号求助已撤回")


async def test_what_was_still_asked_ends_with_the_task(work: Office) -> None:
    await work.say("方建业", "3 转市自规局：请批用地指标")
    await work.expect("石守山", "请批用地指标", "［办不了…］")
    await work.say("方建业", "3 报结，青建验〔2026〕8号")
    await work.say("苏知微", "销号 3")
    await work.say("石守山", "求助")
    await work.expect("石守山", "没有未了的求助")
    await work.next_morning()
    for who in ("方建业", "石守山"):
        await work.expect(who, "3号已核验销号，求助“请批用地指标”随之办结，不用再答复")
