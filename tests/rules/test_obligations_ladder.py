"""The ladder: what time brings to one obligation, rung by rung."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ladder_steps import CALENDAR, POLICY, at, case, ladder, look

from models.rules.calendar import SHANGHAI
from models.rules.counting import count_of, credit, effective_due
from models.rules.ladder import upcoming
from models.rules.obligations import (
    Audience,
    Case,
    Form,
    Judgement,
    Kind,
    Occasion,
    Pause,
    Rung,
    Side,
    UnitKind,
)


def test_an_emergency_runs_through_the_night_and_in_no_list() -> None:
    assert list(ladder(case("K2", "T0", "2026-06-13T03:00"), "2026-06-14T00:00")) == [
        ("06-13T03:00", Rung.R0, Occasion.FIRST, "single", ("liaison",)),
        ("06-13T03:07", Rung.R1, Occasion.BEFORE_DUE, "single", ("liaison",)),
        ("06-13T03:15", Rung.R2, Occasion.DUE, "single", ("holder", "liaison")),
        ("06-13T03:20", Rung.R2, Occasion.LAST_WINDOW, "single", ("holder",)),
        ("06-13T03:25", Rung.R3, Occasion.CALL, "call", ("office",)),
    ]


def test_the_monthly_report_is_named_on_its_morning_and_called_about_the_day_after() -> None:
    found = case("K4", "T3", "2026-05-25T10:00")
    steps = list(ladder(found, "2026-07-10T00:00"))
    assert steps[0] == ("05-25T10:00", Rung.R0, Occasion.FIRST, "-", ())
    assert steps[1][1:] == (Rung.R1, Occasion.BEFORE_DUE, "line", ("liaison",))
    assert steps[2:] == [
        ("06-25T08:30", Rung.R1, Occasion.DUE, "line", ("holder", "liaison")),
        ("06-25T17:30", Rung.R2, Occasion.DUE, "line", ("holder", "liaison")),
        ("06-26T17:00", Rung.R2, Occasion.LAST_WINDOW, "single", ("holder",)),
        ("06-26T17:30", Rung.R3, Occasion.CALL, "call", ("office",)),
        ("07-01T08:30", Rung.R3, Occasion.REPEAT, "line", ("holder", "liaison")),
        ("07-06T08:30", Rung.R3, Occasion.REPEAT, "line", ("holder", "liaison")),
    ]


def test_a_due_date_is_a_line_of_lists_before_and_after() -> None:
    found = case("K5", "T3", "2026-03-03T10:00", due_on=date(2026, 6, 30))
    lines = [(step[0], step[1], step[2]) for step in ladder(found, "2026-08-01T00:00")]
    assert lines == [
        ("03-03T10:00", Rung.R0, Occasion.FIRST),
        ("06-25T08:30", Rung.R1, Occasion.BEFORE_DUE),  # −3, for the holder too
        ("06-29T08:30", Rung.R1, Occasion.BEFORE_DUE),
        ("06-30T08:30", Rung.R1, Occasion.DUE),
        ("06-30T17:30", Rung.R2, Occasion.DUE),  # in the list of +1
        ("07-01T17:00", Rung.R2, Occasion.LAST_WINDOW),
        ("07-01T17:30", Rung.R3, Occasion.CALL),
        ("07-02T08:30", Rung.R3, Occasion.REPEAT),
        ("07-03T17:30", Rung.R4, Occasion.NAMED),  # with the line of +4
        ("07-09T08:30", Rung.R4, Occasion.REPEAT),
        ("07-16T08:30", Rung.R4, Occasion.REPEAT),
        ("07-23T08:30", Rung.R4, Occasion.REPEAT),
        ("07-30T08:30", Rung.R4, Occasion.REPEAT),
    ]


def test_the_first_line_before_due_reaches_the_holder_with_the_liaison() -> None:
    found = case("K5", "T3", "2026-03-03T10:00", due_on=date(2026, 6, 30), rung=Rung.R0)
    _, judgement = look(found, at("2026-06-25T08:30"))
    assert judgement.audiences == (Audience.HOLDER, Audience.LIAISON)
    assert (judgement.rung, judgement.occurrence) == (Rung.R1, 1)


def test_without_a_liaison_the_first_line_still_reaches_the_holder() -> None:
    found = case("K5", "T3", "2026-03-03T10:00", due_on=date(2026, 6, 30), rung=Rung.R0, has_liaison=False)
    found, skipped = look(found, at("2026-06-25T08:30"))
    assert skipped.skipped == "没有登记联络员"
    assert skipped.next_at == at("2026-06-25T08:31")
    _, line = look(found, at("2026-06-25T08:31"))
    assert (line.audiences, line.form) == ((Audience.HOLDER,), Form.LINE)


def test_the_office_is_not_asked_to_call_itself() -> None:
    found = case("K7", "T3", "2026-06-08T09:00", holder=Side.OFFICE)
    assert [(step[1], step[2], step[4]) for step in ladder(found, "2026-06-24T00:00")] == [
        (Rung.R0, Occasion.FIRST, ("holder",)),
        (Rung.R1, Occasion.BEFORE_DUE, ()),
        (Rung.R2, Occasion.DUE, ("holder",)),
        (Rung.R3, Occasion.CALL, ()),
        (Rung.R4, Occasion.NAMED, ("holder", "leader")),
    ]


def test_the_head_of_the_office_leaves_a_dispute_to_the_deputy_secretary_general() -> None:
    found = case("K10", "T3", "2026-06-08T09:00", holder=Side.OFFICE, has_secretary=True)
    assert [(step[1], step[2], step[3], step[4]) for step in ladder(found, "2026-06-24T00:00")] == [
        (Rung.R0, Occasion.FIRST, "line", ("holder",)),
        (Rung.R1, Occasion.BEFORE_DUE, "-", ()),
        (Rung.R2, Occasion.DUE, "line", ("holder",)),
        (Rung.R3, Occasion.CALL, "line", ("secretary",)),
        (Rung.R4, Occasion.NAMED, "line", ("holder", "leader")),
        (Rung.R4, Occasion.REPEAT, "line", ("holder",)),
    ]
    _, judgement = look(replace(found, has_secretary=False, rung=Rung.R2), at("2026-06-20T09:00"))
    assert judgement.skipped == "没有登记副秘书长"


def test_a_leader_who_was_asked_is_reminded_in_his_list_and_called_but_never_named() -> None:
    found = case("K11", "T3", "2026-06-08T09:00", holder=Side.LEADER)
    assert [(step[1], step[2], step[4]) for step in ladder(found, "2026-06-30T00:00")] == [
        (Rung.R0, Occasion.FIRST, ("holder",)),
        (Rung.R1, Occasion.BEFORE_DUE, ()),
        (Rung.R2, Occasion.DUE, ("holder",)),
        (Rung.R3, Occasion.CALL, ("office",)),
        (Rung.R4, Occasion.NAMED, ("holder",)),
        (Rung.R4, Occasion.REPEAT, ("holder",)),
    ]


def test_a_message_that_does_not_arrive_goes_to_the_call_list_without_a_last_window() -> None:
    found = case("K1", "T3", "2026-06-10T08:30", holder=Side.SYSTEM)
    steps = list(ladder(found, "2026-06-12T00:00"))
    assert [(step[1], step[4]) for step in steps] == [
        (Rung.R0, ()),
        (Rung.R1, ("liaison",)),
        (Rung.R2, ("liaison",)),
        (Rung.R3, ("office",)),
    ]
    _, judgement = look(replace(found, rung=Rung.R0), at("2026-06-10T09:00"))
    assert judgement.other_channel


@pytest.mark.parametrize(
    ("unit_kind", "highest"),
    [
        (UnitKind.DEPARTMENT, Rung.R4),
        (UnitKind.PARK, Rung.R4),
        (UnitKind.COUNTY, Rung.R3),
        (UnitKind.HOSTED, Rung.R2),
        (UnitKind.CITY_LEADER, Rung.R2),
        (UnitKind.PARTY, Rung.R1),
    ],
)
def test_no_unit_goes_above_its_ceiling(unit_kind: UnitKind, highest: Rung) -> None:
    found = case("K2", "T3", "2026-06-08T09:00", unit_kind=unit_kind)
    assert max(step[1] for step in ladder(found, "2026-08-01T00:00")) == highest


@pytest.mark.parametrize(
    ("unit_kind", "highest"),
    [(UnitKind.COUNTY, Rung.R4), (UnitKind.HOSTED, Rung.R2), (UnitKind.PARTY, Rung.R1)],
)
def test_a_county_is_named_only_by_a_persons_decision(unit_kind: UnitKind, highest: Rung) -> None:
    found = case("K2", "T3", "2026-06-08T09:00", unit_kind=unit_kind, went_on_at=at("2026-06-15T10:00"))
    assert max(step[1] for step in ladder(found, "2026-08-01T00:00")) == highest


def test_the_rungs_of_a_party_office_end_before_due() -> None:
    found = case("K5", "T3", "2026-03-03T10:00", due_on=date(2026, 6, 30), unit_kind=UnitKind.PARTY)
    steps = list(ladder(found, "2026-09-01T00:00"))
    assert max(step[1] for step in steps) is Rung.R1
    assert {step[4] for step in steps if step[0] > "06-30T08:30"} == {("office",)}


def test_a_last_window_is_not_opened_at_night() -> None:
    found = case("K2", "T3", "2026-06-08T09:00", rung=Rung.R2, rung_at=at("2026-06-11T17:30"))
    _, judgement = look(found, at("2026-06-12T20:00"))
    assert not judgement.acts
    assert judgement.next_at == at("2026-06-15T08:30")


def test_after_an_outage_only_the_next_rung_is_reached() -> None:
    found = case("K2", "T2", "2026-06-10T08:30", rung=Rung.R0, rung_at=at("2026-06-10T08:30"))
    found, judgement = look(found, at("2026-06-15T09:00"))
    assert judgement.rung is Rung.R1
    assert judgement.next_at == at("2026-06-15T09:30")
    _, judgement = look(found, at("2026-06-15T09:10"))
    assert not judgement.acts


def test_a_credited_outage_raises_nothing() -> None:
    found = case("K2", "T2", "2026-06-12T16:00", rung=Rung.R0, rung_at=at("2026-06-12T16:00"))
    found = credit(found, at("2026-06-12T16:30"), at("2026-06-17T09:00"), calendar=CALENDAR)
    _, judgement = look(found, at("2026-06-17T09:00"))
    assert not judgement.acts
    assert judgement.next_at == at("2026-06-17T10:30")  # 30 minutes had counted, 90 to go


def test_lines_missed_in_an_outage_are_one_line() -> None:
    found = case("K5", "T3", "2026-03-03T10:00", due_on=date(2026, 6, 30), rung=Rung.R3, occurrence=4)
    _, judgement = look(found, at("2026-07-24T10:00"))
    assert judgement.occurrence == 9
    assert judgement.next_at == at("2026-07-30T08:30")


def test_nobody_is_chased_while_a_request_is_open() -> None:
    paused = (Pause(at("2026-06-09T09:00")),)
    found = case("K2", "T3", "2026-06-08T09:00", rung=Rung.R0, pauses=paused)
    _, judgement = look(found, at("2026-06-12T10:00"))
    assert not judgement.acts
    assert judgement.next_at == at("2026-06-15T08:30")
    assert upcoming(found, at("2026-06-12T10:00"), policy=POLICY, calendar=CALENDAR) is None


def test_the_clock_goes_on_after_a_pause() -> None:
    paused = (Pause(at("2026-06-09T08:30"), at("2026-06-09T17:30")),)
    found = case("K2", "T3", "2026-06-08T09:00", rung=Rung.R0, pauses=paused)
    _, judgement = look(found, at("2026-06-09T10:00"))
    assert judgement.next_at == at("2026-06-10T08:30")
    _, judgement = look(found, at("2026-06-10T08:30"))
    assert judgement.next_at == at("2026-06-11T08:45")  # half of the clock, a day later


def test_what_comes_next_can_be_told() -> None:
    found = case("K2", "T3", "2026-06-08T09:00", rung=Rung.R2, rung_at=at("2026-06-11T17:30"))
    step = upcoming(found, at("2026-06-12T09:00"), policy=POLICY, calendar=CALENDAR)
    assert step is not None
    assert (step.at, step.occasion) == (at("2026-06-12T17:00"), Occasion.LAST_WINDOW)


clocks = ["K2 T0", "K2 T1", "K2 T2", "K2 T3", "K4 T3", "K5 T2", "K7 T3", "K1 T2", "K3 T2", "K6 T3", "K10 T2"]
kinds = st.sampled_from([(text.split()[0], text.split()[1]) for text in clocks])
moments = st.datetimes(datetime(2026, 1, 5), datetime(2026, 11, 20)).map(lambda d: d.replace(tzinfo=SHANGHAI))
waits = st.lists(st.integers(1, 60 * 24 * 4), min_size=1, max_size=40)
spans = st.lists(st.tuples(st.integers(0, 9000), st.integers(1, 4000)), max_size=2)


@settings(max_examples=60, deadline=None)
@given(kinds, moments, waits, spans, st.integers(0, 300), st.sampled_from(list(UnitKind)), st.booleans())
def test_no_random_ticks_fire_a_rung_early_twice_or_out_of_order(
    kind: tuple[str, str],
    started: datetime,
    ticks: list[int],
    pauses: list[tuple[int, int]],
    credited: int,
    unit_kind: UnitKind,
    has_liaison: bool,
) -> None:
    paused = tuple(
        Pause(started + timedelta(minutes=since), started + timedelta(minutes=since + length))
        for since, length in pauses
    )
    found = replace(
        case(*kind, started.isoformat()[:19], unit_kind=unit_kind, has_liaison=has_liaison),
        pauses=paused,
        credited_minutes=credited,
    )
    said: set[tuple[Rung, Occasion, int]] = set()
    now = started
    for minutes in ticks:
        now += timedelta(minutes=minutes)
        before = found
        found, judgement = look(found, now)
        assert judgement.next_at is None or judgement.next_at > now
        if not judgement.acts:
            continue
        check_step(before, judgement, now)
        key = (judgement.rung, judgement.occasion, judgement.occurrence)
        assert key not in said
        said.add(key)  # type: ignore[arg-type]


def check_step(before: Case, judgement: Judgement, now: datetime) -> None:
    """Each rung in its turn, none before so much time has counted, none while paused."""
    count = count_of(before, CALENDAR)
    counted = count.between(before.started_at, now) - before.credited_minutes * 60
    whole = replace(count, pauses=()).between(before.started_at, before.due_at)
    assert judgement.rung is not None
    assert count.paused(now) is None
    assert judgement.rung - (-1 if before.rung is None else before.rung) in (0, 1)
    assert judgement.rung <= POLICY.ceiling(before.unit_kind) or before.holder is not Side.UNIT
    assert counted >= {Rung.R0: 0, Rung.R1: whole // 2 - 1}.get(judgement.rung, whole - 1) or judgement.rung is Rung.R0
    if judgement.occasion is Occasion.CALL and judgement.audiences and before.kind is not Kind.DELIVERY:
        assert before.last_window_at is not None
        assert count.between(before.last_window_at, now) >= (5 if before.is_wall_clock else 30) * 60 - 1
    if judgement.form is Form.SINGLE and not before.is_wall_clock:
        assert CALENDAR.is_working(now)


@settings(max_examples=30, deadline=None)
@given(kinds, moments)
def test_a_look_when_asked_finds_every_rung_at_once(kind: tuple[str, str], started: datetime) -> None:
    """Looked at on time, nothing waits: the next look is the moment of the next step."""
    found = case(*kind, started.isoformat()[:19])
    now: datetime | None = found.started_at
    looks = 0
    while now is not None and found.rung != Rung.R3:
        found, judgement = look(found, now)
        now, looks = judgement.next_at, looks + 1
        assert looks < 60
    assert found.rung is Rung.R3
    assert effective_due(found, CALENDAR) == found.due_at.astimezone(SHANGHAI)
