"""A task that is said to be another unit's; a difficulty that names one is none."""

import pytest

from models.rules.passing_words import passed_to


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("应该是水利局的", "水利局"),
        ("这个归住建管", "住建"),
        ("牵头单位应该是市水利局", "市水利局"),
        ("责任单位应为市城管局，我们只配合", "市城管局"),
        ("这项属于市自规局职责", "市自规局"),
        ("应该由市应急局牵头", "市应急局"),
        ("这个应该找水利局办", "水利局"),
        ("本来就是交通局的事", "交通局"),
        ("其实归口发改委", "发改委"),
    ],
)
def test_whose_it_is_said_to_be(text: str, unit: str) -> None:
    assert passed_to(text) == unit


@pytest.mark.parametrize(
    "text",
    [
        "请水利局批一下手续",
        "卡在水利局的审批",
        "等水利局的批复",
        "管线图是水利局的老图，正在核",
        "应该是5号的",
        "由王副局牵头，3月13日报方案",
        "应该是我们的",
        "这个归谁管",
        "进展顺利",
        "已和水利局对接，是他们的施工队在做",
    ],
)
def test_what_is_no_passing_on(text: str) -> None:
    assert passed_to(text) is None
