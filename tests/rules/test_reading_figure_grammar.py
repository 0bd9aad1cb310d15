"""The grammar around figures, on tasks of trades the rules were not written for."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.rules.reading import IndicatorTarget, Reading, TaskContext, read_reply

WELLS = TaskContext("1", "机井通电", date(2026, 12, 31), (IndicatorTarget("通电机井", 900, "眼"),))
YARDS = TaskContext(
    "2",
    "农机合作社培育",
    date(2026, 11, 30),
    (IndicatorTarget("新建库棚", 40, "座"), IndicatorTarget("示范社认定率", 85, "%")),
)
LOANS = TaskContext(
    "4",
    "创业担保贷款",
    date(2026, 12, 31),
    (IndicatorTarget("发放贷款", 4.8, "亿元"), IndicatorTarget("扶持创业", 2600, "人")),
)
BOATS = TaskContext("5", "退捕转产", date(2026, 12, 31), (IndicatorTarget("回收渔船", 240, "艘"),))
FAIR = TaskContext("3", "茶博会筹备", date(2026, 12, 31))


def read(text: str, task: TaskContext = WELLS) -> Reading:
    return read_reply(text, sent_at=datetime(2026, 8, 12, 2, tzinfo=UTC), tasks=[task])


def values(text: str, task: TaskContext = WELLS) -> list[float]:
    return [each.value for each in read(text, task).indicators]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("库棚12座开了工", []),
        ("电力不肯接那60眼", []),
        ("没通的最后45眼在山上", []),
        ("镇里申报了130眼", []),
        ("上报了七百眼", []),
        ("先前的610多算了，核减后588", [588]),
        ("900眼里有20眼废了，其余880眼都通了电", [880]),
        ("机井五百出头吧", [500]),
        ("机井 通电四百多眼", [400]),
        ("通电到位512眼", [512]),
        ("机井通了630眼占七成", [630]),
    ],
)
def test_only_what_is_done_is_a_value(text: str, told: list[float]) -> None:
    assert values(text, YARDS if "库棚" in text else WELLS) == told


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("筹备工作推进到六成", 60),
        ("算下来45%", 45),
        ("感觉也就七成吧", 70),
        ("整体看55%左右", 55),
        ("展台搭建80%", None),
    ],
)
def test_a_rate_of_a_task_without_indicators_is_that_of_the_whole(text: str, percent: float | None) -> None:
    found = read(text, FAIR).percent
    assert (found.value if found else None) == percent


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("900眼都通上电了，验收材料下周五前补给您", True),
        ("900眼通电，9月底前再回头看一遍", False),
    ],
)
def test_papers_still_to_come_leave_a_thing_done(text: str, *, done: bool) -> None:
    assert (read(text).intent == "completed") is done


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("库棚40座全部交付，示范社认定率88%", True),
        ("库棚40座建好，示范社认定率88%", False),
        ("库棚40座全部交付，示范社认定率81%", False),
        ("库棚40座都交付了，示范社全部认定", True),
    ],
)
def test_a_rate_above_target_is_done_only_where_all_is_said_to_be(text: str, *, done: bool) -> None:
    assert (read(text, YARDS).intent == "completed") is done


def test_tasks_may_be_counted_in_characters() -> None:
    read = read_reply(
        "任务一：通了300眼\n任务三：收到",
        sent_at=datetime(2026, 8, 12, 2, tzinfo=UTC),
        tasks=[WELLS, TaskContext("3", "茶博会")],
    )
    assert [(part.task_ref, part.intent.value) for part in read.parts] == [("1", "progress"), ("3", "ack")]


@pytest.mark.parametrize(
    ("text", "task", "told"),
    [
        ("7月份发放4100万，累计3.3亿", LOANS, [3.3]),
        ("放了两亿三，扶持一千四百人", LOANS, [2.3, 1400]),
        ("渔船收回163条", BOATS, [163]),
        ("同比多收了63艘", BOATS, []),
        ("比上月增加12艘", BOATS, []),
        ("↑12艘 → 198艘", BOATS, [198]),
        ("203艘✅", BOATS, [203]),
        ("按240艘的目标，缺口还有71艘", BOATS, []),
        ("先头的190写错了，是175", BOATS, [175]),
        ("收了19/240艘", BOATS, [19]),
    ],
)
def test_differences_arrows_and_other_counting_words(text: str, task: TaskContext, told: list[float]) -> None:
    assert values(text, task) == told


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("本月培训210人次", None),
        ("这个月又收了12艘", None),
        ("本月底前收完", date(2026, 8, 31)),
        ("本月争取再收12艘", date(2026, 8, 31)),
        ("下周二业主会上定", date(2026, 8, 18)),
        ("年内收完问题不大", date(2026, 12, 31)),
    ],
)
def test_this_month_is_promised_only_where_a_word_looks_ahead(text: str, on: date | None) -> None:
    found = read(text, BOATS).next_date
    assert (found.on if found else None) == on


def test_the_main_part_is_not_the_whole() -> None:
    assert read("主体工程八成五", FAIR).percent is None
    assert read("工程量八成五", FAIR).percent is not None
