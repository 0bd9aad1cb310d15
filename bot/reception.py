"""Takes in what a channel received: kept in the inbox, whichever way it came."""

from datetime import datetime

from bot.arrivals import Arrivals
from bot.channels.contract import Received
from bot.clock import Clock
from models.inbox import Arrival


class Reception:
    def __init__(self, arrivals: Arrivals, clock: Clock) -> None:
        self._arrivals = arrivals
        self._clock = clock

    async def keep(self, platform: str, received: Received) -> None:
        """Returns when it is on disk; StorageBusy when that takes too long."""
        await self._arrivals.keep(_arrival(platform, received, self._clock.now()))


def _arrival(platform: str, received: Received, now: datetime) -> Arrival:
    return Arrival(
        key=received.key, platform=platform, message_id=received.message_id, userid=received.user,
        payload=received.payload, received_at=now, quarantined=received.is_stale,
    )  # fmt: skip
