"""Telling somebody something that is no clock: a line of his next list, once for each key."""

from datetime import datetime

from models import notices, people
from models.notices import Notice
from models.outbox import Outbox

DECISIONS = ("returned", "upheld")  # what the unit answers by its next word


def told(
    person_id: int, key: str, text: str, now: datetime, *, assignment_id: int | None = None, occasion: str = "told"
) -> Notice:
    return Notice(
        key=f"{key}:p{person_id}", person_id=person_id, assignment_id=assignment_id, form="line", occasion=occasion,
        facts={"text": text}, why={}, created_at=now,
    )  # fmt: skip


async def tell(person_id: int, key: str, text: str, now: datetime, *, assignment_id: int | None = None) -> None:
    """A line of this person's next list, once for each key."""
    await notices.add(told(person_id, key, text, now, assignment_id=assignment_id))


async def tell_office(key: str, text: str, now: datetime, *, assignment_id: int | None = None) -> None:
    """A line of 督查室's next list, once for each key and person."""
    for person in await people.office(now):
        await tell(person.id, key, text, now, assignment_id=assignment_id)


async def bundle_with(notice: Notice, row: Outbox) -> None:
    """A notice that this very message carries."""
    if await notices.add(notice):
        await Notice.filter(id=notice.id).update(state="bundled", outbox_id=row.id)


async def withdraw_answered(assignment_id: int, because: str) -> None:
    """What asks a unit to take on, or says what its report lacks, need not go out once the unit has answered."""
    await notices.withdraw(because, assignment_id=assignment_id, occasion__in=["dispatch", *DECISIONS])
