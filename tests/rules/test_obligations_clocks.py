"""When each clock falls due."""

from datetime import date, datetime
from itertools import pairwise

import pytest

from models.rules.calendar import SHANGHAI, Calendar
from models.rules.clocks import end_of_today, starts
from models.rules.counting import credit, effective_due, merged
from models.rules.obligations import Case, Kind, Pause, TaskClass, Trait, UnitKind
from models.rules.policy import default_policy

CALENDAR = Calendar()
POLICY = default_policy()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def due(kind: str, task_class: str, started: str, **facts: object) -> datetime | None:
    moment = starts(Kind(kind), TaskClass(task_class), at(started), policy=POLICY, calendar=CALENDAR, **facts)  # type: ignore[arg-type]
    return moment and moment.at


@pytest.mark.parametrize(
    ("kind", "task_class", "started", "expected"),
    [
        ("K1", "T3", "2026-06-10T11:30", "2026-06-10T14:30"),
        ("K2", "T0", "2026-06-13T03:00", "2026-06-13T03:15"),
        ("K2", "T1", "2026-06-10T11:30", "2026-06-10T14:30"),
        ("K2", "T2", "2026-06-10T15:00", "2026-06-11T10:00"),
        ("K2", "T3", "2026-06-10T09:00", "2026-06-15T17:30"),
        ("K2", "T3", "2026-06-17T09:00", "2026-06-23T17:30"),
        ("K3", "T3", "2026-06-10T09:00", "2026-06-22T17:30"),
        ("K4", "T0", "2026-06-13T03:00", "2026-06-13T05:00"),
        ("K4", "T1", "2026-06-10T09:00", "2026-06-10T15:00"),
        ("K4", "T2", "2026-06-10T09:00", "2026-06-15T17:30"),
        ("K5", "T1", "2026-06-10T15:00", "2026-06-10T17:00"),
        ("K5", "T1", "2026-06-10T15:01", "2026-06-11T11:30"),
        ("K5", "T1", "2026-06-13T10:00", "2026-06-15T11:30"),
        ("K5", "T2", "2026-06-10T09:00", "2026-06-22T17:30"),
        ("K7", "T1", "2026-06-10T16:00", "2026-06-11T12:00"),
        ("K7", "T3", "2026-06-10T16:00", "2026-06-17T17:30"),
        ("K9", "T3", "2026-06-10T16:00", "2026-09-08T17:30"),
        ("K9", "T2", "2026-06-05T16:00", "2026-07-06T17:30"),
        ("K11", "T3", "2026-06-10T16:00", "2026-06-15T17:30"),
    ],
)
def test_a_clock_falls_due_when_the_table_says(kind: str, task_class: str, started: str, expected: str) -> None:
    assert due(kind, task_class, started) == at(expected)


def test_an_order_falls_due_when_it_says() -> None:
    assert due("K5", "T2", "2026-06-10T09:00", due_on=date(2026, 6, 12)) == at("2026-06-12T17:30")
    assert due("K5", "T2", "2026-06-10T09:00", due_at=at("2026-06-12T15:00")) == at("2026-06-12T15:00")
    assert due("K5", "T1", "2026-06-10T09:00", due_on=date(2026, 6, 10)) == at("2026-06-10T17:00")
    assert due("K5", "T1", "2026-06-10T09:00", due_at=at("2026-06-10T14:30")) == at("2026-06-10T14:30")


@pytest.mark.parametrize("started", ["2026-06-10T14:00", "2026-06-10T14:55", "2026-06-10T15:00"])
def test_no_word_on_an_order_of_the_day_is_asked_for_before_there_was_time_to_take_it_on(started: str) -> None:
    assert due("K4", "T1", started, due_at=at("2026-06-10T17:00")) is None


@pytest.mark.parametrize(("kind", "task_class"), [("K5", "T4"), ("K9", "T1"), ("K11", "T0"), ("K6", "T4")])
def test_where_the_table_has_a_dash_there_is_no_clock(kind: str, task_class: str) -> None:
    assert due(kind, task_class, "2026-06-10T09:00") is None


