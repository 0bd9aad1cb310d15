"""The morning list (晨单), one message a person that carries everything that waits for him; and what is said at once."""

from collections.abc import Sequence
from datetime import datetime

from models import db, outbox, people, rhythm, telling
from models.notices import Notice
from models.rulebook import Rulebook
from models.rules.delivery import Nature
from models.wording import calendars as calendar_words
from schedules.contract import Key

NOTICE_MONTH = 12


async def morning(now: datetime, book: Rulebook) -> int:
    """晨单: reports go by the lamps, and everybody for whom something waits gets his; returns how many."""
    await rhythm.follow_lamps(now, book)
    await _tell_what_is_not_announced(now, book)
    found = await waiting()
    for person_id in found:
        await bundle(person_id, Nature.LIST, now)
    return len(found)


async def _tell_what_is_not_announced(now: datetime, book: Rulebook) -> None:
    """From December on next year's holidays are missed, from January on this year's: once a week."""
    today = book.calendar.local(now).date()
    for year in (today.year, today.year + 1) if today.month == NOTICE_MONTH else (today.year,):
        if book.calendar.is_provisional(year):
            week = today.isocalendar().week
            await telling.tell_office(f"calendar:{year}:{today.year}w{week}", calendar_words.not_announced(year), now)


class LastWindowSweep:
    """What is said at once and not in a list: those of one person in one message."""

    kind = "single"
    is_in_due_table = False

    async def begin(self, now: datetime) -> None:
        return

    async def due(self, now: datetime) -> Sequence[Key]:
        found = await db.rows(
            "SELECT DISTINCT person_id FROM notice WHERE state = 'pending' AND form = 'single' ORDER BY person_id"
        )
        return [Key(now, row["person_id"]) for row in found if await people.account_of(row["person_id"])]

    async def run(self, key: Key, now: datetime) -> None:
        await bundle(key.id, Nature.SINGLE, now)

    async def run_many(self, keys: Sequence[Key], now: datetime) -> None:
        for key in keys:
            await self.run(key, now)

    async def postpone(self, key: Key, now: datetime) -> None:
        """Whoever cannot be told alone is told in the next list."""
        await Notice.filter(person_id=key.id, state="pending", form="single").update(form="line")


async def waiting() -> list[int]:
    """People for whom lines wait."""
    found = await db.rows(
        "SELECT DISTINCT person_id FROM notice WHERE state = 'pending' AND form <> 'single' ORDER BY person_id"
    )
    return [row["person_id"] for row in found]


async def bundle(person_id: int, nature: Nature, now: datetime) -> None:
    """One message for all that waits; its words are found when it is sent."""
    account = await people.account_of(person_id)
    if account is None:
        return
    row = await outbox.put(
        account.platform, account.userid, None, now=now, reason=nature, person_id=person_id, proactive=True
    )
    form = {"form": "single"} if nature is Nature.SINGLE else {"form__in": ["line", "call"]}
    if row is not None:
        await Notice.filter(person_id=person_id, state="pending", **form).update(state="bundled", outbox_id=row.id)
