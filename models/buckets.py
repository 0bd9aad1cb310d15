"""How many messages a platform takes of the whole app: one row that all replicas take their places from.

The row is locked in the transaction that claims the messages, so that two replicas never take the same place.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tortoise import fields
from tortoise.models import Model

from models import db
from models.fields import MomentField
from models.rules.windows import Taken, Window, free_in_s, room, with_taken, without

APP = "app"


class Bucket(Model):
    """`free_at`: when the next place is free, where none was left."""

    id = fields.BigIntField(primary_key=True)
    platform = fields.CharField(max_length=16)
    scope = fields.CharField(max_length=64)
    taken: Taken = fields.JSONField(default=dict)
    free_at = MomentField(null=True)

    class Meta:
        table = "bucket"


async def locked(platform: str, scope: str = APP) -> Bucket:
    """Until the transaction ends nobody else takes from it."""
    await db.execute(
        "INSERT INTO bucket (platform, scope, taken) VALUES (?, ?, '{}') ON CONFLICT (platform, scope) DO NOTHING",
        platform, scope,
    )  # fmt: skip
    found = Bucket.filter(platform=platform, scope=scope)
    return await (found.select_for_update() if db.is_postgres() else found).get()


def places(bucket: Bucket, windows: Sequence[Window], now: datetime) -> int:
    return room(windows, bucket.taken, now.timestamp())


async def take(bucket: Bucket, count: int, windows: Sequence[Window], now: datetime) -> None:
    await _keep(bucket, with_taken(windows, bucket.taken, count, now.timestamp()), windows, now)


async def give_back(platform: str, count: int, windows: Sequence[Window], now: datetime) -> None:
    """Places of messages that were not sent after all."""
    bucket = await locked(platform)
    await _keep(bucket, without(windows, bucket.taken, count, now.timestamp()), windows, now)


async def _keep(bucket: Bucket, taken: Taken, windows: Sequence[Window], now: datetime) -> None:
    wait_s = free_in_s(windows, taken, now.timestamp())
    bucket.taken, bucket.free_at = taken, now + timedelta(seconds=wait_s) if wait_s else None
    await bucket.save(update_fields=["taken", "free_at"])


async def next_free(after: datetime) -> datetime | None:
    """When a platform takes messages again for which some wait."""
    waiting = "SELECT 1 FROM outbox o WHERE o.state = 'pending' AND o.platform = b.platform AND o.planned_at <= ?"
    [row] = await db.rows(
        f"SELECT MIN(b.free_at) AS at FROM bucket b WHERE b.free_at > ? AND EXISTS ({waiting})", after, after
    )
    return db.moment(row["at"]) if row["at"] else None
