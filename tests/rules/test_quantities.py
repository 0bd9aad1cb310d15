"""Figures as people write them, and the number and unit they mean."""

from __future__ import annotations

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rules.numerals import parse_numeral
from models.rules.quantities import find_quantities, normalise
from models.rules.units_of_measure import base_of, may_mean

FIGURES = [
    ("已完成28700座", 28700, "座", "="),
    ("三千一百三十五户", 3135, "户", "="),
    ("进出口企业到了七十二户", 72, "户", "="),
    ("两亿零六百多万元", 20600, "万元", "≈"),
    ("两亿零六百多万", 20600, "万", "≈"),
    ("三百万元", 300, "万元", "="),
    ("一点五亿元", 1.5, "亿元", "="),
    ("三万两千户", 32000, "户", "="),
    ("一万二千亩", 12000, "亩", "="),
    ("6千8百人", 6800, "人", "="),
    ("1万2户", 12000, "户", "="),
    ("3千5百万元", 3500, "万元", "="),
    ("4.1万座", 4.1, "万座", "="),
    ("1,100个", 1100, "个", "="),
    ("835元/人·月", 835, "元/人月", "="),
    ("控制在33微克/立方米以内", 33, "微克/立方米", "<="),
    ("压缩至0.5个工作日内", 0.5, "个工作日", "<="),
    ("不少于3个", 3, "个", ">="),
    ("6.5%以上", 6.5, "%", ">="),
    ("逾120亿元", 120, "亿元", ">="),
    ("8%左右", 8, "%", "≈"),
    ("十几户", 10, "户", "≈"),
    ("300余户", 300, "户", "≈"),
    ("五六户", 5, "户", "="),
    ("二三十户", 20, "户", "="),
    ("5到6家", 5, "家", "="),
    ("3.2km", 3.2, "km", "="),
    ("百分之八十五", 85, "%", "="),
    ("百分之九十三点四", 93.4, "%", "="),
    ("六成", 60, "%", "="),
    ("八成五", 85, "%", "="),
    ("七八成", 70, "%", "="),
    ("三分之二", 66.67, "%", "="),
    ("千分之三", 0.3, "%", "="),
    ("一半", 50, "%", "="),
    ("过半了", 50, "%", ">"),
    ("73.4", 73.4, "", "="),
    ("进入前5位", 5, "位", "<="),
    ("40万千瓦", 40, "万千瓦", "="),
]


@pytest.mark.parametrize(("words", "value", "unit", "comparator"), FIGURES)
def test_a_figure_is_read_with_its_unit(words: str, value: float, unit: str, comparator: str) -> None:
    [found] = find_quantities(words)
    assert (found.value, found.unit, found.comparator) == (value, unit, comparator)


@pytest.mark.parametrize(
    "words",
    [
        "S218改建", "PM2.5", "12345热线", "500强企业", "一起干", "两馆一中心", "四好农村路",
        "临建验〔2026〕11号", "11100001111", "一季度", "十二月", "第3个", "几十户",
        "成立专班", "完成成交", "一批项目", "统一部署",
    ],
)  # fmt: skip
def test_names_ordinals_and_idioms_are_no_figures(words: str) -> None:
    assert find_quantities(words) == ()


def test_a_fraction_keeps_its_whole_and_a_range_its_upper_end() -> None:
    assert find_quantities("33/50")[0].of == 50
    assert find_quantities("3-5个")[0].upper == 5


def test_a_contract_signed_is_not_an_estimate() -> None:
    assert [(q.value, q.comparator) for q in find_quantities("签约174 开工114")] == [(174, "="), (114, "=")]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("一百零二", 102),
        ("三百二", 320),
        ("十五", 15),
        ("两亿零六百万", 206_000_000),
        ("一二四", None),
        ("百万", 1_000_000),
    ],
)
def test_numerals_are_counted_or_refused(word: str, value: float | None) -> None:
    assert parse_numeral(word) == value


@pytest.mark.parametrize(
    "word", ["万三", "亿", "千四", "百六十", "一百一百", "零百", "十十", "十零", "十零九", "七万十", "五亿零", "九亿两", "二亿千万", "四亿六千", "两百万零百万"]
)  # fmt: skip
def test_what_nobody_counts_so_is_no_number(word: str) -> None:
    assert parse_numeral(word) is None


@pytest.mark.parametrize(
    ("text", "values"), [("５，１７４户", [5174]), ("办结33，287户", [33, 287]), ("１２．５亿", [12.5])]
)
def test_a_comma_of_a_sentence_stands_between_two_figures(text: str, values: list[float]) -> None:
    assert [found.value for found in find_quantities(text)] == values


@pytest.mark.parametrize("number", [7, 10, 15, 20, 101, 110, 340, 1005, 3135, 9999, 20_600, 105_020, 206_000_000])
def test_what_cn2an_writes_is_read_back(number: int) -> None:
    assert parse_numeral(cn2an.an2cn(number)) == number


def test_texts_that_say_the_same_are_normalised_alike() -> None:
    assert normalise("完成 三千户，达６０％") == normalise("完成3000户,达60%")
    assert normalise("过半了") == "过半了"


def test_units_share_a_base() -> None:
    assert base_of("万元") == ("money", 10_000)
    assert base_of("亿元") == ("money", 1e8)
    assert base_of("公里") == ("length", 1000)
    assert base_of("户") == base_of("家")
    assert base_of("微克/立方米")[0] != base_of("万吨/日")[0]


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="0123456789,./-%一二三十百千万亿两零点多余成半分之个户元 约", max_size=300))
def test_any_text_gives_figures_in_order_that_stand_in_it(text: str) -> None:
    ends = 0
    for found in find_quantities(text):
        assert ends <= found.start < found.end <= len(text)
        assert found.text == text[found.start : found.end]
        ends = found.end


@pytest.mark.parametrize("digits", ["9" * 4000, "1," * 2000, "一" * 4000, "1/" * 2000])
def test_long_runs_of_digits_are_no_figures_and_cost_nothing(digits: str) -> None:
    assert all(found.value < 1e9 for found in find_quantities(digits))


def test_a_doubled_multiple_is_no_figure() -> None:
    assert not find_quantities("亿三亿亿")


@pytest.mark.parametrize(
    ("said", "wanted", "fits"),
    [("座", "万座", True), ("万座", "座", True), ("人", "万名", True), ("条", "个", False), ("公里", "条", False)],
)
def test_a_figure_may_mean_what_is_counted_in_thousands(said: str, wanted: str, fits: bool) -> None:
    assert may_mean(said, wanted) is fits
