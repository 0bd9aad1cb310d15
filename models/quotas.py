"""What a messenger lets the organisation send and receive in a calendar month, and how much of it is used.

Counted from inbox and outbox, whose rows of the month are all there; other programs of the organisation count with the
platform and not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models import db
from models.rules.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Quota:
    """0 = not counted."""

    sends: int
    received: int


_quotas: dict[str, Quota] = {}

_SENT = "SELECT COALESCE(SUM(attempts), 0) AS used FROM outbox WHERE platform = ? AND first_try_at >= ?"
_FETCHED = (  # a picture that somebody sent is fetched by a call
    "SELECT COALESCE(SUM(a.tries), 0) AS used FROM attachment a JOIN inbox i ON i.id = a.inbox_id"
    " WHERE i.platform = ? AND a.received_at >= ?"
)
_RECEIVED = "SELECT COUNT(*) AS used FROM inbox WHERE platform = ? AND received_at >= ?"


def keep_to(quotas: Mapping[str, Quota]) -> None:
    """Those of the messengers that this process speaks."""
    _quotas.clear()
    _quotas.update(quotas)


def kept() -> Mapping[str, Quota]:
    return _quotas


async def used(platform: str, now: datetime, calendar: Calendar) -> Quota:
    """Of the running month: each attempt counts, as the platform counts calls."""
    since = calendar.local(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    sent, fetched, received = [(await db.rows(query, platform, since))[0] for query in (_SENT, _FETCHED, _RECEIVED)]
    return Quota(int(sent["used"]) + int(fetched["used"]), int(received["used"]))
