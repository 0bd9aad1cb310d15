"""What stops the clock and what does not: pauses, credits, and whose clocks stand still."""

import pytest
from ladder_steps import CALENDAR, at, look

from handlers.pausing import IN_A_MEETING
from models.pauses import RUNS_ON
from models.rules.counting import count_of, credit, effective_due, merged
from models.rules.obligations import Case, Kind, Pause, Rung, TaskClass

STANDS_STILL = ["K1 送达", "K2 认领", "K3 马上动", "K4 进展", "K5 到点", "K6 办完即报"]
OTHER_SIDE = ["K7 核验", "K8 答复求助", "K9 回头看", "K10 裁定", "K11 延期审批"]


def test_while_the_other_side_has_the_ball_the_units_clocks_stand_still_and_its_own_runs() -> None:
    named = {f"{kind.value} {kind.label}" for kind in Kind}
    assert {row.split()[0] for row in OTHER_SIDE} == set(RUNS_ON)
    assert named - set(OTHER_SIDE) == set(STANDS_STILL)


def test_a_meeting_pauses_k1_to_k4() -> None:
    assert sorted(IN_A_MEETING) == ["K1", "K2", "K3", "K4"]


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
        ([("2026-06-11T09:00", "2026-06-11T09:00")], 0, "2026-06-15T17:30"),  # over before it began
        ([("2026-06-15T17:30", "2026-06-16T17:30")], 0, "2026-06-15T17:30"),  # from the moment it was due
        ([("2026-06-15T17:30", None)], 0, "2026-06-15T17:30"),
        ([("2026-06-11T09:00", "2026-06-11T11:00"), ("2026-06-11T11:00", "2026-06-11T12:00")], 0, "2026-06-16T11:30"),
        ([("2026-06-10T08:30", "2026-06-10T10:00")], 0, "2026-06-16T09:30"),  # an hour of it after the start
        ([("2026-06-08T08:30", "2026-06-10T09:00")], 0, "2026-06-15T17:30"),  # over when it began
        ([], 1, "2026-06-16T08:31"),
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


@pytest.mark.parametrize(
    ("now", "is_paused"),
    [
        ("2026-06-11T08:59", False),
        ("2026-06-11T09:00", True),
        ("2026-06-11T10:59", True),
        ("2026-06-11T11:00", False),
    ],
)
def test_a_pause_lasts_from_its_first_moment_until_its_last(now: str, is_paused: bool) -> None:
    """Nobody is chased meanwhile, though half of the clock has passed."""
    found = case(pauses=(Pause(at("2026-06-11T09:00"), at("2026-06-11T11:00")),), due_at=at("2026-06-10T17:30"))
    assert (count_of(found, CALENDAR).paused(at(now)) is not None) == is_paused
    started = case(rung=Rung.R0, rung_at=at("2026-06-10T09:00"), pauses=found.pauses, due_at=at("2026-06-10T17:30"))
    _, judgement = look(started, at(now))
    assert judgement.acts != is_paused


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
