"""How fast a platform takes messages: so many a minute for one person or group, and none while it said: not now."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.channels.contract import Channel
from models import outbox
from models.messages import Capabilities, group_of
from models.outbox import Outbox


class Limits:
    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._channels = channels
        self.silent_until: dict[str, datetime] = {}  # a platform that said: not now

    async def too_fast(self, found: list[Outbox], now: datetime) -> list[tuple[Outbox, datetime]]:
        """Of these rows those that have to wait, and until when."""
        late: list[tuple[Outbox, datetime]] = []
        for platform in {row.platform for row in found}:
            mine = [row for row in found if row.platform == platform]
            sent = await self._sent_lately(platform, [row.userid for row in mine], now)
            waits = ((row, self._until(row, sent.get(row.userid, []), now)) for row in mine)
            late += [(row, until) for row, until in waits if until is not None]
        return late

    async def _sent_lately(self, platform: str, userids: list[str], now: datetime) -> dict[str, list[datetime]]:
        channel = self._channels.get(platform)
        if channel is None:
            return {}
        fewest = min((most for userid in userids for most, _ in _windows(channel.capabilities, userid)), default=1)
        return await outbox.sent_in(platform, userids, now - timedelta(hours=1), at_least=fewest)

    def _until(self, row: Outbox, sent: list[datetime], now: datetime) -> datetime | None:
        if (until := self.silent_until.get(row.platform)) and until > now:
            return until
        channel = self._channels.get(row.platform)
        if channel is None:
            return None
        for most, span in _windows(channel.capabilities, row.userid):
            inside = sorted(at for at in sent if at > now - span)
            if len(inside) >= most:
                return inside[-most] + span
        return None


def _windows(can: Capabilities, address: str) -> list[tuple[int, timedelta]]:
    if group_of(address) is None:
        return [(can.per_person_minute, timedelta(minutes=1)), (can.per_person_hour, timedelta(hours=1))]
    return [(can.per_group_minute, timedelta(minutes=1))] if can.groups else []
