"""What became of what was sent: about one task the newest to each person, and of a day so many by their state."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import db
from models.people import Person
from models.rules.labelled import Labelled


class Became(Labelled):
    READ = "read", "已读"
    ARRIVED = "arrived", "已送达未读"
    TAKEN = "taken", "平台已收下"  # it tells no more, or has not told yet
    WAITING = "waiting", "排队待发"
    UNKNOWN = "unknown", "不知到没到"
    REFUSED = "refused", "没有送达"


WORRYING = (Became.REFUSED, Became.UNKNOWN, Became.WAITING)


@dataclass(frozen=True, slots=True)
class Sending:
    """`at` is when that is known since: read, sent, or to be sent."""

    name: str
    platform: str
    became: Became
    at: datetime


@dataclass(frozen=True, slots=True)
class Day:
    counted: Mapping[Became, int]
    worrying: tuple[Sending, ...]


_ABOUT = (
    "SELECT n.person_id, o.userid, o.platform, o.state, o.planned_at, o.sent_at, o.delivered_at, o.read_at FROM notice n"
    " JOIN outbox o ON o.id = n.outbox_id WHERE n.assignment_id IN ({ids}) ORDER BY o.id"
)
_OF_DAY = (
    "SELECT o.person_id, o.userid, o.platform, o.state, o.planned_at, o.sent_at, o.delivered_at, o.read_at FROM outbox o"
    " WHERE o.is_proactive AND o.created_at >= ? AND o.planned_at <= ? AND o.kind <> 'card_update'"
    " AND o.state NOT IN ('cancelled', 'merged') ORDER BY o.id"
)


async def about(assignment_ids: Collection[int]) -> list[Sending]:
    """The newest message about these to each person."""
    if not assignment_ids:
        return []
    found = await db.rows(_ABOUT.format(ids=", ".join(str(int(one)) for one in assignment_ids)))
    newest = {row["person_id"]: row for row in found if row["state"] not in ("cancelled", "merged")}
    return await _sendings(newest.values())


async def of_day(since: datetime, now: datetime) -> Day:
    """What the bot sent of its own accord since then. Who was reached by another messenger is not to be worried about."""
    found = await _sendings(await db.rows(_OF_DAY, since, now))
    reached = {one.name for one in found if one.became not in WORRYING}
    worrying = [one for one in found if one.became in WORRYING and one.name not in reached]
    return Day(Counter(one.became for one in found), tuple(worrying))


async def _sendings(found: Iterable[Mapping[str, Any]]) -> list[Sending]:
    rows = list(found)
    names = {one.id: one.name for one in await Person.filter(id__in={row["person_id"] for row in rows})}
    return [_sending(row, names.get(row["person_id"], row["userid"])) for row in rows]


def _sending(row: Mapping[str, Any], name: str) -> Sending:
    became, at = _became(row)
    return Sending(name, row["platform"], became, db.moment(at))


def _became(row: Mapping[str, Any]) -> tuple[Became, Any]:
    match row["state"]:
        case "sent" if row["read_at"]:
            return Became.READ, row["read_at"]
        case "sent":
            return Became.ARRIVED if row["delivered_at"] else Became.TAKEN, row["sent_at"]
        case "failed":
            return Became.REFUSED, row["planned_at"]
        case "unknown":
            return Became.UNKNOWN, row["planned_at"]
    return Became.WAITING, row["planned_at"]
