"""M17: a liaison prepares the month's words, the head confirms many at once; who prepared and who confirmed is on record."""

import json
from dataclasses import replace

import pytest
from city_of_stories import BUILDING, HOMES, PIPES, ROADS, City, Task
from office import Office

THREE = "3号打通3条；6号改造8个小区；13号新建管网12公里，投资1亿元"


@pytest.fixture
async def bureau(office: Office) -> Office:
    """Three tasks of one bureau, taken on; the head has read everything."""
    office.city = City(units=(BUILDING,), tasks=(ROADS, HOMES, PIPES))
    await office.open_year()
    await office.say("方建业", "全部认领，由李明牵头，3月底前拿方案")
    await office.read("方建业")
    await office.read("许文")
    return office


async def _updates(office: Office, number: int) -> list[dict[str, object]]:
    _, _, body = await office.api("/tasks")
    task = next(task for task in json.loads(body)["items"] if task["seq"] == number)
    _, _, found = await office.api(f"/tasks/{task['id']}/updates")
    return list(json.loads(found)["items"])


async def test_what_the_liaison_prepared_comes_as_one_card_and_one_tap_confirms_it(bureau: Office) -> None:
    await bureau.say("许文", THREE)
    await bureau.expect("许文", "已备好3项，待方建业确认后登记", "3号：打通断头路3条", without=("已登记",))
    await bureau.expect_nothing("方建业")
    [update] = await _updates(bureau, 3)
    assert (update["person"], update["confirmed"], update["confirmed_by"]) == ("许文", False, None)
    await bureau.at("2026-03-03 08:45")
    await bureau.expect("方建业", "许文备好3条进展，待您确认", "3号 “打通3条”", "13号", "［都对］［逐条看］")
    await bureau.tap_twice("方建业", "都对")
    await bureau.expect("方建业", "已登记3条（许文备，您确认）", "3号：打通断头路3条（共12条，25%）")
    [update] = await _updates(bureau, 3)
    assert (update["person"], update["confirmed"]) == ("方建业", True)
    assert (update["prepared_by"], update["confirmed_by"]) == ("许文", "方建业")
    await bureau.say("方建业", "进度 3")
    await bureau.expect("方建业", "上次：“3号打通3条”（3月3日，许文备、方建业确认）")
    await bureau.at("2026-03-04 08:45")
    await bureau.expect_nothing("方建业")


async def test_a_head_who_writes_sees_the_card_at_once_changes_one_and_takes_one_out(bureau: Office) -> None:
    await bureau.say("许文", THREE)
    await bureau.say("方建业", "今日")
    await bureau.expect("方建业", "备好3条进展，待您确认")
    await bureau.say("方建业", "改 6 改造9个小区")
    await bureau.expect("方建业", "6号按您说的登记：改造老旧小区9个", "其余2条仍待您确认")
    await bureau.say("方建业", "13不对")
    await bureau.expect("方建业", "13号备的这句不登记", "其余1条仍待您确认")
    await bureau.tap("方建业", "都对")
    await bureau.expect("方建业", "3号已登记", "6号、13号刚有变化，没有按这张卡片登记")
    await bureau.tap("方建业", "都对", old=True)
    await bureau.expect("方建业", "已经处理过了")
    [update] = await _updates(bureau, 6)
    assert (update["prepared_by"], update["indicators"][0]["value"]) == ("许文", 9)  # type: ignore[index]
    assert await _updates(bureau, 13) == []
    await bureau.say("许文", "撤销")
    await bureau.expect("许文", "负责人已经处理过了", "没有改动")
    await bureau.at("2026-03-03 08:45")
    await bureau.expect("许文", "13号您备的“13号新建管网12公里，投资1亿元”，方建业说不对")


async def test_a_head_says_yes_in_words_to_all_of_it_or_to_one(bureau: Office) -> None:
    await bureau.say("许文", THREE)
    await bureau.say("方建业", "今日")
    await bureau.expect("方建业", "备好3条进展，待您确认")
    await bureau.say("方建业", "嗯6那条没问题")
    registered, rest = await bureau.read("方建业")
    assert "6号已登记" in registered
    assert "备好2条进展，待您确认" in rest
    assert [(await _updates(bureau, number))[0]["confirmed"] for number in (3, 6, 13)] == [False, True, False]
    await bureau.say("方建业", "对的")
    await bureau.expect("方建业", "已登记2条", "3号：", "13号：")
    assert [(await _updates(bureau, number))[0]["confirmed"] for number in (3, 6, 13)] == [True, True, True]


