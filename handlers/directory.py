"""The contacts beside a messenger's directory: whose account is missing, and what a confirmation writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Q

from models import assigning, audit, people
from models.people import Account, Holding, Role, Unit
from models.rules.directory import Entry, plain_mobile
from models.rules.directory_changes import Held
from models.rules.directory_matching import Fill, Listed, Match, match
from models.rules.states import OPEN
from models.tasks import Assignment


@dataclass(frozen=True, slots=True)
class Compared:
    """One messenger's directory beside the contacts. `people` is how many the directory has."""

    platform: str
    people: int
    match: Match


async def _holdings(now: datetime) -> list[Holding]:
    held = Holding.filter(Q(until=None) | Q(until__gt=now), since__lte=now, person__known=True)
    return await held.select_related("post", "post__unit", "person").order_by(
        "post__unit__ordinal", "post__ordinal", "id"
    )


async def listed(platform: str, now: datetime) -> list[Listed]:
    """Everybody who holds a post, in official order, with his account in this messenger."""
    accounts = {one.person_id: one.userid for one in await Account.filter(platform=platform).order_by("-id")}
    rows: dict[int, list[Holding]] = {}
    for holding in await _holdings(now):
        rows.setdefault(holding.person_id, []).append(holding)
    return [
        Listed(
            person_id, held[0].person.name, plain_mobile(held[0].person.phone), _units(held),
            frozenset(one.post.title for one in held if one.post.title), accounts.get(person_id),
        )
        for person_id, held in rows.items()
    ]  # fmt: skip


def _units(held: Sequence[Holding]) -> frozenset[str]:
    return frozenset(one.post.unit.name for one in held if one.post.unit)


async def mobiles(now: datetime) -> list[str]:
    """Of everybody who holds a post."""
    numbers = [plain_mobile(one.person.phone) for one in await _holdings(now)]
    return list(dict.fromkeys(number for number in numbers if number))


async def is_in_use(platform: str) -> bool:
    """Whether anybody of the contacts has an account there."""
    return await Account.filter(platform=platform, stale=False, person__known=True).exists()


async def compared(platform: str, entries: Sequence[Entry], now: datetime) -> Compared:
    """Nothing is written by it."""
    taken = {one.userid: one.person_id for one in await Account.filter(platform=platform, person__known=True)}
    found = match(await listed(platform, now), entries, await people.directory(), taken)
    return Compared(platform, len(entries), found)


async def fill(platform: str, fills: Sequence[Fill], *, now: datetime, actor: str) -> int:
    """Write these accounts; returns how many. One that somebody else got meanwhile stays with him."""
    written = 0
    for one in fills:
        written += await _give(platform, one)
    await assigning.send_again(now)
    await audit.record(actor, "accounts_filled", f"directory:{platform}", now=now, accounts=written)
    return written


async def _give(platform: str, one: Fill) -> bool:
    owner = await Account.filter(platform=platform, userid=one.entry.userid).select_related("person").first()
    if owner is not None and owner.person.known and owner.person_id != one.person.id:
        return False
    own = await Account.filter(platform=platform, person_id=one.person.id).first()
    if (own.userid if own else None) != one.replaces:
        return False  # he got another one since it was shown
    if owner is not None and owner.person_id != one.person.id:
        await owner.delete()  # of a stranger: it is he
    account = own or Account(platform=platform, person_id=one.person.id)
    account.userid, account.stale = one.entry.userid, False
    await account.save()
    return True


async def held(platform: str, now: datetime) -> list[Held]:
    """Everybody with a post and an account in use, with what is open of the units he heads."""
    open_tasks = await _open_tasks()
    accounts = await Account.filter(platform=platform, stale=False, person__known=True)
    userids: dict[int, str] = {one.person_id: one.userid for one in accounts}
    rows: dict[int, list[Holding]] = {}
    for holding in await _holdings(now):
        if holding.person_id in userids:
            rows.setdefault(holding.person_id, []).append(holding)
    return [_held(userids[person_id], found, open_tasks) for person_id, found in rows.items()]


def _held(userid: str, found: Sequence[Holding], open_tasks: dict[int, int]) -> Held:
    heads = [one.post.unit for one in found if one.post.unit and one.post.role is Role.HEAD]
    return Held(
        found[0].person_id, found[0].person.name, userid, _units(found), frozenset(unit.name for unit in heads),
        frozenset(one.post.title for one in found if one.post.title), sum(open_tasks.get(unit.id, 0) for unit in heads),
    )  # fmt: skip


async def _open_tasks() -> dict[int, int]:
    """How many each unit leads."""
    found: dict[int, int] = {}
    for assignment in await Assignment.filter(role="lead", state__in=[one.value for one in OPEN]).only("unit_id"):
        found[assignment.unit_id] = found.get(assignment.unit_id, 0) + 1
    return found


async def short_names() -> dict[str, str]:
    """Of the units, by their full ones."""
    return {unit.name: unit.short for unit in await Unit.all()}
