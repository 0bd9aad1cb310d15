"""The digests of the morning: each leader his portfolio, his aide the same ten minutes before; once a person and day."""

from datetime import datetime

from models import digesting, digests, files, naming, outbox, overview, people, portfolios
from models.digests import Digest
from models.messages import Outgoing, OutgoingKind
from models.people import Account, Role
from models.portfolios import Reader
from models.rulebook import Rulebook
from models.rules import standing_picture
from models.rules.delivery import Nature
from models.rules.salutation import salute
from models.wording import digest as words
from models.wording import pictures


async def send(role: Role, now: datetime, book: Rulebook) -> int:
    """To the leaders, or to the aides; returns to how many."""
    found = [reader for reader in await portfolios.readers(now) if reader.role is role]
    return sum([await _send(reader, now, book) for reader in found])


async def _send(reader: Reader, now: datetime, book: Rulebook) -> bool:
    day = book.calendar.local(now).date()
    last = await digests.last_of(reader.leader.id)
    composed = await digesting.compose(reader, day, now, book, last=last)
    if composed.is_quiet and not composed.overview.whole.total:
        return False  # whose portfolio has no task yet was told so once
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
        if composed.shows_something:
            await _send_picture(reader, account, composed, digest)
    if not is_aide:
        await naming.say(composed.named, day)
    return row is not None


async def _send_picture(reader: Reader, account: Account, composed: digesting.Composed, digest: Digest) -> None:
    """Behind the words, of the same figures: leader and aide get the same one."""
    standings = await overview.standings(await portfolios.of_posts([reader.post], digest.at))
    to, whole = salute(reader.leader.name, reader.post.title), reader.is_whole
    shown = pictures.standing(to, digest.at, composed.overview, standings, whole=whole)
    kept = await files.keep(
        standing_picture.to_json(shown), pictures.name(digest.at), now=digest.at, is_drawn=True
    )  # fmt: skip
    await Digest.filter(id=digest.id).update(picture=kept.sha256)
    await outbox.put(
        account.platform, account.userid, Outgoing(OutgoingKind.IMAGE, pictures.said(shown), file=kept), now=digest.at,
        reason=Nature.PICTURE, person_id=digest.person_id, proactive=True, dedupe=f"picture:{digest.person_id}:{digest.day}",
    )  # fmt: skip
