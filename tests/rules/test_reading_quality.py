"""Whether a reply answers, how it is graded, and how that is explained."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.rules.reading import IndicatorTarget, Reading, TaskContext, explain, read_reply

CARE = TaskContext(
    "1",
    "居家养老",
    date(2026, 12, 31),
    (IndicatorTarget("新增老年助餐点", 60, "个"), IndicatorTarget("建设家庭养老床位", 800, "张")),
)


def read(text: str, previous: str | None = None) -> Reading:
    return read_reply(text, sent_at=datetime(2026, 9, 10, 2, tzinfo=UTC), tasks=[CARE], previous=previous)


FLAGS = [
    ("收到", ["ok"], "D"),
    ("马上安排", ["ok"], "C"),
    ("60%", ["ok"], "A"),
    ("达序时", ["ok"], "B"),
    ("还没开工", ["ok"], "B"),
    ("周五前报", ["ok"], "B"),
    ("全部开工了", ["ok"], "B"),
    ("招标完了", ["ok"], "B"),
    ("一定全部开工", ["ok"], "C"),
    ("正在积极推进中", ["boilerplate"], "C"),
    ("进展顺利", ["boilerplate"], "C"),
    ("高度重视，坚决完成任务", ["perfunctory_pledge"], "C"),
    ("正在有序推进，下一步加大力度，确保按节点完成", ["perfunctory_pledge", "boilerplate"], "C"),
    ("助餐点48个，床位650张", ["ok"], "A"),
    ("助餐点48个", ["selective"], "D"),
    ("助餐点48个，床位数还没统计出来", ["ok"], "A"),
    ("已全面完成年度任务", ["no_evidence"], "C"),
    ("基本完成", ["no_evidence"], "C"),
    ("已完成，9月3日通过验收", ["ok"], "B"),
    ("已完成，临民验〔2026〕8号", ["ok"], "A"),
    ("请市财政局拨付补助资金", ["ok"], "B"),
]


@pytest.mark.parametrize(("text", "flags", "grade"), FLAGS)
def test_a_reply_is_judged_by_what_it_gives(text: str, flags: list[str], grade: str) -> None:
    reading = read(text)
    assert sorted(reading.quality) == sorted(flags)
    assert reading.grade == grade


def test_a_copy_of_the_last_reply_is_no_answer_even_with_numbers() -> None:
    last = "截止8月31日助餐点48个，床位650张"
    assert read("助餐点48个,床位650张", previous=last).grade == "D"
    assert read("助餐点55个，床位700张", previous=last).quality == ("ok",)
    assert read("收到", previous="收到").quality == ("ok",)


def test_documents_are_cited_and_their_numbers_are_no_figures() -> None:
    reading = read("已完成，临民验〔2026〕8号")
    assert [span.text for span in reading.documents] == ["临民验〔2026〕8号"]
    assert reading.indicators == ()


def test_the_explanation_is_chinese_and_quotes_the_reply() -> None:
    text = "助餐点48个，床位650张，征地款没到位，国庆前开工，请财政局拨款"
    lines = explain(text, sent_at=datetime(2026, 9, 10, 2, tzinfo=UTC), tasks=[CARE])
    assert lines[0].startswith("意思：受阻")
    assert [line for line in lines[1:] if line.startswith("意思：")] == []
    assert any(line.startswith("指标：新增老年助餐点=48个") and "「48个」" in line for line in lines)
    assert any(line.startswith("请求：财政局") for line in lines)
    assert any(line.startswith("下一时间：2026-09-30") for line in lines)
    assert lines[-1].startswith("等次：A")


def test_the_contract_form_has_every_field() -> None:
    assert read("助餐点48个").to_json() == {
        "intent": "progress",
        "percent": None,
        "indicators": [{"name": "新增老年助餐点", "value": 48, "unit": "个"}],
        "next_date": None,
        "blockers": [],
        "needs": [],
        "handoff_to": None,
        "quality": ["selective"],
        "parts": [],
    }
