"""By way of whom a unit is told: its head, the contact of 县政府办, a city leader's secretary, 市委督查室."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from tortoise.expressions import Q

from models import db, people
from models.people import Holding, Identity, Person, Post, Role, Team, Unit
from models.rules.obligations import UnitKind

_PARTY_OFFICE = re.compile(r"[市县区州]委.{0,8}督[查办]")


def contact(unit: Unit, team: Team) -> Person | None:
    """To whom its messages go; the head where nobody else holds that post."""
    return team.get(Role(unit.contact)) or team.get(Role.HEAD)


def reminded(unit: Unit, team: Team, aides: Mapping[int, Person]) -> Person | None:
    """Whom the bot may remind after the first word: nobody of a party organ, not a city leader himself."""
    match UnitKind(unit.kind):
        case UnitKind.PARTY:
            return None
        case UnitKind.CITY_LEADER:
            return aides.get(unit.id) or team.get(Role.LIAISON)
        case _:
            return contact(unit, team)


async def contact_in(unit: Unit, now: datetime) -> Person | None:
    return contact(unit, await people.team(unit.id, now))


async def spokesmen(unit_id: int, now: datetime) -> list[Person]:
    """Who is told what was decided: its contact and its liaison, who may be one person."""
    unit, team = await Unit.get(id=unit_id), await people.team(unit_id, now)
    found = [person for person in (contact(unit, team), team.get(Role.LIAISON)) if person is not None]
    return list({person.id: person for person in found}.values())


async def minders(unit_id: int, now: datetime) -> list[Person]:
    """Who is reminded of what the unit itself has said."""
    unit = await Unit.get(id=unit_id)
    if unit.kind not in (UnitKind.PARTY, UnitKind.CITY_LEADER):
        return await spokesmen(unit_id, now)
    one = reminded(unit, await people.team(unit_id, now), await aides([unit], now))
    return [one] if one else []


async def aides(units: Iterable[Unit], now: datetime) -> dict[int, Person]:
    """The secretaries of those heads who are city leaders, by unit."""
    ids = {unit.id for unit in units if unit.kind == UnitKind.CITY_LEADER}
    if not ids:
        return {}
    heads = {
        unit_id: team[Role.HEAD].id for unit_id, team in (await people.teams(ids, now)).items() if Role.HEAD in team
    }
    led = {h.post_id: h.person_id for h in await _held(now, post__role=Role.LEADER, person_id__in=list(heads.values()))}
    served = {
        led[h.post.serves_id or 0]: h.person
        for h in await _held(now, post__role=Role.AIDE, post__serves_id__in=list(led))
    }
    return {unit_id: served[head] for unit_id, head in heads.items() if head in served}


async def _led_units(serves: Collection[int], now: datetime) -> list[Unit]:
    """The units that the holders of these leaders' posts lead themselves."""
    leaders = [h.person_id for h in await _held(now, post_id__in=list(serves))]
    held = await _held(now, person_id__in=leaders, post__role=Role.HEAD, post__unit__kind=UnitKind.CITY_LEADER.value)
    return [h.post.unit for h in held if h.post.unit is not None]


async def party_office(now: datetime) -> list[Person]:
    """市委督查室, where the contacts name it: as a unit, or as a person's post."""
    named = [unit for unit in await Unit.all().order_by("ordinal") if _PARTY_OFFICE.search(unit.name)]
    if found := [person for unit in named if (person := await _speaker(unit, now)) is not None]:
        return found[:1]
    held = await _held(now, post__title__contains="督查室")
    return [h.person for h in held if _PARTY_OFFICE.search(h.post.title)][:1]


async def _speaker(unit: Unit, now: datetime) -> Person | None:
    team = await people.team(unit.id, now)
    return team.get(Role.LIAISON) or team.get(Role.HEAD)


async def _held(now: datetime, **which: object) -> list[Holding]:
    query = Holding.filter(Q(until=None) | Q(until__gt=now), since__lte=now, **which)
    return list(await query.select_related("post", "post__unit", "person").order_by("post__ordinal", "post_id", "id"))


def answers_for(who: Identity) -> tuple[int, ...]:
    """The units that are told and asked by way of him, so that his word is the unit's."""
    held = [post.unit for post in who.posts if post.unit is not None and post.role is Role.LIAISON]
    return tuple(unit.id for unit in held if unit.contact == Role.LIAISON)


async def with_led_units(who: Identity, now: datetime) -> Identity:
    """A leader's secretary prepares for the unit that his leader heads, as its liaison does."""
    serves = {post.serves_id for post in who.posts if post.serves_id is not None}
    if not serves:
        return who
    led = [unit for unit in await _led_units(serves, now) if unit.id not in who.units()]
    return replace(who, posts=(*who.posts, *(Post(unit=unit, role=Role.LIAISON) for unit in led)))


async def absent(person_ids: Collection[int], now: datetime) -> list[dict[str, Any]]:
    """Of these the ones who said that they are away."""
    if not person_ids:
        return []
    listed = ", ".join(str(int(each)) for each in person_ids)
    return await db.rows(
        f"SELECT person_id FROM pause WHERE kind = 'away' AND person_id IN ({listed}) AND since <= ? AND (until IS NULL OR until > ?)",
        now, now,
    )  # fmt: skip
