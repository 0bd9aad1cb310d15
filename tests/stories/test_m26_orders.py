"""M26: orders of every day: typed or pasted, confirmed by 督查室, chased on the same clocks, seen by whoever gave them."""

import pytest
from city_of_stories import BUILDING, LAND, WATER, City
from office import Office

from models.outbox import Outbox

SMALL = City(units=(WATER, BUILDING, LAND), tasks=())


@pytest.fixture
async def town(office: Office) -> Office:
    """Contacts only; Tuesday 09:00."""
    await office.settle_in(SMALL)
    await office.at("2026-03-03 09:00")
    return office


async def test_an_order_of_the_office_is_confirmed_dispatched_taken_on_and_chased(town: Office) -> None:
    await town.say("苏知微", "交办 市水利局 周五前报防汛预案")
    await town.expect(
        "苏知微", "草稿J1，请核", "单位 市水利局", "周五（3月6日）前", "报防汛预案", "［确认下达］［不下达］"
    )
    await town.expect_nothing("江河清")
    await town.tap("苏知微", "确认下达")
    await town.expect("苏知微", "J1已下达市水利局：报防汛预案，周五（3月6日）前")
    await town.expect(
        "江河清", "J1号 市政府交办，请认领", "时限 周五（3月6日）前", "报防汛预案", "［认领·3月6日前］［不属我局职责］"
    )
    await town.pass_time(5)
    await town.tap("江河清", "认领")
    await town.expect("江河清", "J1号已认领：按期办结，周五（3月6日）")
    await town.at("2026-03-06 08:50")
    await town.expect("江河清", "J1号", "今天17:30到期")
    await town.say("江河清", "J1 报结，青水防〔2026〕2号")
    await town.expect("江河清", "J1号报结已转督查室核验", "3月10日前")
    await town.say("苏知微", "进度 J1")
    await town.expect("苏知微", "J1号 报防汛预案（报结）")
    await town.say("苏知微", "待核验")
    await town.tap("苏知微", "销号")
    await town.expect("苏知微", "J1号（市水利局）已销号")


async def test_a_leaders_words_are_a_draft_that_the_office_confirms(town: Office) -> None:
    await town.say("沈在舟", "请市住建局、市自规局下周三前拿出积水点整治方案")
    await town.expect("沈在舟", "已记J1：市住建局、市自规局，周三（3月11日）前", "督查室确认后下达")
    await town.expect_nothing("方建业")
    await town.expect("苏知微", "沈在舟交办，草稿J1", "来源 沈在舟同志交办", "［确认下达］")
    await town.say("沈在舟", "J1 下周五前")
    await town.expect("沈在舟", "周五（3月13日）前")
    await town.say("闻述白", "草稿")
    await town.tap("闻述白", "确认下达")
    await town.expect("方建业", "J1号 沈在舟同志交办", "周五（3月13日）前", "拿出积水点整治方案")
    await town.expect("石守山", "J1号 沈在舟同志交办")
    assert "［确认下达］" not in str((await town.card("苏知微", "草稿J1"))["buttons"])
    await town.pass_time(5)
    await town.say("方建业", "J1 由邹平牵头，先摸底")
    await town.read("沈在舟")
    await town.say("沈在舟", "我交办的")
    await town.expect("沈在舟", "您交办的1件：办结0、在办1", "J1 市住建局、市自规局", "已认领", "3月13日前")
    await town.say("韩冬", "我交办的")
    await town.expect("韩冬", "您还没有交办过事项")
    await town.say("方建业", "交办 市水利局 周五前报材料")
    await town.expect("方建业", "交办由市领导和督查室下达")


async def test_what_is_missing_is_asked_once(town: Office) -> None:
    await town.say("苏知微", "交办 报防汛预案")
    await town.expect("苏知微", "J1“报防汛预案”由哪个单位办")
    await town.say("苏知微", "市水利局")
    await town.expect("苏知微", "J1哪天前办结", "［当天］［3个工作日］［7个工作日］［一个月］")
    await town.tap("苏知微", "3个工作日")
    await town.expect("苏知微", "草稿J1", "周五（3月6日）前")
    await town.say("苏知微", "改为下周二前")
    await town.expect("苏知微", "草稿J1", "周二（3月10日）前")
    await town.say("苏知微", "J1 由市自规局办")
    await town.expect("苏知微", "单位 市自规局")
    await town.say("苏知微", "取消 J1")
    await town.expect("苏知微", "J1不下达")
    await town.say("苏知微", "草稿")
    await town.expect("苏知微", "没有待下达的草稿")
    await town.say("苏知微", "请市园林局周五前完成花坛更换")
    await town.expect("苏知微", "没有找到“市园林局”", "由哪个单位办")
    await town.say("苏知微", "算了")
    await town.expect("苏知微", "J2不下达")


