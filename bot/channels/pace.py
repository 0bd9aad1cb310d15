"""How fast calls go out: each takes its place in a sliding window, and hears how long it has to wait for it."""

from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta

Window = tuple[int, float]  # so many calls in so many seconds
REMEMBERED = 2048
FARTHEST = 3  # windows ahead; what seems to lie farther was taken before somebody set the clock back


class Pace:
    """One window over all calls of a name. `now` is domain time."""

    def __init__(self, *windows: Window, now: Callable[[], datetime]) -> None:
        self._windows = windows
        self._now = now
        self._places: dict[str, deque[datetime]] = defaultdict(deque)

    def wait_s(self, name: str) -> float:
        """How long a call of this name would have to wait now."""
        now, taken = self._now(), self._places.get(name, ())
        full = [(taken[-most], span) for most, span in self._windows if len(taken) >= most]
        waits = [((at - now).total_seconds() + span, span) for at, span in full]
        return max([0.0, *(wait_s for wait_s, span in waits if wait_s <= span * FARTHEST)])

    def take(self, name: str) -> float:
        """The same, and the place is taken."""
        wait_s = self.wait_s(name)
        places = self._places[name]
        places.append(self._now() + timedelta(seconds=wait_s))
        while len(places) > max(most for most, _ in self._windows):
            places.popleft()
        if len(self._places) > REMEMBERED:
            self._forget()
        return wait_s

    def _forget(self) -> None:
        longest = timedelta(seconds=max(span for _, span in self._windows))
        over = [name for name, places in self._places.items() if places[-1] + longest < self._now()]
        for name in over:
            del self._places[name]
