"""调整, 终止, 结转 with the paper that allows it, 待数据, and many verified at once: typed by 督查室, followed by the clocks."""

from datetime import date

import pytest
from city_of_stories import BUILDING, HOMES, LAND, PIPES, PLOTS, ROADS, City
from office import Office

from models.events import Event
from models.obligations import Obligation
from models.tasks import Assignment, Indicator, Task

NINE = "青政办〔2026〕9号"


@pytest.fixture
async def spring(office: Office) -> Office:
    """Friday 6 March: roads and homes taken on by the builders, pipes not yet."""
    office.city = City(units=(BUILDING, LAND), tasks=(ROADS, HOMES, PIPES, PLOTS))
    await office.open_year()
    for number in (3, 6):
        await office.say("方建业", f"{number}号我牵头，3月20日前完成设计招标")
    await office.at("2026-03-06 09:00")
    for who in office.city.accounts():
        await office.read(who)
    return office


async def lead(seq: int) -> Assignment:
    return await Assignment.get(task__seq=seq, role="lead").select_related("task", "task__plan", "unit")


async def owed(seq: int, *kinds: str) -> dict[str, str]:
    found = await Obligation.filter(task_id=(await Task.get(seq=seq)).id, state="open", kind__in=kinds).order_by(
        "due_at"
    )
    return {o.period: o.due_at.date().isoformat() for o in found if o.due_at}


async def test_an_adjustment_moves_the_date_by_its_paper_and_can_be_taken_back(spring: Office) -> None:
    assert "due@2026-12-31" in await owed(3, "K5")
    await spring.say("苏知微", "3 调整 期限改为9月30日")
    await spring.expect("苏知微", "还差依据的文号", "没有改动")
    assert (await lead(3)).task.due == date(2026, 12, 31)
    await spring.say("苏知微", "青政办(2026)9号")
    await spring.expect("苏知微", f"3号（市住建局）已调整（{NINE}）：期限由12月31日改为9月30日", "撤销 3 调整")
    roads = await lead(3)
    assert (roads.state, roads.task.due) == ("adjusted", date(2026, 9, 30))
    assert "due@2026-09-30" in await owed(3, "K5")
    assert "due@2026-12-31" not in await owed(3, "K5")
    await spring.at("2026-03-09 08:45")
    await spring.expect("方建业", f"3号已调整（{NINE}）", "督查室 苏知微")

    # a target too; a paper is never guessed, a day that has gone is no date
    await spring.say("苏知微", f"6 调整 {NINE} 目标改为改造老旧小区20个")
    await spring.expect("苏知微", "目标改为“改造老旧小区20个”")
    assert (await Indicator.get(task__seq=6)).target == 20
    await spring.say("苏知微", f"3 调整 {NINE} 期限改为2026年1月5日")
    await spring.expect("苏知微", "日期要在今天之后，没有改动")

    # the revised sheet that says the same of date and target as before does not take the decision away
    assert not (await spring.import_plan()).needs_confirm
    changed = City(units=spring.city.units, tasks=(ROADS, HOMES, PIPES.led_by("市自规局"), PLOTS))
    assert (await spring.import_plan(changed, confirm=True)).written == 1
    assert ((await lead(3)).task.due, (await Indicator.get(task__seq=6)).target) == (date(2026, 9, 30), 20)

    await spring.say("苏知微", "撤销 6 调整")
    await spring.expect("苏知微", "6号的调整已撤回")
    assert (await Indicator.get(task__seq=6)).target == 30
    await spring.say("苏知微", "撤销 3 调整")
    await spring.expect("苏知微", "3号的调整已撤回")
    roads = await lead(3)
    assert (roads.state, roads.task.due) == ("accepted", date(2026, 12, 31))
    assert list(await owed(3, "K5"))[-1] == "due@2026-12-31"


async def test_what_is_terminated_or_carried_over_is_asked_for_no_more(spring: Office) -> None:
    await spring.say("苏知微", "3、13 终止")
    await spring.expect("苏知微", "还差依据的文号")
    await spring.say("苏知微", NINE)
    said = "\n".join(await spring.read("苏知微"))
    assert f"3号（市住建局）已终止（{NINE}）" in said
    assert f"13号（市住建局）已终止（{NINE}）" in said
    assert await owed(3, "K2", "K3", "K4", "K5", "K6") == await owed(13, "K2", "K4", "K5") == {}
    await spring.say("苏知微", f"6 结转 {NINE}")
    await spring.expect("苏知微", "6号（市住建局）已结转下年")
    await spring.at("2026-04-27 09:00")
    lists = "\n".join(await spring.read("方建业"))
    assert all(f"{n}号已" in lists for n in (3, 13, 6))
    assert "待回" not in lists
    await spring.say("方建业", "3号打通1条")
    await spring.expect_without("方建业", "已登记")

    # a slip is taken back, and the time between does not count against the unit
    await spring.say("苏知微", "撤销 3 终止")
    await spring.expect("苏知微", "3号的终止已撤回，恢复原样")
    assert (await lead(3)).state == "accepted"
    assert await owed(3, "K4", "K5")
    await spring.say("苏知微", "撤销 3 终止")
    await spring.expect("苏知微", "没有可撤回的终止")
    await spring.say("苏知微", f"88 终止 {NINE}")
    await spring.expect("苏知微", "没有找到88号任务，没有改动")
    # a unit's words about its work are no decision
    await spring.say("方建业", f"3 终止 {NINE}")
    assert (await lead(3)).state != "terminated"


async def test_figures_that_are_not_published_are_not_asked_for(spring: Office) -> None:
    await spring.say("苏知微", "3 待数据")
    await spring.expect("苏知微", "还差数据哪天公布", "到7月20日")
    await spring.say("苏知微", "到4月20日")
    await spring.expect("苏知微", "3号（市住建局）转待数据，4月20日公布，4月22日前不催办、不计时")
    await spring.say("苏知微", "13 待数据 到4月20日")
    await spring.expect("苏知微", "目前是“已下达”，不能待数据")
    await spring.at("2026-03-30 09:00")  # 25 March, the day of the month's word, has gone
    await spring.expect_without("方建业", "3号 3月进展", "3号本月进展")
    assert (await lead(3)).state == "awaiting_data"
    await spring.at("2026-04-22 17:40")
    assert (await lead(3)).state == "in_progress"
    assert await owed(3, "K4")
    await spring.say("苏知微", "6 待数据 到7月20日")
    await spring.say("苏知微", "6 数据已到")
    await spring.expect("苏知微", "6号（市住建局）数据已到，照常推进")
    assert (await lead(6)).state == "in_progress"
    assert await Event.filter(kind="data_came").count() == 2
