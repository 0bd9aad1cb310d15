"""`units` and `people` as the office administers them."""

from collections.abc import Sequence
from datetime import datetime

from bot.web import people_schemas, schemas
from bot.web.api import asked
from bot.web.api.holders import Heads, heads, held_now, posts_of, unit_asked
from bot.web.api.keys import Caller
from bot.web.api.paging import page
from models import proxies
from models.people import Account, Holding, Person, Role, Unit
from models.proxies import Proxy
from models.wording.proxies import Given


async def units(want: asked.Units, caller: Caller, now: datetime) -> schemas.UnitPage:
    """Units with whoever heads them now."""
    query = Unit.all() if want.kind is None else Unit.filter(kind=want.kind)
    found, following = await page(query, want, "units")
    names = await heads((unit.id for unit in found), now)
    return schemas.UnitPage(items=[_unit(unit, names) for unit in found], next=following)


def _unit(unit: Unit, names: Heads) -> schemas.Unit:
    return schemas.Unit(
        id=unit.id, name=unit.name, short_names=unit.short_names, kind=unit.kind, ordinal=unit.ordinal,
        leader=unit.leader_name, head=names.get((unit.id, Role.HEAD)),
        deputy=names.get((unit.id, Role.DEPUTY)), liaison=names.get((unit.id, Role.LIAISON)),
    )  # fmt: skip


async def people(want: asked.People, caller: Caller, now: datetime) -> people_schemas.PersonPage:
    """People with the posts they hold now; unit and role go by these posts."""
    query = Person.all()
    if want.unit is not None or want.role is not None:
        held = await held_now(now, post_id__in=await posts_of(await unit_asked(want.unit), want.role))
        query = query.filter(id__in=list({holding.person_id for holding in held}))
    found, following = await page(query, want, "people")
    return people_schemas.PersonPage(items=await _people(found, caller, now), next=following)


async def _people(found: Sequence[Person], caller: Caller, now: datetime) -> list[people_schemas.Person]:
    ids = [person.id for person in found]
    held = await held_now(now, person_id__in=ids)
    accounts = await Account.filter(person_id__in=ids).order_by("id")
    given = await proxies.told(await proxies.in_force(now, person_id__in=ids))
    return [
        people_schemas.Person(
            id=person.id, name=person.name, known=person.known,
            phone=person.phone if caller.is_admin else None,
            posts=[_post(h) for h in held if h.person_id == person.id],
            accounts=[_account(a) for a in accounts if a.person_id == person.id],
            answers_for=[_answers_for(p, told) for p, told in given if p.person_id == person.id],
        )
        for person in found
    ]  # fmt: skip


def _answers_for(proxy: Proxy, told: Given) -> people_schemas.AnswersFor:
    tasks = None if proxy.assignment_ids is None else list(told.numbers)
    return people_schemas.AnswersFor(
        head=told.head, unit=told.unit_name, tasks=tasks, since=proxy.since, until=proxy.until
    )


def _post(held: Holding) -> people_schemas.HeldPost:
    post = held.post
    unit = post.unit.name if post.unit else None
    return people_schemas.HeldPost(
        id=post.id, role=post.role.value, title=post.title, unit=unit, portfolio=post.portfolio
    )


def _account(account: Account) -> people_schemas.PersonAccount:
    return people_schemas.PersonAccount(platform=account.platform, user=account.userid, stale=account.stale)
