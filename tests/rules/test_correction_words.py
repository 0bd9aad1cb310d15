"""What a correction says not to be so."""

import pytest

from models.rules.correction_words import Denial, Instead, cleared, read_denial, read_instead, read_undo


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("不是1100是1010", Instead(1100, "1010", "")),
        ("不是11条，是13条", Instead(11, "13", "条")),
        ("报错了，刚才那个数不是3.2亿元应该是2.3亿元", Instead(3.2, "2.3", "亿元")),
        ("43号完工38不是52", Instead(52, "38", "", "43")),
        ("是38个，不是52个", Instead(52, "38", "个")),
        ("是46不是47号", None),
        ("不是46，是47号的", None),
        ("不是46号，是47", None),
        ("不是我局的，是水利局的", None),
    ],
)
def test_a_figure_in_the_place_of_another(text: str, expected: Instead | None) -> None:
    assert read_instead(text) == expected


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("", "撤销 撤回上一条 刚才那条不算 刚说的不算数 上一条删掉 刚才当我没说"),
        ("46", "撤销46 46号撤回 46报结撤销 刚才46的不算 46那条作废 刚才报的46的不算了"),
        ("J2", "撤销J2 j2那条作废"),
        (None, "不算 作废 不算慢 这个项目不要了 46不对 46号打通5条"),
    ],
)
def test_what_is_taken_back(number: str | None, words: str) -> None:
    assert {said: read_undo(said) for said in words.split(" ")} == dict.fromkeys(words.split(" "), number)
