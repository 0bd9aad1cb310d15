"""开会到11点, 出差到周五; and 督查室's 46 暂停 公示期 到3月20日: time that does not count, each with its reason on record."""

from datetime import datetime, timedelta

from handlers.hearing import Hearing
from handlers.office import signature, tell_unit
from models import audit, ledger, obligations, pauses, people
from models.obligations import Obligation
from models.pauses import Pause, PauseKind
from models.people import Role
from models.rules.obligations import Kind
from models.rules.pausing import (
    Suspension,
    away_until,
    busy_until,
    is_back,
    is_busy,
    read_resumption,
    read_suspension,
)
from models.rules.states import EventKind, State
from models.tasks import Assignment, called, is_consolidator
from models.wording import answers
from models.wording import pauses as words

IN_A_MEETING = [kind.value for kind in (Kind.DELIVERY, Kind.ACCEPTANCE, Kind.FIRST_STEP, Kind.PROGRESS)]
HALF_A_DAY = timedelta(hours=4)


async def words_of(hearing: Hearing) -> bool:
    """True when the words asked for a pause, or for its end."""
    if hearing.is_office and (suspension := read_suspension(hearing.text, hearing.today)) is not None:
        await _suspend(hearing, suspension)
    elif hearing.is_office and (number := read_resumption(hearing.text)) is not None:
        await _resume(hearing, number)
    elif not hearing.units:
        return False
    elif is_busy(hearing.text):
        await _meeting(hearing)
    elif away_until(hearing.text, hearing.today)[0]:
        await _away(hearing)
    elif is_back(hearing.text):
        await _back(hearing)
    else:
        return False
    return True


async def _meeting(hearing: Hearing) -> None:
    """What this person himself owes stands still, for half a day at most; the unit's dates do not."""
    until = busy_until(hearing.text, hearing.now, hearing.book.calendar)
    until = await _what_is_left(hearing, until) if until else None
    owed = [] if until is None else await _owed_by(hearing)
    if until is None or not owed:
        await hearing.say(answers.busy())
        return
    pause = await Pause.create(
        person_id=hearing.person_id, kind=PauseKind.MEETING.value, reason=hearing.text[:256], approver_id=hearing.person_id,
        since=hearing.now, until=until, noted_at=hearing.now,
    )  # fmt: skip
    await pauses.lay(pause, owed, hearing.now, hearing.book)
    numbers = [(await ledger.get(o.assignment_id or 0)).task.number for o in owed[:20]]
    await hearing.say(words.meeting(list(dict.fromkeys(numbers)), until))


async def _what_is_left(hearing: Hearing, until: datetime) -> datetime | None:
    """Of his half day."""
    today = hearing.book.calendar.moment(hearing.today, hearing.book.calendar.windows_on(hearing.today)[0].opens)
    mine = Pause.filter(person_id=hearing.person_id, kind=PauseKind.MEETING.value, since__gte=today)
    used = sum(((p.until - p.since) for p in await mine if p.until and p.until <= hearing.now), timedelta())
    end = min(until, hearing.now + HALF_A_DAY - used)
    return end if end > hearing.now + timedelta(minutes=1) else None


async def _owed_by(hearing: Hearing) -> list[Obligation]:
    units = hearing.who.units(Role.HEAD)
    return await Obligation.filter(state="open", unit_id__in=list(units), kind__in=IN_A_MEETING).order_by("id")


async def _away(hearing: Hearing) -> None:
    """Travel does not stop the clocks: the AB岗 has the ball meanwhile."""
    _, day = away_until(hearing.text, hearing.today)
    units = hearing.who.units(Role.HEAD)
    deputies = [await people.person_in(unit, Role.DEPUTY, hearing.now) for unit in units]
    deputy = next((person for person in deputies if person is not None), None)
    if not units or deputy is None or deputy.id == hearing.person_id:
        await hearing.say(words.away_alone() if units else answers.busy())
        return
    until = hearing.book.calendar.close_of(hearing.book.calendar.workday_after(day, 0)) if day else None
    await _back_from(hearing)
    await Pause.create(
        person_id=hearing.person_id, kind=PauseKind.AWAY.value, reason=hearing.text[:256], approver_id=hearing.person_id,
        since=hearing.now, until=until, noted_at=hearing.now,
    )  # fmt: skip
    await hearing.say(words.away(deputy.name, day))


async def _back(hearing: Hearing) -> None:
    await hearing.say(words.back() if await _back_from(hearing) else answers.noted())


async def _back_from(hearing: Hearing) -> bool:
    found = await pauses.away({hearing.person_id}, hearing.now)
    for pause in found:
        pause.until = hearing.now
        await pause.save()
    return bool(found)


async def _suspend(hearing: Hearing, asked: Suspension) -> None:
    """By 督查室, with a reason, and an end or a paper."""
    found = [a for a in await called(asked.number, None) if is_consolidator(a)]
    if not found:
        await hearing.say(answers.no_such_task(asked.number))
    elif not asked.words or (asked.until is None and not asked.paper):
        await hearing.say(words.how_to_suspend(asked.number))
    elif refusal := await ledger.refusal(found[0], EventKind.PAUSED, now=hearing.now):
        await hearing.say(refusal)
    else:
        await _stand_still(hearing, found[0], asked)


async def _stand_still(hearing: Hearing, assignment: Assignment, asked: Suspension) -> None:
    calendar = hearing.book.calendar
    until = calendar.close_of(calendar.workday_after(asked.until, 0)) if asked.until else None
    event = await ledger.record(
        assignment, EventKind.PAUSED, **hearing.said(), text=asked.words, paper=asked.paper,
        until=asked.until.isoformat() if asked.until else None,
    )  # fmt: skip
    pause = await pauses.of_assignment(
        assignment, PauseKind(asked.reason.value), asked.words, hearing.now, hearing.book, until=until,
        approver_id=hearing.person_id, evidence=asked.paper, event_id=event.id,
    )  # fmt: skip
    if until is not None:
        await obligations.plan_due("pause", pause.id, until)
    await audit.record(hearing.actor, "paused", f"assignment:{assignment.id}", now=hearing.now, why=asked.words)
    number, label = assignment.task.number, PauseKind(asked.reason.value).label
    told = words.suspended(number, label, asked.words, asked.until, signature(hearing))
    await tell_unit(hearing, assignment, told, "paused")
    await hearing.say(words.suspended_to_office(number, assignment.unit.short, label, asked.until))


async def _resume(hearing: Hearing, number: str) -> None:
    found = [a for a in await called(number, None) if is_consolidator(a) and a.state == State.PAUSED]
    if not found:
        await hearing.say(words.not_suspended(number))
        return
    for assignment in found:
        await pauses.resume(assignment, hearing.book, **hearing.said())
        await tell_unit(hearing, assignment, words.resumed(assignment.task.number, signature(hearing)), "resumed")
        await hearing.say(words.resumed_to_office(assignment.task.number))
