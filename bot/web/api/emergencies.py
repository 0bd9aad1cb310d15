"""`emergencies`: who said what, when it was confirmed, and when each was told, had it on his phone and answered."""

from collections.abc import Sequence
from datetime import datetime

from bot.web import emergency_schemas as schemas
from bot.web.api import asked
from bot.web.api.holders import names_of, unit_names
from bot.web.api.keys import Caller
from bot.web.api.paging import page
from models.emergencies import Emergency, EmergencyCall, EmergencyEntry

Names = dict[int, str]


async def listed(want: asked.Emergencies, caller: Caller, now: datetime) -> schemas.EmergencyPage:
    """Emergencies (突发) with their logs."""
    query = Emergency.all() if want.state is None else Emergency.filter(state=want.state)
    found, following = await page(query, want, "emergencies")
    return schemas.EmergencyPage(items=await _answers(found), next=following)


async def _answers(found: Sequence[Emergency]) -> list[schemas.Emergency]:
    ids = [one.id for one in found]
    calls = await EmergencyCall.filter(emergency_id__in=ids).order_by("id")
    log = await EmergencyEntry.filter(emergency_id__in=ids).order_by("at", "id")
    persons = [*(one.reporter_id for one in found), *(call.person_id for call in calls)]
    names = await names_of([*persons, *(call.stands_for for call in calls), *(entry.person_id for entry in log)])
    units = await unit_names(one.unit_id for one in found)
    return [
        _answer(one, units, names, [c for c in calls if c.emergency_id == one.id], [e for e in log if e.emergency_id == one.id])
        for one in found
    ]  # fmt: skip


def _answer(
    one: Emergency, units: Names, names: Names, calls: Sequence[EmergencyCall], log: Sequence[EmergencyEntry]
) -> schemas.Emergency:
    return schemas.Emergency(
        id=one.id, state=one.state, text=one.text, what=one.what, place=one.place, happened=one.happened,
        reporter=names.get(one.reporter_id), unit=units.get(one.unit_id or 0), phone=one.phone,
        task=f"J{one.order_id}" if one.order_id else None, said_at=one.said_at, confirmed_at=one.confirmed_at,
        ended_at=one.ended_at, calls=[_call(call, names) for call in calls],
        log=[schemas.EmergencyEntry(at=e.at, person=names.get(e.person_id or 0), kind=e.kind, text=e.text) for e in log],
    )  # fmt: skip


def _call(call: EmergencyCall, names: Names) -> schemas.EmergencyCall:
    return schemas.EmergencyCall(
        person=names.get(call.person_id, ""), side=call.side, stands_for=names.get(call.stands_for or 0),
        told_at=call.told_at, heard_at=call.heard_at, answer=call.answer or None, answered_at=call.answered_at,
    )  # fmt: skip
