"""M14: an emergency, once confirmed by a tap, reaches 总值班室 and the leader on duty at once, beside the telephone."""

import json
from collections.abc import AsyncIterator

import pytest
from city_of_stories import BUILDING, HOMES, LAND, PLOTS, ROADS, City
from office import Office

from models.orders import Order

SMALL = City(units=(BUILDING, LAND), tasks=(ROADS, HOMES, PLOTS))
ROSTER = "值班\n2月{0}日 带班 沈在舟 值班室 苏知微 备班 闻述白 电话 0000-1234567\n2月{1}日 带班 韩冬 值班室 闻述白"
NIGHT = "2026-02-18 22:40"  # the second night of 春节
SAID = "高新区光电园二期厂房坍塌，2人被困"


@pytest.fixture
async def holiday(database_url: str) -> AsyncIterator[Office]:
    """The roster of two days of 春节 is entered; it is night, and every phone is quiet."""
    async with Office.open(database_url, city=SMALL, at="2026-02-18 09:00") as office:
        await office.settle_in()
        await office.say("苏知微", ROSTER.format(18, 19))
        await office.expect(
            "苏知微", "值班表2天，保存吗", "2月18日周三 带班沈在舟，值班室苏知微，备班闻述白", "［保存］［不存］"
        )
        await office.tap("苏知微", "保存")
        await office.expect("苏知微", "已保存2天")
        await office.at(NIGHT)
        for who in office.city.accounts():
            await office.read(who)
        yield office


async def test_whoever_is_on_duty_hears_within_the_minute_at_night(holiday: Office) -> None:
    await holiday.say("方建业", SAID)
    await holiday.expect(
        "方建业", "是突发情况吗", "坍塌、2人被困", "高新区光电园二期厂房", "还没有发给任何人",
        "请同时按规定电话报告总值班室 0000-1234567", "［确认上报］［不是突发］",
    )  # fmt: skip
    await holiday.expect_nothing("沈在舟")
    await holiday.tap_twice("方建业", "确认上报")
    await holiday.expect(
        "方建业",
        "突发1号已发总值班室苏知微、带班领导沈在舟",
        "请同时按规定电话报告总值班室 0000-1234567",
        "本消息不代替信息报送",
    )
    for who in ("沈在舟", "苏知微"):
        assert len([one for one in await holiday.read(who) if "突发1号" in one]) == 1
        bubble = await holiday.card(who, "突发1号：高新区光电园二期厂房坍塌")
        assert (holiday.moment(bubble) - await holiday.now()).total_seconds() < 60
    await holiday.expect_nothing("闻述白")

    await holiday.say("沈在舟", "为什么提醒我")
    await holiday.expect("沈在舟", "您在当天的值班表上", "突发昼夜都发")
    await holiday.tap("沈在舟", "收到")
    bubble = await holiday.card("沈在舟", "您22:40已收到")
    assert [button["text"] for button in bubble["buttons"]] == ["我来处置", "列为应急任务"]
    await holiday.expect("方建业", "突发1号：沈在舟 22:40 收到")
    await holiday.expect("苏知微", "突发1号：沈在舟 22:40 收到")
    await holiday.pass_time(14)
    await holiday.expect_nothing("闻述白")
    await holiday.pass_time(2)
    await holiday.expect("闻述白", "突发1号", "苏知微还没有回应", "［收到］［我来处置］")
    await holiday.expect_without("沈在舟", "还没有回应")
    await holiday.tap("闻述白", "我来处置")
    await holiday.expect("方建业", "闻述白 22:56 我来处置")

    await holiday.say("方建业", "突发 补充：消防已到，1人救出")
    await holiday.expect("方建业", "已补充到突发1号，发给3人")
    await holiday.expect("沈在舟", "突发1号补充（方建业）：“消防已到，1人救出”")
    await holiday.say("方建业", "突发 结束")
    await holiday.expect("方建业", "由带班领导或总值班室结束")
    await holiday.say("沈在舟", "突发 结束：2人均已救出，送医")
    await holiday.expect("沈在舟", "突发1号已结束，已告诉3人")
    await holiday.expect("方建业", "突发1号已结束（沈在舟）：“2人均已救出，送医”")
    await holiday.pass_time(30)
    await holiday.expect_without("闻述白", "没有回应")
    await holiday.say("苏知微", "突发记录")
    await holiday.expect("苏知微", "1号 今天22:40 已结束 方建业：“高新区光电园二期厂房坍塌，2人被困”")
    await holiday.say("苏知微", "突发 1")
    await holiday.expect(
        "苏知微", "沈在舟 22:40发，22:40送达，22:40收到", "闻述白（代苏知微）", "22:55 到时未回应 苏知微", "消防已到"
    )
    status, _, body = await holiday.api("/emergencies?state=ended")
    [found] = json.loads(body)["items"]
    assert (status, found["reporter"], found["text"], found["unit"]) == (200, "方建业", SAID, "市住房和城乡建设局")
    heard = [(call["person"], call["stands_for"], call["answer"]) for call in found["calls"]]
    assert heard == [("沈在舟", None, "received"), ("苏知微", None, None), ("闻述白", "苏知微", "on_it")]
    assert all(call["heard_at"] for call in found["calls"])
    assert {one["kind"] for one in found["log"]} == {
        "said",
        "confirmed",
        "told",
        "answered",
        "silent",
        "added",
        "ended",
    }


