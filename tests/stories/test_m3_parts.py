"""M3: a line of the plan is divided into parts (子项), each on its own unit's clocks; the whole is done when they are."""

import json
from dataclasses import replace

from city_of_stories import HOMES, ROADS, City, Task
from office import Office

from bot.documents.reader import read_tables

SURVEYING = Task("3.1", "调整道路用地", "调整用地3宗", "市自规局", "6月20日前")
BUILDING = Task("3.2", "建设城区道路", "打通断头路12条", "市住建局")
DIVIDED = City().only(ROADS, SURVEYING, BUILDING, HOMES)


async def in_the_sheet(office: Office) -> list[tuple[str, ...]]:
    """The rows of the sheet that 督查室 gets back."""
    await office.say("苏知微", "导出台账")
    bubble = (await office.phone("苏知微"))[-1]
    content = await office.download(bubble["media"])
    [sheet] = await read_tables(content, "台账.xlsx")
    return [tuple(row) for row in sheet.rows]


async def test_a_unit_that_would_divide_a_line_hears_whose_it_is(office: Office) -> None:
    await office.open_year()
    await office.read("方建业")
    await office.say("方建业", "3 分子项：1 管线迁改 市住建局 6月20日；2 道路用地 市自规局")
    await office.expect("方建业", "3号没有改动", "分子项由督查室定", without=("已认领", "没看明白"))


async def test_the_parts_of_a_line_are_given_to_their_units_and_the_whole_waits_for_them(office: Office) -> None:
    office.city = DIVIDED
    await office.open_year()
    await office.say("苏知微", "进度 3")
    await office.expect("苏知微", "子项已销号0/2，最慢⚪3.1号", "3.1号 调整道路用地（市自规局，已下达，6月20日）")
    await office.say("石守山", "3.1由林科长牵头，3月13日报方案")
    await office.expect("石守山", "3.1号已认领", "林科长")
    await office.say("石守山", "3-1 用地已调整2宗")
    await office.expect("石守山", "3.1号已登记", "2宗")
    await office.say("石守山", "进度 3-1")
    await office.expect("石守山", "3.1号 调整道路用地（推进中）", "是3号 打通城区断头路的子项")

    await office.say("方建业", "全部认领，王副局牵头，3月13日报方案")
    await office.say("方建业", "3 报结，青建验〔2026〕8号")
    refused = await office.expect("方建业", "3号还有子项没有销号：3.1号（市自规局，推进中）、3.2号（市住建局")
    assert "确需先报结的，请督查室写明理由" in refused
    _, _, body = await office.api("/tasks")
    tasks = {task["number"]: task for task in json.loads(body)["items"]}
    assert [part["number"] for part in tasks["3号"]["parts"]] == ["3.1号", "3.2号"]
    assert tasks["3.1号"]["parent"] == tasks["3号"]["id"]
    assert (tasks["3号"]["percent"], tasks["6号"]["parts"]) == (None, [])

    await office.say("石守山", "3.1 报结，青自规〔2026〕5号")
    await office.say("方建业", "3.2 报结，青建验〔2026〕8号")
    await office.say("苏知微", "销号 3.1、3.2")
    await office.expect("苏知微", "3.1号、3.2号")
    told = await in_the_sheet(office)
    assert [row[0] for row in told if row[0] in {"3", "3.1", "3.2", "6"}] == ["3", "3.1", "3.2", "6"]
    assert "2宗" in next("".join(row) for row in told if row[0] == "3.1")
    await office.next_morning()
    await office.expect("方建业", "3号的子项都已销号，可以报结了")
    await office.say("方建业", "3 报结，青建验〔2026〕9号")
    await office.expect("方建业", "3号报结已转督查室核验")


async def test_the_office_divides_a_line_in_chat_and_lets_it_be_reported_with_a_reason(office: Office) -> None:
    office.city = City().only(ROADS, HOMES)
    await office.open_year()
    await office.say("苏知微", "3 分子项：1 管线迁改 市园林局 6月20日")
    await office.expect("苏知微", "第1个子项“管线迁改", "没看出牵头单位")
    await office.say("苏知微", "3 分子项：1 管线迁改3公里 市住建局 6月20日；2 调整道路用地 市自规局")
    await office.expect(
        "苏知微", "3号 打通城区断头路：分2个子项", "3.1 管线迁改3公里 市住建局 6月20日",
        "3.2 调整道路用地 市自规局 期限同3号（12月31日）",
    )  # fmt: skip
    await office.say("苏知微", "进度 3.1")
    await office.expect("苏知微", "没有找到")
    await office.tap("苏知微", "下达")
    await office.expect("苏知微", "已记：3号分2个子项（3.1、3.2号）")
    await office.pass_time(15)
    await office.expect("石守山", "3.2号", "调整道路用地")
    await office.say("方建业", "3.1 由李科长牵头，3月13日报方案")
    await office.expect("方建业", "3.1号已认领")
    again = await office.import_plan()
    assert not again.needs_confirm  # what 督查室 made itself is no difference

    await office.say("方建业", "3 由李科长牵头，3月13日报方案")
    whole = next("".join(row) for row in await in_the_sheet(office) if row[0] == "3")
    assert "3.1号管线迁改3公里：" in whole
    assert "3.2号调整道路用地：已下达，待认领" in whole
    await office.say("苏知微", "3 准予报结")
    await office.expect("苏知微", "请写明理由")
    await office.say("苏知微", "3 准予报结：用地由省里另行调整")
    await office.expect("苏知微", "3号准予先报结")
    await office.say("方建业", "3 报结，青建验〔2026〕8号")
    await office.expect("方建业", "3号报结已转督查室核验")


async def test_a_red_task_speaks_for_its_parts_in_a_list(office: Office) -> None:
    late = "3月20日前"
    parts = (replace(ROADS, due=late), replace(SURVEYING, due=late), replace(BUILDING, due=late), HOMES)
    office.city = City().only(*parts)
    await office.open_year()
    await office.say("方建业", "全部认领，王副局牵头，3月13日报方案")
    await office.say("石守山", "全部认领，林科长牵头，3月13日报方案")
    await office.at("2026-03-23 08:45")
    await office.expect("方建业", "3号 全年目标：3月20日到期，待回1个工作日（含子项3.2）", without=("3.2号",))
    await office.expect("石守山", "3.1号 全年目标：3月20日到期")
    await office.digests("active")
    await office.at("2026-03-24 08:00")
    await office.expect("沈在舟", "分管2项：滞后1、未评1", "要留意：3号过期限4天", without=("；3.2号过",))
