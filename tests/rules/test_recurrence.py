"""When schedules come: on working days, moved or left out on days off, each moment once; and what was missed."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.calendar import SHANGHAI, Calendar
from models.rules.missed import Fire, Missed, Skip, Why, decide
from models.rules.recurrence import DayOff, Every, Recurrence, from_json, next_after, upcoming

CALENDAR = Calendar()
NINE = (time(9),)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def days(rule: Recurrence, now: str, count: int = 4) -> list[str]:
    return [f"{slot.at:%m-%d}" for slot in upcoming(rule, at(now), CALENDAR, count)]


@pytest.mark.parametrize(
    ("rule", "now", "expected"),
    [
        (Recurrence(Every.WORKDAY, NINE), "2026-02-12 10:00", ["02-13", "02-14", "02-24", "02-25"]),  # 春节, a Saturday made up
        (Recurrence(Every.DAY, NINE), "2026-06-17 10:00", ["06-18", "06-22", "06-23", "06-24"]),  # 端午
        (Recurrence(Every.WEEK, NINE, (1, 4)), "2026-03-02 08:00", ["03-02", "03-05", "03-09", "03-12"]),
        (Recurrence(Every.WEEK, NINE, (1, 4)), "2026-03-02 09:00", ["03-05", "03-09", "03-12", "03-16"]),
        (Recurrence(Every.WEEK, NINE, (5,)), "2026-06-15 10:00", ["06-26", "07-03", "07-10", "07-17"]),  # the 19th is off
        (Recurrence(Every.WEEK, NINE, (5,), day_off=DayOff.EARLIER), "2026-06-15 10:00", ["06-18", "06-26", "07-03", "07-10"]),
        (Recurrence(Every.WEEK, NINE, (5,), day_off=DayOff.LATER), "2026-06-15 10:00", ["06-22", "06-26", "07-03", "07-10"]),
        (Recurrence(Every.WEEK, NINE, (6, 7, 1), day_off=DayOff.LATER), "2026-03-06 10:00", ["03-09", "03-16", "03-23", "03-30"]),
        (Recurrence(Every.WEEK, NINE, (4,), weeks=2, on=date(2026, 3, 2)), "2026-03-02 10:00", ["03-05", "03-19", "04-02", "04-16"]),
        (Recurrence(Every.MONTH, NINE, (25,), day_off=DayOff.LATER), "2026-03-02 10:00", ["03-25", "04-27", "05-25", "06-25"]),
        (Recurrence(Every.MONTH, NINE, (25,), day_off=DayOff.EARLIER), "2026-03-02 10:00", ["03-25", "04-24", "05-25", "06-25"]),
        (Recurrence(Every.MONTH, NINE, (25,)), "2026-03-02 10:00", ["03-25", "05-25", "06-25", "08-25"]),
        (Recurrence(Every.MONTH, NINE, (31,), day_off=DayOff.EARLIER), "2026-02-01 10:00", ["02-28", "03-31", "04-30", "05-29"]),
        (Recurrence(Every.MONTH, NINE, (-1,), (3, 6, 9, 12), DayOff.EARLIER), "2026-02-01 10:00", ["03-31", "06-30", "09-30", "12-31"]),
        (Recurrence(Every.MONTH_WORKDAY, NINE, (-1,)), "2026-01-30 10:00", ["02-28", "03-31", "04-30", "05-29"]),  # a Saturday made up
        (Recurrence(Every.MONTH_WORKDAY, NINE, (1,)), "2026-01-30 10:00", ["02-02", "03-02", "04-01", "05-06"]),
        (Recurrence(Every.MONTH_WORKDAY, NINE, (-2,)), "2026-09-01 10:00", ["09-29", "10-29", "11-27", "12-30"]),
        (Recurrence(Every.MONTH, NINE, (1,), (10,), DayOff.EARLIER), "2026-03-01 10:00", ["09-30", "10-01", "09-29", "09-30"]),
        (Recurrence(Every.ONCE, NINE, on=date(2026, 3, 10)), "2026-03-02 10:00", ["03-10"]),
        (Recurrence(Every.ONCE, NINE, on=date(2026, 3, 7), day_off=DayOff.LATER), "2026-03-02 10:00", ["03-09"]),
        (Recurrence(Every.ONCE, NINE, on=date(2026, 3, 10)), "2026-03-10 10:00", []),
        (Recurrence(Every.MONTH, NINE, (1,), (1,)), "2026-03-01 10:00", []),  # new year's day is never worked
    ],
)  # fmt: skip
def test_slots_come_on_the_days_the_rule_names(rule: Recurrence, now: str, expected: list[str]) -> None:
    found = days(rule, now, len(expected) or 4)
    if rule.months == (10,):  # years that nobody announced are guessed, the first is certain
        found, expected = found[:1], expected[:1]
    assert found == expected


def test_several_times_a_day_come_in_order() -> None:
    rule = Recurrence(Every.WEEK, (time(15), time(9)), (1,))
    assert [f"{s.at:%m-%d %H:%M}" for s in upcoming(rule, at("2026-03-02 09:30"), CALENDAR, 3)] == [
        "03-02 15:00",
        "03-09 09:00",
        "03-09 15:00",
    ]


def test_a_slot_that_was_moved_forward_does_not_come_again_on_its_own_day() -> None:
    rule = Recurrence(Every.WEEK, NINE, (5,), day_off=DayOff.EARLIER)
    first = next_after(rule, at("2026-06-15 10:00"), CALENDAR)
    assert first is not None
    assert first.nominal.date() == date(2026, 6, 19)
    guess = Calendar({date(2026, 6, 19): True})  # the holiday is called off after it was fired on the 18th
    following = next_after(rule, first.at, guess, after=first.nominal)
    assert following is not None
    assert following.at.date() == date(2026, 6, 26)


rules = st.builds(
    Recurrence,
    every=st.sampled_from([Every.WORKDAY, Every.DAY, Every.WEEK, Every.MONTH, Every.MONTH_WORKDAY]),
    at=st.sampled_from([NINE, (time(8, 50), time(16))]),
    days=st.lists(st.integers(1, 7), min_size=1, max_size=3).map(tuple),
    day_off=st.sampled_from(list(DayOff)),
)


@given(rules, st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31)))
def test_slots_rise_fall_on_working_days_and_survive_storage(rule: Recurrence, naive: datetime) -> None:
    now = naive.replace(tzinfo=SHANGHAI)
    found = upcoming(rule, now, CALENDAR, 6)
    assert [slot.at for slot in found] == sorted({slot.at for slot in found})
    assert all(slot.at > now and CALENDAR.is_workday(slot.at.date()) for slot in found)
    assert len({slot.nominal for slot in found}) == len(found)
    assert len(found) == 6 or rule.day_off is DayOff.SKIP  # Saturdays that are worked are few
    assert from_json(rule.to_json()) == rule


@pytest.mark.parametrize(
    ("slot", "now", "following", "missed", "expected"),
    [
        ("2026-03-25 09:00", "2026-03-25 09:00", "2026-04-27 09:00", Missed.SKIP, Fire(late=False)),
        ("2026-03-25 09:00", "2026-03-25 09:09", "2026-04-27 09:00", Missed.SKIP, Fire(late=False)),  # a restart
        ("2026-03-25 09:00", "2026-03-25 09:30", "2026-04-27 09:00", Missed.SKIP, Skip(Why.AS_SET)),
        ("2026-03-25 09:00", "2026-03-25 16:00", "2026-04-27 09:00", Missed.SAME_DAY, Fire(late=True)),
        ("2026-03-25 09:00", "2026-03-26 08:00", "2026-04-27 09:00", Missed.SAME_DAY, Skip(Why.NOT_SAME_DAY)),
        ("2026-03-25 09:00", "2026-03-30 08:00", "2026-04-27 09:00", Missed.CATCH_UP, Fire(late=True)),
        ("2026-03-25 09:00", "2026-03-31 08:00", "2026-04-27 09:00", Missed.CATCH_UP, Skip(Why.TOO_LATE)),
        ("2026-03-25 09:00", "2026-03-26 10:00", "2026-03-26 09:00", Missed.CATCH_UP, Skip(Why.NEXT_DUE)),
        ("2026-03-25 09:00", "2026-03-25 11:00", None, Missed.CATCH_UP, Fire(late=True)),
    ],
)  # fmt: skip
def test_a_missed_slot_is_sent_late_or_skipped_with_a_reason(
    slot: str, now: str, following: str | None, missed: Missed, expected: Fire | Skip
) -> None:
    assert decide(at(slot), at(now), at(following) if following else None, missed, CALENDAR) == expected


def test_after_a_long_outage_one_slot_of_a_daily_schedule_is_left() -> None:
    rule, now = Recurrence(Every.WORKDAY, NINE), at("2026-03-06 10:00")
    slot = next_after(rule, at("2026-03-02 10:00"), CALENDAR)
    verdicts = []
    while slot is not None and slot.at <= now:
        following = next_after(rule, slot.at, CALENDAR, after=slot.nominal)
        verdicts.append(decide(slot.at, now, following.at if following else None, Missed.CATCH_UP, CALENDAR))
        slot = following
    assert verdicts == [Skip(Why.NEXT_DUE)] * 3 + [Fire(late=True)]
    assert slot is not None
    assert slot.at - now < timedelta(days=4)
