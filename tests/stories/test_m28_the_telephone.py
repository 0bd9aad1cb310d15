"""M28: half of all progress is told by telephone: a list of calls, and a note that counts like a reply."""

import pytest
from city_of_stories import BUILDING, DAMS, HOMES, PLOTS, ROADS, WATER, City
from office import Office

SMALL = City(units=(WATER, BUILDING), tasks=(DAMS, ROADS, HOMES, PLOTS.led_by("市水利局")))


@pytest.fixture
async def silence(office: Office) -> Office:
    """Nobody took anything on: Monday 08:45, a week later, 督查室 has its list of calls."""
    office.city = SMALL
    await office.open_year()
    await office.at("2026-03-09 08:45")
    for who in office.city.accounts():
        await office.read(who)
    return office


async def test_the_list_names_number_person_phone_and_a_note_takes_a_task_off_it(silence: Office) -> None:
    await silence.say("苏知微", "今天要打的电话")
    await silence.expect("苏知微", "今天要打的电话 2个", "江河清 11100000000", "方建业", "46 已通")
    await silence.say("苏知微", "5 已通，江局长说由张科牵头，3月20日前报方案")
    await silence.expect("苏知微", "5号（市水利局）电话登记：认领，牵头张科", "3月20日", "江河清会看到这条登记")
    await silence.say("苏知微", "9 没打通")
    await silence.expect("苏知微", "9号（市水利局）记为没打通，仍在")
    await silence.say("苏知微", "电话")
    await silence.expect("苏知微", "9号待认领", "3、6号待认领", without=("5号",))
    await silence.say("江河清", "进度 5")
    await silence.expect("江河清", "已认领")
    await silence.pass_time(120)
    await silence.say("江河清", "我的任务")
    await silence.expect("江河清", "5号 实施病险水库除险加固", "已认领")


async def test_a_note_counts_like_a_reply_and_the_head_may_correct_it(silence: Office) -> None:
    await silence.say("方建业", "3号、6号由邹平牵头，3月16日前开工")
    await silence.at("2026-03-24 10:00")
    await silence.read("方建业")
    await silence.say("苏知微", "3 已通，方局长说打通4条，第5条4月20日前打通")
    await silence.expect("苏知微", "3号（市住建局）电话登记", "4条（共12条，33%", "4月20日")
    await silence.at("2026-03-24 14:30")
    await silence.expect("方建业", "市政府督查室苏知微据电话登记3号", "4条（共12条，33%", "请回“更正…”")
    await silence.say("方建业", "更正 打通5条")
    await silence.expect("方建业", "已更正：3号", "5条（共12条，42%")
    await silence.at("2026-03-25 16:00")
    await silence.expect_without("方建业", "3号 打通城区断头路 月报")
    await silence.say("方建业", "进度 3")
    await silence.expect("方建业", "5条/12条（自报）")


async def test_what_else_may_come_of_a_call(silence: Office) -> None:
    await silence.say("苏知微", "5 理由成立，等省厅批复，到3月20日")
    await silence.expect("苏知微", "5号（市水利局）理由成立，周五（3月20日）前不再催办")
    await silence.say("苏知微", "9 转裁定，江局长说应由市自规局负责")
    await silence.expect("苏知微", "9号（市水利局）已转裁定")
    await silence.say("苏知微", "异议")
    await silence.expect("苏知微", "9号 市水利局", "应由市自规局负责")
    await silence.say("苏知微", "3 请继续")
    await silence.expect("苏知微", "3号（市住建局）记为继续", "到期未更新")
    await silence.say("苏知微", "6 已通")
    await silence.expect("苏知微", "6号电话里怎么说的")
    await silence.say("苏知微", "正在抓紧推进")
    await silence.expect("苏知微", "6号（市住建局）电话登记", "时限未停")
    await silence.say("苏知微", "现在谁还没回？")
    await silence.expect("苏知微", "今天没有要打的电话")
    await silence.say("苏知微", "99 已通，说下周报")
    await silence.expect("苏知微", "没有找到", "99")
    await silence.say("江河清", "今天要打的电话")
    await silence.expect_without("江河清", "11100000000")
