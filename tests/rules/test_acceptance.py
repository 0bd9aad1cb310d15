"""Taking on in one line: who leads, what comes first, by when, of which tasks."""

from datetime import date

import pytest

from models.rules.acceptance import (
    disowns,
    is_bare_receipt,
    read_acceptance,
    read_acceptances,
    sounds_like_taking_on,
    takes_all,
)
from models.rules.references import find_references

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("46号由张科牵头", ("46",)),
        ("3、6、13号由张科牵头", ("3", "6", "13")),
        ("都由李总工牵头，13号前报方案", ()),
        ("先开会，15号报方案", ()),
        ("3月13号前先调度一次", ()),
        ("按青政办发〔2026〕3号文推进", ()),
        ("13号前期工作已完成", ("13",)),
        ("13号前三季度完成5条", ("13",)),
        ("3号完成2条，6号报结", ("3", "6")),
        ("6号报结，青建验〔2026〕3号", ("6",)),
    ],
)
def test_a_day_of_the_month_is_not_a_task(words: str, numbers: tuple[str, ...]) -> None:
    assert find_references(words) == numbers


@pytest.mark.parametrize(
    ("words", "lead", "on"),
    [
        ("都由王副局牵头，先调度一次，3月13日报方案", "王副局", date(2026, 3, 13)),
        ("我牵头，本周先排查，3月20日前报整治清单", "本人", date(2026, 3, 20)),
        ("3月5日召开调度会，3月13日报方案", None, date(2026, 3, 13)),
        ("由张科牵头，先摸底，15号报方案", "张科", date(2026, 3, 15)),
        ("自己抓", "本人", None),
        ("让甘一帆盯，我管", "甘一帆", None),  # within the unit: he has taken it on
        ("由甘一帆具体负责，我牵头", "甘一帆", None),
        ("由张科牵头", "张科", None),
    ],
)
def test_the_date_is_the_one_something_is_on_paper_by(words: str, lead: str | None, on: date | None) -> None:
    said = read_acceptance(words, today=MONDAY)
    assert (said.lead, said.on) == (lead, on)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("3号由张科牵头，13号由李科牵头", [(("3",), "张科"), (("13",), "李科")]),
        ("3号6号由张科牵头，13号自己抓", [(("3", "6"), "张科"), (("13",), "本人")]),
        ("3号由张科牵头，其余我抓", [(("3",), "张科"), ((), "本人")]),
        ("3、6号都由王局牵头，3月13日报方案", [(("3", "6"), "王局")]),
        ("3号、6号由张科牵头", [(("3", "6"), "张科")]),
    ],
)
def test_each_piece_of_a_line_speaks_for_its_own_tasks(words: str, expected: list[tuple[tuple[str, ...], str]]) -> None:
    assert [(one.numbers, one.lead) for one in read_acceptances(words, today=MONDAY)] == expected


def test_one_piece_may_contest_while_the_other_takes_on() -> None:
    first, second = read_acceptances("9号由陈局牵头，10号不是我们的", today=MONDAY)
    assert (first.numbers, first.contested) == (("9",), False)
    assert (second.numbers, second.contested) == (("10",), True)


@pytest.mark.parametrize(
    ("words", "everything"),
    [
        ("都由王副局牵头，3号先开工", True),
        ("3号、6号都由王局牵头", False),
        ("其余的也认领", True),
        ("剩下的都认领", True),
        ("3号我牵头", False),
    ],
)
def test_all_of_them_is_said_before_any_number(words: str, everything: bool) -> None:
    assert read_acceptance(words, today=MONDAY).everything is everything


@pytest.mark.parametrize(
    "words",
    [
        "这项由市林业局承担更合适",
        "10号不属我局职责",
        "应由市发改委牵头",
        "建议由市林业局负责",
        "我局只是配合单位",
        "不同意",
        "5号我们承担不了",
        "46号转市水利局办",
        "这项转给市水利局",
        "应转由市水利局承担",
        "我们不管这块，市水利局的",
        "这块我们不管，市水利局管",
    ],
)
def test_a_contest_is_heard(words: str) -> None:
    assert read_acceptance(words, today=MONDAY).contested


