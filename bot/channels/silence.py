"""Which calls of a platform have to wait, until when and why. In memory, in domain time."""

from collections.abc import Callable
from datetime import datetime, timedelta

from models.messages import Retry


class Silence:
    """One entry per name of a call. A call that is silent is answered with Retry instead of being made."""

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        self._now = now
        self._until: dict[str, tuple[datetime, str]] = {}
        self._strikes: dict[str, int] = {}

    def of(self, *calls: str) -> Retry | None:
        """The first of these calls that has to wait."""
        for call in calls:
            if held := self._until.get(call):
                left = (held[0] - self._now()).total_seconds()
                if left > 0:
                    return Retry(left, held[1], scope="api")
        return None

    def hold(self, call: str, seconds: float, *, error: str) -> Retry:
        self._until[call] = (self._now() + timedelta(seconds=seconds), error)
        return Retry(seconds, error, scope="api")

    def step(self, call: str, steps: tuple[float, ...], *, error: str) -> Retry:
        """Hold for the next of these times, longer each time the call fails again after its wait.

        Answers that were in flight together count once.
        """
        if waiting := self.of(call):
            return waiting
        strike = self._strikes.get(call, 0)
        self._strikes[call] = strike + 1
        return self.hold(call, steps[min(strike, len(steps) - 1)], error=error)

    def lift(self, *calls: str) -> None:
        """These calls go through again. An answer from before a wait began does not end it."""
        for call in calls:
            if call in self._until and not self.of(call):
                self._strikes.pop(call, None)
                del self._until[call]
