"""督查室 divides a task in a line; what is no such line is left alone."""

from datetime import date

import pytest

from models.rules.addressees import Directory
from models.rules.obligations import UnitKind
from models.rules.part_words import DraftPart, read_parts, read_waiver

UNITS = Directory([
    ("市住房和城乡建设局", ("市住建局",), UnitKind.DEPARTMENT), ("市水利局", (), UnitKind.DEPARTMENT),
    ("市财政局", (), UnitKind.DEPARTMENT),
])  # fmt: skip
TODAY = date(2026, 3, 2)
PIPES = DraftPart("管线迁改", "市住房和城乡建设局", date(2026, 6, 20))
BRIDGE = DraftPart("桥梁施工", "市水利局", date(2026, 9, 30))


@pytest.mark.parametrize(
    "words",
    [
        "46 分子项：1 管线迁改 市住建局 6月20日；2 桥梁施工 市水利局 9月30日",
        "46号分子项：1.管线迁改，市住建局，6月20日前；2.桥梁施工，市水利局，9月30日前",
        "46 分成2个子项：\n46.1 管线迁改 市住建局 6月20日\n46.2 桥梁施工 市水利局 9月底",
        "第46项 拆分成子项：（1）管线迁改（市住建局，6月20日前）；（2）桥梁施工（市水利局，9月30日前）",
        "46，分子项：①管线迁改由市住建局牵头，6月20日前完成；②桥梁施工由市水利局负责，9月30日前完成",
    ],
)
def test_each_part_has_its_words_its_unit_and_its_day(words: str) -> None:
    assert read_parts(words, UNITS, TODAY) == ("46", (PIPES, BRIDGE))


def test_what_is_missing_or_wrong_is_known() -> None:
    read = read_parts("46 分子项：1 管线迁改 市园林局 6月31日；2 桥梁施工 市水利局", UNITS, TODAY)
    assert read is not None
    first, second = read[1]
    assert (first.unit, first.due, first.wrong) == ("", None, "6月31日")
    assert second == DraftPart("桥梁施工", "市水利局")


@pytest.mark.parametrize("words", ["46 打通5条", "进度 46", "46.1 管线迁完了", "子项有哪些", "46号的子项还差一个"])
def test_other_words_divide_nothing(words: str) -> None:
    assert read_parts(words, UNITS, TODAY) is None


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("46 准予报结：桥梁由省里另行组织", ("46", "桥梁由省里另行组织")),
        ("准予46号先报结，理由：桥梁由省里另行组织。", ("46", "桥梁由省里另行组织")),
        ("46 准予报结", ("46", "")),
        ("46 报结，临建验〔2026〕11号", None),
        ("46 申请报结", None),
    ],
)
def test_a_task_may_be_reported_before_its_parts_with_a_reason(words: str, read: tuple[str, str] | None) -> None:
    assert read_waiver(words) == read