async def test_minutes_become_several_drafts_with_their_source(town: Office) -> None:
    await town.say(
        "苏知微",
        "3月2日，周市长主持召开断头路建设专题会议，青政纪〔2026〕5号。会议议定：一、市住建局负责加快征迁，3月20日前完成最后3户签约；"
        "二、市自规局要抓紧办理用地手续，月底前办结；三、市水利局尽快完成河道迁改。",
    )
    await town.expect("苏知微", "J3哪天前办结", "完成河道迁改")
    await town.say("苏知微", "4月10日前")
    await town.expect(
        "苏知微",
        "草稿3件，请核",
        "J1 市住建局，周五（3月20日）前",
        "J2 市自规局",
        "J3 市水利局，周五（4月10日）前",
        "青政纪〔2026〕5号",
    )
    await town.say("苏知微", "J2 3月25日前")
    await town.expect("苏知微", "J2 市自规局，周三（3月25日）前")
    await town.say("苏知微", "确认")
    await town.expect("苏知微", "J1已下达市住建局", "J3已下达市水利局")
    await town.expect("方建业", "J1号 青政纪〔2026〕5号议定，请认领", "完成最后3户签约")
    await town.say("周行远", "我交办的")
    await town.expect("周行远", "您交办的3件", "J3 市水利局", "已下达")


async def test_orders_of_the_day_have_their_hours_and_late_ones_wait(town: Office) -> None:
    await town.say("苏知微", "交办 市水利局 马上派人看人民路塌陷")
    await town.expect("苏知微", "时限 今天17:00前")
    await town.say("苏知微", "确认")
    await town.expect("江河清", "J1号", "时限 今天17:00前", "［认领·今天17:00］")
    await town.at("2026-03-03 15:10")
    await town.say("苏知微", "交办 市住建局 立即查处解放路围挡")
    await town.expect("苏知微", "时限 明天11:30前")
    await town.tap("苏知微", "确认下达")
    await town.expect("方建业", "J2号", "时限 明天11:30前")
    await town.at("2026-03-03 20:00")
    await town.say("苏知微", "交办 市自规局 周五下午3点前报地块清单")
    await town.tap("苏知微", "确认下达")
    await town.expect("苏知微", "J3已下达市自规局", "周五（3月6日）15:00前", "不是下达时间，明天08:40送达")
    await town.expect_nothing("石守山")
    await town.at("2026-03-04 08:45")
    await town.expect("石守山", "J3号", "周五（3月6日）15:00前")


async def test_no_order_of_days_goes_out_on_the_eve_of_a_break(office: Office) -> None:
    await office.settle_in(SMALL)
    await office.at("2026-04-03 16:10")  # Friday before 清明
    await office.say("苏知微", "交办 市水利局 4月10日前报防汛预案")
    await office.tap("苏知微", "确认下达")
    await office.expect("苏知微", "J1已下达市水利局", "周二（4月7日）08:40送达")
    await office.expect_nothing("江河清")
    await office.at("2026-04-07 08:45")
    await office.expect("江河清", "J1号", "周五（4月10日）前")


async def test_who_takes_an_order_on_is_asked_for_its_progress_once(town: Office) -> None:
    await town.say("苏知微", "交办 市水利局 3月12日前报防汛预案")
    await town.tap("苏知微", "确认下达")
    await town.at("2026-03-04 10:00")
    await town.say("江河清", "J1 由李科牵头，先摸底")
    await town.at("2026-03-10 18:00")
    lists = [
        b["text"] for b in await town.phone("江河清") if "进展：今天" in b["text"] and "件未办结" not in b["text"]
    ]  # 收单 apart
    assert len(lists) == 1, lists


async def test_a_day_after_the_deadline_is_told_that_the_deadline_stands(town: Office) -> None:
    await town.say("苏知微", "交办 市水利局 周五前报防汛预案")
    await town.tap("苏知微", "确认下达")
    await town.say("江河清", "J1收到，方案月底拿出来")
    await town.expect("江河清", "J1号已认领", "（3月31日）（晚于期限3月6日，期限不变）")
    await town.say("江河清", "J1 已经完成初稿，剩下的附图3月12日画完")
    await town.expect("江河清", "J1号已登记", "（3月12日）（晚于期限3月6日，期限不变）")
    await town.say("江河清", "J1 附图画了5张，3月5日画完")
    await town.expect("江河清", "J1号已登记", without=("晚于期限",))


