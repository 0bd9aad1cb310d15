"""The contacts workbook: from what was read to units, posts, people and accounts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from handlers import linking
from models import assigning, audit, people, unit_kinds
from models.people import Account, Person, Post, Role, Unit
from models.rules.contact_matching import Known, Match, match_people
from models.rules.contacts import Contacts
from models.rules.contacts import Person as Listed
from models.rules.contacts import Unit as ListedUnit


@dataclass(slots=True)
class Result:
    """What an import changed; `notes` are for the admin, in Chinese."""

    units: int = 0
    people: int = 0
    linked: int = 0  # tasks of a plan that named a unit or a leader nobody knew until now
    handed_over: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _Everybody:
    """The people of one workbook, each listed row with the person it means."""

    def __init__(self, people_of_rows: Mapping[int, Person]) -> None:
        self._people = people_of_rows

    def __getitem__(self, listed: Listed) -> Person:
        return self._people[id(listed)]


async def import_contacts(contacts: Contacts, *, now: datetime, actor: str) -> Result:
    """Bring units, posts and accounts in line with the workbook. Who is no longer in it keeps his post: it may be a part of the list."""
    result = Result()
    everybody = await _recognised(contacts, result)
    for ordinal, listed in enumerate(contacts.units):
        await _unit(listed, ordinal, contacts, everybody, now, result)
    for group, role in ((contacts.leaders, Role.LEADER), (contacts.admins, Role.ADMIN), (contacts.aides, Role.AIDE)):
        for ordinal, single in enumerate(group):
            await _single(single, role, ordinal, everybody[single], now, result)
    result.linked = await linking.link_all(now, actor=actor)
    await assigning.send_again(now)
    await audit.record(
        actor, "contacts_imported", "contacts", now=now, units=result.units, people=result.people, notes=result.notes
    )
    return result


def _rows(contacts: Contacts) -> Iterator[Listed]:
    units = {unit.full for unit in contacts.units}
    yield from (unit.head for unit in contacts.units if unit.head and unit.head.name)
    yield from (one for one in (*contacts.liaisons, *contacts.deputies) if one.unit in units)
    yield from (*contacts.leaders, *contacts.admins, *contacts.aides)


async def _recognised(contacts: Contacts, result: Result) -> _Everybody:
    """Everybody of the workbook with the accounts he has from now on."""
    rows = list(_rows(contacts))
    stored = {person.id: person for person in await Person.all().prefetch_related("accounts").order_by("id")}
    matching = match_people(rows, [_known(person) for person in stored.values()])
    result.notes += matching.notes
    of_match: dict[int, Person] = {}
    for match in matching.matches:
        if id(match) not in of_match:
            result.people += match.known is None
            of_match[id(match)] = await _saved(match, stored)
    await _give_accounts({of_match[id(match)].id: match.ids for match in matching.matches})
    return _Everybody({id(row): of_match[id(match)] for row, match in zip(rows, matching.matches, strict=True)})


def _known(person: Person) -> Known:
    ids = {account.platform: account.userid for account in person.accounts}
    return Known(person.id, person.name, person.phone, ids, is_stranger=not person.known)


async def _saved(match: Match, stored: Mapping[int, Person]) -> Person:
    person = stored[match.known.id] if match.known else Person()
    person.name, person.known = match.name, True
    person.phone = match.phone or person.phone
    await person.save()
    return person


async def _give_accounts(wanted: Mapping[int, Mapping[str, str]]) -> None:
    """Two who swap their ids both let go first: an id is one person's at any moment."""
    owners = {(platform, user): person_id for person_id, ids in wanted.items() for platform, user in ids.items()}
    held: dict[tuple[str, int], Account] = {}
    for account in await Account.all():
        is_his = owners.get((account.platform, account.userid), account.person_id) == account.person_id
        if account.platform in wanted.get(account.person_id, {}):
            held[account.platform, account.person_id] = account
            if account.userid != wanted[account.person_id][account.platform]:
                account.userid, account.stale = f"~{account.id}", False  # no messenger's id begins so
                await account.save()
        elif not is_his:
            await account.delete()
    for (platform, user), person_id in owners.items():
        account = held.get((platform, person_id)) or Account(platform=platform, person_id=person_id)
        if account.userid != user or account.stale:  # whoever writes it down anew says that it is right
            account.userid, account.stale = user, False
            await account.save()


async def _unit(
    listed: ListedUnit, ordinal: int, contacts: Contacts, everybody: _Everybody, now: datetime, result: Result
) -> None:
    unit = await Unit.filter(name=listed.full).first() or Unit(name=listed.full)
    unit.short_names, unit.ordinal, unit.leader_name = list(listed.short), ordinal, listed.vice_leader
    await unit_kinds.of_listed(unit, listed, now)
    result.units += 1
    if listed.head and listed.head.name:
        await _post(listed.head, Role.HEAD, unit, everybody[listed.head], now, result)
    for group, role in ((contacts.liaisons, Role.LIAISON), (contacts.deputies, Role.DEPUTY)):
        for one in group:
            if one.unit == listed.full:
                await _post(one, role, unit, everybody[one], now, result)


async def _post(listed: Listed, role: Role, unit: Unit, person: Person, now: datetime, result: Result) -> None:
    before = await people.person_in(unit.id, role, now)
    await people.give_post(person, role, now=now, unit_id=unit.id, title=listed.title or "")
    if before is not None and before.id != person.id:
        result.handed_over.append(f"{unit.short}{people.TITLES[role]}：{before.name} → {person.name}")


async def _single(listed: Listed, role: Role, ordinal: int, person: Person, now: datetime, result: Result) -> None:
    post = await people.give_post(person, role, now=now, title=listed.title or "", ordinal=ordinal)
    await Post.filter(id=post.id).update(ordinal=ordinal, portfolio=listed.field or "")
    if role is Role.AIDE:
        leader = await people.leader_named(listed.serves) if listed.serves else None
        await Post.filter(id=post.id).update(serves_id=leader.id if leader else None)
        if leader is None:
            result.notes.append(f"{listed.name}（秘书）没有写清对口的市领导，看不到摘要。")
