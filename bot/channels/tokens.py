"""One access token for all workers: one fetches, the others wait, and it is renewed before it ends."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from models.messages import Refused, Retry

RENEW_AT = 0.85  # of the lifetime
RENEW_AGAIN = timedelta(seconds=60)  # after a renewal that failed while the old token still holds
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Grant:
    token: str
    lifetime_s: float


Fetch = Callable[[], Awaitable[Grant | Retry | Refused]]


class AccessToken:
    """Kept in memory only. `fetch` never raises; `now` is domain time."""

    def __init__(self, fetch: Fetch, *, now: Callable[[], datetime]) -> None:
        self._fetch = fetch
        self._now = now
        self._token = ""
        self._renew_at = self._ends_at = LONG_AGO
        self._flight: asyncio.Task[str | Retry | Refused] | None = None

    async def get(self) -> str | Retry | Refused:
        """The token, or why there is none."""
        if self._token and self._now() < self._renew_at:
            return self._token
        if self._flight is None or self._flight.done():
            self._flight = asyncio.create_task(self._renew())
        # Shielded: a worker that is cancelled must not take the others' token with it.
        return await asyncio.shield(self._flight)

    def drop(self, token: str) -> None:
        """The platform refused this token. Harmless when another worker has replaced it already."""
        if token == self._token:
            self._token = ""

    async def close(self) -> None:
        if self._flight and not self._flight.done():
            self._flight.cancel()
            await asyncio.wait([self._flight])

    async def _renew(self) -> str | Retry | Refused:
        answer = await self._fetch()
        now = self._now()
        if isinstance(answer, Grant):
            self._token = answer.token
            self._renew_at = now + timedelta(seconds=answer.lifetime_s * RENEW_AT)
            self._ends_at = now + timedelta(seconds=answer.lifetime_s)
            return answer.token
        if self._token and now < self._ends_at:
            self._renew_at = now + RENEW_AGAIN
            return self._token
        return answer
