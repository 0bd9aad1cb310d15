"""What a correction says not to be so."""

import pytest

from models.rules.correction_words import Denial, cleared, read_denial


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("46没办结", Denial("46", "")),
        ("更正 46号还没有办结，还差竣工验收", Denial("46", "还差竣工验收")),
        ("其实没完成", Denial("", "")),
        ("不对，还没完工，4月10日前完", Denial("", "4月10日前完")),
        ("3号没有困难", None),
        ("3号完成5条", None),
        ("征迁没完成，卡在两户", None),
    ],
)
def test_it_is_not_done(text: str, expected: Denial | None) -> None:
    assert read_denial(text) == expected


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("没有困难", {"blockers"}),
        ("困难已经解决", {"blockers"}),
        ("日子还没定", {"next_date"}),
        ("没有困难，日期不算", {"blockers", "next_date"}),
        ("打通4条", set()),
        ("困难是资金", set()),
    ],
)
def test_what_there_is_nothing_of(text: str, fields: set[str]) -> None:
    assert cleared(text) == fields
