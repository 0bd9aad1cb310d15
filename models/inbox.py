"""The inbox: callbacks that were answered 200, each kept once under a key made of decrypted ids.

Life of a row: received → working → applied | dead (five failures; visible, re-runnable)
               quarantined (well signed, stale time stamp; released by an admin) → received
Keys live in a narrow table of their own, for ever, so that retention can delete payloads.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise import fields
from tortoise.models import Model

from models import db, presence
from models.fields import MomentField, storable

ATTEMPTS = 5
LEASE_S = 60.0


class Inbox(Model):
    id = fields.BigIntField(primary_key=True)
    platform = fields.CharField(max_length=16)
    message_id = fields.CharField(max_length=128)
    userid = fields.CharField(max_length=64)
    payload = fields.TextField()
    received_at = MomentField()
    state = fields.CharField(max_length=12, default="received")
    attempts = fields.IntField(default=0)
    next_try_at = MomentField()
    lease_until = fields.FloatField(default=0.0)  # real clock, seconds
    owner = fields.IntField(null=True)  # the worker that claimed it last
    fence = fields.IntField(default=0)
    error = fields.TextField(null=True)
    applied_at = MomentField(null=True)

    class Meta:
        table = "inbox"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A verified callback on its way into the inbox."""

    key: str
    platform: str
    message_id: str
    userid: str
    payload: str
    received_at: datetime
    quarantined: bool = False


async def store(arrivals: Sequence[Arrival]) -> int:
    """Keep what was never kept before; returns how many were new. One group commit, raw SQL: the hot path."""

    first: dict[str, Arrival] = {}
    for arrival in arrivals:
        first.setdefault(storable(arrival.key), arrival)

    if db.is_postgres() or db.is_in_transaction():
        return await db.tx(lambda: _store(first))
    rows = {key: _row(arrival) for key, arrival in first.items()}
    return await db.sqlite_whole(lambda raw: _store_in_thread(raw, rows))


_KEYS = "INSERT INTO inbox_key (key) SELECT value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING RETURNING key"
_KEYS_OF_POSTGRES = "INSERT INTO inbox_key (key) SELECT unnest(?::text[]) ON CONFLICT DO NOTHING RETURNING key"


def _store_in_thread(raw: sqlite3.Connection, rows: Mapping[str, tuple[object, ...]]) -> int:
    new = {key for (key,) in raw.execute(_KEYS, [json.dumps(sorted(rows))])}
    raw.executemany(_INSERT, [row for key, row in rows.items() if key in new])
    return len(new)


async def _store(first: Mapping[str, Arrival]) -> int:
    ordered = sorted(first)  # in one order everywhere: two replicas never wait for each other
    made = db.rows(_KEYS_OF_POSTGRES, ordered) if db.is_postgres() else db.rows(_KEYS, json.dumps(ordered))
    new = {row["key"] for row in await made}
    if new:
        await db.execute_many(_INSERT, [_row(arrival) for key, arrival in first.items() if key in new])
    return len(new)


_INSERT = (
    "INSERT INTO inbox (platform, message_id, userid, payload, received_at, next_try_at, state, attempts, lease_until, fence)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0)"
)


def _row(a: Arrival) -> tuple[object, ...]:
    at = db.stored_moment(a.received_at)
    words = storable((a.platform, a.message_id, a.userid, a.payload))
    return *words, at, at, "quarantined" if a.quarantined else "received"


async def take(now: datetime, *, real_s: float, owner: int | None) -> list[int]:
    """A claim of its own, where there is anything to claim: an idle receiver takes no write lock."""
    found = await db.rows("SELECT 1 AS found FROM inbox WHERE state IN ('received', 'working') LIMIT 1")
    return await db.tx(lambda: claim(now, real_s=real_s, owner=owner)) if found else []


async def claim(now: datetime, *, real_s: float, limit: int = 50, owner: int | None = None) -> list[int]:
    """Ids of rows to work on, at most one a person, oldest first; a row whose worker died is taken again."""
    is_free = f"(c.lease_until < ? OR {presence.owner_is_gone(owner)})"
    taken = await db.claim(
        "inbox",
        change="state = 'working', attempts = attempts + 1, fence = fence + 1, lease_until = ?, owner = ?",
        # what is open is named first, in the words of the index: a claim costs what is open, not what ever came in
        where="c.state IN ('received', 'working')"
        f" AND (c.state = 'received' AND c.next_try_at <= ? OR c.state = 'working' AND {is_free})"
        " AND NOT EXISTS (SELECT 1 FROM inbox e WHERE e.platform = c.platform AND e.userid = c.userid"
        " AND e.id < c.id AND e.state IN ('received', 'working'))",
        values=[real_s + LEASE_S, owner, now, real_s],
        order="c.id + 0",  # computed, or SQLite would walk the whole table in the order of its ids
        limit=limit,
    )
    return sorted(row["id"] for row in taken)


async def is_any_under_way() -> bool:
    return await Inbox.filter(state="working").exists()


async def applied(row: Inbox, now: datetime) -> bool:
    """Inside the transaction that applied it; False when another worker took the row meanwhile: roll back."""
    changed = await Inbox.filter(id=row.id, fence=row.fence, state="working").update(
        state="applied", applied_at=now, error=None
    )
    return bool(changed)


async def failed(row: Inbox, error: str, now: datetime) -> bool:
    """True when the row stepped aside for good (dead): somebody should look."""
    dead = row.attempts >= ATTEMPTS
    await Inbox.filter(id=row.id, fence=row.fence).update(
        state="dead" if dead else "received", error=error[:2000], next_try_at=now + timedelta(seconds=2.0**row.attempts)
    )
    return dead


async def give_back(owner: int | None) -> None:
    """What this worker claimed and could not work, as if it had never been claimed."""
    await db.execute(
        "UPDATE inbox SET state = 'received', attempts = attempts - 1 WHERE state = 'working' AND owner = ?", owner
    )


async def next_try(after: datetime) -> datetime | None:
    [row] = await db.rows(
        "SELECT MIN(next_try_at) AS at FROM inbox WHERE state = 'received' AND next_try_at > ?", after
    )
    return db.moment(row["at"]) if row["at"] else None


async def release(inbox_id: int, now: datetime) -> bool:
    """A dead or quarantined row is worked again, from its first attempt."""
    changed = await Inbox.filter(id=inbox_id, state__in=["dead", "quarantined"]).update(
        state="received", attempts=0, next_try_at=now, error=None
    )
    return bool(changed)
