"""M25: how often progress is asked for is a row like any other; open reports follow it, and who is asked is told why."""

from city_of_stories import BUILDING, LAND, PLOTS, City
from office import Office

from models.obligations import Obligation


async def owed(office: Office) -> tuple[str, str]:
    """The report that is open: what it is called, and until when."""
    [report] = await Obligation.filter(kind="K4", state="open")
    return report.name, f"{report.due_at:%m-%d}"


async def test_a_leaders_order_makes_a_task_weekly_until_it_is_stopped(office: Office) -> None:
    office.city = City(units=(LAND, BUILDING), tasks=(PLOTS,))
    await office.open_year()
    await office.say("石守山", "9号由王副局牵头，3月20日报方案")
    await office.read("石守山")
    assert await owed(office) == ("月报", "03-25")
    await office.say("苏知微", "每周五 报进展 9")
    await office.expect("苏知微", "每周报进展要有市领导点名")
    await office.say("苏知微", "每周五 报进展 9、99 沈市长要求")
    await office.expect("苏知微", "没有99号年度任务")
    await office.say("苏知微", "每周五 报进展 9 沈市长要求")
    await office.expect("苏知微", "每周五17:30", "报进展：9号（沈市长要求，至5月1日）", "3月6日（周五）17:30")
    await office.say("苏知微", "确认")
    await office.expect("苏知微", "日程6已保存")
    await office.pass_time(1)
    assert await owed(office) == ("周报", "03-06")
    await office.at("2026-03-06 08:46")
    await office.expect("石守山", "9号", "周报")
    await office.say("石守山", "为什么提醒我")
    await office.expect("石守山", "约定每周五报一次进展（日程6 报进展：9号（沈市长要求，至5月1日））")
    await office.say("苏知微", "停 日程6")
    await office.expect("苏知微", "改按别的日程或规则里的周期报进展")
    await office.pass_time(1)
    assert await owed(office) == ("月报", "03-25")
    await office.say("苏知微", "恢复 日程6")
    await office.pass_time(1)
    assert (await owed(office))[0] == "周报"
    await office.say("苏知微", "改 日程6 每周四")
    await office.say("苏知微", "确认")
    await office.pass_time(1)
    assert await owed(office) == ("周报", "03-12")
