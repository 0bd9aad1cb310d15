"""What an admin of 督查室 reads of a reading: values, words, rules, how sure, why, and what was not taken."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.rules.reading import IndicatorTarget, TaskContext, explain
from models.rules.reading.grounds import Doubt, Rule
from models.rules.reading.rule_names import DOUBTS, MATTERS_MORE, RULES
from models.rules.reading.values import Intent

BRIDGES = TaskContext("46", "改造危桥", date(2026, 12, 31), (IndicatorTarget("改造危桥", 46, "座"),))
ROAD = TaskContext("12", "打通断头路", date(2026, 12, 31), (IndicatorTarget("打通断头路", 9, "条"),))


def lines(text: str, *tasks: TaskContext) -> tuple[str, ...]:
    return explain(text, sent_at=datetime(2026, 9, 10, 2, tzinfo=UTC), tasks=tasks or (BRIDGES,))


SENTENCES = [
    ("累计改造12座", "指标：改造危桥=12座（把握高）  ← 第5字起「12座」，前面有“累计、目前”一类的字，是累计数"),
    ("  累计改造12座", "指标：改造危桥=12座（把握高）  ← 第7字起「12座」，前面有“累计、目前”一类的字，是累计数"),
    ("60", "完成比例：60%（把握中）  ← 第1字起「60」，只回了一个数"),
    ("改造12座，国庆前通车", "下一时间：2026-09-30（把握高）  ← 第7字起「国庆前」，日期带“前、内”"),
    (
        "改造12座，10月15号",
        "下一时间：2026-10-15（把握中：没有“预计、争取”一类的字）  ← 第7字起「10月15号」，是往后最近的日子",
    ),
    ("请财政局拨付资金", "请求：财政局，拨付资金（把握高）  ← 第1字起「请财政局拨付资金」，请谁做什么"),
    ("用地没批", "堵点：用地没批（把握中）  ← 第1字起「用地没批」，说缺什么、没有什么"),
    ("46座已改造12座", "没有采用：「46座」是目标数，不算完成数"),
    ("累计12座，又新增3座", "没有采用：「3座」是增量，不是累计数"),
    ("改造12座，还差34座", "没有采用：「34座」说的是还差多少，不是做了多少"),
    ("改造12座，培训90人", "没有采用：「90人」单位与任务的指标对不上"),
    ("已完成，临交验〔2026〕8号", "文号：临交验〔2026〕8号  ← 第5字起「临交验〔2026〕8号」"),
]


@pytest.mark.parametrize(("text", "line"), SENTENCES)
def test_a_line_says_value_words_rule_and_how_sure(text: str, line: str) -> None:
    assert line in lines(text)


def test_the_intent_says_why_it_and_not_the_next() -> None:
    first = lines("累计改造12座，资金没到位停工了，请财政局拨付")[0]
    assert first == (
        "意思：受阻（把握高）  ← 第18字起「请财政局拨付」，请别人出面办事；"
        "也像“进展”（有数字或堵点，说的是情况），但停住、求助比进度要紧"
    )
    assert lines("收到")[0] == "意思：收到（把握高）  ← 第1字起「收到」，只说收到、知道"


def test_a_reply_on_two_tasks_is_explained_task_by_task() -> None:
    said = lines("46号改造12座，12号打通5条", BRIDGES, ROAD)
    assert [line for line in said if line.startswith("〔")] == ["〔46号 改造危桥〕", "〔12号 打通断头路〕"]
    assert sum(line.startswith("指标：") for line in said) == 2


def test_without_a_task_it_says_how_to_give_one() -> None:
    said = explain("打通5条", sent_at=datetime(2026, 9, 10, 2, tzinfo=UTC), tasks=())
    assert "（数字要有任务才读得出，如 --indicator 改造危桥=46座）" in said


def test_every_rule_doubt_and_intent_has_its_words() -> None:
    assert set(RULES) == set(Rule)
    assert set(DOUBTS) == set(Doubt)
    assert set(MATTERS_MORE) == set(Intent)
