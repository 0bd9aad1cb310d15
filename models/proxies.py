"""授权代回: a colleague whom a head lets answer for the progress of his tasks (K4); acceptance and completion stay his.

A row stands as long as both still hold the posts they held when it was given: a change of either post ends it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from tortoise import fields
from tortoise.expressions import Q
from tortoise.models import Model

from models import audit
from models.fields import MomentField
from models.notices import Notice
from models.people import Account, Holding, Person, Role, Unit
from models.tasks import Assignment
from models.wording.phrases import local
from models.wording.proxies import Given

OCCASION = "proxy"  # the colleague is told


class Proxy(Model):
    id = fields.BigIntField(primary_key=True)
    unit_id = fields.BigIntField()
    head_id = fields.BigIntField()  # who gave it
    person_id = fields.BigIntField()  # who may answer
    head_holding_id = fields.BigIntField()
    holding_id = fields.BigIntField()
    assignment_ids: list[int] | None = fields.JSONField(null=True)  # None: all tasks of the unit
    since = MomentField()
    until = MomentField(null=True)
    ended_at = MomentField(null=True)  # taken back, or given anew

    class Meta:
        table = "proxy"

    def covers(self, assignment: Assignment) -> bool:
        return self.unit_id == assignment.unit_id and (
            self.assignment_ids is None or assignment.id in self.assignment_ids
        )


async def in_force(now: datetime, **which: object) -> list[Proxy]:
    """Newest first; of those named by `which`."""
    query = Proxy.filter(Q(until=None) | Q(until__gt=now), ended_at=None, since__lte=now, **which)
    found = await query.order_by("-since", "-id")
    if not found:
        return []
    wanted = {each for proxy in found for each in (proxy.head_holding_id, proxy.holding_id)}
    held = Holding.filter(Q(until=None) | Q(until__gt=now), id__in=wanted)
    standing = set(await held.values_list("id", flat=True))
    return [proxy for proxy in found if {proxy.head_holding_id, proxy.holding_id} <= standing]


def key(proxy: Proxy) -> str:
    """Of what its colleague is told."""
    return f"proxy:{proxy.id}"


async def lost_reason(found: Sequence[Notice], now: datetime) -> set[int]:
    """Those of these that tell of what was taken back, given anew or ended before it was said."""
    told = {notice.id: notice.facts["proxy"] for notice in found if notice.occasion == OCCASION}
    standing = {one.id for one in await in_force(now, id__in=set(told.values()))} if told else set()
    return {each for each, proxy in told.items() if proxy not in standing}


async def for_whom(person_id: int, assignment: Assignment, now: datetime) -> Person | None:
    """The head for whom this person may answer on this task."""
    found = await in_force(now, person_id=person_id, unit_id=assignment.unit_id)
    proxy = next((one for one in found if one.covers(assignment)), None)
    return await Person.filter(id=proxy.head_id).first() if proxy else None


Reached = Sequence[tuple["Proxy", Person]]


async def reached(unit_ids: Collection[int], now: datetime) -> Reached:
    """Who may answer in these units and has a phone to be asked on."""
    found = await in_force(now, unit_id__in=list(unit_ids)) if unit_ids else []
    if not found:
        return []
    accounts = Account.filter(person_id__in={proxy.person_id for proxy in found}, stale=False).select_related("person")
    by_id = {account.person_id: account.person for account in await accounts}
    return [(proxy, by_id[proxy.person_id]) for proxy in found if proxy.person_id in by_id]


def of(found: Reached, assignment: Assignment) -> Person | None:
    """Of these the person who may answer on this task."""
    return next((person for proxy, person in found if proxy.covers(assignment)), None)


async def colleagues(name: str, unit_ids: Collection[int] | None, now: datetime) -> list[Holding]:
    """Who of this name holds a post in these units, or in any."""
    query = Holding.filter(Q(until=None) | Q(until__gt=now), person__name=name, since__lte=now)
    query = query.exclude(post__unit_id=None) if unit_ids is None else query.filter(post__unit_id__in=list(unit_ids))
    return await query.select_related("post", "post__unit", "person").order_by("id")


async def head_holding(person_id: int, unit_id: int, now: datetime) -> Holding | None:
    query = Holding.filter(
        Q(until=None) | Q(until__gt=now),
        person_id=person_id,
        post__unit_id=unit_id,
        post__role=Role.HEAD,
        since__lte=now,
    )
    return await query.first()


async def give(
    head: Holding, colleague: Holding, chosen: Sequence[Assignment] | None, until: datetime | None, now: datetime
) -> Proxy:
    """What this colleague was given before gives way to it."""
    unit_id = colleague.post.unit_id or 0
    for before in await in_force(now, head_id=head.person_id, person_id=colleague.person_id, unit_id=unit_id):
        before.ended_at = now
        await before.save()
    proxy = await Proxy.create(
        unit_id=unit_id, head_id=head.person_id, person_id=colleague.person_id, head_holding_id=head.id, holding_id=colleague.id,
        assignment_ids=None if chosen is None else [a.id for a in chosen], since=now, until=until,
    )  # fmt: skip
    tasks = [a.task.number for a in chosen or ()]
    await audit.record(
        f"person:{head.person_id}", "proxy_given", f"proxy:{proxy.id}", now=now, to=colleague.person_id, tasks=tasks, until=str(until or "")
    )  # fmt: skip
    return proxy


async def take_back(proxy: Proxy, now: datetime) -> None:
    proxy.ended_at = now
    await proxy.save()
    await audit.record(f"person:{proxy.head_id}", "proxy_taken_back", f"proxy:{proxy.id}", now=now, to=proxy.person_id)


async def told(found: Sequence[Proxy]) -> list[tuple[Proxy, Given]]:
    """With the names that are said of them."""
    ids = {each for one in found for each in (one.head_id, one.person_id)}
    names = {person.id: person.name for person in await Person.filter(id__in=ids)}
    units = {unit.id: unit for unit in await Unit.filter(id__in={one.unit_id for one in found})}
    wanted = {each for one in found for each in one.assignment_ids or ()}
    numbers = {a.id: a.task.number for a in await Assignment.filter(id__in=wanted).select_related("task")}
    return [(one, _given(one, names, units[one.unit_id], numbers)) for one in found]


def _given(one: Proxy, names: dict[int, str], unit: Unit, numbers: dict[int, str]) -> Given:
    chosen = [numbers[each] for each in one.assignment_ids or () if each in numbers]
    until = local(one.until - timedelta(days=1)).date() if one.until else None
    return Given(names[one.head_id], names[one.person_id], unit.short, chosen, until, unit.name)
