"""Names for whole pages at once: who holds posts now, and which unit is meant."""

from collections.abc import Iterable
from datetime import datetime

from tortoise.expressions import Q

from bot.web.api.refusals import Refused
from models.people import Holding, Person, Post, Role, Unit

Heads = dict[tuple[int, Role], str]


async def held_now(now: datetime, **which: object) -> list[Holding]:
    """The holdings in force with their post, its unit and the person; the newest one last."""
    in_force = Q(until=None) | Q(until__gt=now)
    query = Holding.filter(in_force, since__lte=now, **which)
    return await query.select_related("post", "post__unit", "person").order_by("since", "id")


async def holders(posts: Iterable[int | None], now: datetime) -> dict[int, str]:
    """post → the name of whoever holds it now."""
    wanted = {post for post in posts if post is not None}
    found = await held_now(now, post_id__in=list(wanted)) if wanted else []
    return {holding.post_id: holding.person.name for holding in found}


async def heads(units: Iterable[int], now: datetime) -> Heads:
    """(unit, role) → the name in the unit's first held post of this role."""
    found = await held_now(now, post__unit_id__in=list(set(units)))
    found.sort(key=lambda h: (h.post.ordinal, h.post.id), reverse=True)
    return {(h.post.unit_id, h.post.role): h.person.name for h in found if h.post.unit_id is not None}


async def names_of(people: Iterable[int | None]) -> dict[int, str]:
    wanted = {person for person in people if person is not None}
    return {p.id: p.name for p in await Person.filter(id__in=list(wanted))} if wanted else {}


async def unit_names(units: Iterable[int | None]) -> dict[int, str]:
    wanted = {unit for unit in units if unit is not None}
    return {u.id: u.name for u in await Unit.filter(id__in=list(wanted))} if wanted else {}


async def unit_asked(asked: str | None) -> int | None:
    """The unit of this id, name or short name; None when none was asked for."""
    if asked is None:
        return None
    found = [unit for unit in await Unit.all() if asked in {str(unit.id), unit.name, *unit.short_names}]
    if len(found) != 1:
        many = "several units have" if found else "no unit has"
        raise Refused(400, f"unit: {many} this id or name; /api/v1/units lists them")
    unit_id: int = found[0].id
    return unit_id


async def posts_of(unit_id: int | None, role: str | None) -> list[int]:
    query = Post.all() if unit_id is None else Post.filter(unit_id=unit_id)
    return [post.id for post in await (query if role is None else query.filter(role=Role(role)))]
