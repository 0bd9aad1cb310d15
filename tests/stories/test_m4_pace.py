"""M4: how far a task is against the time elapsed, how far its figures can be relied on, and when it will be done."""

from city_of_stories import BUILDING, HOMES, LAND, PIPES, ROADS, City, Task
from office import Office

SKILLS = Task(30, "培训技能人才", "培训技能人才3000人", "市住建局")
CITY = City(units=(BUILDING, LAND), tasks=(ROADS, HOMES, PIPES))


async def test_a_task_shows_its_bar_its_lamp_and_the_day_it_will_be_done(office: Office) -> None:
    office.city = CITY.only(*CITY.tasks, SKILLS)
    await office.open_year()
    await office.tap("方建业", "认领")
    await office.say("方建业", "30号培训1200名")
    await office.say("方建业", "进度 30")
    await office.expect("方建业", "1200名/3000人", "进度40%")
    await office.say("方建业", "3号打通2条；6号改造12个；13号新建10公里，完成投资2.4亿元")
    await office.read("方建业")
    await office.say("方建业", "进度 6")
    await office.expect("方建业", "⚪6号", "进度40%（自报）", without=("推算",))  # the first quarter is not over
    await office.at("2026-07-01 09:00")
    await office.say("方建业", "进度 6")
    await office.expect(
        "方建业", "🟢6号", "进度40%（自报）", "比序时慢10个百分点", "按现在的速度要到2027年3月31日，晚于期限"
    )
    await office.say("方建业", "进度 3")  # its own curve asks for 5 of 12 by the end of June
    await office.expect("方建业", "🟡3号", "进度16.7%（自报）", "比序时慢25个百分点")
    await office.say("方建业", "进度 13")  # the bar is the mean, the lamp the slowest
    await office.expect("方建业", "🟡13号", "进度50%（自报）", "比序时慢25个百分点")
    await office.say("方建业", "3号打通14条")
    await office.say("方建业", "进度 3")
    await office.expect("方建业", "🟢3号", "进度116.7%（自报）", "比序时快", without=("推算",))


async def test_figures_are_confirmed_with_one_tap_at_the_end_of_the_month(office: Office) -> None:
    office.city = CITY
    await office.open_year()
    await office.tap("方建业", "认领")
    await office.say("方建业", "对账")
    await office.expect("方建业", "对账在3月25日至3月27日")
    await office.at("2026-03-24 09:00")
    await office.say("方建业", "3号打通2条；6号改造12个")
    for who in ("方建业", "许文"):
        await office.read(who)

    await office.at("2026-03-25 09:00")
    await office.expect("许文", "3月对账3月27日止", "2项的数请先核一遍")
    await office.say("许文", "对账")
    await office.expect("许文", "3月对账：市住建局2项", "3号 打通断头路2条", "［我核过了］", without=("［都对］",))
    await office.at("2026-03-25 10:20")
    await office.expect("方建业", "3月对账：市住建局2项", "6号 改造老旧小区12个", "［都对］")
    await office.tap("许文", "我核过了")
    await office.expect("许文", "已记您核过，待方建业确认后算数")
    await office.say("方建业", "6号改造13个")
    await office.expect("方建业", "6号已登记")
    await office.tap("方建业", "都对")
    await office.expect("方建业", "已对账1项：3号", "6号的数刚有变化，没有确认")
    await office.say("方建业", "进度 3")
    await office.expect("方建业", "打通断头路：2条/12条（已对账）", "进度16.7%（已对账）")

    await office.at("2026-03-27 09:00")
    await office.expect("方建业", "3月对账3月27日止，市住建局1项待确认")
    await office.say("方建业", "对账")
    await office.tap("方建业", "都对")
    await office.expect("方建业", "已对账1项：6号")
    await office.say("方建业", "对账")
    await office.expect("方建业", "3月的数都已对账")

    await office.say("方建业", "3号打通3条")  # a new figure is the unit's own word again
    await office.say("方建业", "进度 3")
    await office.expect("方建业", "打通断头路：3条/12条（自报）")
    await office.at("2026-04-01 09:00")
    await office.say("方建业", "对账")
    await office.expect("方建业", "对账在4月27日")
