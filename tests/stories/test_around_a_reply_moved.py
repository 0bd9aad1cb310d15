"""Which task a reply is about: a wrong guess is put right in one line, and what was said moves with all that hung on it."""

import pytest
from city_of_stories import BUILDING, HOMES, PIPES, ROADS, City
from office import Office

from models.events import Attachment
from models.obligations import Obligation
from models.tasks import Assignment


@pytest.fixture
async def bureau(office: Office) -> Office:
    office.city = City(units=(BUILDING,), tasks=(ROADS, HOMES, PIPES))
    await office.open_year()
    await office.say("方建业", "都由王副局牵头，3月13日报方案")
    await office.at("2026-03-24 10:00")
    await office.read("方建业")
    return office


async def standing(number: int) -> tuple[str, float | None, list[str], list[float]]:
    given = await Assignment.get(task__seq=number, ordinal=0)
    promised = [c["on"] for c in given.commitments if c["on"] > "2026-03-24"]
    return given.state, given.percent, promised, [figure["value"] for figure in given.figures]


async def test_a_wrong_guess_is_corrected_in_one_line_and_moves_with_its_history(bureau: Office) -> None:
    """Figure, promise, difficulty, picture and clocks go along; both tasks show it, and 撤回 brings it home."""
    await bureau.say("方建业", "3号完成8个，剩下的4月10日前开工，卡在征迁")
    await bureau.send_picture("方建业")
    await bureau.expect("方建业", "3号 有困难", "4月10日")
    await bureau.say("方建业", "不是3，是6")
    await bureau.expect("方建业", "这句已从3号移到6号", "3号恢复到上一次", "改造老旧小区8个（共30个，27%）", "征迁")
    assert await standing(3) == ("accepted", None, [], [])
    assert await standing(6) == ("in_progress", 26.7, ["2026-04-10"], [8])
    moved = await Assignment.get(task__seq=6, ordinal=0)
    assert (await Attachment.get()).assignment_id == moved.id
    assert await Obligation.filter(assignment_id=moved.id, kind="K3", state="met").exists()
    await bureau.say("方建业", "3历史")
    await bureau.expect("方建业", "3号经过", "“3号完成8个", "移到6号")
    await bureau.say("方建业", "6历史")
    await bureau.expect("方建业", "6号经过", "由3号移来")
    await bureau.say("方建业", "撤回")
    await bureau.expect("方建业", "已撤回移动", "回到3号")
    assert await standing(6) == ("accepted", None, [], [])
    assert (await standing(3))[2] == ["2026-04-10"]
    assert (await Attachment.get()).assignment_id == (await Assignment.get(task__seq=3, ordinal=0)).id


async def test_of_two_tasks_in_one_message_one_is_moved_by_its_name(bureau: Office) -> None:
    await bureau.say("方建业", "3号打通5条，6号完成18公里")
    await bureau.read("方建业")
    await bureau.say("方建业", "是13号的")
    await bureau.expect("方建业", "上一条说了3号、6号", "移哪一句")
    await bureau.say("方建业", "不是6号，是13号的")
    await bureau.expect("方建业", "已从6号移到13号", "新建雨污管网18公里（共40公里，45%）")
    assert [await standing(n) for n in (3, 6)] == [("in_progress", 41.7, [], [5]), ("accepted", None, [], [])]
    await bureau.say("方建业", "说的是断头路")
    await bureau.expect("方建业", "从13号移到3号")


async def test_not_this_one_is_asked_where_and_a_doubted_figure_moves_too(bureau: Office) -> None:
    await bureau.say("方建业", "3号打通40条")
    await bureau.expect("方建业", "3号目标12条，您报40条，对吗")
    await bureau.say("方建业", "不是3号，是6号的")
    await bureau.expect("方建业", "从3号移到6号")
    assert (await standing(3))[3] == []
    await bureau.say("方建业", "不是这项")
    await bureau.expect("方建业", "这句移到哪一项", "［3号］［13号］［不用移］")
    await bureau.tap("方建业", "13号")
    await bureau.expect("方建业", "从6号移到13号")
    await bureau.say("方建业", "不是3，是99")
    await bureau.expect("方建业", "没有改动")


async def test_a_report_of_completion_moves_and_its_verification_with_it(bureau: Office) -> None:
    await bureau.say("方建业", "3号报结，青建验〔2026〕11号")
    await bureau.expect("方建业", "3号报结已转督查室核验")
    await bureau.say("方建业", "不是3，是6")
    await bureau.expect("方建业", "从3号移到6号", "6号报结已转督查室核验")
    assert [(await standing(n))[0] for n in (3, 6)] == ["accepted", "completed"]
    await bureau.read("苏知微")
    await bureau.say("苏知微", "待核验")
    await bureau.expect("苏知微", "6号", without=("3号",))


async def test_a_wrong_guess_is_named_by_the_task_it_was_written_down_for(bureau: Office) -> None:
    await bureau.say("方建业", "3号完成8个")
    await bureau.next_morning()
    await bureau.read("方建业")
    await bureau.say("方建业", "昨天3那条报错任务了，是说6的")
    await bureau.expect("方建业", "这句已从3号移到6号", "改造老旧小区8个")
