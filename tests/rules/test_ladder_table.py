"""The table of rungs, row by row: when, who and how; and the dated lines beside them."""

from dataclasses import replace
from datetime import date
from itertools import islice

import pytest
from ladder_steps import CALENDAR, POLICY, at, case, ladder, look

from models.rules.clocks import starts
from models.rules.lines import lines_left
from models.rules.obligations import Case, Form, Kind, Occasion, Rung, Side, TaskClass, Trait

WHO_AND_HOW = [
    ("R0 at the start", Rung.R0, Occasion.FIRST, "line", ("liaison",)),  # the dispatch itself was the holder's
    ("R1 half of the clock", Rung.R1, Occasion.BEFORE_DUE, "line", ("liaison",)),
    ("R2 clock run out", Rung.R2, Occasion.DUE, "line", ("holder", "deputy", "liaison")),
    ("the last window", Rung.R2, Occasion.LAST_WINDOW, "single", ("holder",)),
    ("R3 today's calls", Rung.R3, Occasion.CALL, "call", ("office",)),
    ("R4 the leader's digest", Rung.R4, Occasion.NAMED, "line", ("holder", "leader")),
]


def test_each_rung_reaches_its_people_in_its_form() -> None:
    steps = ladder(case("K2", "T3", "2026-06-08T09:00", has_deputy=True), "2026-06-20T00:00")
    assert [step[1:] for step in steps] == [row[1:] for row in WHO_AND_HOW]


# Mondays and Wednesdays of June 2026, all days of that month; 端午 is the 19th to 21st.
WHEN = [
    # clock, begun; R0, R1 half, R2 run out, the last window 30 wm before R3, R3, R4 two working days later
    ("K2 T1", "10 09:00", "10 09:00", "10 09:30", "10 10:00", "10 10:30", "10 11:00", "12 11:00"),  # at least 60 wm
    ("K3 T1", "10 09:00", "10 09:00", "10 10:00", "10 11:00", "10 11:30", "10 12:00", "12 12:00"),  # half of 120 wm
    ("K2 T2", "10 08:30", "10 08:30", "10 10:30", "10 14:30", "10 16:00", "10 16:30", "12 16:30"),  # half of 240 wm
    ("K6 T2", "10 11:30", "10 11:30", "10 12:00", "10 14:30", "10 15:00", "10 15:30", "12 15:30"),
    ("K3 T2", "10 09:00", "10 09:00", "11 08:45", "11 17:30", "12 16:45", "12 17:15", "16 17:15"),  # half of 810 wm
    ("K2 T3", "08 09:00", "08 09:00", "10 08:45", "11 17:30", "12 17:00", "12 17:30", "16 17:30"),  # at most 1 wd
    ("K2 T4", "08 09:00", "08 09:00", "11 08:45", "15 17:30", "16 17:00", "16 17:30", "18 17:30"),
    ("K3 T3", "08 09:00", "08 09:00", "12 08:45", "17 17:30", "18 17:00", "18 17:30", "23 17:30"),  # 端午 between
    ("K2 T3", "17 09:00", "17 09:00", "22 08:45", "23 17:30", "24 17:00", "24 17:30", "26 17:30"),
]


@pytest.mark.parametrize("row", WHEN, ids=[" ".join(row[:2]) for row in WHEN])
def test_when_each_rung_is_reached(row: tuple[str, ...]) -> None:
    kind, task_class = row[0].split()
    begun = f"2026-06-{row[1].replace(' ', 'T')}"
    steps = ladder(case(kind, task_class, begun), "2026-07-01T00:00")
    first: dict[tuple[Rung, bool], str] = {}
    for moment, rung, occasion, _, _ in steps:
        first.setdefault((rung, occasion is Occasion.LAST_WINDOW), moment[3:].replace("T", " "))
    assert tuple(first.values()) == row[2:]


@pytest.mark.parametrize(
    ("went_on", "before", "named"),
    [
        (None, "2026-06-16T17:29", "2026-06-16T17:30"),  # two working days without an outcome
        ("2026-06-15T10:00", "2026-06-15T09:59", "2026-06-15T10:00"),  # 继续
    ],
)
def test_the_fourth_rung_waits_for_an_outcome_of_the_call(went_on: str | None, before: str, named: str) -> None:
    found = case("K2", "T3", "2026-06-08T09:00", rung=Rung.R3, rung_at=at("2026-06-12T17:30"))
    found = replace(found, went_on_at=went_on and at(went_on))
    _, judgement = look(found, at(before))
    assert (judgement.acts, judgement.next_at) == (False, at(named))
    _, judgement = look(found, at(named))
    assert (judgement.rung, judgement.occasion) == (Rung.R4, Occasion.NAMED)


