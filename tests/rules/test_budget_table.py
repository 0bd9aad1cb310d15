"""Quiet, bundling and budget, sentence by sentence: when something may appear on a phone."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rules.calendar import SHANGHAI, Calendar
from models.rules.delivery import (
    HoldUntil,
    JoinList,
    Message,
    Nature,
    Role,
    SendNow,
    Sent,
    Timing,
    Why,
    dispatch_from,
    next_morning_list,
    spread,
    when_to_send,
)
from models.rules.obligations import TaskClass
from models.rules.policy import default_policy, default_text, load_policy

CALENDAR = Calendar()
POLICY = default_policy()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def timing(nature: str, now: str, *sent: tuple[str, str], role: Role = Role.HEAD, task_class: str = "T3") -> Timing:
    message = Message(Nature(nature), TaskClass(task_class))
    already = [Sent(at(when), Nature(what)) for when, what in sent]
    return when_to_send(message, at(now), already, role, policy=POLICY, calendar=CALENDAR)


@pytest.mark.parametrize("now", ["2026-06-10T09:00", "2026-06-10T03:00", "2026-06-13T10:00", "2026-06-19T22:00"])
def test_what_a_person_said_is_answered_at_any_hour(now: str) -> None:
    assert timing("reply", now, *[(now, "single")] * 9) == SendNow()


@pytest.mark.parametrize("now", ["2026-06-13T03:00", "2026-06-19T22:00"])
def test_an_emergency_does_not_wait(now: str) -> None:
    assert timing("single", now, *[(now, "single")] * 9, task_class="T0") == SendNow()
    assert timing("emergency", now, *[(now, "single")] * 9) == SendNow()
    assert timing("single", "2026-06-10T10:00", *[("2026-06-10T09:30", "emergency")] * 9) == SendNow()


@pytest.mark.parametrize("nature", ["list", "dispatch", "single", "broadcast", "proof"])
@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-06-10T03:00", "2026-06-10T08:40"),
        ("2026-06-10T08:29", "2026-06-10T08:40"),
        ("2026-06-10T12:00", "2026-06-10T14:00"),
        ("2026-06-10T17:30", "2026-06-11T08:40"),
        ("2026-06-12T18:00", "2026-06-15T08:40"),
        ("2026-06-19T10:00", "2026-06-22T08:40"),  # 端午
        ("2026-06-10T13:59", "2026-06-10T14:00"),
        ("2026-09-19T10:00", "2026-09-20T08:40"),  # a Sunday that is worked
    ],
)
def test_no_nudge_outside_working_time(nature: str, now: str, until: str) -> None:
    assert timing(nature, now) == HoldUntil(at(until), Why.QUIET)


def test_a_line_goes_into_the_next_morning_list() -> None:
    assert timing("line", "2026-06-10T10:00") == JoinList(at("2026-06-11T08:40"), Why.LINE)
    assert timing("line", "2026-06-10T08:31") == JoinList(at("2026-06-10T08:40"), Why.LINE)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-06-10T08:40", "2026-06-10T08:40"),
        ("2026-06-10T08:41", "2026-06-11T08:40"),
        ("2026-06-12T17:30", "2026-06-15T08:40"),
        ("2026-06-19T07:00", "2026-06-22T08:40"),
        ("2026-09-19T10:00", "2026-09-20T08:40"),  # a Sunday that is worked
    ],
)
def test_the_morning_list_comes_on_working_days(now: str, expected: str) -> None:
    assert next_morning_list(at(now), policy=POLICY, calendar=CALENDAR) == at(expected)


@pytest.mark.parametrize(
    ("now", "last", "expected"),
    [
        ("2026-06-10T10:00", "2026-06-10T08:40", HoldUntil(at("2026-06-10T10:10"), Why.GAP)),
        ("2026-06-10T10:09", "2026-06-10T08:40", HoldUntil(at("2026-06-10T10:10"), Why.GAP)),
        ("2026-06-10T10:10", "2026-06-10T08:40", SendNow()),
        ("2026-06-10T10:20", "2026-06-10T10:30", SendNow()),  # of a clock that runs ahead of ours
        ("2026-06-10T11:30", "2026-06-10T11:00", HoldUntil(at("2026-06-10T14:00"), Why.GAP)),
        ("2026-06-10T17:00", "2026-06-10T16:35", HoldUntil(at("2026-06-11T08:40"), Why.GAP)),
    ],
)
def test_two_messages_are_ninety_minutes_apart(now: str, last: str, expected: Timing) -> None:
    assert timing("single", now, (last, "list")) == expected


def test_the_distance_is_from_the_last_message_also_of_this_very_minute() -> None:
    sent = [("2026-06-10T09:40", "list"), ("2026-06-10T08:00", "list")]
    assert timing("single", "2026-06-10T09:41", *sent) == HoldUntil(at("2026-06-10T11:10"), Why.GAP)
    assert timing("single", "2026-06-10T09:40", *sent) == HoldUntil(at("2026-06-10T11:10"), Why.GAP)


def test_answers_and_the_digest_do_not_use_up_the_budget() -> None:
    sent = [("2026-06-10T07:50", "digest"), ("2026-06-10T09:55", "reply"), ("2026-06-10T09:56", "reply")]
    assert timing("single", "2026-06-10T10:00", *sent, role=Role.LEADER) == SendNow()


BUDGETS = [
    # the digest, answers and pictures are beside these; a day's messages are ninety minutes apart
    # who; routine a day, routine a week, all a day
    ("head", 2, 6, 4),
    ("liaison", 4, 20, 4),
    ("leader", 2, 10, 2),
    ("office", 4, 20, 4),
]
HOURS = ("08:40", "10:10", "14:00", "15:30")
NEXT_LIST = JoinList(at("2026-06-11T08:40"), Why.DAY_FULL)


@pytest.mark.parametrize(("who", "routine", "week", "day"), BUDGETS, ids=[row[0] for row in BUDGETS])
def test_the_budget_of_a_person(who: str, routine: int, week: int, day: int) -> None:
    """The last one that fits goes; one more joins the next list."""
    role, now = Role(who), "2026-06-10T17:00"
    for nature, most in (("single", day), ("list", routine), ("dispatch", routine), ("broadcast", routine)):
        sent = [(f"2026-06-10T{hour}", nature) for hour in HOURS]
        assert timing(nature, now, *sent[: most - 1], role=role) == SendNow()
        assert timing(nature, now, *sent[:most], role=role) == NEXT_LIST


@pytest.mark.parametrize(("who", "routine", "week", "day"), BUDGETS, ids=[row[0] for row in BUDGETS])
def test_the_week_of_a_person_begins_on_monday(who: str, routine: int, week: int, day: int) -> None:
    """A week with a Sunday that is worked: what five days may bring is what the week may bring."""
    sent = [(f"2026-09-{14 + n // routine}T{HOURS[n % routine]}", "list") for n in range(week)]
    sunday, monday = "2026-09-20T17:00", "2026-09-21T08:40"
    assert timing("list", sunday, *sent[: week - 1], role=Role(who)) == SendNow()
    assert timing("list", sunday, *sent, role=Role(who)) == JoinList(at(monday), Why.WEEK_FULL)
    assert timing("single", sunday, *sent, role=Role(who)) == SendNow()  # no routine one
    assert timing("list", monday, *sent, role=Role(who)) == SendNow()


def test_routine_and_single_messages_count_together_towards_the_day() -> None:
    sent = [("2026-06-10T08:40", "list"), ("2026-06-10T10:10", "single"), ("2026-06-10T14:00", "dispatch")]
    assert timing("list", "2026-06-10T15:30", *sent) == NEXT_LIST  # two routine ones
    assert timing("single", "2026-06-10T15:30", *sent) == SendNow()
    assert timing("single", "2026-06-10T17:00", *sent, ("2026-06-10T15:30", "single")) == NEXT_LIST
    assert timing("single", "2026-06-11T08:40", *sent, ("2026-06-10T15:30", "single")) == SendNow()


FULL_DAY = [("2026-06-10T08:40", "list"), ("2026-06-10T10:15", "dispatch")]


@pytest.mark.parametrize(
    ("task_class", "now", "expected"),
    [
        ("T3", "2026-06-18T15:59", SendNow()),
        ("T3", "2026-06-18T16:00", HoldUntil(at("2026-06-22T08:40"), Why.BEFORE_BREAK)),
        ("T2", "2026-09-30T17:00", HoldUntil(at("2026-10-08T08:40"), Why.BEFORE_BREAK)),
        ("T4", "2026-06-18T16:00", HoldUntil(at("2026-06-22T08:40"), Why.BEFORE_BREAK)),
        ("T1", "2026-06-18T16:30", SendNow()),
        ("T0", "2026-06-18T16:30", SendNow()),
        ("T3", "2026-06-12T16:30", SendNow()),  # a Friday is no holiday's eve
        ("T3", "2026-06-17T16:30", SendNow()),
    ],
)
def test_nothing_is_dispatched_on_the_eve_of_a_holiday(task_class: str, now: str, expected: Timing) -> None:
    assert timing("dispatch", now, task_class=task_class) == expected


def test_an_order_of_the_day_waits_for_no_gap_and_no_budget() -> None:
    assert (
        timing("dispatch", "2026-06-10T14:30", *FULL_DAY, ("2026-06-10T14:20", "single"), task_class="T1") == SendNow()
    )
    assert timing("dispatch", "2026-06-10T18:00", task_class="T1") == HoldUntil(at("2026-06-11T08:40"), Why.QUIET)


@pytest.mark.parametrize(
    ("task_class", "now", "expected"),
    [
        ("T2", "2026-06-10T10:00", "2026-06-10T10:00"),
        ("T2", "2026-06-10T20:00", "2026-06-11T08:40"),
        ("T2", "2026-09-30T17:00", "2026-10-08T08:40"),
        ("T1", "2026-09-30T17:00", "2026-09-30T17:00"),
        ("T0", "2026-06-13T03:00", "2026-06-13T03:00"),
    ],
)
def test_from_when_a_dispatch_may_go_out(task_class: str, now: str, expected: str) -> None:
    assert dispatch_from(TaskClass(task_class), at(now), policy=POLICY, calendar=CALENDAR) == at(expected)


def test_a_city_may_treat_every_weekend_as_a_break() -> None:
    policy = load_policy(default_text().replace("weekend_is_break = false", "weekend_is_break = true"))
    found = when_to_send(
        Message(Nature.DISPATCH), at("2026-06-12T16:30"), [], Role.HEAD, policy=policy, calendar=CALENDAR
    )
    assert found == HoldUntil(at("2026-06-15T08:40"), Why.BEFORE_BREAK)


@pytest.mark.parametrize(
    ("now", "sent", "expected"),
    [
        ("2026-06-10T07:50", [], SendNow()),
        ("2026-06-10T06:59", [], HoldUntil(at("2026-06-10T07:50"), Why.DIGEST_TIME)),
        ("2026-06-10T07:00", [], SendNow()),
        ("2026-06-10T08:30", [], SendNow()),
        ("2026-06-10T08:31", [], HoldUntil(at("2026-06-11T07:50"), Why.DIGEST_TIME)),
        ("2026-06-10T08:00", [("2026-06-10T07:30", "list")], SendNow()),  # no gap, no budget
        ("2026-06-10T09:00", [], HoldUntil(at("2026-06-11T07:50"), Why.DIGEST_TIME)),
        ("2026-06-13T07:50", [], HoldUntil(at("2026-06-15T07:50"), Why.DIGEST_TIME)),
        (
            "2026-06-10T08:00",
            [("2026-06-10T07:50", "digest")],
            HoldUntil(at("2026-06-11T07:50"), Why.DIGEST_TODAY),
        ),
        (
            "2026-06-10T07:45",
            [("2026-06-10T07:40", "digest")],
            HoldUntil(at("2026-06-11T07:50"), Why.DIGEST_TODAY),
        ),
        ("2026-06-11T07:50", [("2026-06-10T07:50", "digest")], SendNow()),
    ],
)
def test_a_digest_comes_early_and_once_a_working_day(now: str, sent: list[tuple[str, str]], expected: Timing) -> None:
    assert timing("digest", now, *sent, role=Role.LEADER) == expected


def test_what_was_asked_for_later_waits() -> None:
    message = Message(Nature.SINGLE, earliest=at("2026-06-10T15:00"))
    found = when_to_send(message, at("2026-06-10T10:00"), [], Role.HEAD, policy=POLICY, calendar=CALENDAR)
    assert found == HoldUntil(at("2026-06-10T15:00"), Why.EARLIEST)


def test_a_moment_is_spread_off_the_full_and_half_hour() -> None:
    assert spread(at("2026-06-10T14:00"), 5) == at("2026-06-10T14:06")
    assert spread(at("2026-06-10T14:30"), 7) == at("2026-06-10T14:31")
    assert spread(at("2026-06-10T08:40"), 5) == at("2026-06-10T08:40")


natures = st.sampled_from([Nature.LIST, Nature.DISPATCH, Nature.SINGLE])
asks = st.lists(st.tuples(natures, st.integers(0, 60 * 30)), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(asks, st.sampled_from(list(Role)), st.dates(datetime(2026, 1, 5).date(), datetime(2026, 11, 1).date()))
def test_whatever_is_asked_the_caps_hold(asked: list[tuple[Nature, int]], role: Role, day: object) -> None:
    sent: list[Sent] = []
    now = datetime.fromisoformat(f"{day}T06:00").replace(tzinfo=SHANGHAI)
    for nature, minutes in asked:
        now += timedelta(minutes=minutes)
        decided = when_to_send(Message(nature), now, sent, role, policy=POLICY, calendar=CALENDAR)
        if isinstance(decided, SendNow):
            assert CALENDAR.is_working(now)
            sent.append(Sent(now, nature))
        else:
            assert decided.at > now
            assert CALENDAR.is_working(decided.at)
    budget = POLICY.delivery.budgets[role]
    by_day: dict[object, int] = {}
    for one in sent:
        by_day[one.at.date()] = by_day.get(one.at.date(), 0) + 1
    assert max(by_day.values(), default=0) <= budget.day
    gaps = [b.at - a.at for a, b in pairwise(sent)]
    assert all(gap >= timedelta(minutes=90) for gap in gaps)


@settings(max_examples=40, deadline=None)
@given(natures, st.integers(0, 60 * 24 * 9))
def test_what_is_held_may_go_when_its_time_has_come(nature: Nature, minutes: int) -> None:
    """Judged again at the moment it was held until, with nothing sent between, it goes."""
    now = at("2026-06-15T00:00") + timedelta(minutes=minutes)
    decided = when_to_send(Message(nature), now, [], Role.HEAD, policy=POLICY, calendar=CALENDAR)
    if isinstance(decided, HoldUntil):
        again = when_to_send(Message(nature), decided.at, [], Role.HEAD, policy=POLICY, calendar=CALENDAR)
        assert again == SendNow()
