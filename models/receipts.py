"""What is known of a message after the platform took it: that it was on the phone, that it was read; and whom to ask next.

Some platforms tell of it by themselves, others are asked (rules/receipts). Whoever said or tapped something since has read it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from models import db
from models.inbox import Inbox
from models.notices import Notice
from models.obligations import Obligation
from models.outbox import Outbox
from models.rules.delivery import Nature
from models.rules.receipts import MATTERS, next_question
from models.rules.states import State
from models.tasks import Assignment

AT_ONCE = 100

_askable: set[str] = set()


@dataclass(frozen=True, slots=True)
class Receipt:
    """Of the newest message of which anything is known."""

    delivered_at: datetime
    read_at: datetime | None


def ask_on(platforms: Iterable[str]) -> None:
    """Those of which this process can ask who has read what."""
    _askable.clear()
    _askable.update(platforms)


async def begin(sent: Sequence[Outbox], now: datetime) -> None:
    """Of what has just gone out: what will be asked about, and when."""
    for row in sent:
        if row.platform in _askable and row.reason in MATTERS and row.is_proactive:
            await Outbox.filter(id=row.id).update(ask_read_at=next_question(Nature(row.reason), now, now))


async def claim(now: datetime) -> list[Outbox]:
    """What is to be asked about now, each for one caller: its next question is set before this one is put."""
    found = await Outbox.filter(ask_read_at__lte=now).order_by("ask_read_at", "id").limit(AT_ONCE)
    claimed = []
    for row in found:
        following = next_question(Nature(row.reason), row.sent_at or now, now)
        mine = Outbox.filter(id=row.id, ask_read_at=row.ask_read_at)
        if await mine.update(ask_read_at=following):
            claimed.append(row)
    return claimed


async def still_open(rows: Sequence[Outbox]) -> list[Outbox]:
    """Those of which it still matters: nobody has answered, in words, by a tap or by telephone; the others are asked no more."""
    waiting = []
    for row in rows:
        if spoke := await _spoke_at(row):
            await was_read(row.platform, row.platform_id or "", [row.userid], spoke)
        elif await _is_owed(row):
            waiting.append(row)
        else:
            await Outbox.filter(id=row.id).update(ask_read_at=None)
    return waiting


async def _spoke_at(row: Outbox) -> datetime | None:
    said = Inbox.filter(platform=row.platform, userid=row.userid, received_at__gt=row.sent_at)
    first = await said.order_by("received_at").first()
    return first.received_at if first else None


async def _is_owed(row: Outbox) -> bool:
    carried = await Notice.filter(outbox_id=row.id, state="sent")
    owed = {one.obligation_id for one in carried if one.obligation_id}
    given = {one.assignment_id for one in carried if one.assignment_id and one.occasion == "dispatch"}
    if owed and await Obligation.filter(id__in=owed, state="open").exists():
        return True
    return bool(given) and await Assignment.filter(id__in=given, state=State.DISPATCHED.value).exists()


async def was_delivered(platform: str, platform_id: str, at: datetime, *, users: Collection[str] | None = None) -> None:
    """It is on the phones of these, or of all who got it under this id of the platform."""
    await _of(platform, platform_id, users).filter(delivered_at=None).update(delivered_at=at)


async def was_read(platform: str, platform_id: str, users: Collection[str], at: datetime) -> None:
    """These have read it, at that moment at the latest: they are asked about no more."""
    await was_delivered(platform, platform_id, at, users=users)
    await _of(platform, platform_id, users).filter(read_at=None).update(read_at=at, ask_read_at=None)


def _of(platform: str, platform_id: str, users: Collection[str] | None):  # type: ignore[no-untyped-def]
    found = Outbox.filter(platform_id=platform_id, platform=platform, state="sent")
    return found if users is None else found.filter(userid__in=[user.casefold() for user in users])


async def next_ask(after: datetime) -> datetime | None:
    [row] = await db.rows("SELECT MIN(ask_read_at) AS at FROM outbox WHERE ask_read_at > ?", after)
    return db.moment(row["at"]) if row["at"] else None


_KNOWN = (
    "SELECT n.person_id AS person, n.assignment_id AS assignment, o.delivered_at, o.read_at FROM notice n"
    " JOIN outbox o ON o.id = n.outbox_id WHERE n.state = 'sent' AND n.person_id IN ({people}) AND o.state = 'sent'"
    " AND o.delivered_at IS NOT NULL ORDER BY o.sent_at"
)


async def known(pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], Receipt]:
    """By person and assignment, of the newest message to that person about it of which anything is known."""
    if not pairs:
        return {}
    people = ", ".join(str(int(person)) for person in sorted({person for person, _ in pairs}))
    rows = await db.rows(_KNOWN.format(people=people))
    found = {
        (row["person"], row["assignment"]): Receipt(
            db.moment(row["delivered_at"]), db.moment(row["read_at"]) if row["read_at"] else None
        )
        for row in rows
    }
    return {pair: receipt for pair, receipt in found.items() if pair in pairs}
