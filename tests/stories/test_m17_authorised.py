"""M17: a head lets a named colleague answer for the progress of his tasks; taking on and completion stay his."""

import json

import pytest
from city_of_stories import BUILDING, HOMES, ROADS, WATER, City
from office import Office


@pytest.fixture
async def bureau(office: Office) -> Office:
    office.city = City(units=(BUILDING, WATER), tasks=(ROADS, HOMES))
    await office.open_year()
    await office.say("方建业", "3号、6号由李明牵头，3月底前拿方案")
    await office.read("方建业")
    await office.read("许文")
    return office


async def _last_update(office: Office, number: int) -> dict[str, object]:
    _, _, body = await office.api("/tasks")
    task = next(task for task in json.loads(body)["items"] if task["seq"] == number)
    _, _, found = await office.api(f"/tasks/{task['id']}/updates")
    return dict(json.loads(found)["items"][-1])


async def test_the_colleague_answers_for_the_head_and_is_the_one_who_is_asked(bureau: Office) -> None:
    await bureau.say("方建业", "授权 许文 代回 3，到6月30日")
    await bureau.expect("方建业", "许文可以代您回3号的进展，到6月30日", "会告知他", "认领、报结", "回“取消授权 许文”")
    await bureau.at("2026-03-02 10:15")  # so far from his list of 08:40
    await bureau.expect("许文", "方建业授权您代回3号的进展，到6月30日")
    await bureau.say("许文", "3号打通3条")
    await bureau.expect("许文", "3号已登记：打通断头路3条", without=("待方建业确认",))
    await bureau.expect_nothing("方建业")
    update = await _last_update(bureau, 3)
    assert (update["person"], update["on_behalf_of"], update["confirmed"]) == ("许文", "方建业", True)
    await bureau.say("方建业", "进度 3")
    await bureau.expect("方建业", "（3月2日，许文代方建业）")
    await bureau.say("许文", "6号改造8个")  # was not given to him
    await bureau.expect("许文", "6号已备好", "待方建业确认")
    await bureau.say("苏知微", "授权")
    await bureau.expect("苏知微", "授权代回1条", "市住建局 许文代方建业：3号，到6月30日")
    _, _, body = await bureau.api("/people?unit=市住建局&role=liaison")
    [allowed] = json.loads(body)["items"][0]["answers_for"]
    assert (allowed["head"], allowed["unit"], allowed["tasks"]) == ("方建业", "市住房和城乡建设局", ["3号"])
    await bureau.at("2026-04-26 20:00")
    await bureau.read("方建业")
    await bureau.at("2026-04-27 08:45")
    await bureau.expect("许文", "3号 打通城区断头路 月报")
    await bureau.expect_without("方建业", "3号 打通城区断头路 月报")
    await bureau.say("许文", "为什么")
    await bureau.expect("许文", "3号见", "许文代方建业")


async def test_completion_contesting_and_more_time_stay_the_heads(bureau: Office) -> None:
    await bureau.say("方建业", "授权许文代回")
    await bureau.expect("方建业", "许文可以代您回全部任务的进展，到您取消为止")
    await bureau.say("许文", "3号12条全部打通，青建验〔2026〕1号")
    await bureau.expect("许文", "3号已备好", "待方建业确认")
    await bureau.say("许文", "6号不属我局职责，应由市房管局办")
    await bureau.expect("许文", "6号的异议由方建业本人提")
    await bureau.say("许文", "授权 邹平 代回")
    await bureau.expect("许文", "授权代回由主要负责人本人定")
    await bureau.say("方建业", "取消授权")
    await bureau.expect("方建业", "已收回许文的授权")
    await bureau.say("许文", "6号改造8个")
    await bureau.expect("许文", "待方建业确认")
    await bureau.at("2026-03-03 08:45")
    await bureau.expect("方建业", "6号许文说“6号不属我局职责，应由市房管局办”")


async def test_what_was_taken_back_before_it_was_said_is_not_said(bureau: Office) -> None:
    await bureau.at("2026-03-02 20:00")
    await bureau.read("许文")
    await bureau.say("方建业", "授权 许文 代回 3")
    await bureau.expect("方建业", "许文可以代您回3号的进展")
    await bureau.say("方建业", "授权 许文 代回 6")  # gives way to it
    await bureau.at("2026-03-03 10:30")
    assert [one for one in await bureau.read("许文") if "授权您代回" in one and "6号" in one]
    await bureau.at("2026-03-03 20:00")
    await bureau.say("方建业", "授权 许文 代回 3")
    await bureau.say("方建业", "取消授权 许文")
    await bureau.at("2026-03-04 10:30")
    await bureau.expect_without("许文", "授权")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("授权 何雁回 代回", "通讯录里没有何雁回"),
        ("授权 柳溪 代回", "柳溪在市水利局，只能授权本单位的人"),
        ("授权 方建业 代回", "您自己回的本来就算数"),
        ("授权 许文 代回 99", "没有找到您名下的99号"),
        ("授权 许文 代回，到他回来", "没看懂“他回来”是哪天"),
        ("授权 许文 代回，到2026年2月1日", "2月1日已经过了"),
        ("授权 许文", "授权他做什么"),
        ("取消授权 许文", "没有授权过许文代回"),
    ],
)
async def test_what_cannot_be_authorised_is_said(bureau: Office, said: str, answer: str) -> None:
    await bureau.say("方建业", said)
    await bureau.expect("方建业", answer)
    await bureau.say("方建业", "授权")
    await bureau.expect("方建业", "现在没有授权谁代回")


async def test_a_change_of_post_ends_it(bureau: Office) -> None:
    await bureau.say("方建业", "授权 许文 代回")
    await bureau.settle_in(bureau.city.with_unit("市住建局", head="林知远", account="linzhiyuan"))
    await bureau.say("苏知微", "授权")
    await bureau.expect("苏知微", "现在没有单位授权代回")
    await bureau.say("许文", "3号打通3条")
    await bureau.expect("许文", "3号已备好", "待林知远确认")
