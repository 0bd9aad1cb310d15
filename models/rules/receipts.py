"""When a platform is asked whether somebody has read a message: seldom, and only where the answer changes who is telephoned.

Each question is a call of the organisation's month.
"""

from datetime import datetime, timedelta

from models.rules.delivery import Nature

# After the sending; the platform forgets after a day.
ASKED_AFTER: dict[Nature, tuple[timedelta, ...]] = {
    Nature.DISPATCH: (timedelta(hours=2), timedelta(hours=8), timedelta(hours=22)),
    Nature.SINGLE: (timedelta(minutes=25), timedelta(hours=3)),
    Nature.EMERGENCY: (timedelta(minutes=4), timedelta(minutes=12)),
}
MATTERS = frozenset(ASKED_AFTER)


def next_question(nature: Nature, sent_at: datetime, now: datetime) -> datetime | None:
    """None where it matters no more."""
    return next((sent_at + after for after in ASKED_AFTER.get(nature, ()) if sent_at + after > now), None)
