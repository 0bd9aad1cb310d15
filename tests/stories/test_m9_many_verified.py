"""Many completions are verified with one line or one tap; in December a tenth waits for a look on site."""

from city_of_stories import BUILDING, GAS, HOMES, LAND, PIPES, PLOTS, ROADS, City
from office import Office

from models.tasks import Assignment


async def states() -> dict[int, str]:
    return dict(await Assignment.filter(role="lead").values_list("task__seq", "state"))


async def reported(office: Office, at: str) -> None:
    office.city = City(units=(BUILDING, LAND), tasks=(ROADS, HOMES, PIPES, GAS, PLOTS))
    await office.open_year()
    for number in (3, 6, 13):
        await office.say("方建业", f"{number}号我牵头，3月20日前完成设计招标")
    await office.at(at)
    for number in (3, 6, 13):
        await office.say("方建业", f"{number}号报结，青建验〔2026〕{number}号")
    for who in ("苏知微", "方建业"):
        await office.read(who)


async def test_one_line_closes_several_and_says_which_it_did_not(office: Office) -> None:
    await reported(office, "2026-03-09 09:00")
    await office.say("苏知微", "销号 3、6、9")
    await office.expect("苏知微", "已销号2项：3号、6号", "9号没有待核验的报结，没有改动")
    assert await states() | {20: ""} == {3: "closed", 6: "closed", 13: "completed", 9: "dispatched", 20: ""}
    await office.say("方建业", "销号 13")
    assert (await states())[13] == "completed"  # 销号 is the office's word
    await office.at("2026-03-10 08:45")
    await office.expect("方建业", "3号已核验销号", "6号已核验销号")


async def test_in_december_a_tenth_waits_for_a_look_on_site(office: Office) -> None:
    await reported(office, "2026-12-16 09:00")
    await office.say("苏知微", "待核验")
    await office.tap("苏知微", "全部销号")
    await office.expect("苏知微", "已销号2项", "抽到现场核1项")
    [drawn] = [number for number, state in (await states()).items() if state == "completed"]
    await office.tap("苏知微", "全部销号", old=True)
    assert (await states())[drawn] == "completed"
    await office.read("苏知微")
    await office.say("苏知微", f"销号 {drawn}")
    await office.expect("苏知微", f"已销号1项：{drawn}号")
