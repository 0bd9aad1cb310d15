"""为什么提醒我, as facts."""

from datetime import date, datetime

from models.rules.calendar import SHANGHAI, Calendar
from models.rules.explanation import Segment, Told, explain, segments
from models.rules.obligations import Case, Form, Kind, Occasion, Pause, Rung, TaskClass
from models.rules.policy import default_policy

CALENDAR = Calendar()
POLICY = default_policy()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def monthly(**facts: object) -> Case:
    return Case(
        Kind.PROGRESS,
        TaskClass.ANNUAL,
        at("2026-05-25T10:00"),
        at("2026-06-25T17:30"),
        **facts,  # type: ignore[arg-type]
    )


def test_holidays_are_named_and_weekends_are_weekends() -> None:
    found = segments(at("2026-06-17T16:30"), at("2026-06-29T09:00"), CALENDAR)
    assert found == (
        Segment(date(2026, 6, 17), date(2026, 6, 18), 60 + 420),
        Segment(date(2026, 6, 19), date(2026, 6, 21), 0, "端午"),
        Segment(date(2026, 6, 22), date(2026, 6, 26), 5 * 420),
        Segment(date(2026, 6, 27), date(2026, 6, 28), 0, "周末"),
        Segment(date(2026, 6, 29), date(2026, 6, 29), 30),
    )
    assert [(one.name, one.days) for one in found if one.is_holiday] == [("端午", 3)]


def test_a_day_off_of_the_city_is_no_weekend() -> None:
    calendar = Calendar({date(2026, 6, 10): False})
    found = segments(at("2026-06-09T09:00"), at("2026-06-11T09:00"), calendar)
    assert [one.name for one in found] == [None, "放假", None]


def test_the_segments_add_up_to_the_minutes_between() -> None:
    start, end = at("2026-09-18T10:10"), at("2026-10-12T15:05")
    total = sum(one.minutes for one in segments(start, end, CALENDAR))
    assert total == CALENDAR.minutes_between(start, end)


def test_an_explanation_tells_what_counted_and_what_comes() -> None:
    history = [Told(at("2026-06-26T08:40"), Rung.R2, Occasion.DUE, Form.LINE)]
    found = explain(
        monthly(rung=Rung.R2, rung_at=at("2026-06-25T17:30")), history, at("2026-06-26T10:00"),
        policy=POLICY, calendar=CALENDAR,
    )  # fmt: skip
    assert found.workdays == 23
    assert [(one.name, one.days) for one in found.holidays] == [("端午", 3)]
    assert found.due_at == at("2026-06-25T17:30")
    assert found.told == tuple(history)
    assert found.next_step is not None
    assert (found.next_step.at, found.next_step.occasion) == (at("2026-06-26T17:00"), Occasion.LAST_WINDOW)


def test_a_pause_is_left_out_and_shown() -> None:
    pause = Pause(at("2026-05-26T08:30"), at("2026-05-26T17:30"))
    found = explain(
        monthly(rung=Rung.R0, pauses=(pause,), credited_minutes=30), [], at("2026-05-27T09:30"),
        policy=POLICY, calendar=CALENDAR,
    )  # fmt: skip
    assert found.pauses == (pause,)
    assert found.minutes == 120 + 210 + 60 - 30
