"""Telling an emergency to whoever is on duty: at once, around the clock, and to the next one where nobody answers."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from models import composing, duty, emergencies, notices, obligations, people, telling
from models.composing import new_card_id
from models.emergencies import Answer, Emergency, EmergencyCall, Side, State, Step
from models.messages import Outgoing, OutgoingKind
from models.notices import Notice
from models.people import Person, Role, Unit
from models.rulebook import Rulebook
from models.rules.delivery import Nature
from models.wording import emergencies as words

SWEEP = "emergency"  # a call that nobody answered yet, in the due table
ASKED = "emergency-ask"  # a report that its reporter has not confirmed yet
CARD = "emergency"
OCCASION = "emergency"  # moot once it is over
AFTERWARDS = "emergency-over"
A_MONTH = 31
PHONE = "phone:"  # whom 总值班室 is to call


async def ask_again(emergency_id: int, now: datetime) -> None:
    """Once, to the reporter alone: he may think that it went out."""
    emergency = await Emergency.filter(id=emergency_id, state=State.ASKED.value).first()
    newest = await Emergency.filter(reporter_id=emergency.reporter_id).order_by("-id").first() if emergency else None
    if emergency is not None and newest is not None and newest.id == emergency.id:
        text = words.not_confirmed(emergency.said_at, emergency.phone, now)
        await tell(emergency, [emergency.reporter_id], "asked", text, now, occasion=AFTERWARDS)


async def raise_alarm(emergency: Emergency, now: datetime, book: Rulebook) -> list[EmergencyCall]:
    """To the leader and the office of the day; whoever reports it knows already."""
    on = await duty.on_duty(now, book)
    sides = [*((Side.LEADER, one) for one in (on.leader,) if one), *((Side.OFFICE, one) for one in on.office)]
    for side, person in sides:
        if person.id != emergency.reporter_id:
            await _reach(emergency, person, side, now, book)
    return await emergencies.calls_of(emergency.id)


async def _reach(
    emergency: Emergency, person: Person, side: Side, now: datetime, book: Rulebook, *, stands_for: int | None = None
) -> None:
    """A card of his own, once; where he has no account the next one is told."""
    if await EmergencyCall.filter(emergency_id=emergency.id, person_id=person.id).exists():
        return
    call = await EmergencyCall.create(
        emergency_id=emergency.id, person_id=person.id, side=side.value, stands_for=stands_for, told_at=now
    )
    absent = await Person.filter(id=stands_for).first() if stands_for else None
    instead_of = absent.name if absent else ""
    card = words.alarm(new_card_id(), await facts_of(emergency), instead_of=instead_of)
    text = words.line(emergency.id, emergency.text, instead_of)
    notice = _notice(person.id, f"alarm:{emergency.id}", text, emergency, now)
    notice.facts |= {"call": call.id}
    refs = {"emergency": emergency.id, "call": call.id, "assignments": []}
    is_told = await composing.show(person.id, card, CARD, refs, notice, now, nature=Nature.EMERGENCY)
    await emergencies.note(emergency.id, Step.TOLD, now, person_id=person.id)
    if is_told:
        await obligations.plan_due(SWEEP, call.id, now + timedelta(minutes=book.policy.emergency.deputy_minutes))
    else:
        await _unreached(emergency, call, "没有可用的账号", now, book)


async def facts_of(emergency: Emergency) -> words.Facts:
    reporter = await Person.get(id=emergency.reporter_id)
    unit = await Unit.filter(id=emergency.unit_id).first() if emergency.unit_id else None
    return words.Facts(
        id=emergency.id, text=emergency.text, what=emergency.what, place=emergency.place, happened=emergency.happened,
        said_at=emergency.said_at, reporter=reporter.name, unit=unit.short if unit else "", reporter_phone=reporter.phone or "",
        office_phone=emergency.phone,
    )  # fmt: skip


def _notice(
    person_id: int, key: str, text: str, emergency: Emergency, now: datetime, occasion: str = OCCASION
) -> Notice:
    notice = telling.told(person_id, key, text, now, occasion=occasion)
    notice.form, notice.facts = "single", {"text": text, "emergency": emergency.id}
    return notice


async def tell(
    emergency: Emergency, person_ids: Iterable[int], key: str, text: str, now: datetime, *, occasion: str = OCCASION
) -> None:
    """A text at once, each person once for each key."""
    for person_id in dict.fromkeys(person_ids):
        notice = _notice(person_id, f"emergency:{emergency.id}:{key}", text, emergency, now, occasion)
        message = Outgoing(OutgoingKind.TEXT, text)
        await telling.at_once(person_id, message, notice, now, nature=Nature.EMERGENCY, dedupe=notice.key)


async def listeners(emergency: Emergency, *, but: int | None = None) -> list[int]:
    """The reporter and everybody who was told."""
    calls = await emergencies.calls_of(emergency.id)
    return [one for one in (emergency.reporter_id, *(call.person_id for call in calls)) if one != but]


async def _of_office(emergency: Emergency, *, but: int | None = None) -> list[int]:
    calls = await emergencies.calls_of(emergency.id)
    return [call.person_id for call in calls if call.side == Side.OFFICE and call.person_id != but]


async def answered(call: EmergencyCall, answer: Answer, now: datetime) -> bool:
    """False for a tap that says nothing new. Told to the reporter and to 总值班室."""
    if call.answer in {answer.value, Answer.ON_IT.value}:
        return False
    emergency, person = await Emergency.get(id=call.emergency_id), await Person.get(id=call.person_id)
    call.answer, call.answered_at = answer.value, call.answered_at or now
    await call.save()
    await emergencies.note(emergency.id, Step.ANSWERED, now, person_id=person.id, text=words.ANSWERS[answer.value])
    told = [emergency.reporter_id, *await _of_office(emergency)]
    text = words.acknowledged(emergency.id, person.name, answer.value, now)
    await tell(emergency, [one for one in told if one != person.id], f"{answer.value}:{call.id}", text, now)
    return True


async def unanswered(call_id: int, now: datetime, book: Rulebook) -> None:
    """The quarter of an hour is over."""
    call = await EmergencyCall.filter(id=call_id).first()
    emergency = await Emergency.filter(id=call.emergency_id, state=State.OPEN.value).first() if call else None
    if call is None or emergency is None or call.answer or call.passed_on_at:
        return
    await emergencies.note(emergency.id, Step.SILENT, now, person_id=call.person_id)
    await _pass_on(emergency, call, words.silent(book.policy.emergency.deputy_minutes), now, book)


async def _unreached(emergency: Emergency, call: EmergencyCall, why: str, now: datetime, book: Rulebook) -> None:
    if call.passed_on_at or call.answer:
        return
    await emergencies.note(emergency.id, Step.UNREACHED, now, person_id=call.person_id, text=why)
    await _pass_on(emergency, call, words.unreached(), now, book)


async def _pass_on(emergency: Emergency, call: EmergencyCall, why: str, now: datetime, book: Rulebook) -> None:
    """The next one gets it, and 总值班室 hears whom to phone. Of two who stand in, the second only where nobody answered."""
    call.passed_on_at = now
    await call.save()
    silent = await Person.get(id=call.person_id)
    following = await _next(emergency, call, now, book)
    callers = await _of_office(emergency, but=silent.id)
    if following is not None:
        await _reach(emergency, following, Side(call.side), now, book, stands_for=silent.id)
    callers = callers or await _of_office(emergency, but=silent.id) or [emergency.reporter_id]
    for caller in callers:
        then = "您" if following and following.id == caller else following.name if following else ""
        text = words.phone_him(emergency.id, silent.name, silent.phone or "", why, then)
        await tell(emergency, [caller], f"{PHONE}{call.id}", text, now)


async def _next(emergency: Emergency, call: EmergencyCall, now: datetime, book: Rulebook) -> Person | None:
    calls = await emergencies.calls_of(emergency.id)
    is_heard = any(one.answer for one in calls if one.side == call.side)
    if call.stands_for is not None and is_heard:
        return None
    told = {emergency.reporter_id, *(one.person_id for one in calls)}
    return next((one for one in await _stand_ins(Side(call.side), now, book) if one.id not in told), None)


async def _stand_ins(side: Side, now: datetime, book: Rulebook) -> list[Person]:
    """备班 of this side, then the next leader of the roster and the first two of all; or the rest of 督查室."""
    on = await duty.on_duty(now, book)
    leaders = [person for _, person in await people.holders(Role.LEADER, now)]
    ids = {person.id for person in leaders}
    if side is Side.OFFICE:
        return [*(one for one in on.deputies if one.id not in ids), *await people.office(now)]
    following = [day.leader for day in await duty.ahead(now, book, days=A_MONTH) if day.leader and day.day > on.day]
    others = [one for one in following if on.leader is None or one.id != on.leader.id]
    return [*(one for one in on.deputies if one.id in ids), *others[:1], *leaders[:2]]


async def delivered(carried: Sequence[Notice], now: datetime) -> None:
    """The platform took it for this person: he has it on his phone."""
    if ids := [notice.facts["call"] for notice in carried if "call" in notice.facts]:
        await EmergencyCall.filter(id__in=ids, heard_at=None).update(heard_at=now)


async def refused(carried: Sequence[Notice], error: str, now: datetime, book: Rulebook) -> None:
    """It will never arrive: the next one is told at once, and 总值班室 phones."""
    for notice in carried:
        about = Emergency.filter(id=notice.facts.get("emergency", 0), state=State.OPEN.value)
        if (emergency := await about.first()) is None:
            continue
        if call := await EmergencyCall.filter(id=notice.facts.get("call", 0)).first():
            await _unreached(emergency, call, error[:200], now, book)
        elif (key := notice.key.removeprefix(f"emergency:{emergency.id}:")).startswith(PHONE):
            others = await _of_office(emergency, but=notice.person_id)
            await tell(emergency, others, key.rpartition(":p")[0], notice.facts["text"], now)


async def lost_reason(found: Sequence[Notice]) -> set[int]:
    """Notices of emergencies that are over: what is still under way is not sent any more."""
    about = {notice.id: notice.facts["emergency"] for notice in found if notice.occasion == OCCASION}
    over = await emergencies.over(list(about.values())) if about else set()
    return {notice_id for notice_id, emergency_id in about.items() if emergency_id in over}


async def close(emergency: Emergency, text: str, by: int, now: datetime) -> int:
    """Over: whoever has it on his phone hears so; who has not will not get it. Returns how many are told."""
    calls = await emergencies.calls_of(emergency.id)
    await notices.withdraw("it is over", occasion=OCCASION, key__startswith=f"alarm:{emergency.id}:")
    had_it = [emergency.reporter_id, *(call.person_id for call in calls if call.heard_at or call.answer)]
    told = list(dict.fromkeys(one for one in had_it if one != by))
    await tell(emergency, told, emergency.state, text, now, occasion=AFTERWARDS)
    return len(told)
