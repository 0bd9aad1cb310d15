"""The outbox: what is to appear on a phone, written in the transaction that changes the task.

Life of a row: pending → sending → sent | failed (refused) | unknown (may have arrived; not repeated)
               pending → cancelled (lost its reason) | merged (joined the next list)
Bytes are rendered at the first claim and frozen, so that every attempt is identical. What carries a file is
uploaded first; its bytes hold the platform's id of the file, and are made anew only when the platform knows that id
no more and certainly took nothing.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from tortoise import fields
from tortoise.models import Model

from models import buckets, db, presence
from models.fields import MomentField
from models.messages import Card, Outgoing
from models.rules.windows import Window

LEASE_S = 150.0  # ten times the channel's own timeout
MOST_AT_ONCE = 200
SKEW = timedelta(seconds=5)  # so much the clocks of two replicas may differ: what one wrote first goes first

_outgoing: TypeAdapter[Outgoing] = TypeAdapter(Outgoing)


class Outbox(Model):
    id = fields.BigIntField(primary_key=True)
    platform = fields.CharField(max_length=16)
    userid = fields.CharField(max_length=64)
    person_id = fields.BigIntField(null=True)
    kind = fields.CharField(max_length=16, default="")  # of the message, known when it is rendered
    content: dict[str, Any] | None = fields.JSONField(null=True)  # None: made of its notices when it is claimed
    body = fields.BinaryField(null=True)  # frozen at the first claim
    reason = fields.CharField(max_length=24)  # answer | dispatch | list | single | card_update …
    is_proactive = fields.BooleanField(default=False)  # counts against quiet and budget
    state = fields.CharField(max_length=12, default="pending")
    planned_at = MomentField()
    first_try_at = MomentField(null=True)
    maybe_sent = fields.BooleanField(
        default=False
    )  # some attempt may have arrived: repeated only in the platform's window
    attempts = fields.IntField(default=0)
    lease_until = fields.FloatField(default=0.0)  # real clock, seconds
    owner = fields.IntField(null=True)  # the worker that claimed it last
    fence = fields.IntField(default=0)
    sent_at = MomentField(null=True)  # the platform took it
    delivered_at = MomentField(null=True)  # it was on the phone, where the platform tells
    read_at = MomentField(null=True)
    ask_read_at = MomentField(null=True)  # when the platform is asked next whether it was read; None: not asked
    platform_id = fields.CharField(max_length=256, null=True)
    card_id = fields.CharField(max_length=64, null=True)
    error = fields.TextField(null=True)
    dedupe = fields.CharField(max_length=128, null=True)
    created_at = MomentField()

    class Meta:
        table = "outbox"


def content_of(row: Outbox) -> Outgoing | None:
    return _outgoing.validate_python(row.content) if row.content is not None else None


def as_json(message: Outgoing) -> dict[str, Any]:
    found: dict[str, Any] = _outgoing.dump_python(message, mode="json")
    return found


def card_from(content: dict[str, Any]) -> Card:
    return TypeAdapter(Card).validate_python(content)


async def put(
    platform: str,
    userid: str,
    message: Outgoing | None,
    *,
    now: datetime,
    reason: str,
    person_id: int | None = None,
    proactive: bool = False,
    planned_at: datetime | None = None,
    dedupe: str | None = None,
) -> Outbox | None:
    """Queue a message; None when one with the same `dedupe` was queued before. `message=None`: its notices make it."""
    if dedupe is not None and await Outbox.filter(dedupe=dedupe).exists():
        return None
    return await Outbox.create(
        platform=platform,
        userid=userid,
        person_id=person_id,
        kind=message.kind if message else "",
        content=as_json(message) if message else None,
        card_id=message.card.id if message and message.card else None,
        reason=reason,
        is_proactive=proactive,
        planned_at=planned_at or now,
        created_at=now,
        dedupe=dedupe,
    )


Limits = Mapping[str, Sequence[Window]]  # by platform, how many messages it takes of the whole app

_LOOK = (
    "SELECT DISTINCT o.platform FROM outbox o WHERE o.state IN ('pending', 'sending') AND (o.state = 'sending' OR o.planned_at <= ?)"
    " AND NOT EXISTS (SELECT 1 FROM bucket b WHERE b.platform = o.platform AND b.free_at > ?)"
)


async def take(now: datetime, *, real_s: float, owner: int | None, limits: Limits) -> list[int]:
    """A claim of its own, where there is anything to claim: an idle sender takes no write lock."""
    platforms = sorted(row["platform"] for row in await db.rows(_LOOK, now, now))

    async def body() -> list[int]:
        found: list[int] = []
        for platform in platforms:
            found += await _claim_of(platform, limits.get(platform, ()), now, real_s=real_s, owner=owner)
        return sorted(found)

    return await db.tx(body) if platforms else []


async def _claim_of(
    platform: str, windows: Sequence[Window], now: datetime, *, real_s: float, owner: int | None
) -> list[int]:
    """No more than the platform has places for; the bucket stays locked until the claim is committed."""
    if not windows:
        return await claim(now, real_s=real_s, owner=owner, platform=platform)
    bucket = await buckets.locked(platform)
    most = min(MOST_AT_ONCE, buckets.places(bucket, windows, now))
    taken = await claim(now, real_s=real_s, owner=owner, platform=platform, limit=most) if most else []
    await buckets.take(bucket, len(taken), windows, now)
    return taken


async def claim(
    now: datetime, *, real_s: float, limit: int = MOST_AT_ONCE, owner: int | None = None, platform: str | None = None
) -> list[int]:
    """Ids of the rows that may go out, at most one a recipient, in order; a dead sender's rows are taken again."""
    is_free = f"(c.lease_until < ? OR {presence.owner_is_gone(owner)})"
    taken = await db.claim(
        "outbox",
        change="maybe_sent = (maybe_sent OR state = 'sending'), state = 'sending', attempts = attempts + 1, fence = fence + 1,"
        " lease_until = ?, owner = ?",
        # what is open is named first, in the words of the index: a claim costs what is open, not what was ever sent
        where="c.state IN ('pending', 'sending')"
        f" AND (c.state = 'pending' AND c.planned_at <= ? OR c.state = 'sending' AND {is_free})"
        " AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.platform = c.platform AND e.userid = c.userid AND e.id < c.id"
        " AND e.state IN ('pending', 'sending') AND (e.state = 'sending' OR e.planned_at <= ?"
        " OR e.attempts = 0 AND NOT e.is_proactive AND e.planned_at <= ?))"
        # not as a plain column: PostgreSQL, before it has counted the table, would go through it once for each row
        + (" AND c.platform || '' = ?" if platform else ""),
        values=[real_s + LEASE_S, owner, now, real_s, now, now + SKEW, *([platform] if platform else [])],
        order="c.planned_at, c.id",
        limit=limit,
    )
    return sorted(row["id"] for row in taken)


