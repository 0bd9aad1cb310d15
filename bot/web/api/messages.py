"""`messages/inbox` and `messages/outbox`: what came in and what goes out, without a word of either."""

from collections.abc import Sequence
from datetime import datetime

from tortoise.queryset import QuerySet

from bot.web import message_schemas
from bot.web.api import asked
from bot.web.api.holders import names_of
from bot.web.api.keys import Caller
from bot.web.api.paging import M, page
from bot.web.api.refusals import Refused
from models import audit, db, inbox
from models.inbox import Inbox
from models.notices import Notice
from models.outbox import Outbox

ARRIVED = (
    "id", "platform", "message_id", "userid", "state", "attempts", "received_at", "applied_at", "error",
)  # fmt: skip
LEAVING = (
    "id", "platform", "userid", "person_id", "kind", "state", "reason", "attempts", "planned_at", "sent_at",
    "delivered_at", "read_at", "error",
)  # fmt: skip


async def arrived(want: asked.InboxMessages, caller: Caller, now: datetime) -> message_schemas.InboxPage:
    """What came in, without its words."""
    found, following = await page(_filtered(Inbox.all().only(*ARRIVED), want, want.state), want, "inbox")
    return message_schemas.InboxPage(items=[_arrival(row, caller) for row in found], next=following)


def _filtered(query: QuerySet[M], want: asked.Messages, state: str | None) -> QuerySet[M]:
    user = want.user.casefold() if want.user else None
    wanted = {"platform": want.platform, "userid": user, "state": state}
    return query.filter(**{column: value for column, value in wanted.items() if value is not None})


def _arrival(row: Inbox, caller: Caller) -> message_schemas.InboxMessage:
    """An error's text may quote what somebody wrote: a reader sees its kind only."""
    error = row.error if row.error is None or caller.is_admin else row.error.split(":", 1)[0][:64]
    return message_schemas.InboxMessage(
        id=row.id, platform=row.platform, message_id=row.message_id, user=row.userid, state=row.state,
        attempts=row.attempts, received_at=row.received_at, applied_at=row.applied_at, error=error,
    )  # fmt: skip


async def release(want: asked.OneMessage, caller: Caller, now: datetime) -> message_schemas.InboxMessage:
    """A dead or quarantined message is worked again, from its first attempt."""

    async def body() -> bool:
        if not await inbox.release(want.id, now):
            return False
        await audit.record(f"api:{caller.name}"[:64], "inbox_released", f"inbox:{want.id}", now=now)
        return True

    released = await db.tx(body)
    row = await Inbox.filter(id=want.id).only(*ARRIVED).first()
    if row is None:
        raise Refused(404, "there is no message with this id; see /api/v1/messages/inbox?state=dead")
    if not released:
        raise Refused(409, f"this message is {row.state}; only a dead or quarantined one can be released")
    return _arrival(row, caller)


async def leaving(want: asked.OutboxMessages, caller: Caller, now: datetime) -> message_schemas.OutboxPage:
    """What goes out, without its words."""
    found, following = await page(_filtered(Outbox.all().only(*LEAVING), want, want.state), want, "outbox")
    carried = await _carried([row.id for row in found])
    people = await names_of(row.person_id for row in found)
    items = [_departure(row, carried.get(row.id, []), people.get(row.person_id or 0)) for row in found]
    return message_schemas.OutboxPage(items=items, next=following)


async def _carried(ids: list[int]) -> dict[int, list[message_schemas.CarriedNotice]]:
    found: dict[int, list[message_schemas.CarriedNotice]] = {}
    for notice in await Notice.filter(outbox_id__in=ids).order_by("id"):
        found.setdefault(notice.outbox_id or 0, []).append(_notice(notice))
    return found


def _notice(notice: Notice) -> message_schemas.CarriedNotice:
    return message_schemas.CarriedNotice(
        id=notice.id, key=notice.key, task=notice.task_id, obligation=notice.obligation_id,
        occasion=notice.occasion, form=notice.form, state=notice.state,
    )  # fmt: skip


def _departure(
    row: Outbox, notices: Sequence[message_schemas.CarriedNotice], person: str | None
) -> message_schemas.OutboxMessage:
    return message_schemas.OutboxMessage(
        id=row.id, platform=row.platform, user=row.userid, person=person, kind=row.kind, state=row.state,
        reason=row.reason, notices=list(notices), attempts=row.attempts, planned_at=row.planned_at,
        sent_at=row.sent_at, delivered_at=row.delivered_at, read_at=row.read_at, error=row.error,
    )  # fmt: skip
