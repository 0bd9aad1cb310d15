"""The people behind a readership now, each once, in official order; and what a city has to choose from."""

from collections.abc import Sequence
from datetime import datetime

from tortoise.expressions import Q

from models import people
from models.people import Holding, Person, Role, Unit
from models.rules.obligations import UnitKind
from models.rules.readership import Group, Known, Readership
from models.rules.unit_kinds import peer_kind
from models.tasks import Assignment, Task

OF_UNITS = {Role.HEAD, Role.DEPUTY, Role.LIAISON}


async def resolve(readership: Readership, now: datetime) -> list[Person]:
    found: dict[int, Person] = {}
    for group in readership.groups:
        for person in await _of_group(group, now):
            found.setdefault(person.id, person)
    return list(found.values())


async def known(now: datetime, *, me: str = "") -> Known:
    """Whom words may name."""
    held = await _held(now)
    leaders = [one.person.name for one in held if one.post.role is Role.LEADER]
    return Known(
        await people.directory(), list(dict.fromkeys(leaders)), list(dict.fromkeys(o.person.name for o in held)), me
    )


async def _held(now: datetime, **which: object) -> list[Holding]:
    in_force = Holding.filter(Q(until=None) | Q(until__gt=now), since__lte=now, person__known=True, **which)
    return await in_force.select_related("post", "post__unit", "person").order_by("post__ordinal", "post_id", "id")


async def _of_group(group: Group, now: datetime) -> Sequence[Person]:
    if group.people:
        return list(dict.fromkeys(h.person for h in await _held(now, person__name__in=list(group.people))))
    roles = [Role(role) for role in group.roles]
    units = await _units(group, now)
    held = await _held(now, post__role__in=roles)
    if units is not None:
        leaders = {unit.leader_name for unit in units}
        ids = {unit.id for unit in units}
        held = [h for h in held if (h.post.unit_id in ids if h.post.role in OF_UNITS else h.person.name in leaders)]
    held.sort(key=lambda h: (h.post.unit.ordinal if h.post.unit else -1, h.post.unit_id or 0, roles.index(h.post.role)))
    return [h.person for h in held]


async def _units(group: Group, now: datetime) -> list[Unit] | None:
    """The units a group is narrowed to; None where it is not."""
    if group.units:
        return await Unit.filter(name__in=list(group.units))
    if group.kinds:
        return [unit for unit in await Unit.all() if peer_kind(unit.name, UnitKind(unit.kind)) in group.kinds]
    if group.portfolio:
        return await _portfolio(group.portfolio)
    return None


async def _portfolio(leader: str) -> list[Unit]:
    """The plan decides which units a leader follows, the contacts where it does not say."""
    tasks = await Task.filter(leader_name=leader, state="live").values_list("id", flat=True)
    given = await Assignment.filter(task_id__in=list(tasks), role="lead").values_list("unit_id", flat=True)
    return await (Unit.filter(id__in=list(given)) if given else Unit.filter(leader_name=leader))
