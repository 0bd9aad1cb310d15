"""不是38，是46: a wrong guess is put right in one line, and other lines are not taken for one."""

import pytest

from models.rules.move_words import Move, read_move

MOVES = [
    ("不是38，是46", Move("46", wrong="38")),
    ("不是38号，是46号的", Move("46", wrong="38")),
    ("不对，不是38是46", Move("46", wrong="38")),
    ("报错了，刚才那条不是第38项，应该是第46项", Move("46", wrong="38")),
    ("我说的不是38号，是46号", Move("46", wrong="38")),
    ("不是46，是46.1", Move("46.1", wrong="46")),
    ("不是5，而是J7", Move("J7", wrong="5")),
    ("是46号的", Move("46")),
    ("是46的", Move("46")),
    ("46号的", Move("46")),
    ("这是46号的进展", Move("46")),
    ("错了，应该是46号", Move("46")),
    ("刚才那条是46号的", Move("46")),
    ("移到46号", Move("46")),
    ("挪到46", Move("46")),
    ("说的是46", Move("46")),
    ("说的是供水管网", Move(name="供水管网")),
    ("不对，我说的是供水管网那项", Move(name="供水管网")),
    ("不是断头路，是雨污管网", Move(name="雨污管网")),
    ("不是这项", Move()),
    ("不是38号的", Move(wrong="38")),
    ("昨天38号那条报错任务了，是说46的", Move("46", wrong="38")),
    ("刚才报的38号的数是46的", Move("46", wrong="38")),
    ("38那条其实是46的", Move("46", wrong="38")),
    ("把38那条挪到46", Move("46", wrong="38")),
    ("38号那条应该记46", Move("46", wrong="38")),
    ("刚那条不是38，是46", Move("46", wrong="38")),
    ("46号报成38号了", Move("46", wrong="38")),
    ("46的数报到38上去了", Move("46", wrong="38")),
]
OTHERS = [
    "46",
    "46号",
    "是46条",
    "不是38条，是46条",
    "不对，是5条",
    "应该是46",  # perhaps a figure
    "46号打通5条",
    "说的是打通6条",
    "46不对",
    "3号应该是水利局的",
    "不属我局职责",
    "进度 46",
    "46号完了",
    "6月底是46号的节点",
    "不是我们的责任，是市水利局的",
    "进展很好，是46号桥的",
    "更正 46号打通6条",
    "是的",
    "好的",
    "46号那条路应该是12月完",
    "46号报到市里了",
    "46号的数是12",
]


@pytest.mark.parametrize(("text", "expected"), MOVES)
def test_what_moves(text: str, expected: Move) -> None:
    assert read_move(text) == expected


@pytest.mark.parametrize("text", OTHERS)
def test_what_does_not(text: str) -> None:
    assert read_move(text) is None
