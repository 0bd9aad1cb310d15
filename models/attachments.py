"""Pictures on their way from the messenger to the task they are evidence of."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from tortoise.queryset import QuerySet

from models import db, files
from models.events import Attachment

JPEG = "image/jpeg"
LIFETIME = timedelta(days=3)  # so long a messenger keeps what somebody sent
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
TOGETHER = timedelta(hours=2)  # a picture and the words around it
AT_ONCE = 4
COUNTS = ("waiting", "kept")


async def arrived(person_id: int, inbox_id: int, media: str, now: datetime) -> Attachment:
    """Kept on record before it is fetched; the same message makes one row."""
    known = await Attachment.filter(inbox_id=inbox_id).first()
    return known or await Attachment.create(
        person_id=person_id, inbox_id=inbox_id, media=media, received_at=now, next_try_at=now
    )


async def claim(now: datetime) -> list[Attachment]:
    """What may be fetched now, each for one caller: its next try is put off before this one begins, so that a kill or a
    platform that hangs costs a pause and nothing else."""
    found = await Attachment.filter(state="waiting", next_try_at__lte=now).order_by("next_try_at", "id").limit(AT_ONCE)
    claimed = []
    for row in found:
        after = now + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(row.tries, 10))
        changed = await Attachment.filter(id=row.id, state="waiting", tries=row.tries).update(
            tries=row.tries + 1, next_try_at=after
        )
        if changed:
            row.tries += 1
            claimed.append(row)
    return claimed


async def next_try(after: datetime) -> datetime | None:
    [row] = await db.rows(
        "SELECT MIN(next_try_at) AS at FROM attachment WHERE state = 'waiting' AND next_try_at > ?", after
    )
    return db.moment(row["at"]) if row["at"] else None


async def settle(row: Attachment, state: str, **content: object) -> bool:
    """False for whoever lost it to another try meanwhile."""
    kept = {"next_try_at": None, "body": None, **content}
    changed = await Attachment.filter(id=row.id, state="waiting", tries=row.tries).update(state=state, **kept)
    if changed:
        row.state = state
    return bool(changed)


async def keep(row: Attachment, jpeg: bytes, now: datetime) -> bool:
    """The same picture twice lies there once."""
    kept = await files.keep(jpeg, "", now=now)
    return await settle(row, "kept", sha256=kept.sha256, content_type=JPEG)


async def hold(row: Attachment, jpeg: bytes) -> bool:
    """Its bytes stay in this row: nothing that sends or shows files reaches them."""
    return await settle(row, "held", sha256=sha256(jpeg).hexdigest(), content_type=JPEG, body=jpeg)


async def release(attachment_id: int, now: datetime) -> Attachment:
    row = await Attachment.get(id=attachment_id)
    await files.keep(bytes(row.body or b""), "", now=now)
    row.state, row.body = "kept", None
    await row.save()
    return row


async def purge(attachment_id: int) -> None:
    await Attachment.filter(id=attachment_id).update(state="purged", body=None)


async def take_along(person_id: int, assignment_id: int, now: datetime) -> int:
    """The pictures around these words that had no task belong to theirs; returns how many."""
    found = Attachment.filter(person_id=person_id, state__in=COUNTS, received_at__gte=now - TOGETHER)
    return int(await found.filter(assignment_id=None).update(assignment_id=assignment_id))


async def go_with(person_id: int, assignment_id: int, event_id: int, now: datetime) -> None:
    """Those of this task that came just before its update are evidence of it."""
    found = Attachment.filter(person_id=person_id, state__in=COUNTS, received_at__gte=now - TOGETHER)
    await found.filter(assignment_id=assignment_id, event_id=None).update(event_id=event_id)


async def of(assignment_id: int) -> list[Attachment]:
    """Whoever of the unit sent them, each picture once."""
    found = await Attachment.filter(assignment_id=assignment_id, state__in=COUNTS).order_by("id")
    return _each_once(found)


async def count(ids: Sequence[int]) -> int:
    """How many of these are pictures still."""
    return len(_each_once(await Attachment.filter(id__in=list(ids), state__in=COUNTS))) if ids else 0


def of_tasks(assignments: Collection[int]) -> QuerySet[Attachment]:
    """What is kept and can be shown."""
    return Attachment.filter(assignment_id__in=list(assignments) or [0], state="kept")


def _each_once(found: Sequence[Attachment]) -> list[Attachment]:
    return list({row.sha256 or str(row.id): row for row in reversed(found)}.values())[::-1]