async def postpone(platform: str, until: datetime, now: datetime) -> None:
    """Everything that is due there waits, at once and untouched; what another replica has in hand stays with it."""
    skip = " FOR UPDATE SKIP LOCKED" if db.is_postgres() else ""
    due = f"SELECT id FROM outbox WHERE state = 'pending' AND platform || '' = ? AND planned_at <= ?{skip}"
    await db.execute(f"UPDATE outbox SET planned_at = ? WHERE id IN ({due})", until, platform, now)


async def is_any_under_way() -> bool:
    return await Outbox.filter(state="sending").exists()


async def claimed(ids: Sequence[int]) -> list[Outbox]:
    """These rows, in order. Raw: two hundred ids in a filter take longer to write down than to look up."""
    listed = ", ".join(str(int(each)) for each in ids)
    return list(await Outbox.raw(f"SELECT * FROM outbox WHERE id IN ({listed}) ORDER BY id"))


async def freeze(rows: Sequence[Outbox]) -> None:
    """Keep the bytes that every attempt will send."""
    if rows:
        await db.execute_many(
            "UPDATE outbox SET kind = ?, body = ?, first_try_at = ? WHERE id = ?",
            [(row.kind, row.body, row.first_try_at, row.id) for row in rows],
        )


async def freeze_ours(row: Outbox, body: bytes, now: datetime) -> bool:
    """The same after a while outside the transaction; False when somebody else holds the row now.

    Nothing can have arrived of a message that had no bytes yet.
    """
    row.body, row.first_try_at, row.maybe_sent = body, now, False
    ours = Outbox.filter(id=row.id, fence=row.fence, state="sending", body=None)
    return bool(await ours.update(kind=row.kind, body=body, first_try_at=now, maybe_sent=False))