async def test_what_was_corrected_withdrawn_or_overtaken_is_not_confirmed(bureau: Office) -> None:
    await bureau.say("许文", THREE)
    await bureau.say("方建业", "待确认")
    await bureau.expect("方建业", "备好3条进展")
    await bureau.say("许文", "更正 3 打通4条")
    await bureau.expect("许文", "3号备稿已改：打通断头路4条")
    await bureau.say("许文", "撤销 6")
    await bureau.expect("许文", "6号备的这句已收回")
    await bureau.tap("方建业", "都对")
    await bureau.expect("方建业", "13号已登记", "3号、6号刚有变化")
    await bureau.expect_without("方建业", "打通断头路4条（共12条")
    await bureau.say("方建业", "3号打通5条")
    await bureau.expect("方建业", "3号已登记：打通断头路5条")
    await bureau.at("2026-03-03 08:45")
    await bureau.expect("许文", "3号方建业已自己报了", "不用再确认")
    assert [update["indicators"][0]["value"] for update in await _updates(bureau, 3)] == [5]  # type: ignore[index]


async def test_one_by_one_and_what_is_left_waits_in_the_list(bureau: Office) -> None:
    await bureau.say("许文", THREE)
    await bureau.say("方建业", "待确认")
    await bureau.tap("方建业", "逐条看")
    await bureau.expect("方建业", "3月2日，3号进展许文已备好，待您确认", "其余2条", "［对］［不对］")
    await bureau.tap("方建业", "对")
    await bureau.expect("方建业", "6号进展许文已备好，待您确认", "其余1条")
    await bureau.at("2026-03-25 08:45")
    await bureau.expect("方建业", "3月25日，许文备好2条进展，待您确认", "6号", "13号")  # and no line asks for them
    await bureau.expect_without("许文", "6号 推进老旧小区改造 月报：今天")
    await bureau.tap("方建业", "逐条看")
    await bureau.tap("方建业", "不对")
    await bureau.expect("方建业", "6号备的这句不登记", "其余1条")
    await bureau.at("2026-03-26 08:45")
    await bureau.expect("方建业", "待您确认1条：13号进展，许文已备好（已等18个工作日）", "6号 推进老旧小区改造 月报")
    await bureau.say("方建业", "都对")
    await bureau.expect("方建业", "13号已登记")
    await bureau.say("方建业", "待确认")
    await bureau.expect("方建业", "没有等您确认的备稿")


async def test_more_than_a_card_holds_comes_on_the_next_card_after_the_tap(office: Office) -> None:
    tasks = tuple(Task(n, f"建设第{n}座公园", f"建成公园{n}座", "市住建局") for n in range(21, 29))
    office.city = City(units=(replace(BUILDING, deputy="", deputy_account=""),), tasks=tasks)
    await office.open_year()
    await office.say("方建业", "全部认领，由李明牵头，3月底前拿方案")
    await office.say("许文", "；".join(f"{n}号建成公园1座" for n in range(21, 29)))
    await office.read("方建业")
    await office.say("方建业", "待确认")
    await office.expect("方建业", "备好6条进展", "其余2条，点过接着看", without=("27号",))
    await office.tap("方建业", "都对")
    await office.expect("方建业", "备好2条进展", "27号", "28号")
    assert [update["confirmed"] for update in await _updates(office, 26)] == [True]
    assert [update["confirmed"] for update in await _updates(office, 27)] == [False]


async def test_an_order_of_the_day_does_not_wait_for_a_list(bureau: Office) -> None:
    await bureau.say("苏知微", "交办 市住建局 今天下班前报防汛预案")
    await bureau.say("苏知微", "确认")
    await bureau.say("方建业", "J1由李明牵头，先列清单")
    await bureau.read("方建业")
    await bureau.at("2026-03-02 14:30")
    await bureau.say("许文", "J1 预案初稿已写完，下午3点会签")
    await bureau.expect("方建业", "J1号进展许文已备好，待您确认")
    await bureau.tap("方建业", "对")
    await bureau.expect("方建业", "J1号已登记")
