"""A sliding window that is kept as counts: never more than it may hold, and hardly less."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rules.windows import AHEAD_S, Taken, free_in_s, room, with_taken, without

WINDOWS = ((4, 1.0), (10, 5.0))
NOON_S = 1_767_585_600.0


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 5)), max_size=60))
def test_no_window_ever_holds_more(asked: list[tuple[int, int]]) -> None:
    at_s, taken, made = NOON_S, Taken(), list[float]()
    for pause_ms, wanted in asked:
        at_s += pause_ms / 1000
        if count := min(wanted, room(WINDOWS, taken, at_s)):
            taken = with_taken(WINDOWS, taken, count, at_s)
            made += [at_s] * count
    for most, span_s in WINDOWS:
        for first, beyond in zip(made, made[most:], strict=False):
            assert beyond - first >= span_s - 1e-6


def test_whoever_comes_as_soon_as_he_may_uses_nearly_all_of_it() -> None:
    at_s, taken, made = NOON_S, Taken(), 0
    while at_s < NOON_S + 1000:
        made, taken = made + 1, with_taken(WINDOWS, taken, 1, at_s)
        at_s += free_in_s(WINDOWS, taken, at_s)
    assert 0.95 * 2000 <= made <= 2000 + 10


@pytest.mark.parametrize(("count", "left"), [(0, 0), (1, 1), (3, 3), (9, 4)])
def test_what_is_given_back_can_be_taken_again_and_never_more(count: int, left: int) -> None:
    taken = with_taken(WINDOWS, {}, 4, NOON_S)
    assert room(WINDOWS, without(WINDOWS, taken, count, NOON_S), NOON_S) == left


@pytest.mark.parametrize(("back_s", "left"), [(0, 0), (AHEAD_S - 1, 0), (3600, 4)])
def test_a_clock_that_is_set_back_stops_nobody_and_one_that_is_a_little_behind_takes_nothing_twice(
    back_s: float, left: int
) -> None:
    taken = with_taken(WINDOWS, {}, 4, NOON_S)
    assert room(WINDOWS, taken, NOON_S - back_s) == left


def test_what_is_over_is_forgotten() -> None:
    taken = with_taken(WINDOWS, {}, 4, NOON_S)
    assert with_taken(WINDOWS, taken, 0, NOON_S + 60) == {"1": {}, "5": {}}
