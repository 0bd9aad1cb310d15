"""Notes of calls: what 督查室 types after each one."""

import pytest

from models.rules.calls import read_call, speaker

NOTES = [
    ("46 已通，路局说省厅批复下周二到", "46", "answered", "路局说省厅批复下周二到"),
    ("46已通，方局长说打通5条", "46", "answered", "方局长说打通5条"),
    ("46 电话登记 打通5条，剩余征迁月底完成", "46", "answered", "打通5条，剩余征迁月底完成"),
    ("46号 通了，说本周五报方案", "46", "answered", "说本周五报方案"),
    ("46 已联系，下周一开工", "46", "answered", "下周一开工"),
    ("46 来电说管材已到", "46", "answered", "管材已到"),
    ("46 电话里说没问题，15号前", "46", "answered", "没问题，15号前"),
    ("46 已打通了，答复下周报", "46", "answered", "答复下周报"),
    ("J3 已通 周五前报", "J3", "answered", "周五前报"),
    ("第46项 已通", "46", "answered", ""),
    ("46 没打通", "46", "no_answer", ""),
    ("46 未接", "46", "no_answer", ""),
    ("46 无人接听", "46", "no_answer", ""),
    ("46 电话关机", "46", "no_answer", ""),
    ("46 请继续", "46", "go_on", ""),
    ("46 继续", "46", "go_on", ""),
    ("46 照常催办", "46", "go_on", ""),
    ("46 理由成立，等省厅批复，到4月10日", "46", "reason", "等省厅批复，到4月10日"),
    ("46 情况属实", "46", "reason", ""),
    ("46 转裁定，住建局说应由自规局负责", "46", "arbitrate", "住建局说应由自规局负责"),
    ("46 请裁定", "46", "arbitrate", ""),
]


@pytest.mark.parametrize(("text", "number", "outcome", "words"), NOTES)
def test_a_note(text: str, number: str, outcome: str, words: str) -> None:
    call = read_call(text)
    assert call is not None
    assert (call.number, call.outcome.value, call.words) == (number, outcome, words)


NO_NOTES = (
    "46 打通5条", "46 通车12公里", "46 报结，临建验〔2026〕11号", "进度 46", "46", "46 通过竣工验收", "46 还没人接管", "46 无人认领",
    "46 继续推进征迁，完成80%", "已通", "今天要打的电话", "维持 46",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_NOTES)
def test_what_is_no_note(text: str) -> None:
    assert read_call(text) is None


@pytest.mark.parametrize(
    ("words", "who", "said"),
    [
        ("路局说省厅批复下周二到", "路局", "省厅批复下周二到"),
        ("甘一帆电话里说，打通5条", "甘一帆", "打通5条"),
        ("方局长表示月底前完成", "方局长", "月底前完成"),
        ("打通5条", "", "打通5条"),
    ],
)
def test_who_is_quoted(words: str, who: str, said: str) -> None:
    assert speaker(words) == (who, said)
