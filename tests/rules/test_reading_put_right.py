"""A figure named only to be put right, and other small families of words, each by five of its sentences."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.rules.reading import IndicatorTarget, Intent, Quality, Reading, TaskContext, read_reply

SENT = datetime(2026, 11, 2, 1, tzinfo=UTC)
POSTS = (IndicatorTarget("新建公共充电桩", 2000, "个"),)
MONEY = (IndicatorTarget("完成投资", 1.5, "亿元"),)
TWO = (IndicatorTarget("到位资金", 260, "亿元"), IndicatorTarget("新签约亿元以上项目", 80, "个"))


def read(text: str, indicators: tuple[IndicatorTarget, ...] = (), previous: str | None = None) -> Reading:
    task = TaskContext("7", "公共设施建设", None, indicators)
    return read_reply(text, sent_at=SENT, tasks=[task], previous=previous)


@pytest.mark.parametrize(
    "text",
    [
        "不是1840是1480，昨天打错了",
        "充电桩不是1840个，是1480个",
        "1480个，不是1840个",
        "更正一下，并非1840个，应是1480个",
        "不是1840，而是1480",
        "充电桩不是1840个 是1480个",
    ],
)
def test_of_two_figures_the_one_that_is_put_instead_counts(text):
    assert [value.value for value in read(text, POSTS).indicators] == [1480]


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("不是60%，是50%", 50),
        ("进度不是八成是七成", 70),
        ("今年任务8成了", 80),
        ("年度任务60%", 60),
        ("占目标的60%", 60),
        ("目标60%", None),
    ],
)
def test_rates_that_are_put_right_or_are_of_the_task(text, percent):
    found = read(text, MONEY).percent
    assert (found.value if found else None) == percent


@pytest.mark.parametrize("text", ["全改完了，昨天已经试压", "全都装好了", "全弄完了", "全建好了", "早就完了"])
def test_all_of_it_is_done(text):
    assert read(text).intent is Intent.COMPLETED


@pytest.mark.parametrize("text", ["全没完", "招标文件全备好了，下周开标", "全年还没完"])
def test_not_all_of_it_is_done(text):
    assert read(text).intent is not Intent.COMPLETED


@pytest.mark.parametrize("text", ["到位资金完成212亿元", "到位资金212亿元", "资金到了212亿元"])
def test_the_measure_of_a_figure_is_no_mention_of_another_indicator(text):
    assert Quality.SELECTIVE in read(text, TWO).quality


@pytest.mark.parametrize("text", ["到位资金212亿元，亿元以上项目还在统计", "资金212亿元，签约项目61个"])
def test_one_that_is_mentioned_is_not_left_out(text):
    assert Quality.SELECTIVE not in read(text, TWO).quality


@pytest.mark.parametrize("text", ["同上次", "同上月。", "同上", "与上次一样"])
def test_the_same_as_last_time_tells_nothing(text):
    assert Quality.BOILERPLATE in read(text, POSTS, "已建1480个").quality


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("请自然资源局跟省厅再对接一下", ["自然资源局"]),
        ("请发改委与省厅沟通指标", ["发改委"]),
        ("请发改局、财政局跟省厅对接", ["发改局", "财政局"]),
        ("请住建局和城管局协调弃土场", ["住建局", "城管局"]),
        ("资金不够，另请各县区把配套落实", ["各县区"]),
    ],
)
def test_whom_a_body_speaks_to_is_not_asked_itself(text, needs):
    assert [need.unit for need in read(text).needs] == needs


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("打捆机不够用，收储点也没地方", 2),
        ("村民堵路不让进，派出所去了也没用", 1),
        ("判决没下来，谁也不敢拆", 1),
    ],
)
def test_another_thing_that_does_not_go_either_is_an_obstacle_of_its_own(text, count):
    assert len(read(text).blockers) == count
