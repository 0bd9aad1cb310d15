"""How fast a platform takes messages: so many a second, a minute and an hour for one person or group, and none while it said: not now.

How many it takes of the whole app is in the claim (models/buckets).
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.channels.contract import Channel
from models import buckets, outage, outbox
from models.messages import Capabilities, Delivered, Outcome, Refused, Retry, Unknown, group_of
from models.outbox import Outbox

A_SECOND = timedelta(seconds=1)
DOUBTS = 3  # calls without an answer, one after the other, and the platform is given up for a while
STEPS_S = (5.0, 15.0, 30.0, 60.0, 120.0, 300.0)
NO_ANSWER = "平台没有回应，先等一等"
LOOK, FIRST = timedelta(minutes=1), datetime.min.replace(tzinfo=UTC)


class Limits:
    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._channels = channels
        self.of_apps = {name: one.capabilities.per_app for name, one in channels.items() if one.capabilities.per_app}
        self.soon: datetime | None = None  # when the first of those goes that stepped back for less than a second
        self._doubts = Counter[str]()  # unanswered calls since something got through, by platform
        self._strikes = Counter[str]()  # how often it was given up for a while since then
        self._looked_at: dict[str, datetime] = {}
        self.silent_until: dict[str, datetime] = {}  # a platform that said: not now

    async def too_fast(self, found: list[Outbox], now: datetime) -> list[tuple[Outbox, datetime]]:
        """Of these rows those that have to wait, and until when."""
        late: list[tuple[Outbox, datetime]] = []
        for platform in {row.platform for row in found}:
            mine = [row for row in found if row.platform == platform]
            if self._strikes[platform] and self.silent_until.get(platform, now) <= now:
                mine, others = self._one_of(mine)
                late += [(row, now + self._pause(platform)) for row in others]
            sent = await self._sent_lately(platform, [row.userid for row in mine], now)
            waits = ((row, self._until(row, sent.get(row.userid, []), now)) for row in mine)
            late += [(row, until) for row, until in waits if until is not None]
        short = [until for _, until in late if until - now <= A_SECOND]
        self.soon = min([*short, *([self.soon] if self.soon else [])], default=None)
        return late

    def quiet(self, platforms: Collection[str], now: datetime) -> list[tuple[str, datetime]]:
        """Those of them that take nothing now, and until when: what waits for them need not be claimed one by one."""
        struck = {name: now + self._pause(name) for name in platforms if self._strikes[name]}
        until = {name: max(self.silent_until.get(name, now), struck.get(name, now)) for name in sorted(platforms)}
        return [(name, at) for name, at in until.items() if at > now]

    async def heard(self, results: Sequence[tuple[Outbox, Outcome]], now: datetime) -> None:
        """What the platforms answered: one that takes nothing is asked seldom, and its outage is kept."""
        for platform in sorted({row.platform for row, _ in results}):
            outcomes = [outcome for row, outcome in results if row.platform == platform]
            if any(is_taken(outcome) for outcome in outcomes):
                self._doubts.pop(platform, None)
                self._strikes.pop(platform, None)
                await self._is_up(platform, now)
            elif said := next((error for one in outcomes if (error := _out(one))), None):
                self._doubts[platform] += sum(isinstance(outcome, Unknown) for outcome in outcomes)
                if self._doubts[platform] >= DOUBTS:
                    self._strikes[platform] += 1
                    self.silent_until[platform] = now + self._pause(platform)
                self._looked_at.pop(platform, None)
                await outage.failing(platform, said, now)

    async def _is_up(self, platform: str, now: datetime) -> None:
        """Another replica may have seen it fail: the table is looked at now and then."""
        if now - self._looked_at.get(platform, FIRST) >= LOOK:
            self._looked_at[platform] = now
            await outage.working(platform, now)

    def _pause(self, platform: str) -> timedelta:
        return timedelta(seconds=STEPS_S[min(self._strikes[platform], len(STEPS_S)) - 1])

    def is_broken(self, platform: str, results: Sequence[tuple[Outbox, Outcome]]) -> Retry | None:
        """In the midst of sending: so many got no answer and none got through that the rest need not try."""
        outcomes = [outcome for row, outcome in results if row.platform == platform]
        if sum(isinstance(one, Unknown) for one in outcomes) < DOUBTS or any(is_taken(one) for one in outcomes):
            return None
        return Retry(STEPS_S[0], NO_ANSWER)

    async def give_back(self, claimed: list[Outbox], ready: list[Outbox], now: datetime) -> None:
        """The places of what was claimed and does not go out now."""
        idle = Counter(row.platform for row in claimed)
        idle.subtract(Counter(row.platform for row in ready))
        for platform in sorted(self.of_apps):
            if idle[platform] > 0:
                await buckets.give_back(platform, idle[platform], self.of_apps[platform], now)

    @staticmethod
    def _one_of(rows: list[Outbox]) -> tuple[list[Outbox], list[Outbox]]:
        """Which asks a platform that was out whether it is back: one that may have arrived already, if there is one."""
        one = min(rows, key=lambda row: (not row.maybe_sent, row.id))
        return [one], [row for row in rows if row is not one]

    async def _sent_lately(self, platform: str, userids: list[str], now: datetime) -> dict[str, list[datetime]]:
        channel = self._channels.get(platform)
        if channel is None:
            return {}
        fewest = min((most for userid in userids for most, _ in windows_of(channel.capabilities, userid)), default=1)
        return await outbox.sent_in(platform, userids, now - timedelta(hours=1), at_least=fewest)

    def _until(self, row: Outbox, sent: list[datetime], now: datetime) -> datetime | None:
        if (until := self.silent_until.get(row.platform)) and until > now:
            return until
        channel = self._channels.get(row.platform)
        if channel is None:
            return None
        for most, span in windows_of(channel.capabilities, row.userid):
            inside = sorted(at for at in sent if at > now - span)
            if len(inside) >= most:
                return inside[-most] + span
        return None


def is_taken(outcome: Outcome) -> bool:
    """The platform answered, if by a refusal of this one message."""
    return isinstance(outcome, Delivered) or (isinstance(outcome, Refused) and outcome.blame != "config")


def _out(outcome: Outcome) -> str | None:
    """What was said where nothing gets through: no answer, no line, a setting that is wrong."""
    match outcome:
        case Unknown(error) | Retry(_, error, "api") | Refused(error, "config"):
            return error
    return None


def windows_of(can: Capabilities, address: str) -> list[tuple[int, timedelta]]:
    """Of one person, or of one group."""
    a_minute, an_hour = can.per_person_minute, can.per_person_hour
    if group_of(address) is not None:
        a_minute, an_hour = can.per_group_minute, 0
    found = [(can.per_person_second, A_SECOND), (a_minute, timedelta(minutes=1)), (an_hour, timedelta(hours=1))]
    return [(most, span) for most, span in found if most]
