"""When an office is open: windows of a day, and the seasons in which they hold."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time
from itertools import pairwise


def second_of_day(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


@dataclass(frozen=True, slots=True)
class Window:
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Season:
    """Office hours that hold from a (month, day) of every year until the next season begins.

    `spans` are the windows in seconds of the day, kept because every query counts with them.
    """

    since: tuple[int, int]
    windows: tuple[Window, ...]
    spans: tuple[tuple[int, int], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        spans = tuple((second_of_day(w.opens), second_of_day(w.closes)) for w in self.windows)
        object.__setattr__(self, "spans", spans)

    @property
    def seconds(self) -> int:
        return sum(closes - opens for opens, closes in self.spans)

    def passed(self, clock: int) -> int:
        """Open seconds before a second of the day."""
        passed = 0
        for opens, closes in self.spans:
            if clock > opens:
                passed += min(clock, closes) - opens
        return passed

    def clock_after(self, seconds: int) -> int:
        """The second of the day at which so many open seconds have passed: a close, not the next opening."""
        for opens, closes in self.spans:
            if seconds <= closes - opens:
                return opens + seconds
            seconds -= closes - opens
        raise ValueError("a day is not that long")


OFFICE_HOURS = (Season((1, 1), (Window(time(8, 30), time(12)), Window(time(14), time(17, 30)))),)


def check_seasons(seasons: Sequence[Season]) -> None:
    if not seasons:
        raise ValueError("a calendar needs office hours")
    for season in seasons:
        clocks = [clock for window in season.windows for clock in (window.opens, window.closes)]
        if not clocks or any(a >= b for a, b in pairwise(clocks)):
            raise ValueError(f"office hours since {season.since} must rise and not touch: {clocks}")
