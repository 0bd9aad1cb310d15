"""封存: words and pictures that carry a marking or look like a red-head paper. One row each, from holding to its end.

held → released (by one person)
held → asked (one person wants it purged) → purged (another confirms) | held
What a purge leaves is the row and its entry in the audit trail: hash, who, why.
"""

from datetime import datetime
from hashlib import sha256

from tortoise import fields
from tortoise.models import Model

from models import attachments, audit, people
from models.fields import MomentField
from models.inbox import Inbox
from models.people import Person, Role

CARD = "held"
OPEN = ("held", "asked")
MARKED, RED_HEAD = "marked", "red-head"  # why


class Held(Model):
    id = fields.BigIntField(primary_key=True)
    inbox_id = fields.BigIntField()
    attachment_id = fields.BigIntField(null=True)  # None: words
    person_id = fields.BigIntField()
    why = fields.CharField(max_length=24)
    sha256 = fields.CharField(max_length=64)
    state = fields.CharField(max_length=12, default="held")
    held_at = MomentField()
    first_by = fields.BigIntField(null=True)
    second_by = fields.BigIntField(null=True)
    settled_at = MomentField(null=True)

    class Meta:
        table = "held"

    @property
    def is_picture(self) -> bool:
        return self.attachment_id is not None


async def keepers(now: datetime) -> list[Person]:
    """保密员: whoever of 督查室 holds a post of that name, else all of 督查室."""
    posts = await people.holders(Role.ADMIN, now)
    named = [person for post, person in posts if "保密" in post.title]
    return named or [person for _, person in posts]


def hash_of(content: str | bytes) -> str:
    return sha256(content.encode() if isinstance(content, str) else content).hexdigest()


async def is_released(sha: str) -> bool:
    """The same words or picture were looked at before and let through."""
    return await Held.filter(sha256=sha, state="released").exists()


async def hold(inbox_id: int, person_id: int, why: str, sha: str, now: datetime, attachment_id: int | None) -> Held:
    row = await Held.create(
        inbox_id=inbox_id, person_id=person_id, why=why, sha256=sha, held_at=now, attachment_id=attachment_id
    )
    await _note(row, "clock", "held", now)
    return row


async def release(row: Held, by: int, now: datetime) -> None:
    row.state, row.first_by, row.settled_at = "released", by, now
    await row.save()
    if row.attachment_id is not None:
        await attachments.release(row.attachment_id, now)
    await _note(row, f"person:{by}", "held_released", now)


async def ask_purge(row: Held, by: int, now: datetime) -> None:
    row.state, row.first_by = "asked", by
    await row.save()
    await _note(row, f"person:{by}", "purge_asked", now)


async def keep_on(row: Held, by: int, now: datetime) -> None:
    """The second person does not want it purged."""
    row.state, row.first_by = "held", None
    await row.save()
    await _note(row, f"person:{by}", "purge_refused", now)


async def purge(row: Held, by: int, now: datetime) -> None:
    """By a second person: what was sent is overwritten, its tombstone stays."""
    row.state, row.second_by, row.settled_at = "purged", by, now
    await row.save()
    if row.attachment_id is not None:
        await attachments.purge(row.attachment_id)
    else:
        await Inbox.filter(id=row.inbox_id).update(payload="")
    await _note(row, f"person:{by}", "purged", now)


async def _note(row: Held, actor: str, action: str, now: datetime) -> None:
    await audit.record(
        actor, action, f"held:{row.id}", now=now, sha256=row.sha256, why=row.why, sender=row.person_id, first=row.first_by,
        second=row.second_by, inbox=row.inbox_id, attachment=row.attachment_id,
    )  # fmt: skip
