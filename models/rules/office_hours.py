"""When an office is open: windows of a day, and the seasons in which they hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Window:
    opens: time
    closes: time

    @property
    def seconds(self) -> int:
        return second_of_day(self.closes) - second_of_day(self.opens)

    def passed(self, clock: int) -> int:
        """Seconds of this window that lie before a second of the day."""
        return min(max(0, clock - second_of_day(self.opens)), self.seconds)


@dataclass(frozen=True, slots=True)
class Season:
    """Office hours that hold from a (month, day) of every year until the next season begins."""

    since: tuple[int, int]
    windows: tuple[Window, ...]


OFFICE_HOURS = (Season((1, 1), (Window(time(8, 30), time(12)), Window(time(14), time(17, 30)))),)


def second_of_day(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


def check_seasons(seasons: Sequence[Season]) -> None:
    if not seasons:
        raise ValueError("a calendar needs office hours")
    for season in seasons:
        clocks = [clock for window in season.windows for clock in (window.opens, window.closes)]
        if not clocks or any(a >= b for a, b in pairwise(clocks)):
            raise ValueError(f"office hours since {season.since} must rise and not touch: {clocks}")
