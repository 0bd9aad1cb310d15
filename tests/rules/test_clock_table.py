"""The table of clocks, cell by cell, and the sentences beside it: when each falls due."""

from datetime import date, datetime
from itertools import pairwise

import pytest

from models.rules.calendar import SHANGHAI, Calendar
from models.rules.clocks import end_of_today, starts
from models.rules.obligations import Kind, TaskClass, Trait, UnitKind
from models.rules.policy import default_policy

CALENDAR = Calendar()
POLICY = default_policy()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def due(kind: str, task_class: str, started: str, **facts: object) -> datetime | None:
    moment = starts(Kind(kind), TaskClass(task_class), at(started), policy=POLICY, calendar=CALENDAR, **facts)  # type: ignore[arg-type]
    return moment and moment.at


# Begun on Wednesday 10 June 2026 at 11:30, a lunch before the afternoon and a holiday (端午, 19 to 21 June) ahead.
BEGUN = "2026-06-10T11:30"
MILESTONE = date(2026, 6, 30)
CLOCKS = [
    # T0 应急, T1 当日, T2 限时, T3 年度任务, T4 长期
    ("K1 送达", "10 11:35", "10 11:45", "10 12:00", "10 14:30", "11 17:30"),  # 5 min, 15 wm, 30 wm, 60 wm, 1 wd
    ("K2 认领", "10 11:45", "10 14:30", "10 17:30", "15 17:30", "17 17:30"),  # 15 min, 60 wm, 240 wm, 3 wd, 5 wd
    ("K3 马上动", "10 12:00", "10 15:30", "11 17:30", "22 17:30", "25 17:30"),  # 30 min, 120 wm, 1 wd, 7 wd, 10 wd
    (
        "K4 进展",
        "10 13:30",
        "10 15:00",
        "15 17:30",
        "25 17:30",
        "25 17:30",
    ),  # 2 h, 15:00, day 3, the 25th, quarter's last
    ("K5 到点", "30 17:30", "10 17:00", "22 17:30", "30 17:30", "–"),  # as ordered, 17:00, 7 wd, milestone or due date
    ("K6 办完即报", "10 12:00", "10 14:30", "10 14:30", "11 17:30", "–"),  # 30 min, 60 wm, 60 wm, 1 wd
    ("K7 核验", "10 13:30", "11 12:00", "12 17:30", "17 17:30", "17 17:30"),  # 2 h, next wd 12:00, 2 wd, 5 wd, 5 wd
    ("K8 答复求助", "10 12:30", "10 15:30", "11 17:30", "15 17:30", "15 17:30"),  # 1 h, 120 wm, 1 wd, 3 wd, 3 wd
    ("K10 裁定", "10 12:00", "10 15:30", "11 17:30", "15 17:30", "15 17:30"),  # 30 min, 120 wm, 1 wd, 3 wd, 3 wd
    ("K11 延期审批", "–", "–", "11 17:30", "15 17:30", "15 17:30"),  # –, –, 1 wd, 3 wd, 3 wd
]
CELLS = [
    pytest.param(row, task_class, cell, id=f"{row} {task_class}")
    for row, *cells in CLOCKS
    for task_class, cell in zip(TaskClass, cells, strict=True)
]


@pytest.mark.parametrize(("row", "task_class", "cell"), CELLS)
def test_each_cell_of_the_table_of_clocks(row: str, task_class: TaskClass, cell: str) -> None:
    code, label = row.split()
    given = MILESTONE if code == "K5" and task_class in (TaskClass.EMERGENCY, TaskClass.ANNUAL) else None
    found = due(code, task_class, BEGUN, due_on=given)
    assert Kind(code).label == label
    assert (found.strftime("%d %H:%M") if found else "–") == cell


@pytest.mark.parametrize(
    ("kind", "task_class", "started", "expected"),
    [
        ("K1", "T1", "2026-06-10T17:20", "2026-06-11T08:35"),  # minutes are worked ones
        ("K2", "T0", "2026-06-13T03:00", "2026-06-13T03:15"),  # an emergency's are not
        ("K2", "T2", "2026-06-10T15:00", "2026-06-11T10:00"),
        ("K2", "T3", "2026-06-17T09:00", "2026-06-23T17:30"),  # 端午 between
        ("K2", "T3", "2026-06-13T09:00", "2026-06-17T17:30"),  # from a Saturday
        ("K4", "T3", "2026-06-10T09:00", "2026-06-25T17:30"),
        ("K4", "T1", "2026-06-10T15:00", "2026-06-11T15:00"),  # the hour has passed
        ("K4", "T4", "2026-04-10T09:00", "2026-06-25T17:30"),
        ("K7", "T1", "2026-06-10T09:00", "2026-06-11T12:00"),
        ("K7", "T2", "2026-12-20T09:00", "2026-12-22T17:30"),  # the long verification is of the year's tasks
        ("K9", "T3", "2026-06-10T16:00", "2026-09-08T17:30"),
        ("K9", "T2", "2026-06-05T16:00", "2026-07-06T17:30"),
    ],
)
def test_minutes_and_days_are_worked_ones(kind: str, task_class: str, started: str, expected: str) -> None:
    assert due(kind, task_class, started) == at(expected)