async def _ordered(town: Office) -> None:
    await town.say("苏知微", "交办 市水利局 周五前报防汛预案")
    await town.tap("苏知微", "确认下达")
    await town.pass_time(5)
    await town.expect("江河清", "J1号 市政府交办", "报防汛预案")
    await town.read("苏知微")


async def test_an_order_that_nobody_answered_yet_is_taken_off_the_phone(town: Office) -> None:
    await _ordered(town)
    await town.say("苏知微", "撤回 J1，重复了")
    await town.expect("苏知微", "J1已撤回，不再计时", "那条消息一并收回")
    assert not [bubble for bubble in await town.phone("江河清") if "J1" in bubble["text"]]
    assert [row.reason for row in await Outbox.filter(kind="recall", state="sent")] == ["recall"]
    await town.at("2026-03-06 17:00")
    await town.expect_without("江河清", "J1")
    await town.say("苏知微", "撤回 J1")
    await town.expect_without("苏知微", "J1已撤回")


async def test_an_order_that_is_not_out_yet_never_goes_out(town: Office) -> None:
    await town.at("2026-03-03 19:00")
    await town.say("苏知微", "交办 市水利局 周五前报防汛预案")
    await town.tap("苏知微", "确认下达")
    await town.read("苏知微")
    await town.say("苏知微", "J1 撤回")
    await town.expect("苏知微", "J1已撤回，还没有送达市水利局")
    await town.at("2026-03-04 12:00")
    await town.expect_without("江河清", "J1")


async def test_an_order_of_yesterday_is_put_right_in_words_and_its_card_is_settled(town: Office) -> None:
    await _ordered(town)
    await town.at("2026-03-04 10:00")
    await town.read("江河清")
    await town.say("苏知微", "撤回 J1，改由市住建局办")
    await town.expect("苏知微", "J1已撤回", "已告知市水利局不用办了")
    await town.pass_time(130)
    await town.expect("江河清", "J1“报防汛预案”已由市政府督查室 苏知微撤回，不用办了：改由市住建局办")
    assert (await town.card("江河清", "J1号 市政府交办"))["settled"] == "已撤回"


async def test_what_the_platform_will_not_take_back_is_put_right_in_words(town: Office) -> None:
    await _ordered(town)
    await town.spoil("message/recall", errcode=42052)
    await town.say("苏知微", "撤回 J1")
    await town.pass_time(130)
    await town.expect("江河清", "J1“报防汛预案”已由市政府督查室 苏知微撤回，不用办了。")
    assert (await town.card("江河清", "J1号 市政府交办"))["settled"] == "已撤回"
    await town.tap("江河清", "认领", old=True)
    await town.expect("江河清", "已经处理过了")


async def test_an_order_somebody_works_on_is_withdrawn_by_one_more_tap(town: Office) -> None:
    await _ordered(town)
    await town.tap("江河清", "认领")
    await town.read("江河清")
    await town.say("苏知微", "撤回 J1")
    await town.expect("苏知微", "撤回J1？", "市水利局已经在办", "［撤回并告知］［不撤回］")
    await town.expect_nothing("江河清")
    await town.tap("苏知微", "不撤回")
    await town.expect("苏知微", "J1照常办，没有改动")
    await town.say("苏知微", "撤回 J1")
    await town.tap("苏知微", "撤回并告知")
    await town.expect("苏知微", "J1已撤回", "已告知市水利局")
    await town.pass_time(130)
    await town.expect("江河清", "J1“报防汛预案”已由市政府督查室 苏知微撤回")
    await town.say("江河清", "我的任务")
    await town.expect_without("江河清", "J1")


async def test_a_leader_who_thinks_better_of_it_asks_the_office(town: Office) -> None:
    await town.say("沈在舟", "请市住建局下周三前拿出积水点整治方案")
    await town.tap("苏知微", "确认下达")
    await town.pass_time(5)
    for who in ("沈在舟", "苏知微", "方建业"):
        await town.read(who)
    await town.say("沈在舟", "撤回 J1")
    await town.expect("沈在舟", "J1已下达，撤回由督查室办，已转告")
    await town.say("苏知微", "撤回 J1")
    await town.at("2026-03-04 09:30")
    await town.expect("沈在舟", "您交办的J1“拿出积水点整治方案”已由市政府督查室 苏知微撤回")
