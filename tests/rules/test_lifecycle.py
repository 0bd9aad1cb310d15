"""The life of an assignment as a fold over what happened."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rules.assignment_state import AssignmentState
from models.rules.lifecycle import Event, EventKind, State, fold, may
from models.rules.reported_figures import Figure, Standing
from models.rules.states import ENDED, MOVES, WORKING

HEAD, LIAISON, OFFICER = 1, 2, 9
DAY = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)


def story(*words: object) -> list[Event]:
    """Events an hour apart, from kinds or (kind, facts)."""
    events = []
    for n, word in enumerate(words, 1):
        kind, facts = word if isinstance(word, tuple) else (word, {})
        known = {"person": HEAD, "grade": "B" if kind == "reported" else None}
        known |= {"missing": "验收意见"} if kind == "returned" else {}
        known |= {"person": OFFICER} if kind in ("closed", "returned") else {}
        events.append(Event(n, EventKind(kind), DAY + timedelta(hours=n), **(known | facts)))  # type: ignore[arg-type]
    return events


TAKEN = ("dispatched", "accepted")


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ([], State.DRAFT),
        (["submitted"], State.PENDING_REVIEW),
        (["submitted", "dispatched"], State.DISPATCHED),
        ([*TAKEN], State.ACCEPTED),
        ([*TAKEN, "reported"], State.IN_PROGRESS),
        ([*TAKEN, ("reported", {"grade": "C"})], State.ACCEPTED),
        ([*TAKEN, "help_asked"], State.ASKING_HELP),
        ([*TAKEN, "help_asked", "reported"], State.ASKING_HELP),
        ([*TAKEN, "help_asked", "help_answered"], State.IN_PROGRESS),
        ([*TAKEN, "data_awaited", "data_came"], State.IN_PROGRESS),
        ([*TAKEN, "paused", "resumed"], State.IN_PROGRESS),
        ([*TAKEN, "reported", "completed"], State.COMPLETED),
        ([*TAKEN, "reported", "completed", "returned"], State.IN_PROGRESS),
        ([*TAKEN, "completed", "closed"], State.CLOSED),
        ([*TAKEN, "completed", "closed", "look_back"], State.LOOKING_BACK),
        ([*TAKEN, "completed", "closed", "look_back", "archived"], State.ARCHIVED),
        ([*TAKEN, "completed", "closed", "look_back", "relapsed"], State.IN_PROGRESS),
        ([*TAKEN, "completed", "closed", "look_back", "archived", "reopened"], State.IN_PROGRESS),
        (["dispatched", "contested"], State.DISPUTED),
        (["dispatched", "contested", "upheld"], State.DISPATCHED),
        (["dispatched", "contested", "reassigned"], State.TERMINATED),
        ([*TAKEN, ("adjusted", {"document": "临政办函〔2026〕7号"})], State.ADJUSTED),
        ([*TAKEN, ("adjusted", {"document": "临政办函〔2026〕7号"}), "reported"], State.IN_PROGRESS),
        ([*TAKEN, ("carried_over", {"document": "临政办函〔2026〕7号"})], State.CARRIED_OVER),
        ([*TAKEN, ("terminated", {"document": "临政办函〔2026〕7号"})], State.TERMINATED),
    ],
)
def test_a_story_ends_in_its_state(words: list[object], state: State) -> None:
    folded = fold(story(*words))
    assert folded.state is state
    assert folded.conflicts == ()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["accepted"], "目前是“草稿”，不能认领"),
        ([*TAKEN, "closed"], "目前是“已认领”，不能销号"),
        ([*TAKEN, "completed", ("closed", {"person": HEAD})], "报结人不能核验自己报结的事项"),
        (
            [*TAKEN, ("completed", {"prepared_by": LIAISON}), ("closed", {"person": LIAISON})],
            "报结人不能核验自己报结的事项",
        ),
        ([*TAKEN, "completed", ("closed", {"person": None})], "销号须由核验人本人确认"),
        ([*TAKEN, "completed", ("returned", {"missing": ""})], "退回须说明还差什么"),
        ([*TAKEN, "adjusted"], "调整须注明依据的文号"),
        ([*TAKEN, "terminated"], "终止须注明依据的文号"),
        ([*TAKEN, "carried_over"], "结转须注明依据的文号"),
        ([*TAKEN, "completed", "closed", "reported"], "目前是“销号”，不能报进展"),
        ([("undone", {})], "没有说明撤回哪一条"),
        (["dispatched", ("undone", {"replaces": 77})], "要更正的那一条不在册"),
        ([*TAKEN, "reported", ("closed", {"replaces": 3})], "“报进展”不能更正为“销号”"),
    ],
)
def test_what_the_state_does_not_allow_is_kept_as_a_conflict(words: list[object], reason: str) -> None:
    events = story(*words)
    folded = fold(events)
    if events[-1].kind is EventKind.UNDONE and events[-1].replaces is None:
        assert may(folded, events[-1]) == reason
        return
    assert [conflict.reason for conflict in folded.conflicts] == [reason]
    assert folded.conflicts[0].event == events[-1].id
    assert folded.state is fold(events[:-1]).state


def test_nobody_verifies_what_he_reported_even_after_taking_it_back() -> None:
    events = story(
        *TAKEN,
        ("completed", {"person": OFFICER}),
        ("undone", {"person": OFFICER, "replaces": 3}),
        "completed",
        ("closed", {"person": OFFICER}),
    )
    assert fold(events).state is State.COMPLETED


def test_acceptance_keeps_who_leads_what_first_and_when() -> None:
    facts = {"lead": "甘一帆", "first_step": "入户摸底", "on": date(2026, 3, 20)}
    folded = fold(story("dispatched", ("accepted", facts)))
    assert folded.accepted is not None
    assert (folded.accepted.lead, folded.accepted.first_step) == ("甘一帆", "入户摸底")
    assert [(promise.on, promise.text) for promise in folded.commitments] == [(date(2026, 3, 20), "入户摸底")]
    assert folded.last_word_at is None


def test_a_word_counts_by_its_grade() -> None:
    folded = fold(story(*TAKEN, "reported", ("reported", {"grade": "D", "text": "收到"})))
    assert folded.last_word_at == DAY + timedelta(hours=3)
    assert folded.last_words == "收到"


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    """5, then 7, then "the first was 6": seven still stands."""
    events = story(
        *TAKEN,
        ("reported", {"figures": (Figure("打通", 5, "条"),), "percent": 42}),
        ("reported", {"figures": (Figure("打通", 7, "条"),), "percent": 58}),
        ("reported", {"figures": (Figure("打通", 6, "条"),), "percent": 50, "replaces": 3}),
    )
    assert fold(events).figures == (Figure("打通", 7, "条"),)
    assert fold(events).percent == 58
    assert fold([*events[:3], events[4]]).percent == 50


def test_an_undo_restores_what_was_before() -> None:
    events = story(
        *TAKEN,
        ("reported", {"percent": 42}),
        ("reported", {"percent": 24, "replaces": 3}),
        ("undone", {"replaces": 4}),
    )
    assert fold(events[:4]).percent == 24
    assert fold(events).percent == 42
    assert fold([*events, *story_after(events, "undone", replaces=5)]).percent == 24


def story_after(events: list[Event], kind: str, **facts: object) -> list[Event]:
    last = events[-1]
    made = Event(last.id + 1, EventKind(kind), last.at + timedelta(hours=1), person=HEAD)
    return [replace(made, **facts)]  # type: ignore[arg-type]


def test_figures_say_how_far_they_can_be_trusted() -> None:
    told = ("reported", {"figures": (Figure("投资", 3.2, "亿元"), Figure("学校", 5, "所"))})
    events = story(*TAKEN, told, "reconciled", ("checked", {"figures": (Figure("学校", 4, "所"),)}), told)
    assert fold(events[:4]).figures == (
        Figure("投资", 3.2, "亿元", Standing.RECONCILED),
        Figure("学校", 5, "所", Standing.RECONCILED),
    )
    assert fold(events[:5]).figures[1] == Figure("学校", 4, "所", Standing.CHECKED)
    assert fold(events).figures == (
        Figure("投资", 3.2, "亿元", Standing.RECONCILED),  # the same value told again
        Figure("学校", 5, "所", Standing.REPORTED),
    )


def test_a_figure_corrected_after_it_was_reconciled_is_the_corrected_one_and_told_by_the_unit_again() -> None:
    events = story(
        *TAKEN,
        ("reported", {"figures": (Figure("打通", 2, "条"), Figure("投资", 1, "亿元"))}),
        ("reconciled", {"figures": (Figure("打通", 2, "条"), Figure("投资", 1, "亿元"))}),
        ("reported", {"figures": (Figure("打通", 3, "条"), Figure("投资", 1, "亿元")), "replaces": 3}),
    )
    assert fold(events).figures == (
        Figure("打通", 3, "条", Standing.REPORTED),
        Figure("投资", 1, "亿元", Standing.RECONCILED),
    )


def test_reconciling_does_not_lower_what_was_checked() -> None:
    told = ("reported", {"figures": (Figure("学校", 5, "所"),)})
    folded = fold(story(*TAKEN, told, "checked", "reconciled"))
    assert folded.figures[0].standing is Standing.CHECKED


@pytest.mark.parametrize(
    ("later", "standing"),
    [
        ((), "自报"),
        (("reconciled",), "已对账"),
        ((("reconciled", {"percent": 42}),), "已对账"),
        (("reconciled", ("reported", {"percent": 42})), "已对账"),  # the same told again
        (("reconciled", ("reported", {"percent": 43})), "自报"),
        (("reconciled", ("reported", {"figures": (Figure("学校", 5, "所"),)})), "自报"),
        ((("reported", {"figures": (Figure("学校", 5, "所"),)}), "reconciled"), "已对账"),
        (("completed", "closed"), "已核"),
    ],
)
def test_progress_stands_as_firm_as_the_weakest_it_rests_on(later: tuple[Any, ...], standing: str) -> None:
    assert fold(story(*TAKEN, ("reported", {"percent": 42}), *later)).standing == standing


def test_a_returned_report_says_what_is_missing_until_it_comes() -> None:
    events = story(*TAKEN, "completed", "returned", "completed")
    assert fold(events[:4]).missing == "验收意见"
    assert fold(events[:4]).completion is None
    assert fold(events).missing is None


def test_a_promise_is_kept_or_broken() -> None:
    promise = ("reported", {"on": date(2026, 3, 20), "text": "下周五前完工"})
    events = story(*TAKEN, promise, ("kept", {"settles": 3}))
    assert [one.kept for one in fold(events).commitments] == [True]
    assert [one.kept for one in fold(events[:3]).commitments] == [None]


def test_every_state_and_event_has_a_chinese_name() -> None:
    assert len({state.label for state in State}) == len(State) == 16
    assert all(kind.label for kind in EventKind)
    assert set(MOVES) == set(EventKind) - {EventKind.UNDONE}


def test_only_verification_leads_to_closing() -> None:
    ways = {kind for kind, (_, to) in MOVES.items() if to is State.CLOSED}
    assert ways == {EventKind.CLOSED}
    assert MOVES[EventKind.CLOSED][0] == {State.COMPLETED}
    assert WORKING.isdisjoint(ENDED)


happenings = st.builds(
    Event,
    id=st.just(0),
    kind=st.sampled_from(list(EventKind)),
    at=st.just(DAY),
    person=st.sampled_from([None, HEAD, LIAISON, OFFICER]),
    prepared_by=st.sampled_from([None, LIAISON]),
    replaces=st.sampled_from([None, None, None, 1, 2, 3, 4, 5]),
    missing=st.sampled_from(["", "验收意见"]),
    document=st.sampled_from(["", "临政办函〔2026〕7号"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(happenings, max_size=14), st.randoms(use_true_random=False))
def test_no_path_leads_to_closing_without_another_person(found: list[Event], shuffler: random.Random) -> None:
    known = story(*TAKEN, "completed")
    events = known + [replace(e, id=n, at=DAY + timedelta(hours=n)) for n, e in enumerate(found, 4)]
    folded = fold(events)
    if folded.state in (State.CLOSED, State.LOOKING_BACK, State.ARCHIVED):
        assert folded.verified_by is not None
        assert folded.verified_by not in folded.reporters
        assert folded.completion is not None
    shuffled = events[:]
    shuffler.shuffle(shuffled)
    assert fold(shuffled) == folded


def test_an_empty_history_is_a_draft() -> None:
    assert fold([]) == AssignmentState()


PIPES = (Figure("改造管网", 38, "公里"),)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([("completed", {"percent": 100})], 100),
        ([("completed", {"percent": 100}), "closed"], 100),
        ([("completed", {"percent": 100}), "returned"], None),
        ([("reported", {"percent": 60}), ("completed", {"percent": 100}), "returned"], 60),
        ([("reported", {"percent": 60}), ("completed", {"percent": 100, "figures": PIPES}), "returned"], None),
        ([("reported", {"percent": 100}), ("completed", {"percent": 100, "figures": PIPES}), "returned"], None),
        ([("reported", {"percent": 60}), ("reported", {"percent": 100}), ("completed", {"percent": 100}), "returned"], 60),
        ([("completed", {"percent": 100}), "returned", ("reported", {"percent": 95})], 95),
        ([("completed", {"percent": 100}), "returned", ("completed", {"percent": 100})], 100),
        ([("reported", {"percent": 60}), ("completed", {"percent": 100}), ("checked", {"percent": 100}), "returned"], 100),
    ],
)  # fmt: skip
def test_all_done_stands_while_it_is_claimed_or_verified(words: list[object], told: float | None) -> None:
    folded = fold(story(*TAKEN, *words))
    assert folded.conflicts == ()
    assert folded.told_percent == told
    assert folded.figures == () or folded.figures[0].value == 38


def test_a_returned_report_that_is_taken_back_leaves_what_was_before() -> None:
    events = story(*TAKEN, ("reported", {"percent": 60}), ("completed", {"percent": 100}), "returned")
    assert fold([*events, *story_after(events, "undone", replaces=4)]).told_percent == 60


def test_a_promise_said_again_is_one_promise_until_the_first_word_is_taken_back() -> None:
    said = ("reported", {"on": date(2026, 4, 10), "text": "4月10日前开工"})
    events = story(*TAKEN, said, said, ("reported", {"on": date(2026, 4, 10), "text": "4月10日前报方案"}))
    assert [one.event for one in fold(events).commitments] == [3, 5]
    assert [one.event for one in fold([*events, *story_after(events, "undone", replaces=3)]).commitments] == [4, 5]
