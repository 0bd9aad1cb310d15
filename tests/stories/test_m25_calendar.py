"""M25: the calendar and the rules are changed while everything runs: clocks, schedules and lists go by the new ones."""

from datetime import date

from city_of_stories import BUILDING, LAND, PLOTS, City
from office import Office

from handlers import calendars
from models import db, rulebook
from models.calendars import rules_in_force
from models.obligations import Obligation
from models.rules.holiday_notice import read_notice
from models.schedules import NAMES

NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕9号
一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。1月9日（周六）上班。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月30日（周六）、2月14日（周日）上班。
三、清明节：4月5日（周一）放假，共1天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天。
六、中秋节：9月15日（周三）放假1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。"""
CITY = City(units=(BUILDING, LAND), tasks=(PLOTS,))


async def import_notice(office: Office, text: str = NOTICE) -> tuple[int, int]:
    notice, now = read_notice([text]), await office.now()
    await calendars.preview(notice, national=True)
    return await db.tx(lambda: calendars.put_notice(notice, text, national=True, now=now, actor="test"))


async def test_a_year_not_announced_is_said_once_a_week_until_it_is_imported(office: Office) -> None:
    await office.at("2026-11-30 08:20")
    office.city = CITY
    await office.settle_in()
    await office.at("2026-11-30 09:00")
    await office.expect_without("苏知微", "放假安排")
    await office.at("2026-12-01 09:00")
    await office.expect("苏知微", "2027年放假安排还没有导入，跨年的期限暂定")
    await office.at("2026-12-04 18:00")
    await office.expect_without("苏知微", "放假安排")
    await office.at("2026-12-07 09:00")
    await office.expect("苏知微", "2027年放假安排还没有导入")
    await import_notice(office)
    await office.at("2026-12-14 18:00")
    await office.expect("苏知微", "2027年放假安排已导入（国办发明电〔2026〕9号）")
    await office.at("2026-12-31 18:00")
    await office.expect_without("苏知微", "还没有导入")


async def test_running_clocks_and_schedules_go_by_an_imported_notice(office: Office) -> None:
    await office.at("2027-01-28 08:20")
    office.city = CITY
    await office.settle_in()
    await office.import_plan(title="青岚市2027年《政府工作报告》重点任务分解和责任落实分工方案")
    await office.say("苏知微", "每周四9:10给所有联络员发：请报周报")
    await office.expect("苏知微", "1月28日（周四）9:10", "2月11日（周四）9:10（暂定）")
    await office.say("苏知微", "确认")
    await office.dispatch()
    await office.at("2027-01-28 08:45")
    for who in office.city.accounts():
        await office.read(who)
    owed = await Obligation.get(kind="K2")
    calendar = (await rulebook.current()).calendar
    assert (calendar.local(owed.due_at).date(), owed.provisional) == (date(2027, 2, 2), True)
    version, moved = await import_notice(office)
    assert (version, moved) == (1, 1)
    await owed.refresh_from_db()  # the Saturday is worked: three working days end a day earlier
    assert (calendar.local(owed.due_at).date(), owed.provisional) == (date(2027, 2, 1), False)
    await office.at("2027-02-02 09:00")
    await office.expect("石守山", "9号", "待认领", "2月1日")
    await office.say("苏知微", f"日程{len(NAMES) + 1}")
    await office.expect("苏知微", "接下来：2月4日（周四）9:10；2月18日（周四）9:10", without=("暂定", "2月11日"))
    await office.at("2027-02-12 18:00")
    assert await office.read("许文") == ["请报周报\n市政府督查室 1月28日", "请报周报\n市政府督查室 2月4日"]


async def test_new_rules_hold_for_what_begins_and_what_runs_keeps_its_own(office: Office) -> None:
    office.city = CITY
    await office.open_year()
    text = (
        (await rules_in_force())
        .replace("share = 0.5", "share = 0.9")
        .replace('morning_list = "08:40"', 'morning_list = "09:20"')
    )
    now = await office.now()
    assert await db.tx(lambda: calendars.put_rules(text, now=now, actor="test")) == 2
    assert await db.tx(lambda: calendars.put_rules(text, now=now, actor="test")) == 0
    await office.at("2026-03-04 09:15")
    await office.expect_nothing("田野")  # the list comes later from now on, without a restart
    await office.at("2026-03-04 09:30")
    await office.expect("田野", "9号", "待认领")  # half of the clock, as when it began
    await office.say("石守山", "由陈副局牵头，先摸底，3月20日报方案")
    begun = await Obligation.filter(kind="K4").first()
    assert begun is not None
    assert begun.rule == "K4@2"
