"""A line without a number goes to a task only when one stands out."""

import pytest

from models.rules.resemblance import likeliest

ROADS, WATER = "打通城区断头路 全年打通断头路12条", "新建雨污管网 新建雨污管网40公里"


@pytest.mark.parametrize(
    ("said", "titles", "found"),
    [
        ("断头路又打通了两条", [ROADS, WATER], 0),
        ("雨污管网已铺设8公里", [ROADS, WATER], 1),
        ("今天天气很好", [ROADS, WATER], None),
        ("断头路又打通了两条", [ROADS, ROADS], None),
        ("断头路又打通了两条", [], None),
        ("", [ROADS], None),
        ("断头路那个6条了，刚通了学院路", [ROADS, WATER], 0),
        ("管网嘛，今年的都差不多了，就剩河边一段", [ROADS, WATER], None),  # two characters are too few
    ],
)
def test_a_line_goes_where_it_clearly_belongs(said, titles, found):
    assert likeliest(said, titles) == found
