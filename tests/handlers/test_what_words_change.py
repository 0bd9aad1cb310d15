"""What one line changes in the ledger, each line on its own; no phones, no clock, both engines."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from city_of_stories import BUILDING, CLERKS, DAMS, GAS, HOMES, PIPES, ROADS, VILLAGES, WATER, City

from handlers import chat, contacts, plans
from models import assigning, db, people, rulebook
from models.events import Event
from models.messages import Inbound, InboundKind
from models.outbox import Outbox
from models.rules.contacts import read_contacts
from models.rules.plan.reading import read_plan
from models.tasks import Assignment

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
CITY = City(units=(BUILDING, WATER), tasks=(ROADS, HOMES, PIPES, GAS, DAMS, VILLAGES), clerks=CLERKS)
_inbox = count(1)


async def given() -> None:
    """A small city whose tasks were just dispatched."""

    async def fill() -> None:
        await contacts.import_contacts(
            read_contacts(CITY.contacts()), now=datetime(2026, 1, 1, tzinfo=UTC), actor="test"
        )
        reading = read_plan(CITY.plan(), contacts=await people.directory())
        await plans.import_plan(reading, file_name="方案.xlsx", now=NOW, actor="test")
        await assigning.queue()
        for unit_id in sorted({a.unit_id for a in await Assignment.filter(role="lead")}):
            await assigning.dispatch_unit(unit_id, NOW)

    await rulebook.seed(NOW)
    await db.tx(fill)


async def say(who: str, text: str) -> str:
    return await db.tx(lambda: hear(who, text))


async def hear(who: str, text: str, said_at: datetime = NOW) -> str:
    """Hear the line as the receiver does, inside a transaction; returns the answers it queued."""
    inbox_id = next(_inbox)
    inbound = Inbound("wecom", f"m{inbox_id}", CITY.accounts()[who], said_at, InboundKind.TEXT, text)
    last = await Outbox.all().order_by("-id").first()
    await chat.hear(inbound, inbox_id, NOW)
    answers = Outbox.filter(userid=CITY.accounts()[who], id__gt=last.id if last else 0)
    return "\n".join(_words(row) for row in await answers.order_by("id"))


def _words(row: Outbox) -> str:
    content = row.content or {}
    card = content.get("card") or {}
    return str(content.get("text") or f"{card.get('title', '')} {card.get('body', '')}")


async def states() -> dict[str, str]:
    found = await Assignment.filter(role="lead").select_related("task").order_by("task__row")
    return {a.task.number: a.state for a in found}


CHANGES: list[tuple[str, dict[str, str]]] = [
    ("收到", {}),
    ("好的，谢谢", {}),
    ("认领", {}),
    ("3号认领", {}),
    ("别催了", {}),
    ("？", {}),
    ("3号正在积极推进", {}),
    ("这项的口径怎么算？", {}),
    ("按青政办发〔2026〕3号文推进", {}),
    ("6号什么时候报结？", {}),
    ("3号我牵头", {"3号": "accepted"}),
    ("3、6号由张科牵头，3月13日报方案", {"3号": "accepted", "6号": "accepted"}),
    ("都由王局牵头", {"3号": "accepted", "6号": "accepted", "13号": "accepted", "20号": "accepted"}),
    ("全部认领", {"3号": "accepted", "6号": "accepted", "13号": "accepted"}),
    ("3号由张科牵头，6号不属我局职责", {"3号": "accepted", "6号": "disputed"}),
    ("3号打通5条", {"3号": "in_progress"}),
    ("3号打通5条，6号由李科牵头", {"3号": "in_progress", "6号": "accepted"}),
    ("3号由王副局牵头，先调度一次；3号打通2条", {"3号": "in_progress"}),
    ("3号由王副局牵头；3号打通2条；3号还在扫尾1处", {"3号": "in_progress"}),
    ("3号报结，青建验〔2026〕3号", {"3号": "completed"}),
    ("20号不是我们的", {"20号": "disputed"}),
    ("5号由张科牵头", {}),
    ("3 打通5条\n6 改造8个", {"3号": "in_progress", "6号": "in_progress"}),
    ("3打通5条，6改造8个", {"3号": "in_progress", "6号": "in_progress"}),
    ("３號打通５条；13至20号由张科牵头，3月13日报方案", {"3号": "in_progress", "13号": "accepted", "20号": "accepted"}),
    ("3号打通5条，999号完成3个", {"3号": "in_progress"}),
    ("【通知】各单位：请于3月5日前将3号、6号进展情况报送市政府督查室。联系人：张三", {}),
]


class TakenBack(Exception):
    """Ends a transaction that only wanted to see what would happen."""


async def what_if(line: str) -> tuple[dict[str, str], str]:
    """The states after this line, and the answer; the database is left as it was."""
    found: list[tuple[dict[str, str], str]] = []

    async def trial() -> None:
        answer = await hear("方建业", line)
        found.append((await states(), answer))
        raise TakenBack

    with pytest.raises(TakenBack):
        await db.tx(trial)
    return found[0]


async def test_a_line_changes_what_it_says_and_nothing_else(database: str) -> None:
    await given()
    before = await states()
    for line, changed in CHANGES:
        after, answer = await what_if(line)
        assert after == before | changed, line
        assert answer, f"every line is answered: {line}"


@pytest.mark.parametrize(
    "line",
    [
        "都由王局牵头，3月13日报方案",
        "3号由张科牵头，6号不属我局职责",
        "3号打通5条，6号改造8个",
        "3号报结，青建验〔2026〕3号",
    ],
)
async def test_undo_leaves_everything_as_it_was(database: str, line: str) -> None:
    await given()
    before = await states()
    await say("方建业", line)
    assert await states() != before
    await say("方建业", "撤销")
    assert await states() == before


async def test_corrections_keep_what_they_do_not_speak_of(database: str) -> None:
    await given()
    await say("方建业", "13号建成管网18公里，投资1.2亿元，6月20日前再建5公里")
    await say("方建业", "更正 13号建成17公里")
    last = await Event.filter(kind="reported").order_by("-id").first()
    assert last is not None
    figures = {f["name"]: f["value"] for f in last.data["reading"]["indicators"]}
    assert sorted(figures.values()) == [1.2, 17]
    assert last.data["reading"]["next_date"] == "2026-06-20"


async def test_a_liaison_does_not_speak_for_the_head_where_his_own_words_are_wanted(database: str) -> None:
    await given()
    answer = await say("许文", "20号由方局牵头，明天开会")
    assert "须负责人本人回一句" in answer
    assert (await states())["20号"] == "dispatched"


async def test_nothing_of_a_message_on_several_tasks_is_passed_over(database: str) -> None:
    await given()
    await say("方建业", "3号报结，青建验〔2026〕9号")
    answer = await say("方建业", "3 打通12条\n6 改造8个\n13 管网18公里，投资1亿元\n999号完成3个，5号完成1座")
    for part in ("3号现在是“报结”，您补充的这句", "改造老旧小区8个", "18公里", "5号不在您名下", "没有999号"):
        assert part in answer


async def figures() -> dict[str, list[float]]:
    """What the ledger holds of each task that has figures."""
    found = await Assignment.filter(role="lead").select_related("task").order_by("task__row")
    return {a.task.number: [f["value"] for f in a.figures] for a in found if a.figures}


@pytest.mark.parametrize(
    ("lines", "expected", "answer"),
    [
        (("3打通5条", "6改造8个", "更正 3 4条"), {"3号": [4], "6号": [8]}, "已更正：3号"),
        (("13建成管网18公里，投资1亿元", "更正 13 5个"), {"13号": [18, 1]}, "“5个”对不上，没有改动"),
        (("6改造8个", "更正 20个"), {"6号": [20]}, "已更正：6号"),
        (("更正 3 打通七条",), {"3号": [7]}, "3号已认领并登记"),
        (("3打通5条", "更正 3 没有"), {"3号": [5]}, "没看出3号要改哪一处"),
        (("3打通5条", "不对，是4条"), {"3号": [4]}, "已更正：3号"),
        (("3打通5条，6改造8个", "更正 3 4条，6 7个"), {"3号": [4], "6号": [7]}, "已更正：6号"),
        (("3打通5条", "更正3号报结"), {"3号": [5]}, "请补一样依据"),
        (("3号打通5条；改造老旧小区8个",), {"3号": [5], "6号": [8]}, "改造老旧小区8个"),
        (("3打通5条；6座桥建成2座",), {"3号": [5]}, "若说的是6号"),
        (("3打通5条；13建成管网18公里，还差2个小区",), {"3号": [5], "13号": [18]}, "13号"),
        (("3打通5条；13建成管网18公里，涉及2个小区",), {"3号": [5], "13号": [18]}, "13号"),
        (
            ("13建成管网18公里，投资1亿元", "3打通5条", "更正 13 管网 17公里，投资 0.9亿元"),
            {"3号": [5], "13号": [17, 0.9]},
            "已更正：13号",
        ),
        (("3打通130条",), {}, "3号目标12条，您报130条，对吗"),
        (("3打通130条", "对"), {"3号": [130]}, "3号已认领并登记"),
        (("3打通130条", "不对，是13条"), {"3号": [13]}, "达到目标了，报结吗"),
        (("3打通130条", "更正 3 打通4条"), {"3号": [4]}, "3号已认领并登记"),
        (("3打通5条", "3打通130条", "撤销 3"), {"3号": [5]}, "没有登记"),
        (("3打通5条", "3打通130条", "不对", "13条"), {"3号": [13]}, "达到目标了"),
        (("3打通5条", "3新打通2条"), {"3号": [5]}, "3号上次5条，这次2条：是本次新增，还是累计"),
        (("3打通5条", "3打通2条", "新增"), {"3号": [7]}, "3号已登记"),
        (("3打通5条", "3打通2条", "3号 新增2条"), {"3号": [7]}, "3号已登记"),
        (("3打通5条，6改造8个", "3打通2条，6改造3个", "3 新增"), {"3号": [7], "6号": [8]}, "6号上次8个，这次3个"),
        (("3打通5条，6改造8个", "3打通2条，6改造3个", "新增"), {"3号": [7], "6号": [11]}, "6号已登记"),
        (("3打通5条", "3打通2条", "累计就是2条"), {"3号": [2]}, "3号已登记"),
        (("3打通5条", "3打通2条", "对"), {"3号": [5]}, "是本次新增，还是累计"),
        (("3打通5条", "3打通2条", "累计7条"), {"3号": [7]}, "3号已登记"),
        (("3打通5条", "3打通2条", "不对"), {"3号": [5]}, "没有登记"),
        (("3打通5条", "3打通2条，6改造8个"), {"3号": [5], "6号": [8]}, "新增回“新增”（累计7条）"),
        (("3打通5条，6改造300个",), {"3号": [5]}, "6号目标30个，您报300个，对吗"),
    ],
)  # fmt: skip
async def test_figures_are_what_he_meant(
    database: str, lines: tuple[str, ...], expected: dict[str, list[float]], answer: str
) -> None:
    await given()
    said = [await say("方建业", line) for line in lines]
    assert answer in said[-1]
    assert await figures() == expected


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        (("3打通12条",), "in_progress"),
        (("3打通12条", "是"), "completed"),
        (("3打通12条", "3 报结"), "completed"),
        (("3号150%", "对"), "in_progress"),
        (("3号12条全部打通，已验收",), "completed"),
        (("3打通12条，青建验〔2026〕9号",), "completed"),
        (("3打通12条，6改造8个",), "in_progress"),
        (("3打通12条", "是", "6改造8个", "撤销 3"), "in_progress"),
        (("3打通12条", "是", "6改造8个", "撤销报结"), "in_progress"),
        (("3打通5条", "3 报结", "6"), "in_progress"),
        (("3打通5条", "3 报结", "6改造8个", "方案已报市政府"), "in_progress"),
        (("3打通5条", "3 报结", "方案已报市政府"), "completed"),
        (("3 报结", "没有", "3号还有一点材料", "撤销 3"), "dispatched"),
        (("3打通12条", "是", "不对，是5条"), "completed"),
        (("3打通12条", "是", "更正 3 打通13条"), "completed"),
    ],
)
async def test_a_task_is_reported_done_by_a_word_never_by_a_figure_alone(
    database: str, lines: tuple[str, ...], state: str
) -> None:
    await given()
    for line in lines:
        await say("方建业", line)
    assert (await states())["3号"] == state


@pytest.mark.parametrize(
    ("lines", "changed", "answer"),
    [
        (("收到", "收到，全部认领"), {"3号": "accepted", "6号": "accepted", "13号": "accepted"}, "已认领"),
        (("3号报结", "全部认领"), {"6号": "accepted", "13号": "accepted"}, "6、13号已认领"),
        (
            ("除了6号都认领，6号建议由市自规局牵头",),
            {"3号": "accepted", "6号": "disputed", "13号": "accepted"},
            "6号的意见已转督查室裁定",
        ),
        (("3至13号由孙科长负责",), {"3号": "accepted", "6号": "accepted", "13号": "accepted"}, "牵头孙科长"),
        (("3号我们认，6号不认",), {}, "6号请回一句：为什么不属贵局职责"),
        (("3号我们认，6号不认", "应由市自规局负责"), {"6号": "disputed"}, "6号的意见已转督查室裁定"),
        (("不认领", "6号"), {}, "6号请回一句：为什么不属贵局职责"),
        (("不认领", "6号", "这是市自规局的职能"), {"6号": "disputed"}, "6号的意见已转督查室裁定"),
        (("不认领", "6号", "3打通5条"), {"3号": "in_progress"}, "3号已认领并登记"),
    ],
)
async def test_taking_on_and_refusing_reach_the_tasks_that_are_meant(
    database: str, lines: tuple[str, ...], changed: dict[str, str], answer: str
) -> None:
    await given()
    before = await states()
    said = [await say("方建业", line) for line in lines]
    assert answer in said[-1]
    after = await states()
    if lines[0] == "3号报结":
        assert after.pop("3号") != "completed"  # taken on by its own word, not reported done by 全部认领
        before.pop("3号")
    assert after == before | changed


@pytest.mark.parametrize(
    "words", ["6号不归我们，应该是市水利局", "6号这项应由市水利局牵头", "6号我们不管这块，市水利局的"]
)
async def test_what_was_taken_on_may_be_contested_in_plain_words(database: str, words: str) -> None:
    await given()
    await say("方建业", "都由张科牵头，3月20日前报方案")
    assert "6号的意见已转督查室裁定" in await say("方建业", words)
    assert (await states())["6号"] == "disputed"


async def test_what_is_contested_without_a_number_is_asked_for_and_then_contested(database: str) -> None:
    await given()
    await say("方建业", "都由张科牵头，3月20日前报方案")
    assert "是报哪一项" in await say("方建业", "我们不管这块，市水利局的")
    assert "6号的意见已转督查室裁定" in await say("方建业", "6")


async def test_a_number_of_two_plans_is_asked_about_before_it_is_refused(database: str) -> None:
    await given()
    other = City(units=CITY.units, tasks=(replace(HOMES, seq=3, title="盘活闲置校舍", goal="盘活闲置校舍7处"),))

    async def second_plan() -> None:
        found = read_plan(other.plan(title="2026年民生实事项目责任分解表"), contacts=await people.directory())
        await plans.import_plan(found, file_name="实事.xlsx", now=NOW, actor="test")
        await assigning.queue()
        for unit_id in sorted({a.unit_id for a in await Assignment.filter(role="lead")}):
            await assigning.dispatch_unit(unit_id, NOW)

    await db.tx(second_plan)
    answer = await say("方建业", "3号这项职责不在我局")
    assert "是报哪一项" in answer
    assert not await Assignment.filter(state="disputed").exists()


async def test_an_answer_stamped_before_its_task_was_given_counts(database: str) -> None:
    """A platform's clock may be slow, and stamps whole seconds."""
    await given()
    await db.tx(lambda: hear("方建业", "3号由王副局牵头，3月13日报方案", NOW - timedelta(seconds=20)))
    assert (await Assignment.get(task__seq=3, ordinal=0)).state == "accepted"