@pytest.mark.parametrize(
    ("reported", "answered"),
    [
        ("2026-12-14T10:00", "2026-12-21T17:30"),
        ("2026-12-15T10:00", "2026-12-29T17:30"),
        ("2026-01-31T10:00", "2026-02-13T17:30"),
        ("2026-02-01T10:00", "2026-02-06T17:30"),
    ],
)
def test_verification_has_ten_days_from_15_december_to_31_january(reported: str, answered: str) -> None:
    assert due("K7", "T3", reported) == at(answered)


@pytest.mark.parametrize(
    ("dispatched", "done"),
    [
        ("2026-06-10T08:30", "2026-06-10T17:00"),
        ("2026-06-10T15:00", "2026-06-10T17:00"),
        ("2026-06-10T15:01", "2026-06-11T11:30"),
        ("2026-06-10T20:00", "2026-06-11T11:30"),
        ("2026-06-18T15:01", "2026-06-22T11:30"),  # 端午
        ("2026-06-13T10:00", "2026-06-15T11:30"),  # a Saturday
        ("2026-09-20T15:00", "2026-09-20T17:00"),  # a Sunday that is worked
    ],
)
def test_an_order_of_the_day_is_done_today_or_on_the_next_morning(dispatched: str, done: str) -> None:
    assert due("K5", "T1", dispatched) == at(done)


def test_an_order_falls_due_when_it_says() -> None:
    assert due("K5", "T2", "2026-06-10T09:00", due_on=date(2026, 6, 12)) == at("2026-06-12T17:30")
    assert due("K5", "T2", "2026-06-10T09:00", due_at=at("2026-06-12T15:00")) == at("2026-06-12T15:00")
    assert due("K5", "T1", "2026-06-10T09:00", due_on=date(2026, 6, 10)) == at("2026-06-10T17:00")
    assert due("K5", "T1", "2026-06-10T09:00", due_on=date(2026, 6, 11)) == at("2026-06-11T17:30")
    assert due("K5", "T1", "2026-06-10T16:00", due_on=date(2026, 6, 11)) == at("2026-06-11T11:30")
    assert due("K5", "T2", "2026-06-10T09:00", due_on=date(2026, 7, 10)) == at("2026-07-10T17:30")  # a hard one
    assert due("K5", "T1", "2026-06-10T09:00", due_at=at("2026-06-10T14:30")) == at("2026-06-10T14:30")


@pytest.mark.parametrize("started", ["2026-06-10T14:00", "2026-06-10T14:55", "2026-06-10T15:00"])
def test_no_word_on_an_order_of_the_day_is_asked_for_before_there_was_time_to_take_it_on(started: str) -> None:
    assert due("K4", "T1", started, due_at=at("2026-06-10T17:00")) is None


def test_where_the_table_has_a_dash_there_is_no_clock() -> None:
    assert due("K9", "T1", "2026-06-10T09:00") is None
    assert due("K5", "T4", "2026-06-10T09:00", due_on=MILESTONE) is None


@pytest.mark.parametrize(
    ("started", "word", "expected"),
    [
        ("2026-03-03T10:00", None, "2026-03-25T17:30"),
        ("2026-03-18T10:00", None, "2026-03-25T17:30"),  # five working days to prepare it
        ("2026-03-19T10:00", None, "2026-04-27T17:30"),  # four are none; 25 April is a Saturday
        ("2026-05-28T10:00", "2026-05-28T10:00", "2026-06-25T17:30"),
        ("2026-06-03T10:00", "2026-06-03T10:00", "2026-07-27T17:30"),  # June is told; 25 July is a Saturday
        ("2026-06-24T10:00", "2026-05-20T10:00", "2026-06-25T17:30"),
        ("2026-06-26T10:00", "2026-05-20T10:00", "2026-07-27T17:30"),
        ("2026-06-25T17:30", "2026-05-20T10:00", "2026-07-27T17:30"),
        ("2026-12-03T10:00", "2026-12-03T10:00", "2027-01-25T17:30"),
    ],
)
def test_the_monthly_report_is_of_the_month_after_the_last_word(started: str, word: str | None, expected: str) -> None:
    assert due("K4", "T3", started, last_word_at=word and at(word)) == at(expected)


