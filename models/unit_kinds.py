"""What kind of body a unit is, as it is kept: from the contacts, or as a person of 督查室 said; running clocks look again."""

from datetime import datetime

from models import audit, judging, notices, people, rulebook
from models.obligations import Obligation
from models.people import Role, Unit
from models.rules.contact_values import Unit as ListedUnit
from models.rules.obligations import UnitKind
from models.rules.unit_kinds import is_led_from_above


async def of_listed(unit: Unit, listed: ListedUnit, now: datetime) -> None:
    """What the sheet says outright counts; a guess does not take the place of what a person said. Saves the unit."""
    is_settled = unit.is_kind_set and not listed.is_kind_said
    kind = UnitKind(unit.kind) if is_settled else listed.kind
    unit.is_kind_set = is_settled
    await _become(unit, kind, (listed.head.title if listed.head else None) or "", now)


async def change(unit: Unit, kind: UnitKind, now: datetime, *, actor: str) -> None:
    """督查室 says what it is."""
    head = await people.post_of(unit.id, Role.HEAD)
    await audit.record(actor, "unit_kind", f"unit:{unit.id}", now=now, before=unit.kind, after=kind.value)
    unit.is_kind_set = True
    await _become(unit, kind, head.title if head else "", now)


async def _become(unit: Unit, kind: UnitKind, title: str, now: datetime) -> None:
    is_new, was = not unit.id, unit.kind
    contact = Role.LIAISON if is_led_from_above(kind, title) else Role.HEAD
    unit.kind, unit.contact = kind.value, contact.value
    await unit.save()
    if is_new or was == unit.kind:
        return
    book = await rulebook.current()
    for owed in await Obligation.filter(unit_id=unit.id, state="open").order_by("id"):
        rung = owed.rung
        await judging.look_again(owed, now, book)
        if owed.rung != rung:
            await notices.withdraw("its kind goes less far", obligation_id=owed.id, form="call")