PROGRESS = [
    # what it is; the first report; named after two missed periods and ten working days
    ("monthly", (), "2026-05-25T10:00", "06-25", "07-27T17:30"),  # 25 July is a Saturday
    ("bottom line", ("redline",), "2026-06-01T10:00", "06-11", "06-26T17:30"),  # two Thursdays are nine days: 端午
    ("weekly", ("weekly",), "2026-05-29T10:00", "06-04", "06-18T17:30"),  # two Thursdays are not yet ten days
]


@pytest.mark.parametrize(("what", "traits", "started", "due", "named"), PROGRESS, ids=[row[0] for row in PROGRESS])
@pytest.mark.parametrize("goes_on", [False, True])
def test_progress_is_named_after_two_missed_periods_and_ten_working_days(
    what: str, traits: tuple[str, ...], started: str, due: str, named: str, goes_on: bool
) -> None:
    """A person who says 继续 does not shorten it."""
    marks = frozenset(Trait(trait) for trait in traits)
    moment = starts(Kind.PROGRESS, TaskClass.ANNUAL, at(started), policy=POLICY, calendar=CALENDAR, traits=marks)
    assert moment is not None
    assert f"{moment.at:%m-%d}" == due
    found = Case(Kind.PROGRESS, TaskClass.ANNUAL, at(started), moment.at, traits=marks)
    found = replace(found, went_on_at=moment.at if goes_on else None)
    steps = list(ladder(found, "2026-09-01T00:00"))
    assert [step[0] for step in steps if step[1] is Rung.R4 and step[2] is Occasion.NAMED] == [named]


LINES = [
    # kind: before due, then after it, then weekly
    ("K5 到点", ["06-25", "06-29", "06-30"], ["07-01", "07-02", "07-06", "07-09", "07-16", "07-23"]),
    ("K4 进展", ["06-30"], ["07-06", "07-09", "07-16", "07-23", "07-30", "08-06"]),
    ("K2 认领", [], ["07-09", "07-16", "07-23", "07-30", "08-06", "08-13"]),  # its rungs say the rest
    ("K1 送达", [], []),
]


@pytest.mark.parametrize(("row", "before", "after"), LINES, ids=[row[0] for row in LINES])
def test_the_dated_lines_of_lists(row: str, before: list[str], after: list[str]) -> None:
    """Of what is due on Tuesday 30 June: −3, −1 and 0; +1, +2, +4, +7; then weekly."""
    kind = Kind(row.split()[0])
    owed = Case(kind, TaskClass.ANNUAL, at("2026-03-03T10:00"), at("2026-06-30T17:30"), rung=Rung.R1)
    assert days_of(owed) == before
    assert days_of(replace(owed, rung=Rung.R2)) == after
    late = islice(lines_left(replace(owed, rung=Rung.R2), owed.due_at, policy=POLICY, calendar=CALENDAR), 6)
    assert {line.occasion for line in late} <= {Occasion.REPEAT}


def days_of(owed: Case) -> list[str]:
    lines = list(islice(lines_left(owed, owed.due_at, policy=POLICY, calendar=CALENDAR), 6))
    assert all(f"{line.at:%H:%M}" == "08:30" for line in lines)
    return [f"{line.at:%m-%d}" for line in lines]


def test_of_what_begins_on_the_morning_of_a_line_the_next_line_is_the_first() -> None:
    begun = case("K5", "T3", "2026-06-25T08:30", due_on=date(2026, 6, 30))
    assert [step[:2] for step in ladder(begun, "2026-06-30T00:00")] == [
        ("06-25T08:30", Rung.R0),
        ("06-29T08:30", Rung.R1),
    ]


@pytest.mark.parametrize(
    ("due", "days"),
    [
        ("2026-06-22T17:30", ["06-16", "06-18", "06-22"]),  # 端午 before it
        ("2026-10-10T17:30", ["09-30", "10-09", "10-10"]),  # a Saturday that is worked, after 国庆
        ("2026-06-20T17:30", ["06-16", "06-18", "06-18"]),  # a day off: the last working day before it is the day
    ],
)
def test_the_lines_before_due_are_counted_in_working_days(due: str, days: list[str]) -> None:
    assert days_of(Case(Kind.DUE, TaskClass.ANNUAL, at("2026-03-03T10:00"), at(due), rung=Rung.R1)) == days


