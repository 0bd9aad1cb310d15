"""What a messenger lets the organisation send and receive in a calendar month, and how much of it is used.

Calls are counted as they are made, what came in from the inbox, whose rows of the month are all there; other programs of
the organisation count with the platform and not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models import db, settings
from models.rules.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Quota:
    """0 = not counted."""

    sends: int
    received: int


SHORT = 70  # percent; what is left is for messages

_quotas: dict[str, Quota] = {}

_RECEIVED = "SELECT COUNT(*) AS used FROM inbox WHERE platform = ? AND received_at >= ?"


def keep_to(quotas: Mapping[str, Quota]) -> None:
    """Those of the messengers that this process speaks."""
    _quotas.clear()
    _quotas.update(quotas)


def kept() -> Mapping[str, Quota]:
    return _quotas


async def spend(platform: str, calls: int, now: datetime, calendar: Calendar) -> None:
    """So many more calls of the running month."""
    await db.execute(
        "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE"
        " SET value = CAST(CAST(setting.value AS BIGINT) + CAST(excluded.value AS BIGINT) AS TEXT)",
        _key(platform, now, calendar), str(calls),
    )  # fmt: skip


async def used(platform: str, now: datetime, calendar: Calendar) -> Quota:
    """Of the running month."""
    since = calendar.local(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    [received] = await db.rows(_RECEIVED, platform, since)
    return Quota(int(await settings.get(_key(platform, now, calendar)) or 0), int(received["used"]))


async def is_short(platform: str, now: datetime, calendar: Calendar) -> bool:
    """Whether what can be done without should be."""
    most = _quotas[platform].sends if platform in _quotas else 0
    return bool(most) and (await used(platform, now, calendar)).sends * 100 >= most * SHORT


def _key(platform: str, now: datetime, calendar: Calendar) -> str:
    return f"calls:{platform}:{calendar.local(now):%Y-%m}"
