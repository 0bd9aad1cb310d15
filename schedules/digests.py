"""The digests of the morning: each leader his portfolio, his aide the same ten minutes before; once a person and day."""

from datetime import datetime

from models import digesting, digests, naming, outbox, people, portfolios
from models.digests import Digest
from models.messages import Outgoing, OutgoingKind
from models.people import Role
from models.portfolios import Reader
from models.rulebook import Rulebook
from models.rules.delivery import Nature
from models.rules.salutation import salute
from models.wording import digest as words


async def send(role: Role, now: datetime, book: Rulebook) -> int:
    """To the leaders, or to the aides; returns to how many."""
    found = [reader for reader in await portfolios.readers(now) if reader.role is role]
    return sum([await _send(reader, now, book) for reader in found])


async def _send(reader: Reader, now: datetime, book: Rulebook) -> bool:
    day = book.calendar.local(now).date()
    last = await digests.last_of(reader.leader.id)
    composed = await digesting.compose(reader, day, now, book, last=last)
    account = await people.account_of(reader.person.id)
    is_aide = reader.role is Role.AIDE
    text = composed.text
    if is_aide:
        text = words.for_aide(salute(reader.leader.name, reader.post.title), text)
    digest = Digest(
        person_id=reader.person.id, post_id=reader.post.id, role=reader.role.value, day=day, at=now, text=text,
        state="queued" if account else "skipped", reason="" if account else words.NO_ACCOUNT, figures=composed.figures,
        said=composed.said,
    )  # fmt: skip
    if not await digests.add(digest) or account is None:
        return False
    row = await outbox.put(
        account.platform, account.userid, Outgoing(OutgoingKind.TEXT, text), now=now, reason=Nature.DIGEST,
        person_id=reader.person.id, proactive=True, dedupe=f"digest:{reader.person.id}:{day}",
    )  # fmt: skip
    if row is not None:
        await Digest.filter(id=digest.id).update(outbox_id=row.id)
    if not is_aide:
        await naming.say(composed.named, day)
    return row is not None