@pytest.mark.parametrize(
    ("started", "word", "expected"),
    [
        ("2026-03-03T10:00", None, "2026-03-25T17:30"),
        ("2026-03-20T10:00", None, "2026-04-27T17:30"),  # no room before 25 March; 25 April is a Saturday
        ("2026-05-28T10:00", "2026-05-28T10:00", "2026-06-25T17:30"),
        ("2026-06-03T10:00", "2026-06-03T10:00", "2026-07-27T17:30"),  # June is told; 25 July is a Saturday
        ("2026-06-24T10:00", "2026-05-20T10:00", "2026-06-25T17:30"),
        ("2026-06-26T10:00", "2026-05-20T10:00", "2026-07-27T17:30"),
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
        ("2026-06-10T16:30", "2026-06-10T17:30"),
        ("2026-06-10T16:31", "2026-06-11T12:00"),
        ("2026-06-13T10:00", "2026-06-15T12:00"),
    ],
)
def test_today_said_late_means_tomorrow_noon(said: str, end: str) -> None:
    assert end_of_today(at(said), policy=POLICY, calendar=CALENDAR).at == at(end)


def case(**facts: object) -> Case:
    known = {
        "kind": Kind.ACCEPTANCE,
        "task_class": TaskClass.ANNUAL,
        "started_at": at("2026-06-10T09:00"),
        "due_at": at("2026-06-15T17:30"),
    }
    return Case(**(known | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pauses", "credited", "expected"),
    [
        ([], 0, "2026-06-15T17:30"),
        ([("2026-06-11T09:00", "2026-06-11T11:00")], 0, "2026-06-16T10:30"),
        ([("2026-06-10T18:00", "2026-06-11T08:00")], 0, "2026-06-15T17:30"),  # a night counts for nobody
        (
            [("2026-06-11T09:00", "2026-06-11T11:00"), ("2026-06-11T10:00", "2026-06-11T12:00")],
            0,
            "2026-06-16T11:30",
        ),
        ([("2026-06-16T09:00", None)], 0, "2026-06-15T17:30"),  # after it was due
        ([("2026-06-11T09:00", None)], 0, None),
        ([], 60, "2026-06-16T09:30"),
        ([("2026-06-11T08:30", "2026-06-11T17:30")], 210, "2026-06-17T12:00"),
    ],
)
def test_pauses_and_credits_move_the_due_moment(
    pauses: list[tuple[str, str | None]], credited: int, expected: str | None
) -> None:
    spans = tuple(Pause(at(since), at(until) if until else None) for since, until in pauses)
    found = effective_due(case(pauses=spans, credited_minutes=credited), CALENDAR)
    assert found == (expected and at(expected))


def test_an_outage_is_credited_less_what_was_paused_anyway() -> None:
    paused = case(pauses=(Pause(at("2026-06-11T08:30"), at("2026-06-11T12:00")),))
    credited = credit(paused, at("2026-06-10T17:00"), at("2026-06-11T15:00"), calendar=CALENDAR)
    assert credited.credited_minutes == 30 + 60


def test_an_outage_before_the_start_is_no_credit() -> None:
    credited = credit(case(), at("2026-06-01T09:00"), at("2026-06-10T09:00"), calendar=CALENDAR)
    assert credited.credited_minutes == 0


def test_pauses_that_overlap_are_one() -> None:
    spans = (Pause(at("2026-06-11T10:00")), Pause(at("2026-06-11T09:00"), at("2026-06-11T11:00")))
    assert merged(spans) == (Pause(at("2026-06-11T09:00")),)


def test_an_emergency_counts_nights() -> None:
    emergency = case(
        task_class=TaskClass.EMERGENCY,
        started_at=at("2026-06-13T03:00"),
        due_at=at("2026-06-13T03:15"),
        credited_minutes=5,
    )
    assert effective_due(emergency, CALENDAR) == at("2026-06-13T03:20")