@pytest.mark.parametrize(
    ("started", "days"),
    [
        ("2026-06-25T08:29", ["06-25", "06-29", "06-30"]),
        ("2026-06-25T08:30", ["06-29", "06-30"]),  # what began that very morning was said by its start
        ("2026-06-29T10:00", ["06-30"]),
        ("2026-06-30T09:00", []),
    ],
)
def test_no_line_stands_in_a_list_before_the_start(started: str, days: list[str]) -> None:
    assert days_of(Case(Kind.DUE, TaskClass.ANNUAL, at(started), at("2026-06-30T17:30"), rung=Rung.R1)) == days


def test_there_are_no_lines_before_the_start_is_told_of_and_none_around_the_clock() -> None:
    owed = Case(Kind.DUE, TaskClass.ANNUAL, at("2026-03-03T10:00"), at("2026-06-30T17:30"))
    assert days_of(owed) == []
    assert days_of(replace(owed, task_class=TaskClass.EMERGENCY, rung=Rung.R1)) == []
    assert days_of(replace(owed, rung=Rung.R1, occurrence=2)) == ["06-30"]  # two were said


@pytest.mark.parametrize(
    ("what", "facts", "moment", "rung", "why"),
    [
        ("R1, no liaison", {"has_liaison": False}, "2026-06-10T10:30", Rung.R1, "没有登记联络员"),
        ("R1, he is the liaison", {"holder_is_liaison": True}, "2026-06-10T10:30", Rung.R1, "承办人就是联络员本人"),
        ("R1, a leader's", {"holder": Side.LEADER}, "2026-06-10T10:30", Rung.R1, "承办方不设联络员"),
        ("R1, 督查室's own", {"holder": Side.OFFICE}, "2026-06-10T10:30", Rung.R1, "承办方不设联络员"),
        ("R3, 督查室's own", {"holder": Side.OFFICE, "rung": Rung.R2}, "2026-06-11T10:30", Rung.R3, "承办的就是督查室"),
    ],
)
def test_a_rung_whose_target_is_the_holder_himself_is_skipped_and_said_to_be(
    what: str, facts: dict[str, object], moment: str, rung: Rung, why: str
) -> None:
    found = case("K2", "T2", "2026-06-10T08:30", **{"rung": Rung.R0, **facts})
    _, judgement = look(found, at(moment))
    assert (judgement.rung, judgement.audiences, judgement.form, judgement.skipped) == (rung, (), None, why)


@pytest.mark.parametrize(
    ("kind", "is_undelivered", "rung", "moment", "other"),
    [
        ("K2", False, Rung.R1, "2026-06-10T10:30", False),
        ("K2", True, Rung.R1, "2026-06-10T10:30", True),
        ("K2", True, Rung.R2, "2026-06-10T14:30", False),
        ("K1", False, Rung.R1, "2026-06-10T08:45", True),
    ],
)
def test_half_way_an_undelivered_message_goes_by_another_channel(
    kind: str, is_undelivered: bool, rung: Rung, moment: str, other: bool
) -> None:
    found = case(kind, "T2", "2026-06-10T08:30", rung=Rung(rung - 1), is_undelivered=is_undelivered)
    _, judgement = look(found, at(moment))
    assert (judgement.rung, judgement.other_channel) == (rung, other)


@pytest.mark.parametrize(
    ("opened", "called"),
    [
        ("2026-06-12T17:00", "2026-06-12T17:30"),
        ("2026-06-15T09:00", "2026-06-15T09:30"),  # held back for a day: the call waits with it
        ("2026-06-12T17:20", "2026-06-15T08:50"),
    ],
)
def test_nobody_is_called_before_the_holder_has_had_his_last_window(opened: str, called: str) -> None:
    found = case("K2", "T3", "2026-06-08T09:00", rung=Rung.R2, rung_at=at("2026-06-11T17:30"))
    late = replace(found, last_window_at=at(opened))
    _, before = look(late, at(opened).replace(second=59))
    assert (before.acts, before.next_at) == (False, at(called))
    _, judgement = look(late, at(called))
    assert (judgement.rung, judgement.occasion, judgement.form) == (Rung.R3, Occasion.CALL, Form.CALL)


def test_an_approved_extension_begins_the_count_anew() -> None:
    """The clock of a later date, from nothing: no rung, no line of the first count is left."""
    anew = case("K5", "T3", "2026-06-26T10:00", due_on=date(2026, 7, 20), rung=Rung.R0)
    assert [step[:2] for step in ladder(anew, "2026-07-21T00:00")] == [
        ("07-15T08:30", Rung.R1),
        ("07-17T08:30", Rung.R1),
        ("07-20T08:30", Rung.R1),
        ("07-20T17:30", Rung.R2),
    ]
