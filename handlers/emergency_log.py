"""突发记录 and 突发 3: what became of an emergency, for whoever it concerns."""

from collections.abc import Sequence

from handlers.hearing import Hearing
from models import alarms, emergencies
from models.emergencies import Emergency, Step
from models.people import Person, Role
from models.wording import emergencies as words

SHOWN = 6


async def may_speak(hearing: Hearing, emergency: Emergency) -> bool:
    return emergency.reporter_id == hearing.person_id or await is_on_duty(hearing, emergency)


async def is_on_duty(hearing: Hearing, emergency: Emergency) -> bool:
    calls = await emergencies.calls_of(emergency.id)
    return hearing.is_office or any(call.person_id == hearing.person_id for call in calls)


def _may_read(hearing: Hearing) -> bool:
    return hearing.is_office or hearing.who.has(Role.LEADER)


async def records(hearing: Hearing) -> None:
    found = [one for one in await emergencies.newest(SHOWN) if _may_read(hearing) or await may_speak(hearing, one)]
    if not found and not _may_read(hearing):
        await hearing.say(words.only_duty())
        return
    named = await _names([one.reporter_id for one in found])
    lines = [
        words.record_line(one.id, one.said_at, one.text, one.state, named.get(one.reporter_id, ""), hearing.now)
        for one in found
    ]
    await hearing.say(words.records(lines))


async def _names(ids: Sequence[int | None]) -> dict[int, str]:
    return {person.id: person.name for person in await Person.filter(id__in=[each for each in ids if each])}


async def whole(hearing: Hearing, emergency_id: int) -> None:
    emergency = await Emergency.filter(id=emergency_id).first()
    if emergency is None:
        await hearing.say(words.none_such(emergency_id))
    elif not (_may_read(hearing) or await may_speak(hearing, emergency)):
        await hearing.say(words.only_duty())
    else:
        calls, log = await emergencies.calls_of(emergency.id), await emergencies.log_of(emergency.id)
        named = await _names(
            [*(c.person_id for c in calls), *(c.stands_for for c in calls), *(e.person_id for e in log)]
        )
        lines = [
            words.call_line(
                named.get(c.person_id, ""), c.told_at, c.heard_at, c.answer, c.answered_at, named.get(c.stands_for or 0, "")
            )
            for c in calls
        ]  # fmt: skip
        entries = [
            words.entry_line(e.at, named.get(e.person_id or 0, ""), e.kind, e.text)
            for e in log
            if e.kind not in {Step.SAID, Step.TOLD, Step.ANSWERED}
        ]
        await hearing.say(words.whole(await alarms.facts_of(emergency), emergency.state, lines, entries))
