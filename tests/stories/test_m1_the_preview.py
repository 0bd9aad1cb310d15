"""M1: before anything is written, 督查室 reads row by row what was understood, and what to do about the rest."""

from dataclasses import replace

from city_of_stories import DAMS, HOMES, PLOTS, ROADS, City
from office import Office

from bot.commands import previews
from models import people
from models.rules.plan.reading import read_plan
from models.tasks import Task


async def test_each_row_says_what_was_understood_and_what_is_missing(office: Office) -> None:
    city = City().only(ROADS, HOMES.led_by(""), PLOTS.led_by("市海洋局"), replace(DAMS, due="6月31日"))
    await office.settle_in(city)
    shown = previews.of_plan(read_plan(city.plan(), contacts=await people.directory()))
    assert "读出4项" in shown
    assert "青政办发〔2026〕3号" in shown
    assert "3 打通城区断头路｜牵头 市住建局｜领导 沈在舟｜期限 2026-12-31" in shown
    assert "06-30" in shown
    assert "市海洋局" in shown
    assert "其中2项缺牵头单位或单位不在通讯录，存为草稿" in shown
    assert "时限无效1项" in shown
    assert await Task.all().count() == 0


async def test_what_is_not_understood_becomes_a_draft_and_is_not_dispatched(office: Office) -> None:
    city = City().only(ROADS, HOMES.led_by(""), PLOTS.led_by("市海洋局"))
    await office.settle_in(city)
    await office.import_plan()
    await office.dispatch()
    await office.at("2026-03-02 08:45")
    await office.expect("方建业", "承担重点任务1项", "3号", without=("6号",))
    await office.say("苏知微", "我的任务")
    await office.expect("苏知微", "草稿2")

    await office.import_plan(City().only(ROADS, HOMES, PLOTS), confirm=True)
    await office.dispatch()
    await office.pass_time(120)
    await office.expect("方建业", "承担重点任务1项", "6号", without=("断头路",))
    await office.expect("石守山", "承担重点任务1项", "9号")


async def test_plan_and_contacts_that_name_different_leaders_are_listed(office: Office) -> None:
    await office.settle_in(City().only(replace(ROADS, leader="韩冬"), replace(HOMES, leader="某某某")))
    await office.import_plan()
    found = {(gap.number, gap.what) for gap in await office.gaps()}
    assert ("3号", "方案牵头领导韩冬，通讯录分管领导沈在舟") in found
    assert any(number == "6号" and "某某某" in what for number, what in found)