async def test_who_does_not_answer_is_to_be_telephoned_and_the_next_one_is_told(holiday: Office) -> None:
    await holiday.say("石守山", "突发 解放路中段燃气泄漏，正在疏散")
    await holiday.tap("石守山", "确认上报")
    await holiday.tap("苏知微", "收到")
    await holiday.read("苏知微")
    await holiday.pass_time(16)
    await holiday.expect("苏知微", "突发1号：沈在舟 15分钟没有回应，请现在打电话", "已同时发给韩冬")
    await holiday.expect("韩冬", "突发1号：解放路中段燃气泄漏", "沈在舟还没有回应")
    await holiday.pass_time(16)
    await holiday.expect("周行远", "韩冬还没有回应")
    await holiday.pass_time(60)
    assert len(await holiday.read("沈在舟")) == 1
    await holiday.expect("苏知微", "周行远 15分钟没有回应", "没有可再发的人")


async def test_a_false_alarm_is_withdrawn_before_anybody_else_hears(holiday: Office) -> None:
    await holiday.say("方建业", "突发 城西仓库起火")
    await holiday.read("方建业")
    await holiday.pass_time(6)
    await holiday.expect("方建业", "今天22:40说的突发还没有点“确认上报”，没有发给任何人", "0000-1234567")
    await holiday.tap("方建业", "确认上报")
    await holiday.say("方建业", "突发 撤回：是烧垃圾")
    await holiday.expect("方建业", "突发1号已撤回", "还没发出的不再发")
    await holiday.expect("沈在舟", "突发1号已撤回（方建业）：“是烧垃圾”")
    await holiday.pass_time(40)
    for who in ("闻述白", "韩冬", "沈在舟"):
        await holiday.expect_nothing(who)
    with pytest.raises(LookupError):
        await holiday.tap("沈在舟", "收到")
    await holiday.tap("沈在舟", "收到", old=True)
    await holiday.expect_without("方建业", "沈在舟")


async def test_a_drill_and_a_no_send_nothing_and_an_ordinary_word_keeps_its_meaning(holiday: Office) -> None:
    await holiday.say("方建业", "今天组织消防演练，模拟厂房起火、2人被困")
    await holiday.expect_without("方建业", "突发")
    await holiday.say("方建业", "城东隧道塌方，交通中断")
    await holiday.expect("方建业", "是突发情况吗")
    await holiday.tap("方建业", "不是突发")
    await holiday.expect("方建业", "不是突发，没有发给任何人")
    await holiday.pass_time(20)
    for who in ("沈在舟", "韩冬", "周行远"):
        await holiday.expect_nothing(who)


async def test_what_the_reporter_says_next_belongs_to_it_for_an_hour(holiday: Office) -> None:
    await holiday.say("方建业", "突发 解放河解放桥段漫堤，正在疏散")
    await holiday.tap("方建业", "确认上报")
    await holiday.read("方建业")
    await holiday.say("方建业", "刚才水位又涨了20厘米")
    await holiday.expect("方建业", "这条按突发1号的补充，已发给2人", "请带编号再回一次")
    await holiday.expect("沈在舟", "突发1号补充（方建业）：“刚才水位又涨了20厘米”")
    await holiday.say("石守山", "刚才水位又涨了20厘米")  # is not the reporter
    await holiday.expect_without("石守山", "突发")
    await holiday.pass_time(61)
    await holiday.read("方建业")
    await holiday.say("方建业", "刚才水位又降了20厘米")
    await holiday.expect_without("方建业", "突发")


