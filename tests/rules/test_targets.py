"""Figures beside what a task is to reach."""

from datetime import datetime

import pytest

from models.rules.reading import IndicatorTarget, TaskContext, read_reply, says_done
from models.rules.targets import added, doubt, fall, reached

ROADS = TaskContext("46", "打通城区断头路", indicators=(IndicatorTarget("打通断头路", 12, "条"),))
WATER = TaskContext("8", "提升农村供水保障水平", indicators=(IndicatorTarget("农村自来水普及率", 96, "%"),))
MONEY = TaskContext("17", "建设物流园", indicators=(IndicatorTarget("完成投资", 10, "亿元"),))


@pytest.mark.parametrize(
    ("words", "task", "doubted"),
    [
        ("打通130条", ROADS, ("130条", "12条")),
        ("打通18条", ROADS, None),
        ("完成150%", ROADS, ("150%", "")),
        ("完成100%", ROADS, None),
        ("普及率达到196%", WATER, ("196%", "96%")),
        ("普及率达到97%", WATER, None),
        ("完成投资5000万元", MONEY, None),
        ("完成投资160亿元", MONEY, ("160亿元", "10亿元")),
    ],
)
def test_what_is_far_beyond_the_target_is_doubted(
    words: str, task: TaskContext, doubted: tuple[str, str] | None
) -> None:
    found = doubt(read_reply(words, sent_at=datetime(2026, 3, 3), tasks=[task]), task.indicators, {})
    assert (None if found is None else (found.told, found.target)) == doubted


def test_what_was_confirmed_before_is_not_doubted_again() -> None:
    reading = read_reply("打通131条", sent_at=datetime(2026, 3, 3), tasks=[ROADS])
    assert doubt(reading, ROADS.indicators, {"打通断头路": 130}) is None


PIPES = TaskContext("47", "供水管网改造", indicators=(IndicatorTarget("改造管网", 60, "公里"),))


@pytest.mark.parametrize(
    ("words", "before", "asked"),
    [
        ("管网新增3公里", (22, "公里"), ("22公里", "3公里", "25公里")),
        ("改造了5公里", (29, "公里"), ("29公里", "5公里", "34公里")),
        ("改造了800米", (22, "公里"), ("22公里", "800米", "22800米")),
        ("改造了22公里", (22, "公里"), None),
        ("改造了25公里", (22, "公里"), None),
        ("改造了22000米", (22, "公里"), None),
        ("改造了3公里", None, None),
        ("更正，改造了3公里", (22, "公里"), None),
        ("不是22公里，是3公里", (22, "公里"), None),
    ],
)
def test_a_total_that_falls_is_perhaps_what_was_added(
    words: str, before: tuple[float, str] | None, asked: tuple[str, str, str] | None
) -> None:
    reading = read_reply(words, sent_at=datetime(2026, 3, 3), tasks=[PIPES])
    known = {"改造管网": before} if before else {}
    found = fall(reading, PIPES.indicators, known, words)
    assert (found and (found.before, found.told, found.together)) == asked
    if asked:
        [sum_] = added(reading, PIPES.indicators, known).indicators
        assert f"{sum_.value:.10g}{sum_.unit}" == asked[2]
        assert found is not None
        assert found.is_added is ("新增" in words)  # then there is nothing to ask
    assert fall(reading, (), known, words) is None  # a rate may fall


def test_every_counted_target_must_be_reached() -> None:
    both = (*ROADS.indicators, *MONEY.indicators)
    assert reached({"打通断头路": (12, "条"), "完成投资": (100_000, "万元")}, both)
    assert not reached({"打通断头路": (12, "条")}, both)
    assert not reached({"农村自来水普及率": (96, "%")}, WATER.indicators)
    assert not reached({}, ())


@pytest.mark.parametrize(
    ("words", "done"),
    [
        ("打通12条", False),
        ("130条", False),
        ("150%", False),
        ("12条全部打通", True),
        ("已完工", True),
        ("任务已完成", True),
    ],
)
def test_being_done_is_a_word(words: str, done: bool) -> None:
    assert says_done(words) is done
