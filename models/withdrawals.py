"""What is asked no more: its clocks stop and its history stays; its message is taken back, or put right in words."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from models import clocks, conversations, outbox, telling
from models.conversations import ShownCard
from models.messages import Outgoing, OutgoingKind
from models.notices import Notice
from models.outbox import Outbox
from models.rules.delivery import Nature
from models.rules.states import State
from models.tasks import PART, Assignment, Task
from models.wording import orders as words

UNANSWERED = frozenset({State.DRAFT, State.DISPATCHED})

_within: dict[str, timedelta] = {}


def within(spans: Mapping[str, timedelta]) -> None:
    """By messenger, how long after it was sent a message can be recalled."""
    _within.clear()
    _within.update(spans)


async def drop(task: Task, now: datetime) -> None:
    """With the parts that 督查室 made of it."""
    for made in await Task.filter(parent_id=task.id, source=PART).exclude(state="gone"):
        await drop(made, now)
    task.state = "gone"
    await task.save()
    for assignment in await Assignment.filter(task_id=task.id):
        await clocks.meet(assignment.id, now, state="withdrawn")


async def dispatches_of(given: Sequence[Assignment]) -> list[Outbox]:
    """The messages on the phones that gave these out."""
    told = Notice.filter(assignment_id__in=[a.id for a in given], occasion="dispatch", state="sent")
    ids = {notice.outbox_id for notice in await told if notice.outbox_id is not None}
    return await Outbox.filter(id__in=sorted(ids), state="sent").order_by("id")


async def given_by(row: Outbox) -> list[Assignment]:
    carried = [notice.assignment_id for notice in await Notice.filter(outbox_id=row.id)]
    return await Assignment.filter(id__in=[one for one in carried if one is not None]).select_related("task")


def is_over(given: Sequence[Assignment]) -> bool:
    return all(assignment.task.state == "gone" for assignment in given)


def is_recallable(row: Outbox, given: Sequence[Assignment], now: datetime) -> bool:
    """Nothing in it is still asked, nobody has answered or, as far as the platform tells, read it, and it is young enough."""
    if row.platform_id is None or row.sent_at is None or row.read_at is not None or not is_over(given):
        return False
    is_young = now - row.sent_at < _within.get(row.platform, timedelta(0))
    return is_young and all(State(a.state) in UNANSWERED for a in given)


async def told_beside(given: Sequence[Assignment], rows: Sequence[Outbox]) -> set[int]:
    """Whoever else has heard of these by now: the liaison by his list."""
    heard = Notice.filter(assignment_id__in=[a.id for a in given], state="sent").exclude(occasion="dispatch")
    return {notice.person_id for notice in await heard} - {row.person_id for row in rows}


async def recall(row: Outbox, instead: str, now: datetime) -> None:
    """Durable and tried again like any message; where the platform will not, `instead` is said."""
    message = Outgoing(OutgoingKind.RECALL, instead, recalls=row.platform_id)
    await outbox.put(
        row.platform, row.userid, message, now=now, reason=Nature.RECALL, person_id=row.person_id, dedupe=f"recall:{row.id}"
    )  # fmt: skip


async def correct(row: Outbox, said: str, now: datetime) -> None:
    """What stands on the phone is put right by a message of its own."""
    if row.person_id is not None:
        notice = telling.told(row.person_id, f"correction:{row.id}", said, now)
        await telling.at_once(row.person_id, Outgoing(OutgoingKind.TEXT, said), notice, now)


async def not_recalled(row: Outbox, now: datetime) -> None:
    """The platform would not take it back, or nobody knows whether it did: its card is settled, and words put it right."""
    message = outbox.content_of(row)
    if message is None:
        return
    stands = await Outbox.filter(platform=row.platform, platform_id=message.recalls or "").first()
    card = await ShownCard.filter(id=stands.card_id or "").first() if stands else None
    if card is not None and card.ticket and conversations.can_change(card, now):
        settled = Outgoing(
            OutgoingKind.CARD_UPDATE, card=outbox.card_from(card.content), ticket=card.ticket, settled=words.TAKEN_BACK
        )
        await ShownCard.filter(id=card.id).update(ticket=None)
        await outbox.put(row.platform, row.userid, settled, now=now, reason=Nature.RECALL, person_id=row.person_id)
    await correct(row, message.text, now)
