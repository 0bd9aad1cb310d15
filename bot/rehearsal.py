"""Turns a clock over a copy of the database: everything happens as it would, and what would be sent is written down."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channels.contract import Door
from bot.channels.wecom import WeComChannel
from bot.clock import VirtualClock
from bot.sender import Sender
from bot.ticker import Ticker, next_moment
from models import db, people, rulebook
from models.errors import CallbackRefused
from models.messages import Capabilities, Delivered, Inbound, InboundKind, Outcome, Outgoing, OutgoingKind
from models.notices import Notice
from models.outbox import Outbox
from models.people import Account, Person, Post
from models.rulebook import Rulebook
from models.wording.rehearsal import Sending, said_as
from schedules import SWEEPS


class StandingClock(VirtualClock):
    """Moves only when it is turned, so that the same copy is played the same."""

    def now(self) -> datetime:
        return self._at


class Recorder:
    """A messenger that takes everything and sends nothing."""

    def __init__(self, platform: str) -> None:
        self.platform = platform
        self.capabilities: Capabilities = WeComChannel.capabilities
        self.texts: dict[int, str] = {}  # by outbox row

    def render(self, message: Outgoing, user: str) -> bytes:
        card = message.card
        text = "\n".join(part for part in (card.title, card.body) if part) if card else message.text
        return json.dumps([message.ref, text]).encode()

    async def deliver(self, kind: str, body: bytes, *, maybe_sent: bool = False) -> Outcome:
        ref, text = json.loads(body)
        if kind != OutgoingKind.CARD_UPDATE:
            self.texts[int(ref)] = text
        return Delivered()

    async def upload(self, kind: OutgoingKind, name: str, content: bytes) -> str:
        return "rehearsed"

    @property
    def doors(self) -> Mapping[str, Door]:
        return {}

    @property
    def listen(self) -> None:
        return None

    @property
    def batch(self) -> None:
        return None

    @property
    def login(self) -> None:
        return None

    @property
    def calls(self) -> int:
        return 0

    @property
    def read_by(self) -> None:
        return None

    @property
    def directory(self) -> None:
        return None

    def answer_verification(self, query: Mapping[str, str], now: datetime) -> str:
        raise CallbackRefused("a rehearsal hears nobody")

    def read(self, payload: str) -> Inbound:
        return Inbound(self.platform, "", "", datetime.min, InboundKind.OTHER)

    async def fetch_media(self, media: str) -> tuple[bytes, str]:
        return b"", ""

    async def probe(self) -> str | None:
        return None

    async def close(self) -> None:
        return


@dataclass(frozen=True, slots=True)
class Rehearsed:
    since: datetime
    until: datetime
    rules: int  # version
    sendings: list[Sending]


async def play(since: datetime, until: datetime, platforms: list[str]) -> Rehearsed:
    """On the open database, which must be a copy. Nobody answers."""
    await rulebook.seed(since)
    await _let_go()
    known = platforms or sorted({account.platform for account in await Account.all()})
    channels = {platform: Recorder(platform) for platform in known}
    people.speak_on(platforms)
    clock, wake = StandingClock(since), asyncio.Event()
    ticker, sender = Ticker(SWEEPS, clock, wake), Sender(channels, clock, wake)
    moment: datetime | None = since
    while moment is not None and moment <= until:
        clock.jump(moment)
        while await ticker.beat() + await sender.drain():
            pass
        moment = await next_moment(moment)
    texts = {row: text for channel in channels.values() for row, text in channel.texts.items()}
    book = await rulebook.current()
    return Rehearsed(since, until, book.policy.version, await _told(texts, book))


async def _let_go() -> None:
    """What the running bot has in hand is sent by it once; here it is due anew, in words we can read."""
    await db.execute(
        "UPDATE outbox SET state = 'pending', body = NULL, lease_until = 0, owner = NULL, maybe_sent = FALSE WHERE state IN ('pending', 'sending')"
    )


async def _told(texts: dict[int, str], book: Rulebook) -> list[Sending]:
    rows = await Outbox.filter(id__in=list(texts)).order_by("sent_at", "id")
    carried: dict[int, list[str]] = {}
    for outbox_id, occasion in (
        await Notice.filter(outbox_id__in=list(texts)).order_by("id").values_list("outbox_id", "occasion")
    ):
        carried.setdefault(outbox_id, []).append(occasion)
    who: dict[tuple[str, str], tuple[Person | None, Post | None]] = {}
    for row in rows:
        if (row.platform, row.userid) not in who:
            who[row.platform, row.userid] = await _who(row)
    return [_sending(row, who[row.platform, row.userid], carried.get(row.id, []), texts[row.id], book) for row in rows]


async def _who(row: Outbox) -> tuple[Person | None, Post | None]:
    account = await Account.filter(platform=row.platform, userid=row.userid).select_related("person").first()
    if account is None:
        return None, None
    identity = await people.identity_of(account.person, row.sent_at)
    return account.person, next(iter(identity.posts), None)


def _sending(
    row: Outbox, who: tuple[Person | None, Post | None], occasions: list[str], text: str, book: Rulebook
) -> Sending:
    person, post = who
    unit: Any = post.unit if post and post.unit_id else None
    return Sending(
        at=book.calendar.local(row.sent_at), person=person.name if person else row.userid, user=row.userid,
        unit=unit.short if unit else "", role=people.TITLES[post.role] if post else "", reason=row.reason,
        what=said_as(row.reason, occasions), occasions=tuple(dict.fromkeys(occasions)), text=text,
    )  # fmt: skip