async def test_whom_the_platform_refuses_is_telephoned_and_an_outage_is_waited_for(holiday: Office) -> None:
    await holiday.say("石守山", "突发 城北主管爆管，三个小区停水")
    await holiday.spoil("message/send", errcode=81013, times=3)  # the leader, the office, and the answer to him
    await holiday.tap("石守山", "确认上报")
    await holiday.spoil("message/send", status=502, times=2)
    await holiday.pass_time(1)
    await holiday.expect("韩冬", "突发1号", "沈在舟还没有回应")
    await holiday.expect("闻述白", "突发1号：苏知微的消息没有送达，请现在打电话", "已同时发给您")


async def test_a_day_without_a_roster_goes_by_the_rule_and_is_told_before(holiday: Office) -> None:
    await holiday.say("方建业", "值班")
    await holiday.expect("方建业", "现在值班：2月18日周三 带班沈在舟", "0000-1234567", "2月19日周四 带班韩冬")
    await holiday.at("2026-02-24 08:45")
    await holiday.expect("闻述白", "周三（2月25日）还没有排值班")
    await holiday.say("方建业", "今天谁值班")
    await holiday.expect("方建业", "今天没有排班，突发按规则发督查室闻述白、苏知微和周行远")
    await holiday.say("方建业", SAID)
    await holiday.tap("方建业", "确认上报")
    for who in ("周行远", "闻述白", "苏知微"):
        await holiday.expect(who, "突发1号")


async def test_a_word_on_a_task_is_written_down_and_asks_only_one_question(year: Office) -> None:
    await year.say("方建业", "都由邹平牵头，4月10日前报分步节点")
    await year.read("方建业")
    await year.say("方建业", "3号打通1条，施工段刚刚坍塌，1人受伤")
    shown = await year.read("方建业")
    assert len(shown) == 1
    assert "3号的进展已照常登记" in shown[0]
    await year.say("方建业", "进度 3")
    await year.expect("方建业", "1条")


async def test_whoever_is_on_duty_makes_it_a_task_of_the_unit_at_night(holiday: Office) -> None:
    await holiday.say("方建业", SAID)
    await holiday.tap("方建业", "确认上报")
    await holiday.read("方建业")
    await holiday.tap("沈在舟", "列为应急任务")
    await holiday.expect("沈在舟", "J1：已列为市住建局应急任务")
    await holiday.expect("方建业", "J1", "处置突发：高新区光电园二期厂房坍塌", "请认领")
    await holiday.tap("苏知微", "列为应急任务")
    await holiday.expect("苏知微", "J1：已列为市住建局应急任务")
    await holiday.expect_nothing("方建业")


async def test_emergency_tasks_are_capped_and_a_late_tap_raises_no_alarm(holiday: Office) -> None:
    for _ in range(10):
        await Order.create(task_class="T0", state="confirmed", created_at=await holiday.now())
    await holiday.say("方建业", SAID)
    await holiday.tap("方建业", "确认上报")
    await holiday.tap("沈在舟", "列为应急任务")
    await holiday.expect("沈在舟", "本月应急任务已有10件，到了上限")
    await holiday.say("石守山", "突发 城西仓库起火")
    await holiday.at("2026-02-19 11:00")
    await holiday.read("韩冬")
    await holiday.tap("石守山", "确认上报")
    await holiday.expect("石守山", "已过半天，没有发出")
    await holiday.expect_nothing("韩冬")


async def test_the_office_may_report_itself_and_is_the_one_to_telephone(holiday: Office) -> None:
    await holiday.say("苏知微", "突发 城南变电站着火")
    await holiday.tap("苏知微", "确认上报")
    await holiday.expect("苏知微", "突发1号已发带班领导沈在舟", without=("总值班室苏知微",))
    await holiday.pass_time(16)
    await holiday.expect("苏知微", "沈在舟 15分钟没有回应，请现在打电话", "已同时发给韩冬")
    await holiday.say("苏知微", "有人被困已全部救出")
    await holiday.tap("苏知微", "补充到1号")
    await holiday.expect("韩冬", "突发1号补充（苏知微）：“有人被困已全部救出”")
    await holiday.say("韩冬", "突发 结束")
    await holiday.expect("苏知微", "突发1号已结束（韩冬）")
