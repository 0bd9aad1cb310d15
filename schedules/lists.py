"""The morning list (晨单): at 08:40 of a working day, one message a person that carries everything that waits for him."""

from collections.abc import Sequence
from datetime import datetime

from models import db, lamps, outbox, people, rulebook
from models.notices import Notice
from models.rules.delivery import Nature, next_morning_list
from schedules.contract import Key, StandingSweep


class MorningListSweep(StandingSweep):
    kind = "morning"

    async def next_at(self, now: datetime) -> datetime:
        """The next working morning after this one."""
        book = await rulebook.current()
        at = next_morning_list(now, policy=book.policy, calendar=book.calendar)
        if at <= now:
            after = book.calendar.close_of(book.calendar.local(now).date())
            at = next_morning_list(after, policy=book.policy, calendar=book.calendar)
        return at

    async def happen(self, now: datetime) -> None:
        await lamps.refresh_all(await rulebook.current(), now)
        for person_id in await waiting():
            await bundle(person_id, Nature.LIST, now)


class LastWindowSweep:
    """What is said at once and not in a list: those of one person in one message."""

    kind = "single"

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
