"""Writes down how much of a messenger's monthly allowance this process used, so that a restart does not forget it."""

from collections.abc import Mapping
from datetime import datetime

from bot.channels.contract import Channel
from models import quotas, rulebook


class Spending:
    """A kill loses what was used since the last note."""

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._channels = channels
        self._noted = dict.fromkeys(channels, 0)

    async def note(self, now: datetime) -> None:
        for platform, channel in self._channels.items():
            if calls := channel.calls - self._noted[platform]:
                await quotas.spend(platform, calls, now, (await rulebook.current()).calendar)
                self._noted[platform] += calls
