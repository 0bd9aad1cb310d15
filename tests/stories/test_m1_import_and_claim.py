"""M1: the plan comes in as a preview and a diff; units claim or contest what they were given."""

from dataclasses import replace

from city_of_stories import DAMS, PLOTS, ROADS, City
from office import Office

from models.tasks import Task


async def test_a_revised_plan_is_a_diff_and_never_a_duplicate(office: Office) -> None:
    await office.settle_in()
    first = await office.import_plan()
    assert first.written == 10

    again = await office.import_plan()
    assert again.diff is not None
    assert not again.needs_confirm
    assert await Task.all().count() == 10

    later = replace(ROADS, due="10月31日前")
    revised = await office.import_plan(City().only(later, *City().tasks[1:]))
    assert revised.needs_confirm
    assert revised.written == 0
    assert (await Task.get(seq=3)).due.month == 12  # type: ignore[union-attr]

    done = await office.import_plan(confirm=True)
    assert [change.new.seq for change in done.diff.changed] == [3]  # type: ignore[union-attr]
    assert (await Task.get(seq=3)).due.month == 10  # type: ignore[union-attr]
    assert await Task.all().count() == 10


async def test_a_plan_that_came_before_the_contacts_is_filled_by_them(office: Office) -> None:
    await office.import_plan()
    assert all(gap.blocks for gap in await office.gaps() if "没有牵头单位" in gap.what)
    assert await Task.filter(state="draft").count() == 10

    filled = await office.settle_in()
    assert filled.linked == 10
    assert await Task.filter(state="draft").count() == 0
    assert not [gap for gap in await office.gaps() if "牵头单位" in gap.what or "牵头领导" in gap.what]
    again = await office.import_plan(confirm=True)
    assert not again.needs_confirm
    assert (again.written, again.linked) == (0, 0)
    await office.dispatch()
    await office.at("2026-03-02 08:45")
    await office.expect("方建业", "承担重点任务4项", "3号")
    task = await Task.get(seq=3).prefetch_related("assignments")
    assert [a.role for a in task.assignments] == ["lead", "support"]


async def test_a_contacts_sheet_that_grows_fills_what_a_plan_named(office: Office) -> None:
    everybody = City()
    await office.settle_in(replace(everybody, units=everybody.units[:1]))
    await office.import_plan(everybody)
    assert await Task.filter(state="live").count() == 4
    assert (await office.settle_in(everybody)).linked == 7  # six drafts, and the supporting unit of 3号
    assert await Task.filter(state="draft").count() == 0


async def test_a_head_contests_one_task_and_the_office_upholds_it(year: Office) -> None:
    await year.say("石守山", "10号不属我局职责，应由市林业局牵头")
    await year.expect("石守山", "10号的意见已转督查室裁定", "不再催办")

    await year.say("苏知微", "异议")
    await year.expect("苏知微", "待裁定1项", "10号 市自规局", "应由市林业局牵头")
    await year.say("苏知微", "维持 10")
    await year.expect("苏知微", "10号已维持原分工")

    await year.pass_time(120)
    await year.expect("石守山", "10号经研究仍由贵局承担", "苏知微")
    await year.say("石守山", "10号由林科长牵头，3月20日报方案")
    await year.expect("石守山", "10号已认领", "林科长", "3月20日")


async def test_many_tasks_are_taken_on_in_one_line(year: Office) -> None:
    await year.say("方建业", "都由王副局牵头，先调度一次，3月13日报方案")
    await year.expect("方建业", "3、6、13、20号已认领", "王副局", "3月13日")
    await year.say("苏知微", "未认领")
    await year.expect("苏知微", "市水利局 2项", without=("市住建局",))


async def test_one_tap_takes_on_all_by_the_date_on_the_button(year: Office) -> None:
    await year.tap("江河清", "认领·3月16日报")
    await year.expect("江河清", "5、8号已认领", "周一（3月16日）")
    await year.tap("江河清", "认领", old=True)
    await year.expect("江河清", "已经处理过了", "没有改动")


async def test_a_plan_that_drops_a_task_stops_its_clocks(office: Office) -> None:
    await office.open_year()
    await office.import_plan(City().only(*(t for t in City().tasks if t is not DAMS)), confirm=True)
    await office.say("江河清", "我的任务")
    await office.expect("江河清", "8号", without=("5号",))
    await office.at("2026-03-06 09:00")
    await office.expect_without("江河清", "5号")


async def test_two_plans_with_the_same_number_are_told_apart(office: Office) -> None:
    await office.open_year()
    await office.import_plan(
        City().only(replace(PLOTS, seq=5, title="盘活闲置校舍", goal="盘活闲置校舍7处", lead="市水利局")),
        title="青岚市2026年民生实事项目责任分解表",
        paper="青政办发〔2026〕8号",
    )
    await office.dispatch()
    await office.say("江河清", "进度 5")
    first = await office.expect("江河清", "5号")
    assert first


async def test_an_odd_day_is_said_to_be_one(year: Office) -> None:
    await year.say("方建业", "3号由王副局牵头，2月1日报方案")
    await year.expect("方建业", "3号已认领", "2月1日今年已过，按2027年2月1日登记，对吗？不是的话请回“更正…”")
    await year.say("方建业", "6号由王副局牵头，2月30日报方案")
    await year.expect("方建业", "6号已认领", "“2月30日”没有这一天，请补一句哪天")
    await year.say("方建业", "13号由王副局牵头，5月1日报方案")
    await year.expect("方建业", "13号已认领", "5月1日不上班，到期按周三（5月6日）算", without=("对吗",))
