"""A circuit breaker: an endpoint that fails is left alone for a while, then tried with one question."""

from collections.abc import Callable
from enum import StrEnum

FAILURES = 3  # in a row
REST_S = 60.0


class Circuit(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class Breaker:
    """`monotonic` is real time, in seconds: what it guards against is real."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._failures = 0
        self._rests_until = 0.0
        self.state = Circuit.CLOSED

    def may_ask(self) -> bool:
        """After the rest one question goes out; the others wait for what becomes of it."""
        if self.state is Circuit.OPEN and self._monotonic() >= self._rests_until:
            self.state = Circuit.HALF_OPEN
            return True
        return self.state is Circuit.CLOSED

    def answered(self) -> None:
        self._failures = 0
        self.state = Circuit.CLOSED

    def failed(self) -> None:
        self._failures += 1
        if self.state is Circuit.HALF_OPEN or self._failures >= FAILURES:
            self.state = Circuit.OPEN
            self._rests_until = self._monotonic() + REST_S