@pytest.mark.parametrize(
    ("started", "word", "expected"),
    [
        ("2026-03-03T10:00", None, "2026-03-25T17:30"),
        ("2026-06-03T10:00", "2026-06-03T10:00", "2026-09-28T17:30"),  # 25 September is 中秋
        ("2026-06-28T10:00", "2026-03-03T10:00", "2026-09-28T17:30"),
    ],
)
def test_standing_work_reports_once_a_quarter(started: str, word: str | None, expected: str) -> None:
    assert due("K4", "T4", started, last_word_at=word and at(word)) == at(expected)


def test_a_red_line_reports_every_second_thursday() -> None:
    found = [due("K4", "T3", f"2026-06-{day:02}T10:00", traits={Trait.REDLINE}) for day in range(1, 29)]
    assert {moment.weekday() for moment in found if moment} == {3}
    beats = sorted({moment.date() for moment in found if moment})
    assert all((b - a).days == 14 for a, b in pairwise(beats))
    assert all(7 <= (moment.date() - date(2026, 6, n)).days <= 21 for n, moment in enumerate(found, 1) if moment)


def test_a_named_leader_may_ask_for_a_word_each_thursday() -> None:
    assert due("K4", "T3", "2026-06-10T10:00", traits={Trait.WEEKLY}) == at("2026-06-18T17:30")


def test_a_county_has_double_the_minutes_but_not_the_days() -> None:
    assert due("K2", "T2", "2026-06-10T08:30", unit_kind=UnitKind.COUNTY) == at("2026-06-11T09:30")
    assert due("K2", "T3", "2026-06-10T08:30", unit_kind=UnitKind.COUNTY) == at("2026-06-15T17:30")
    assert due("K10", "T1", "2026-06-10T08:30", unit_kind=UnitKind.COUNTY) == at("2026-06-10T10:30")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"due_on": date(2026, 6, 30)}, "2026-06-30T17:30"),
        ({"due_on": date(2026, 6, 20)}, "2026-06-22T17:30"),  # a day off
        ({"due_at": at("2026-06-30T12:00")}, "2026-06-30T12:00"),
    ],
)
def test_a_given_date_is_due_at_the_close_of_its_day(facts: dict[str, object], expected: str) -> None:
    assert due("K5", "T3", "2026-03-03T10:00", **facts) == at(expected)


def test_without_a_due_date_there_is_no_such_clock() -> None:
    assert due("K5", "T3", "2026-03-03T10:00") is None


def test_a_short_task_owes_no_word_after_its_own_end() -> None:
    assert due("K4", "T1", "2026-06-10T10:00", due_at=at("2026-06-10T17:00")) == at("2026-06-10T15:00")
    assert due("K4", "T1", "2026-06-10T15:30", due_at=at("2026-06-11T11:30")) is None
    assert due("K4", "T2", "2026-06-10T10:00", due_on=date(2026, 6, 12)) is None
    assert due("K4", "T2", "2026-06-10T10:00", due_on=date(2026, 6, 15)) is None  # the third day is the last
    assert due("K4", "T2", "2026-06-10T10:00", due_on=date(2026, 6, 16)) == at("2026-06-15T17:30")
    assert due("K4", "T3", "2026-06-10T10:00", due_on=date(2026, 6, 20)) == at("2026-06-25T17:30")


def test_a_due_date_in_a_year_not_announced_is_provisional() -> None:
    moment = starts(
        Kind.DUE, TaskClass.ANNUAL, at("2026-03-03T10:00"), policy=POLICY, calendar=CALENDAR,
        due_on=date(2027, 3, 31),
    )  # fmt: skip
    assert moment is not None
    assert moment.provisional


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("2026-06-10T09:00", "2026-06-10T17:30"),
        ("2026-06-10T16:30", "2026-06-10T17:30"),
        ("2026-06-10T16:31", "2026-06-11T12:00"),
        ("2026-06-13T10:00", "2026-06-15T12:00"),
        ("2026-06-18T16:31", "2026-06-22T12:00"),  # 端午
    ],
)
def test_today_said_late_means_tomorrow_noon(said: str, end: str) -> None:
    assert end_of_today(at(said), policy=POLICY, calendar=CALENDAR).at == at(end)
