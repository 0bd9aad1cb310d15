"""Telling somebody something that is no clock: a line of his next list, once for each key."""

from collections.abc import Sequence
from datetime import datetime

from models import notices, outbox, people, routes
from models.messages import Outgoing
from models.notices import Notice
from models.outbox import Outbox
from models.rules.delivery import Nature
from models.tasks import Assignment

RETURNED = "returned"
DECISIONS = (RETURNED, "upheld")  # what the unit answers by its next word


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


async def tell_unit(assignment: Assignment, key: str, text: str, now: datetime) -> None:
    """A line of the next list of the unit's contact and liaison, once for each key and person."""
    for person in await routes.spokesmen(assignment.unit_id, now):
        await tell(person.id, key, text, now, assignment_id=assignment.id)


async def remind_unit(assignment: Assignment, key: str, text: str, now: datetime) -> None:
    """The same, by way of whom its kind may be reminded."""
    for person in await routes.minders(assignment.unit_id, now):
        await tell(person.id, key, text, now, assignment_id=assignment.id)


async def tell_office(key: str, text: str, now: datetime, *, assignment_id: int | None = None) -> None:
    """A line of 督查室's next list, once for each key and person."""
    for person in await people.office(now):
        await tell(person.id, key, text, now, assignment_id=assignment_id)


async def bundle_with(notice: Notice, row: Outbox) -> None:
    """A notice that this very message carries."""
    if await notices.add(notice):
        await Notice.filter(id=notice.id).update(state="bundled", outbox_id=row.id)


async def bundle_all(found: Sequence[Notice], row: Outbox | None) -> None:
    """Notices that this very message carries; without one they wait for the next list."""
    await notices.add_many(found)
    if row is not None:
        keys = [notice.key for notice in found]
        await Notice.filter(key__in=keys, state="pending").update(state="bundled", outbox_id=row.id)


async def at_once(
    person_id: int, message: Outgoing, notice: Notice | None, now: datetime, *, nature: Nature = Nature.SINGLE,
    planned_at: datetime | None = None, dedupe: str | None = None,
) -> bool:  # fmt: skip
    """A message of its own. Where the day is full of messages already, the notice it carries stands in the next list.

    False for whoever has no account.
    """
    account = await people.account_of(person_id)
    if account is None:
        return False
    row = await outbox.put(
        account.platform, account.userid, message, now=now, reason=nature, person_id=person_id, proactive=True,
        planned_at=planned_at, dedupe=dedupe,
    )  # fmt: skip
    if row is not None and notice is not None:
        await bundle_with(notice, row)
    return True


async def withdraw_answered(assignment_id: int, because: str) -> None:
    """What asks a unit to take on, or says what its report lacks, need not go out once the unit has answered."""
    await notices.withdraw(because, assignment_id=assignment_id, occasion__in=["dispatch", *DECISIONS])
