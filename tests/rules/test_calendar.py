"""Working time: the vectors of the rule set, the oracle of public holidays, the slow loop."""

import time as stopwatch
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rules.calendar import SHANGHAI, Calendar, Moment
from models.rules.office_hours import Season, Window

CALENDAR = Calendar()
NOTICE_2027 = {date(2027, 2, 5) + timedelta(days=n): False for n in range(8)} | {date(2027, 2, 14): True}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-09-24T17:00", 120, "2026-09-28T10:00"),
        ("2026-09-30T17:00", 120, "2026-10-08T10:00"),
        ("2026-09-19T10:00", 60, "2026-09-20T09:30"),
        ("2026-10-09T16:50", 420, "2026-10-10T16:50"),
        ("2026-02-13T17:00", 120, "2026-02-14T10:00"),
        ("2026-06-10T11:00", 60, "2026-06-10T12:00"),  # the close, not 14:00
        ("2026-06-10T17:00", 30, "2026-06-10T17:30"),  # the close, not tomorrow
        ("2026-06-10T12:30", 1, "2026-06-10T14:01"),
        ("2026-06-10T06:00", 420, "2026-06-10T17:30"),
        ("2026-06-10T06:00", 0, "2026-06-10T08:30"),
        ("2026-06-10T09:15", 0, "2026-06-10T09:15"),
        ("2026-06-10T08:30", 2100, "2026-06-16T17:30"),
    ],
)
def test_working_minutes_end_where_the_rule_set_says(start: str, minutes: int, end: str) -> None:
    assert CALENDAR.add_minutes(at(start), minutes) == Moment(at(end))


def test_an_end_in_a_year_not_announced_is_provisional() -> None:
    assert CALENDAR.add_minutes(at("2026-12-31T17:00"), 120) == Moment(at("2027-01-04T10:00"), provisional=True)
    assert CALENDAR.add_minutes(at("2026-12-31T17:00"), 30) == Moment(at("2026-12-31T17:30"))
    assert CALENDAR.is_provisional(2027)
    assert not CALENDAR.is_provisional(2026)


def test_an_imported_notice_makes_the_year_official_and_wins_over_the_guess() -> None:
    calendar = Calendar(NOTICE_2027, official_years={2027})
    assert not calendar.is_provisional(2027)
    assert calendar.add_minutes(at("2027-02-04T17:00"), 60) == Moment(at("2027-02-14T09:00"))
    assert calendar.is_workday(date(2027, 2, 14))


def test_a_county_counts_minutes_double() -> None:
    assert CALENDAR.add_minutes(at("2026-06-10T08:30"), 60, scale=2).at == at("2026-06-10T10:30")


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-06-10T09:00", 3, "2026-06-15T17:30"),
        ("2026-06-17T09:00", 3, "2026-06-23T17:30"),  # 端午 19–21 June
        ("2026-06-13T09:00", 1, "2026-06-15T17:30"),  # from a Saturday
        ("2026-09-19T10:00", 1, "2026-09-20T17:30"),  # the Sunday is made up
        ("2026-06-10T09:00", 0, "2026-06-10T17:30"),
    ],
)
def test_a_clock_of_working_days_ends_at_the_close_of_the_nth(start: str, n: int, end: str) -> None:
    assert CALENDAR.add_workdays(at(start), n).at == at(end)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 6, 22), -1, date(2026, 6, 18)),
        (date(2026, 6, 21), -1, date(2026, 6, 18)),
        (date(2026, 6, 21), -2, date(2026, 6, 17)),
        (date(2026, 6, 21), 0, date(2026, 6, 22)),
        (date(2026, 6, 18), 2, date(2026, 6, 23)),
    ],
)
def test_working_days_are_counted_forwards_and_backwards(day: date, n: int, expected: date) -> None:
    assert CALENDAR.workday_after(day, n) == expected


def test_working_days_between_leave_the_holiday_out() -> None:
    assert CALENDAR.workdays_between(date(2026, 6, 17), date(2026, 6, 23)) == 3
    assert CALENDAR.workdays_between(date(2026, 6, 23), date(2026, 6, 17)) == 0


def test_every_day_of_2020_to_2026_agrees_with_a_second_package() -> None:
    days = [date.fromordinal(n) for n in range(date(2020, 1, 1).toordinal(), date(2027, 1, 1).toordinal())]
    assert [day for day in days if CALENDAR.is_workday(day) != chinese_calendar.is_workday(day)] == []
    assert len(days) == 2557


def test_a_local_override_wins() -> None:
    calendar = Calendar({date(2026, 6, 10): False, date(2026, 6, 13): True})
    assert calendar.add_minutes(at("2026-06-10T09:00"), 30).at == at("2026-06-11T09:00")
    assert calendar.is_working(at("2026-06-13T09:00"))


def test_summer_hours_hold_from_their_day_on() -> None:
    winter = Season((10, 1), (Window(time(8, 30), time(12)), Window(time(14), time(17, 30))))
    summer = Season((5, 1), (Window(time(8), time(12)), Window(time(15), time(18))))
    calendar = Calendar(windows=[winter, summer])
    assert calendar.add_minutes(at("2026-04-30T17:00"), 60).at == at("2026-05-06T08:30")
    assert calendar.add_workdays(at("2026-06-10T09:00"), 1).at == at("2026-06-11T18:00")
    assert calendar.close_of(date(2026, 1, 5)) == at("2026-01-05T17:30")


