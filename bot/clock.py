"""What time it is: the real clock, and the sandbox's virtual one that an admin turns by hand."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Domain time, aware UTC."""
        ...


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class VirtualClock:
    """Ticks at real speed from where it was set, and never runs backwards."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)
        self._since = time.monotonic()

    def now(self) -> datetime:
        return self._at + timedelta(seconds=time.monotonic() - self._since)

    def jump(self, to: datetime) -> None:
        if to > self.now():
            self._at, self._since = to.astimezone(UTC), time.monotonic()


def real_s() -> float:
    """Real time in seconds, for leases that other processes must understand."""
    return time.time()