@pytest.mark.parametrize(
    "words",
    [
        "没有异议，由张科牵头",
        "由张科负责，更合适的方案3月报",
        "我局负责，先摸底",
        "冬季施工做不了，4月开工",
        "3号村民不同意搬迁，正在做工作",
        "施工单位只配合白天作业",
        "3号村民不接受，正在做工作",
        "让甘一帆盯，我管",
        "46号转交王科长办",
        "方案已转市水利局会签",
        "46号转市水利局征求意见",
    ],
)
def test_agreement_is_no_contest(words: str) -> None:
    assert not read_acceptance(words, today=MONDAY).contested


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("54号不归我们，应该是市水利局", True),
        ("54号这项应由市水利局牵头", True),
        ("54号应该由市水利局负责", True),
        ("54号我们不管这块，市水利局的", True),
        ("54号不归我局管", True),
        ("54号不归我们审批，等市水利局批复", False),
        ("54号征地任务应由高新区负责，已腾出3户", False),
        ("54号我们不管难度多大，6月完工", False),
        ("54号管线迁改子项应由市水利局负责，其余已完成60%", False),
    ],
)
def test_a_task_at_work_is_disowned_only_as_a_whole(words: str, expected: bool) -> None:
    assert disowns(words) is expected


def test_what_is_spared_is_not_taken_on() -> None:
    first, second = read_acceptances("除了33号都认领，33号建议由港航集团牵头", today=MONDAY)
    assert (first.as_offered, first.spared, first.numbers) == (True, ("33",), ())
    assert (second.contested, second.numbers) == (True, ("33",))
    for words in ("除33号外，其余都认领", "33号以外都认领"):
        said = read_acceptance(words, today=MONDAY)
        assert (said.as_offered, said.spared) == (True, ("33",)), words


def test_one_is_taken_and_the_other_refused_without_a_reason() -> None:
    first, second = read_acceptances("104号我们认，110号不认", today=MONDAY)
    assert (first.takes, first.contested) == (True, False)
    assert (second.contested, second.reason) == (True, "")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("不认领", ""),
        ("5号不认", ""),
        ("5号我局不接", ""),
        ("47号不认领，与我局无关", "47号不认领，与我局无关"),
        ("10号不属我局职责", "10号不属我局职责"),
    ],
)
def test_a_refusal_may_lack_its_reason(words: str, reason: str) -> None:
    said = read_acceptance(words, today=MONDAY)
    assert (said.contested, said.reason) == (True, reason)


@pytest.mark.parametrize(
    ("words", "everything"),
    [
        ("全部认领", True),
        ("收到，全部认领", True),
        ("好的，我局都认领了。", True),
        ("认领", False),
        ("不全部认领", False),
    ],
)
def test_all_is_taken_on_whatever_polite_word_stands_before(words: str, everything: bool) -> None:
    assert takes_all(words) is everything


@pytest.mark.parametrize(
    ("text", "is_receipt"),
    [("收到，我们认真研究", True), ("收到，马上安排", True), ("好的，管线已迁完", False), ("收到，周五前报", False)],
)
def test_a_polite_word_is_a_receipt(text: str, is_receipt: bool) -> None:
    assert is_bare_receipt(text) is is_receipt


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("由张科牵头", True),
        ("认领，周五报方案", True),
        ("方案月底拿出来", True),
        ("周四前完成", True),
        ("3月10日前调度一次，3月13日报方案", True),
        ("昨天又建了2个公园", False),
        ("8月底前建12个公园", False),
        ("今天的雨太大了", False),
        ("今天的不算，22公里，报多了", False),
    ],
)
def test_what_names_no_task_takes_on_the_one_that_waits_only_if_it_is_of_work_to_come(
    text: str, expected: bool
) -> None:
    today = date(2026, 3, 3)
    assert any(sounds_like_taking_on(one, text, today=today) for one in read_acceptances(text, today=today)) is expected
