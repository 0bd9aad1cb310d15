"""Our own outage: the time the program was down is credited to every open clock, and raises no rung."""

from datetime import datetime, timedelta

from models import audit, db, settings
from models.rulebook import Rulebook

MARK = "last_beat_at"
SHORTEST = timedelta(minutes=10)  # a restart is no outage


async def beat(now: datetime) -> None:
    """The program is alive: whatever comes after this and before the next start was an outage."""
    await settings.put(MARK, now.isoformat())


async def credit(now: datetime, book: Rulebook) -> int:
    """At a start: working minutes we were down for, given to everybody; 0 when we were not."""
    stored = await settings.get(MARK)
    since = datetime.fromisoformat(stored) if stored else now
    minutes = book.calendar.minutes_between(since, now) if now - since >= SHORTEST else 0
    if minutes:
        await db.execute(
            "UPDATE obligation SET credited_minutes = credited_minutes + ? WHERE state = 'open' AND started_at < ?",
            int(minutes),
            since,
        )
        await audit.record("clock", "outage_credited", "all", now=now, minutes=int(minutes), since=since.isoformat())
    await beat(now)
    return int(minutes)
