"""What did not arrive: a person's other messenger is tried once, then the telephone; 督查室 hears of it and why."""

from datetime import datetime

from models import alarms, assigning, audit, clocks, notices, outage, outbox, people, rulebook, telling, withdrawals
from models.digests import Digest
from models.messages import OutgoingKind
from models.notices import Notice
from models.outbox import Outbox
from models.people import Account, Person
from models.rules.delivery import Nature
from models.tasks import Assignment
from models.wording import calls

INSTEAD = "instead:"  # a message that goes another way, and the row it stands for
OF_THE_ADDRESS = frozenset({"recipient", "unreachable"})  # blames that say nothing against the words


async def delayed(row: Outbox, now: datetime) -> None:
    """The platform did not take it at once: of a dispatch, delivery itself is owed from now on."""
    if row.reason != Nature.DISPATCH:
        return
    book = await rulebook.current()
    ids = {notice.assignment_id for notice in await notices.carried_by([row.id])}
    for assignment in (
        await Assignment.filter(id__in=ids, delivered_at=None).select_related("task", "unit").order_by("id")
    ):
        await clocks.undelivered(assignment, now, book)


async def unknown(row: Outbox, now: datetime) -> None:
    """It may have arrived and is not repeated, or somebody would have it twice: 督查室 hears of what mattered."""
    if row.kind == OutgoingKind.RECALL:
        await withdrawals.not_recalled(row, now)
    if not row.is_proactive or row.reason == Nature.PICTURE or await outage.is_told(row.platform):
        return
    person = await _reader(row)
    text = f"发给{person.name if person else row.userid}的一条消息，平台没有回音，不知到了没有；没有重发，请电话问一声"
    await telling.tell_office(f"unknown:{row.id}", text, now)


async def refused(row: Outbox, blame: str, now: datetime) -> None:
    """The platform will never take it: the address is stale or the text is bad.

    Not a word of a card that could not be greyed any more: it says itself that it is settled when it is tapped. Nor
    of a picture: its digest was read.
    """
    if row.kind == OutgoingKind.CARD_UPDATE:
        return
    if row.kind == OutgoingKind.RECALL:
        await withdrawals.not_recalled(row, now)
        return
    if blame == "recipient":
        await Account.filter(platform=row.platform, userid=row.userid).update(stale=True)
    await delayed(row, now)
    person = await _reader(row)
    if blame in OF_THE_ADDRESS and person is not None and await _sent_elsewhere(row, person, blame, now):
        return
    if row.reason != Nature.PICTURE:
        await _given_up(row, person, blame, now)


async def _sent_elsewhere(row: Outbox, person: Person, blame: str, now: datetime) -> bool:
    """The same words, made anew for his next messenger. Once: what is refused there too is for the telephone."""
    account = await people.account_of(person.id)
    if account is None or (row.dedupe or "").startswith(INSTEAD):
        return False
    other = await outbox.put(
        account.platform, account.userid, outbox.content_of(row), now=now, reason=row.reason, person_id=person.id,
        proactive=row.is_proactive, dedupe=f"{INSTEAD}{row.id}",
    )  # fmt: skip
    if other is None:
        return False
    await Notice.filter(outbox_id=row.id, state="bundled").update(outbox_id=other.id)
    await Digest.filter(outbox_id=row.id).update(outbox_id=other.id)
    text = calls.sent_elsewhere(person.name, row.platform, account.platform, blame)
    await telling.tell_office(f"elsewhere:{row.platform}:{row.userid}:{now:%Y-%m-%d}"[:100], text, now)
    await audit.record("sender", "sent_elsewhere", f"outbox:{row.id}", now=now, blame=blame, to=account.platform)
    return True


async def _given_up(row: Outbox, person: Person | None, blame: str, now: datetime) -> None:
    carried = await Notice.filter(outbox_id=row.id, state="bundled")
    await Notice.filter(outbox_id=row.id, state="bundled").update(
        state="withdrawn", withdrawn_because=f"refused: {blame}"
    )
    text = calls.undelivered(person.name if person else row.userid, row.platform, blame)
    await telling.tell_office(
        f"refused:{row.id}", text, now, assignment_id=carried[0].assignment_id if carried else None
    )
    await audit.record("sender", "refused", f"outbox:{row.id}", now=now, blame=blame)
    if row.reason == Nature.EMERGENCY:
        await alarms.refused(carried, row.error or blame, now, await rulebook.current())
    if row.reason == Nature.DISPATCH and person is not None and await people.account_of(person.id):
        await assigning.send_again(now)  # he has a third messenger


async def _reader(row: Outbox) -> Person | None:
    return await Person.filter(id=row.person_id).first() if row.person_id else None