def test_office_hours_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="must rise"):
        Calendar(windows=[Season((1, 1), (Window(time(9), time(12)), Window(time(11), time(17))))])


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        ("2026-06-10T09:00", "2026-06-10T09:00"),
        ("2026-06-10T12:00", "2026-06-10T14:00"),
        ("2026-06-10T07:00", "2026-06-10T08:30"),
        ("2026-06-18T17:30", "2026-06-22T08:30"),
    ],
)
def test_the_office_opens_next(now: str, opening: str) -> None:
    assert CALENDAR.next_opening(at(now)) == at(opening)


def test_a_break_is_a_holiday_and_not_a_weekend() -> None:
    assert CALENDAR.is_before_break(date(2026, 6, 18))
    assert not CALENDAR.is_before_break(date(2026, 6, 12))
    assert CALENDAR.last_workday_before_break(date(2026, 6, 10)) == date(2026, 6, 18)
    assert CALENDAR.last_workday_before_break(date(2026, 9, 25)) == date(2026, 9, 30)
    assert CALENDAR.last_workday_before_break(date(2026, 9, 22)) == date(2026, 9, 24)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 6, 19), "端午"),
        (date(2026, 2, 16), "春节"),
        (date(2026, 4, 6), "清明"),
        (date(2026, 10, 1), "国庆"),
        (date(2026, 10, 7), None),
        (date(2026, 6, 10), None),
    ],
)
def test_a_holiday_has_a_short_name(day: date, name: str | None) -> None:
    assert CALENDAR.holiday_name(day) == name


def test_a_moment_in_utc_is_decided_in_the_citys_zone() -> None:
    assert CALENDAR.add_minutes(datetime(2026, 9, 24, 9, 0, tzinfo=UTC), 120).at.isoformat() == (
        "2026-09-28T10:00:00+08:00"
    )
    with pytest.raises(ValueError, match="zone"):
        CALENDAR.is_working(datetime(2026, 6, 10, 9, 0))


def test_years_out_of_reach_are_refused() -> None:
    with pytest.raises(ValueError, match="reaches"):
        CALENDAR.is_workday(date(1999, 1, 1))


def slowly(start: datetime, minutes: int) -> datetime:
    now = start
    while minutes:
        minutes -= CALENDAR.is_working(now)
        now += timedelta(minutes=1)
    return now


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 30)).map(
    lambda naive: naive.replace(second=0, microsecond=0, tzinfo=SHANGHAI)
)


@settings(max_examples=25, deadline=None)
@given(moments, st.integers(1, 1300))
def test_the_sums_agree_with_a_minute_by_minute_loop(start: datetime, minutes: int) -> None:
    end = CALENDAR.add_minutes(start, minutes).at
    assert end == slowly(start, minutes)
    assert CALENDAR.minutes_between(start, end) == minutes


def working_minutes_before(first: date, days: int) -> list[int]:
    """For each minute from that day's midnight on, how many before it are worked, by a loop that knows nothing of ours."""
    found = [0]
    for n in range(days):
        is_workday = chinese_calendar.is_workday(first + timedelta(days=n))
        for minute in range(24 * 60):
            is_open = 510 <= minute < 720 or 840 <= minute < 1050
            found.append(found[-1] + (is_workday and is_open))
    return found


def test_ten_thousand_random_spans_agree_with_a_minute_by_minute_loop() -> None:
    first, days = date(2025, 9, 1), 480
    count, midnight, dice = working_minutes_before(first, days), CALENDAR.moment(first, time()), Random(2026)
    for _ in range(10_000):
        a, b = sorted(dice.randrange(days * 24 * 60) for _ in range(2))
        start, end = midnight + timedelta(minutes=a), midnight + timedelta(minutes=b)
        minutes = count[b] - count[a]
        assert CALENDAR.minutes_between(start, end) == minutes, (start, end)
        if minutes:
            reached = CALENDAR.add_minutes(start, minutes).at
            assert (CALENDAR.minutes_between(start, reached), reached <= end) == (minutes, True), (start, minutes)


@settings(max_examples=50, deadline=None)
@given(st.dates(date(2016, 1, 1), date(2030, 12, 31)), st.integers(1, 300))
def test_counting_back_undoes_counting_forwards(day: date, n: int) -> None:
    there = CALENDAR.workday_after(day, n)
    assert CALENDAR.workdays_between(day, there) == n
    assert CALENDAR.workday_after(there, -n) == CALENDAR.workday_after(day + timedelta(days=1), -1)


def test_a_query_costs_microseconds() -> None:
    start = at("2026-09-24T17:00")
    CALENDAR.add_minutes(start, 2400)
    began = stopwatch.perf_counter()
    for _ in range(2000):
        CALENDAR.add_minutes(start, 2400)
    assert (stopwatch.perf_counter() - began) / 2000 < 200e-6
