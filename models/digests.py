"""Digests: what a leader reads in the morning, with the figures behind each number."""

from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from models import db, outbox, rulebook
from models.fields import MomentField, stored
from models.outbox import Outbox
from models.rulebook import Rulebook
from models.rules.delivery import DIGESTS, HoldUntil, Message, Nature, Role, when_to_send


class Digest(Model):
    """At most one a person and day. `said` is what each line said, so that the same line does not stand every day."""

    id = fields.BigIntField(primary_key=True)
    person_id = fields.BigIntField()
    post_id = fields.BigIntField()  # the leader's post whose portfolio it shows
    role = fields.CharField(max_length=16)  # leader | aide
    day = fields.DateField()
    at = MomentField()
    state = fields.CharField(max_length=12)  # queued | skipped
    reason = fields.CharField(max_length=64, default="")  # why it was skipped
    text = fields.TextField(default="")
    figures: list[dict[str, Any]] = fields.JSONField(default=list)
    said: dict[str, Any] = fields.JSONField(default=dict)
    outbox_id = fields.BigIntField(null=True)
    picture = fields.CharField(max_length=64, null=True)  # the value of its picture, by its hash (files.StoredFile)

    class Meta:
        table = "digest"


COLUMNS = ("person_id", "post_id", "role", "day", "at", "state", "reason", "text", "figures", "said")


async def add(digest: Digest) -> bool:
    """False when this person has one of this day already."""
    made = await db.rows(
        f"INSERT INTO digest ({', '.join(COLUMNS)}) VALUES ({', '.join('?' for _ in COLUMNS)})"
        " ON CONFLICT (person_id, day) DO NOTHING RETURNING id",
        *stored(digest, COLUMNS),
    )
    if made:
        digest.id = made[0]["id"]
    return bool(made)


async def last_of(person_id: int) -> Digest | None:
    """The newest that was not skipped."""
    return await Digest.filter(person_id=person_id, state="queued").order_by("-day").first()


async def skip(outbox_id: int, reason: str) -> str:
    """It missed its morning, and is not sent late."""
    await Digest.filter(outbox_id=outbox_id).update(state="skipped", reason=reason)
    return reason


async def words_of(picture: Outbox, book: Rulebook) -> Outbox | None:
    """The message that a picture goes with."""
    day = book.calendar.local(picture.created_at).date()
    digest = await Digest.filter(person_id=picture.person_id, day=day).first()
    return await Outbox.filter(id=digest.outbox_id).first() if digest and digest.outbox_id else None


def is_of(row: Outbox) -> bool:
    return row.reason in DIGESTS


def is_over(row: Outbox, at: datetime, book: Rulebook) -> bool:
    """A digest is of its day: it is not sent on another."""
    return book.calendar.local(at).date() > book.calendar.local(row.created_at).date()


async def pass_by(row: Outbox, now: datetime) -> bool:
    """A message whose bytes were made before, and that is not to be repeated any more: its morning is over."""
    if not is_of(row):
        return False
    book = await rulebook.current()
    timing = when_to_send(Message(Nature(row.reason)), now, (), Role.LEADER, policy=book.policy, calendar=book.calendar)
    if not isinstance(timing, HoldUntil):
        return False
    why = await skip(row.id, timing.why.value)
    await outbox.settle(row, "unknown" if row.maybe_sent else "cancelled", error=why)
    return True
