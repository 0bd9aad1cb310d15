"""The contacts workbook and the plan: from what was read to rows, as a diff and never a duplicate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from handlers import linking
from models import audit, people
from models.people import Account, Person, Post, Role, Unit
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


async def import_contacts(contacts: Contacts, *, now: datetime, actor: str) -> Result:
    """Bring units, posts and accounts in line with the workbook. Who is no longer in it keeps his post: it may be a part of the list."""
    result = Result(notes=list(contacts.notes))
    for ordinal, listed in enumerate(contacts.units):
        await _unit(listed, ordinal, contacts, now, result)
    for ordinal, leader in enumerate(contacts.leaders):
        await _single(leader, Role.LEADER, ordinal, now, result)
    for ordinal, admin in enumerate(contacts.admins):
        await _single(admin, Role.ADMIN, ordinal, now, result)
    for ordinal, aide in enumerate(contacts.aides):
        await _single(aide, Role.AIDE, ordinal, now, result)
    result.linked = await linking.link_all(now, actor=actor)
    await audit.record(actor, "contacts_imported", "contacts", now=now, units=result.units, people=result.people)
    return result


async def _unit(listed: ListedUnit, ordinal: int, contacts: Contacts, now: datetime, result: Result) -> None:
    unit = await Unit.filter(name=listed.full).first() or Unit(name=listed.full)
    unit.short_names, unit.kind, unit.ordinal = list(listed.short), listed.kind.value, ordinal
    unit.leader_name = listed.vice_leader
    await unit.save()
    result.units += 1
    if listed.head and listed.head.name:
        await _post(listed.head, Role.HEAD, unit, now, result)
    for group, role in ((contacts.liaisons, Role.LIAISON), (contacts.deputies, Role.DEPUTY)):
        for person in group:
            if person.unit == listed.full:
                await _post(person, role, unit, now, result)


async def _post(listed: Listed, role: Role, unit: Unit, now: datetime, result: Result) -> None:
    before = await people.person_in(unit.id, role, now)
    person = await _person(listed, now, result)
    await people.give_post(person, role, now=now, unit_id=unit.id, title=listed.title or "")
    if before is not None and before.id != person.id:
        result.handed_over.append(f"{unit.short}{people.TITLES[role]}：{before.name} → {person.name}")


async def _single(listed: Listed, role: Role, ordinal: int, now: datetime, result: Result) -> None:
    person = await _person(listed, now, result)
    post = await people.give_post(person, role, now=now, title=listed.title or "", ordinal=ordinal)
    await Post.filter(id=post.id).update(ordinal=ordinal, portfolio=listed.field or "")


async def _person(listed: Listed, now: datetime, result: Result) -> Person:
    """The same account is the same person; without one, the same name and phone."""
    accounts = {
        p: i
        for p, i in (
            ("wecom", listed.account.wecom),
            ("dingtalk", listed.account.dingtalk),
            ("feishu", listed.account.feishu),
        )
        if i
    }
    person = await _known(listed, accounts)
    if person is None:
        person = await Person.create(name=listed.name, phone=listed.phone)
        result.people += 1
    person.name, person.known = listed.name, True
    person.phone = listed.phone or person.phone
    await person.save()
    for platform, userid in accounts.items():
        await _account(person, platform, userid.casefold())
    return person


async def _known(listed: Listed, accounts: Mapping[str, str]) -> Person | None:
    for platform, userid in accounts.items():
        account = await Account.filter(platform=platform, userid=userid.casefold()).select_related("person").first()
        if account:
            return account.person
    same = await Person.filter(name=listed.name, known=True)
    same = [p for p in same if listed.phone is None or p.phone in {None, listed.phone}]
    return same[0] if len(same) == 1 else None


async def _account(person: Person, platform: str, userid: str) -> None:
    current = await Account.filter(platform=platform, person_id=person.id).first()
    if current is None:
        await Account.create(platform=platform, userid=userid, person_id=person.id)
    elif current.userid != userid:
        current.userid, current.stale = userid, False
        await current.save()