async def settle_sent(sent: Sequence[tuple[Outbox, str | None]], now: datetime) -> set[int]:
    """Finish what arrived, with the platform's own id, in one statement; returns the rows that were still ours."""
    if not sent:
        return set()
    columns = [row.id for row, _ in sent], [row.fence for row, _ in sent], [name for _, name in sent]
    if db.is_postgres():
        done, values = "unnest(?::bigint[], ?::int[], ?::text[]) d (id, fence, name)", list[Any](columns)
    else:
        listed = ", ".join(f"json_extract(value, '$[{n}]') AS {name}" for n, name in enumerate(("id", "fence", "name")))
        done, values = f"(SELECT {listed} FROM json_each(?)) d", [json.dumps(list(zip(*columns, strict=True)))]
    gone = await db.rows(
        f"UPDATE outbox SET state = 'sent', sent_at = ?, platform_id = d.name, error = NULL FROM {done}"
        " WHERE outbox.id = d.id AND outbox.fence = d.fence AND outbox.state = 'sending' RETURNING outbox.id AS id",
        now, *values,
    )  # fmt: skip
    return {row["id"] for row in gone}


async def settle(row: Outbox, state: str, **columns: Any) -> bool:
    """Finish a claimed row; False when somebody else holds it now (our lease ran out)."""
    return bool(await Outbox.filter(id=row.id, fence=row.fence, state="sending").update(state=state, **columns))


async def give_back(owner: int | None) -> None:
    """What this worker claimed and did not try to send, as if it had never been claimed."""
    await db.execute(
        "UPDATE outbox SET state = 'pending', attempts = attempts - 1 WHERE state = 'sending' AND owner = ?", owner
    )


# Each attempt counts: the platform counts calls, and of one whose answer was lost nobody knows.
_WENT_OUT = (
    "SELECT userid, sent_at AS at, attempts FROM outbox WHERE platform = ? AND sent_at > ? AND userid {among}"
    " UNION ALL SELECT userid, first_try_at, attempts FROM outbox WHERE platform = ? AND first_try_at > ? AND userid {among}"
    " AND state IN ('pending', 'sending') AND state = 'pending' AND maybe_sent"
)


async def sent_in(
    platform: str, userids: Sequence[str], since: datetime, *, at_least: int
) -> dict[str, list[datetime]]:
    """When messages went out since then to those of these who got `at_least` so many: for pacing per person."""
    busy = await db.rows(
        f"SELECT userid FROM ({_went_out()}) w GROUP BY userid HAVING SUM(attempts) >= ?",
        *_calls_for(platform, userids, since), at_least,
    )  # fmt: skip
    found: dict[str, list[datetime]] = {}
    if busy:
        for row in await db.rows(_went_out(), *_calls_for(platform, [row["userid"] for row in busy], since)):
            found.setdefault(row["userid"], []).extend([db.moment(row["at"])] * row["attempts"])
    return found


def _went_out() -> str:
    return _WENT_OUT.format(among="= ANY(?::text[])" if db.is_postgres() else "IN (SELECT value FROM json_each(?))")


def _calls_for(platform: str, userids: Sequence[str], since: datetime) -> list[object]:
    return [platform, since, list(userids) if db.is_postgres() else json.dumps(list(userids))] * 2


async def next_planned(after: datetime) -> datetime | None:
    [row] = await db.rows("SELECT MIN(planned_at) AS at FROM outbox WHERE state = 'pending' AND planned_at > ?", after)
    return db.moment(row["at"]) if row["at"] else None
