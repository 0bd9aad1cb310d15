"""督查室's decisions by a paper, as they are typed; what is missing is known; what is no decision is none."""

from datetime import date

import pytest

from models.rules.decisions import Decision, read_decision, read_undoing
from models.rules.sampling import for_a_look
from models.rules.states import EventKind

TODAY = date(2026, 6, 8)
NINE = "临政办〔2026〕9号"
A, T, C, W = EventKind.ADJUSTED, EventKind.TERMINATED, EventKind.CARRIED_OVER, EventKind.DATA_AWAITED
SEPTEMBER = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("46 调整 临政办〔2026〕9号 期限改为9月30日", Decision(A, ("46",), document=NINE, due=SEPTEMBER)),
        ("46号调整，依据临政办[2026]9号，目标改为打通10条", Decision(A, ("46",), document=NINE, target="打通10条")),
        ("调整46号 期限改为9月底，临政办（2026）第9号", Decision(A, ("46",), document=NINE, due=SEPTEMBER)),
        ("46调整期限到9月30日", Decision(A, ("46",), due=SEPTEMBER)),
        ("46 终止 临政办〔2026〕9号", Decision(T, ("46",), document=NINE)),
        ("46、47号终止，根据临政办〔2026〕9号", Decision(T, ("46", "47"), document=NINE)),
        ("46 市住建局 终止 临政办〔2026〕9号", Decision(T, ("46",), "市住建局", NINE)),
        ("终止46", Decision(T, ("46",))),
        ("j7 结转 临政办〔2026〕9号", Decision(C, ("J7",), document=NINE)),
        ("46 待数据 到7月20日", Decision(W, ("46",), until=date(2026, 7, 20))),
        ("46 待数据", Decision(W, ("46",))),
        ("46 数据已到", Decision(EventKind.DATA_CAME, ("46",))),
        ("46 调整了施工方案，6月底完成", None),
        ("46 终止合同谈判，另选施工单位", None),
        ("结转资金3000万元", None),
        ("调整 2026年计划", None),
        ("46 打通5条", None),
        ("调整", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_decision_is_read(text: str, expected: Decision | None) -> None:
    assert read_decision(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("46 调整", ("document", "what")),
        ("46 调整 临政办〔2026〕9号", ("what",)),
        ("46 调整 期限改为9月30日", ("document",)),
        ("46 终止", ("document",)),
        ("46 结转", ("document",)),
        ("46 待数据", ("until",)),
        ("46 数据已到", ()),
        ("46 终止 临政办〔2026〕9号", ()),
    ],
)
def test_what_is_missing_is_known(text: str, lacks: tuple[str, ...]) -> None:
    decision = read_decision(text, TODAY)
    assert decision is not None
    assert decision.lacks == lacks


@pytest.mark.parametrize(
    ("text", "expected"),
    [("撤销 46 终止", Decision(T, ("46",))), ("撤回46号的调整", Decision(A, ("46",))), ("撤销 46", None), ("撤销报结", None)],
)  # fmt: skip
def test_a_decision_is_taken_back_by_its_name(text: str, expected: Decision | None) -> None:
    assert read_undoing(text) == expected


@pytest.mark.parametrize(
    ("on", "count", "drawn"),
    [
        (date(2026, 12, 14), 20, 0), (date(2026, 12, 15), 20, 2), (date(2027, 1, 31), 20, 2), (date(2027, 2, 1), 20, 0),
        (date(2026, 12, 20), 1, 0), (date(2026, 12, 20), 2, 1), (date(2026, 12, 20), 10, 1), (date(2026, 12, 20), 3, 1), (date(2026, 12, 20), 11, 2),
    ],
)  # fmt: skip
def test_a_tenth_is_looked_at_on_site_at_the_end_of_the_year(on: date, count: int, drawn: int) -> None:
    reports = range(100, 100 + count)
    found = for_a_look(reports, on)
    assert len(found) == drawn
    assert found <= set(reports)
    assert for_a_look(list(reversed(reports)), on) == found
