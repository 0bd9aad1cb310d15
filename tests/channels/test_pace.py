"""How fast calls go out: never more than a window holds, whatever the clock does."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.pace import Pace

NOON = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 900), max_size=60))
def test_no_window_ever_holds_more(pauses_ms: list[int]) -> None:
    clock = Clock()
    pace, made = Pace((4, 1.0), (10, 5.0), now=clock.now), list[datetime]()
    for pause_ms in pauses_ms:
        clock.at += timedelta(milliseconds=pause_ms)
        clock.at += timedelta(seconds=pace.take("one"))
        made.append(clock.at)
    for most, span in ((4, 1.0), (10, 5.0)):
        for first, beyond in zip(made, made[most:], strict=False):
            assert (beyond - first).total_seconds() >= span - 1e-6


def test_each_name_has_its_own_window_and_looking_takes_no_place() -> None:
    clock = Clock()
    pace = Pace((1, 1.0), now=clock.now)
    assert pace.take("one") == 0
    assert [pace.wait_s("one"), pace.wait_s("one"), pace.take("another")] == [1.0, 1.0, 0.0]


def test_a_clock_that_is_set_back_stops_nobody() -> None:
    clock = Clock()
    pace = Pace((1, 1.0), now=clock.now)
    pace.take("one")
    clock.at -= timedelta(hours=1)
    assert pace.wait_s("one") == 0
