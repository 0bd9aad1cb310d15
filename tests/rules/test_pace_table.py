"""Pace against time and the lamp that follows, sentence by sentence."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rules.calendar import Calendar
from models.rules.pace import (
    Because,
    Counted,
    Lamp,
    Pace,
    PaceIndicator,
    PaceMilestone,
    Track,
    counted_as,
    expected_on,
    pace,
    percent_of,
)
from models.rules.policy import default_policy
from models.rules.track import share_of_step

CALENDAR = Calendar()
RULE = default_policy().pace
YEAR = Track(date(2026, 1, 1), date(2026, 12, 31), dispatched_on=date(2026, 2, 3))
JUNE_30 = date(2026, 6, 30)  # 181 of 365 days: 49.6 %


def judged(track: Track, today: date) -> Pace:
    return pace(track, today, rule=RULE, calendar=CALENDAR)


APRIL_TO_JUNE = Track(date(2026, 4, 1), JUNE_30, dispatched_on=date(2026, 4, 1))


@pytest.mark.parametrize(
    ("today", "expected"), [(date(2026, 3, 31), 0), (date(2026, 4, 1), 1.1), (date(2026, 5, 15), 49.5), (JUNE_30, 100)]
)
def test_a_stated_start_and_an_own_due_date_make_the_span(today: date, expected: float) -> None:
    assert expected_on(APRIL_TO_JUNE, today) == pytest.approx(expected, abs=0.05)
    assert expected_on(replace(APRIL_TO_JUNE, due_on=None), today) is None


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2025, 12, 31), 0),
        (date(2026, 1, 1), 0.3),
        (date(2026, 3, 31), 24.7),
        (JUNE_30, 49.6),
        (date(2026, 11, 30), 91.5),
        (date(2026, 12, 31), 100),
        (date(2027, 2, 1), 100),
    ],
)
def test_a_task_without_milestones_is_measured_by_the_time_elapsed(today: date, expected: float) -> None:
    assert expected_on(YEAR, today) == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize(
    ("milestones", "today", "expected"),
    [
        ([(date(2026, 6, 30), None)], JUNE_30, 50),
        ([(date(2026, 9, 30), None)], JUNE_30, 33.2),
        ([(date(2026, 3, 31), 10), (date(2026, 9, 30), 70)], date(2026, 3, 31), 10),
        ([(date(2026, 3, 31), 10), (date(2026, 9, 30), 70)], JUNE_30, 39.8),
        ([(date(2026, 6, 30), None), (date(2026, 12, 31), None)], JUNE_30, 50),
        ([(date(2027, 3, 31), None)], JUNE_30, 49.6),  # after the task's own end: not on its curve
    ],
)
def test_the_own_milestones_make_the_curve(
    milestones: list[tuple[date, float | None]], today: date, expected: float
) -> None:
    track = replace(YEAR, milestones=tuple(PaceMilestone(due, percent=share) for due, share in milestones))
    assert expected_on(track, today) == pytest.approx(expected, abs=0.05)


HALF = replace(YEAR, milestones=(PaceMilestone(JUNE_30, is_done=True, percent=50),))  # half of it by the end of June
EARLY = replace(YEAR, dispatched_on=date(2026, 1, 5))
LATE_STEP = (PaceMilestone(date(2026, 2, 27), percent=15),)
LAMPS = [
    # the sentence, the track, the day, the lamp and what decided it
    ("ahead", replace(HALF, percent=80), JUNE_30, Lamp.GREEN, Because.PACE),
    ("on pace", replace(HALF, percent=50), JUNE_30, Lamp.GREEN, Because.PACE),
    ("within 10 below", replace(HALF, percent=40), JUNE_30, Lamp.GREEN, Because.PACE),
    ("more than 10", replace(HALF, percent=39.9), JUNE_30, Lamp.YELLOW, Because.PACE),
    ("up to 30", replace(HALF, percent=20), JUNE_30, Lamp.YELLOW, Because.PACE),
    ("more than 30", replace(HALF, percent=19.9), JUNE_30, Lamp.RED, Because.PACE),
    ("nothing yet", replace(HALF, percent=0), JUNE_30, Lamp.RED, Because.PACE),
    ("the due day itself", replace(YEAR, percent=90), date(2026, 12, 31), Lamp.GREEN, Because.PACE),
    ("past due", replace(YEAR, percent=99), date(2027, 1, 1), Lamp.RED, Because.PAST_DUE),
    ("past due, never told of", YEAR, date(2027, 1, 1), Lamp.RED, Because.PAST_DUE),
    ("past due and reached", replace(YEAR, percent=100), date(2027, 1, 1), Lamp.GREEN, Because.PACE),
    ("no report", YEAR, JUNE_30, Lamp.WHITE, Because.NOT_REPORTED),
    ("a report without a figure", replace(YEAR, has_reported=True), JUNE_30, Lamp.WHITE, Because.NO_FIGURE),
    ("a milestone done is a report", HALF, JUNE_30, Lamp.GREEN, Because.PACE),
    ("the first quarter's last day", replace(EARLY, percent=1), date(2026, 3, 31), Lamp.WHITE, Because.GRACE),
    ("the second quarter's first", replace(EARLY, percent=1), date(2026, 4, 1), Lamp.YELLOW, Because.PACE),
    ("a start in April", replace(EARLY, starts_on=date(2026, 4, 1), percent=1), JUNE_30, Lamp.WHITE, Because.GRACE),
    ("its quarter is over", replace(EARLY, starts_on=date(2026, 4, 1), percent=1), date(2026, 7, 1), Lamp.RED, Because.PACE),
    ("a start in March", replace(EARLY, starts_on=date(2026, 3, 1), percent=1), date(2026, 4, 1), Lamp.GREEN, Because.PACE),
    ("40 wd after dispatch", replace(YEAR, percent=1), date(2026, 4, 7), Lamp.WHITE, Because.GRACE),
    ("41 wd after dispatch", replace(YEAR, percent=1), date(2026, 4, 8), Lamp.YELLOW, Because.PACE),
    ("given out in May", replace(YEAR, percent=1, dispatched_on=date(2026, 5, 20)), JUNE_30, Lamp.WHITE, Because.GRACE),
    ("never given out", replace(YEAR, percent=1, dispatched_on=None), JUNE_30, Lamp.RED, Because.PACE),
    ("a milestone 5 wd late", replace(YEAR, milestones=LATE_STEP), date(2026, 3, 5), Lamp.WHITE, Because.NOT_REPORTED),
    ("a milestone 6 wd late", replace(YEAR, milestones=LATE_STEP), date(2026, 3, 6), Lamp.YELLOW, Because.LATE_MILESTONE),
    ("late, and ahead", replace(YEAR, milestones=LATE_STEP, percent=90), JUNE_30, Lamp.YELLOW, Because.LATE_MILESTONE),
    ("late, and behind", replace(YEAR, milestones=LATE_STEP, percent=1), JUNE_30, Lamp.RED, Because.LATE_MILESTONE),
    ("late since spring", replace(YEAR, milestones=LATE_STEP, percent=95), date(2026, 12, 31), Lamp.YELLOW, Because.LATE_MILESTONE),
    ("without a due date", replace(YEAR, due_on=None, percent=50), JUNE_30, Lamp.WHITE, Because.NO_DUE),
    ("without one, long silent", replace(YEAR, due_on=None), date(2027, 6, 30), Lamp.WHITE, Because.NO_DUE),
    ("reported complete", replace(YEAR, is_done=True), date(2027, 1, 1), Lamp.GREEN, Because.DONE),
    ("verified", replace(YEAR, is_done=True, is_closed=True), date(2027, 1, 1), Lamp.GREEN, Because.CLOSED),
]  # fmt: skip


@pytest.mark.parametrize(
    ("track", "today", "lamp", "because"), [row[1:] for row in LAMPS], ids=[row[0] for row in LAMPS]
)
def test_the_lamp_and_what_decided_it(track: Track, today: date, lamp: Lamp, because: Because) -> None:
    found = judged(track, today)
    assert (found.lamp, found.because) == (lamp, because)


@pytest.mark.parametrize(
    ("today", "is_done", "percent", "lamp"),
    [
        (date(2026, 3, 6), False, None, Lamp.WHITE),  # 5 working days late
        (date(2026, 3, 9), False, None, Lamp.YELLOW),  # 6, and no grace
        (date(2026, 3, 9), True, None, Lamp.WHITE),
        (date(2026, 6, 30), False, 60, Lamp.YELLOW),  # ahead, but with a late milestone
        (date(2026, 6, 30), False, 10, Lamp.RED),
    ],
)
def test_a_late_milestone_shows_even_in_the_first_quarter(
    today: date, is_done: bool, percent: float | None, lamp: Lamp
) -> None:
    milestone = PaceMilestone(date(2026, 2, 28), is_done, percent=15)
    found = judged(replace(YEAR, percent=percent, milestones=(milestone,)), today)
    assert found.lamp is lamp
    assert bool(found.late) == (found.because is Because.LATE_MILESTONE)


@pytest.mark.parametrize(
    ("indicator", "lamp", "percent"),
    [
        (PaceIndicator(12, 5), Lamp.GREEN, 41.7),
        (PaceIndicator(12, 2), Lamp.RED, 16.7),
        (PaceIndicator(5.5, 5.2, Counted.DIRECT), Lamp.GREEN, 94.5),
        (PaceIndicator(5.5, 4.4, Counted.DIRECT), Lamp.YELLOW, 80),
        (PaceIndicator(35, 33, Counted.DIRECT, is_ceiling=True), Lamp.GREEN, 100),
        (PaceIndicator(35, 50, Counted.DIRECT, is_ceiling=True), Lamp.YELLOW, 70),
        (PaceIndicator(90, 20, Counted.YEAR_END), Lamp.WHITE, 22.2),
        (PaceIndicator(10, 9, Counted.DIRECT), Lamp.GREEN, 90),  # ten points below the target itself
        (PaceIndicator(10, 6.9, Counted.DIRECT), Lamp.RED, 69),
        (PaceIndicator(90, 100, is_ceiling=True), Lamp.GREEN, 90),  # a ceiling is one from the first day on
        (PaceIndicator(35, 35, Counted.DIRECT, is_ceiling=True), Lamp.GREEN, 100),
        (PaceIndicator(3557, 4385), Lamp.GREEN, 123.3),  # more than all is kept
        (PaceIndicator(0, -1, Counted.DIRECT), Lamp.RED, 0),
        (PaceIndicator(0, 0, Counted.DIRECT), Lamp.GREEN, 100),
    ],
)
def test_an_indicator_is_compared_as_it_is_counted(indicator: PaceIndicator, lamp: Lamp, percent: float) -> None:
    found = judged(replace(YEAR, indicators=(indicator,)), JUNE_30)
    assert found.lamp is lamp
    assert found.percent == pytest.approx(percent, abs=0.05)


def test_a_result_of_the_year_is_judged_on_its_last_day() -> None:
    track = replace(YEAR, indicators=(PaceIndicator(90, 20, Counted.YEAR_END),))
    assert judged(track, date(2026, 12, 30)).lamp is Lamp.WHITE
    assert judged(track, date(2026, 12, 31)).lamp is Lamp.RED
    nearly = replace(YEAR, indicators=(PaceIndicator(90, 81, Counted.YEAR_END),))
    assert judged(nearly, date(2026, 12, 31)).lamp is Lamp.GREEN


def test_the_bar_is_the_mean_and_the_lamp_the_slowest() -> None:
    track = replace(YEAR, indicators=(PaceIndicator(10, 9), PaceIndicator(10, 1), PaceIndicator(10, None)))
    found = judged(track, JUNE_30)
    assert found.percent == pytest.approx(50)
    assert found.lamp is Lamp.RED
    assert found.points == pytest.approx(10 - 49.6, abs=0.05)


def test_milestones_done_are_progress_where_nothing_else_is_known() -> None:
    milestones = (PaceMilestone(date(2026, 3, 31), True), PaceMilestone(date(2026, 9, 30)))
    assert percent_of(replace(YEAR, milestones=milestones)) == pytest.approx(33.3, abs=0.05)
    both = tuple(replace(one, is_done=True) for one in milestones)
    assert percent_of(replace(YEAR, milestones=both)) == pytest.approx(66.7, abs=0.05)
    assert judged(replace(YEAR, milestones=both), JUNE_30).forecast == date(2026, 9, 29)


@pytest.mark.parametrize(
    ("percent", "forecast"),
    [
        (50, date(2026, 12, 28)),
        (25, date(2027, 12, 25)),
        (100, JUNE_30),
        (0, None),
        (None, None),
        (1, None),  # farther than anybody plans
    ],
)
def test_the_finishing_day_is_forecast_from_the_pace_so_far(percent: float | None, forecast: date | None) -> None:
    assert judged(replace(YEAR, percent=percent), JUNE_30).forecast == forecast


def test_a_lamp_has_a_sign_and_a_word() -> None:
    assert [(lamp.symbol, lamp.label) for lamp in Lamp] == [
        ("🟢", "正常"),
        ("🟡", "偏慢"),
        ("🔴", "滞后"),
        ("⚪", "未评"),
    ]


JUNE_STEP = (date(2026, 6, 30), 100 * 5 / 12)  # 6月底前打通5条, of 12


@pytest.mark.parametrize(
    ("value", "today", "points", "lamp"),
    [
        (5, JUNE_30, 0, Lamp.GREEN),
        (3, JUNE_30, -16.7, Lamp.YELLOW),
        (1, JUNE_30, -33.3, Lamp.RED),
        (8, date(2026, 9, 30), -4.2, Lamp.GREEN),  # half of what is left after the half of the year
    ],
)
def test_a_figure_is_measured_by_its_own_steps(value: float, today: date, points: float, lamp: Lamp) -> None:
    roads = PaceIndicator(12, value, name="打通断头路", steps=(JUNE_STEP,))
    wide = PaceIndicator(10, 9.9, name="道路")  # has no steps: goes by the task's own curve
    found = judged(replace(YEAR, indicators=(roads, wide)), today)
    assert (found.points, found.lamp) == (pytest.approx(points, abs=0.5), lamp)
    assert found.slowest == "打通断头路"


def test_a_step_without_a_figure_lies_on_the_curve_of_those_that_have_one() -> None:
    plan = (PaceMilestone(date(2026, 3, 31)), PaceMilestone(date(2026, 6, 30), percent=20))
    track = replace(YEAR, milestones=plan)
    assert expected_on(track, date(2026, 3, 31)) == pytest.approx(9.9, abs=0.1)
    assert expected_on(track, JUNE_30) == pytest.approx(20)


@pytest.mark.parametrize(
    ("step", "share"),
    [
        ("打通断头路5条", 41.7),
        ("打通断头路5条，再开工断头路2条", 41.7),
        ("打通断头路5公里", None),
        ("完成征迁5条", None),
        ("断头路全部打通", None),
    ],
)
def test_what_share_a_step_of_the_plan_stands_for(step: str, share: float | None) -> None:
    found = share_of_step(step, "打通断头路", 12, "条")
    assert found == (None if share is None else pytest.approx(share, abs=0.05))


@pytest.mark.parametrize(
    ("name", "unit", "is_ceiling", "counted"),
    [
        ("打通断头路", "条", False, Counted.CUMULATIVE),
        ("固定资产投资增长", "%", False, Counted.DIRECT),
        ("PM2.5平均浓度", "微克/立方米", True, Counted.DIRECT),
        ("研发投入强度", "", False, Counted.DIRECT),
        ("群众满意度", "%", False, Counted.YEAR_END),
        ("省级考核排名", "位", True, Counted.YEAR_END),
        ("年度投资完成率", "%", False, Counted.CUMULATIVE),
        ("棚改开工率", "%", False, Counted.CUMULATIVE),
    ],
)
def test_how_an_indicator_is_counted_is_in_the_rule_set(
    name: str, unit: str, is_ceiling: bool, counted: Counted
) -> None:
    assert counted_as(name, unit, is_ceiling=is_ceiling, rule=RULE) is counted


def test_an_order_has_a_lamp_from_its_first_day_on() -> None:
    order = Track(date(2026, 3, 2), date(2026, 3, 11), percent=10, dispatched_on=date(2026, 3, 2), has_grace=False)
    assert judged(order, date(2026, 3, 6)).lamp is Lamp.RED
    assert judged(replace(order, has_grace=True), date(2026, 3, 6)).lamp is Lamp.WHITE


def test_the_slowest_part_decides_when_the_task_is_done() -> None:
    track = replace(
        YEAR, indicators=(PaceIndicator(10, 9), PaceIndicator(10, 5), PaceIndicator(96, 90, Counted.DIRECT))
    )
    assert judged(track, JUNE_30).forecast == date(2026, 12, 28)


def test_done_means_all_and_more_than_all_stays_more() -> None:
    assert percent_of(replace(YEAR, percent=100, indicators=(PaceIndicator(12, 14),))) == pytest.approx(116.7, abs=0.05)
    assert percent_of(replace(YEAR, percent=60, indicators=(PaceIndicator(12, 14),))) == 60


tracks = st.builds(
    Track,
    starts_on=st.dates(date(2026, 1, 1), date(2026, 6, 1)),
    due_on=st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2027, 12, 31))),
    percent=st.one_of(st.none(), st.floats(0, 300)),
    milestones=st.lists(
        st.builds(PaceMilestone, st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.booleans()), max_size=4
    ).map(tuple),
    indicators=st.lists(
        st.builds(
            PaceIndicator,
            st.floats(0.1, 1e6),
            st.one_of(st.none(), st.floats(0.1, 1e6)),
            st.sampled_from(list(Counted)),
            st.booleans(),
        ),
        max_size=3,
    ).map(tuple),
    dispatched_on=st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 6, 1))),
)


@settings(max_examples=80, deadline=None)
@given(tracks, st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_any_task_has_a_lamp_and_more_progress_never_makes_it_worse(track: Track, today: date) -> None:
    order = [Lamp.RED, Lamp.YELLOW, Lamp.GREEN]
    found = judged(track, today)
    assert found.expected is None or 0 <= found.expected <= 100
    if track.percent is None:
        return
    better = judged(replace(track, percent=track.percent + 20), today)
    if Lamp.WHITE not in (found.lamp, better.lamp):
        assert order.index(better.lamp) >= order.index(found.lamp)
