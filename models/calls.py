"""The telephone: which calls are to be made, and what came of one. A note counts like a reply of whoever was called."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from models import (
    audit,
    clocks,
    composing,
    conversations,
    doubting,
    judging,
    ledger,
    notices,
    obligations,
    people,
    routes,
    telling,
    vocabulary,
)
from models.composing import Carried
from models.conversations import Conversation
from models.events import Event
from models.messages import Outgoing, OutgoingKind
from models.notices import Notice
from models.obligations import Obligation
from models.pauses import OF_THE_OFFICE, PauseKind, of_assignment
from models.people import Person, Role
from models.reporting import Voice, known, record, taken_on
from models.rulebook import Rulebook
from models.rules.acceptance import read_acceptance
from models.rules.calls import CallNote, Outcome, speaker
from models.rules.dates import find_dates
from models.rules.obligations import Rung
from models.rules.reading import Grade, Intent, Reading, read_reply
from models.rules.states import EventKind, State
from models.rules.targets import Doubt
from models.tasks import Assignment, called, is_consolidator
from models.wording import calls as words
from models.wording.lists import Line

REST = 5  # working days for which a reason counts that names no day
SETTLES = {Outcome.ANSWERED, Outcome.REASON, Outcome.ARBITRATE, Outcome.GO_ON}
GOOD = {Grade.A, Grade.B}


@dataclass(frozen=True, slots=True)
class Officer:
    """Who notes the call: a person of 督查室, or a program with a key (then without an id)."""

    name: str
    actor: str
    person_id: int | None = None
    said: dict[str, Any] = field(default_factory=dict)  # inbox_id, when it came by chat


@dataclass(frozen=True, slots=True)
class Noted:
    """What came of the note, for its echo."""

    assignment: Assignment
    outcome: Outcome
    whose: Person | None
    echo: str = ""
    stopped: bool = False
    until: date | None = None


async def to_make(now: datetime) -> list[Obligation]:
    """Who is to be called: what the ladder brought so far, and no call has settled since."""
    owed = await Obligation.filter(state="open", rung__gte=int(Rung.R3), went_on_at=None).order_by("rung_at", "id")
    owed = [one for one in owed if one.kind not in OF_THE_OFFICE and not judging.is_resting(one, now)]
    known_calls = Event.filter(kind=EventKind.CALLED.value, assignment_id__in={one.assignment_id for one in owed})
    settled: dict[int, datetime] = {}
    for event in await known_calls.order_by("id"):
        if event.data.get("outcome") in SETTLES and event.assignment_id is not None:
            settled[event.assignment_id] = event.at
    return [one for one in owed if _is_since(one, settled.get(one.assignment_id or 0))]


def _is_since(owed: Obligation, settled_at: datetime | None) -> bool:
    return settled_at is None or (owed.rung_at is not None and owed.rung_at > settled_at)


async def lines(now: datetime) -> list[Line]:
    carried = await composing.gather([_as_notice(one, now) for one in await to_make(now)], now)
    return [composing.line_of(one) for one in carried if _is_live(one)]


def _is_live(one: Carried) -> bool:
    return one.assignment is not None and one.assignment.task.state == "live"


def _as_notice(owed: Obligation, now: datetime) -> Notice:
    return Notice(
        key="", person_id=0, assignment_id=owed.assignment_id, obligation_id=owed.id, form="call", occasion="call", created_at=now
    )  # fmt: skip


async def about(number: str, now: datetime) -> list[Assignment]:
    """Whose call this number means: who is on the list, else who owes the report."""
    found = await called(number, None)
    listed = {one.assignment_id for one in await to_make(now)}
    return [a for a in found if a.id in listed] or [a for a in found if is_consolidator(a)]


async def note(
    assignment: Assignment,
    call: CallNote,
    by: Officer,
    now: datetime,
    book: Rulebook,
    *,
    is_sure: bool = False,
    is_added: bool = False,
) -> Noted | Doubt | str:
    """Keep what was said on the telephone and do what follows; a refusal in Chinese where nothing can follow.

    A figure that looks like a slip is doubted and nothing kept, unless `is_sure`; `is_added`: on top of what stood there.
    """
    if refusal := await ledger.refusal(assignment, EventKind.CALLED, now=now):
        return refusal
    quoted, said = speaker(call.words)
    if (
        call.outcome is Outcome.ANSWERED
        and not is_sure
        and (found := await _doubted(assignment, said or call.words, now, book))
    ):
        return found
    whose, as_head = await _whose(assignment, quoted, now)
    event = await ledger.record(
        assignment, EventKind.CALLED, now=now, person_id=by.person_id, **by.said, outcome=call.outcome.value, words=call.words,
        whose=whose.id if whose else None, quoted=quoted, by=by.name,
    )  # fmt: skip
    await audit.record(by.actor, "call_noted", f"assignment:{assignment.id}", now=now, outcome=call.outcome.value)
    voice = Voice(
        {"now": now, "at": now, "person_id": whose.id if whose else None, **by.said}, as_head, book,
        noted={"prepared_by": by.person_id, "by_phone": True, "quoted": quoted},
    )  # fmt: skip
    if call.outcome is not Outcome.NO_ANSWER:
        await clocks.reached(assignment, now, book)
    match call.outcome:
        case Outcome.ANSWERED:
            made = await _answered(assignment, voice, said or call.words, whose, is_added=is_added)
        case Outcome.REASON:
            made = await _rests(assignment, voice, call.words, whose, event)
        case Outcome.ARBITRATE:
            made = await _disputed(assignment, voice, call.words, whose)
        case Outcome.GO_ON:
            made = await _goes_on(assignment, voice, whose)
        case Outcome.NO_ANSWER:
            return Noted(assignment, call.outcome, whose)
    await _withdraw_calls(assignment)
    await _tell(made, by, now, event)
    return made


async def _whose(assignment: Assignment, quoted: str, now: datetime) -> tuple[Person | None, bool]:
    """Whose word it is: the head's, unless somebody else of the unit is named."""
    members = await people.team(assignment.unit_id, now)
    asked = routes.contact(assignment.unit, members)
    for role in (Role.LIAISON, Role.DEPUTY):
        person = members.get(role)
        if person is not None and quoted and person.name in quoted:
            return person, role is Role.DEPUTY or person == asked
    return asked, True


async def _doubted(assignment: Assignment, said: str, now: datetime, book: Rulebook) -> Doubt | None:
    return await doubting.of(assignment, await _read(assignment, now, book, said), said)


async def _answered(
    assignment: Assignment, voice: Voice, said: str, whose: Person | None, *, is_added: bool = False
) -> Noted:
    """Read like a reply, and worth as much."""
    reading = await _read(assignment, voice.at, voice.book, said)
    reading = await doubting.added(assignment, reading) if is_added else reading
    today = voice.book.calendar.local(voice.now).date()
    was_waiting = assignment.state == State.DISPATCHED
    taking = read_acceptance(said, today=today)
    tells = reading.indicators or reading.percent or reading.intent is Intent.COMPLETED
    if was_waiting and taking.commits and not tells:
        event = await taken_on(
            voice, assignment, text=said, lead=taking.lead, first_step=taking.first_step, own_words=True,
            on=taking.on.isoformat() if taking.on else None,
        )  # fmt: skip
        await clocks.took_on(assignment, event, voice.now, voice.book, on=taking.on)
        await _remember(event, whose)
        return Noted(assignment, Outcome.ANSWERED, whose, words.taken(assignment.task.number, taking), stopped=True)
    event = await record(voice, assignment, reading, said)
    await _remember(event, whose)
    told = await known(assignment, event, today, taken_on=was_waiting and assignment.state != State.DISPATCHED)
    return Noted(assignment, Outcome.ANSWERED, whose, words.understood(told, said), stopped=reading.grade in GOOD)


async def _read(assignment: Assignment, at: datetime, book: Rulebook, said: str) -> Reading:
    context = await ledger.context_of(assignment)
    sent_at = book.calendar.local(at)
    bodies = await people.unit_names()
    return read_reply(said, sent_at=sent_at, tasks=[context], bodies=bodies, lexicon=vocabulary.current())


async def _remember(event: Event, whose: Person | None) -> None:
    """What his 更正 will speak of."""
    if whose is not None:
        await conversations.of(whose.id)
        await Conversation.filter(person_id=whose.id).update(
            last_event_id=event.id, last_assignment_id=event.assignment_id
        )


async def _rests(assignment: Assignment, voice: Voice, said: str, whose: Person | None, event: Event) -> Noted:
    """The reason holds: nobody is chased until the day it names, or for a week."""
    calendar = voice.book.calendar
    today = calendar.local(voice.now).date()
    named = [one.on for one in find_dates(said, now=today) if one.on > today]
    until = calendar.workday_after(named[-1] if named else today, 0 if named else REST)
    await of_assignment(
        assignment, PauseKind.CALL, said or Outcome.REASON.label, voice.now, voice.book, until=calendar.close_of(until),
        approver_id=voice.noted["prepared_by"], event_id=event.id,
    )  # fmt: skip
    return Noted(assignment, Outcome.REASON, whose, until=until)


async def _disputed(assignment: Assignment, voice: Voice, said: str, whose: Person | None) -> Noted:
    event = await ledger.record(assignment, EventKind.CONTESTED, **voice.said, **voice.noted, text=said)
    await clocks.dispute(assignment, event, voice.now, voice.book)
    await telling.withdraw_answered(assignment.id, "contested")
    await _remember(event, whose)
    return Noted(assignment, Outcome.ARBITRATE, whose)


async def _goes_on(assignment: Assignment, voice: Voice, whose: Person | None) -> Noted:
    """A person decided that the ladder goes on."""
    for owed in await obligations.open_of(assignment.id):
        if owed.kind not in OF_THE_OFFICE and (owed.rung or 0) >= Rung.R3 and owed.went_on_at is None:
            owed.went_on_at = voice.now
            await judging.look_again(owed, voice.now, voice.book)
    return Noted(assignment, Outcome.GO_ON, whose)


async def _withdraw_calls(assignment: Assignment) -> None:
    await notices.withdraw("called", assignment_id=assignment.id, form="call")


async def _tell(made: Noted, by: Officer, now: datetime, event: Event) -> None:
    """He who was called reads what was written down in his name."""
    if made.whose is None:
        return
    text = words.to_unit(made.assignment.task.number, made.outcome, by.name, echo=made.echo, until=made.until)
    notice = telling.told(made.whose.id, f"call:{event.id}", text, now, assignment_id=made.assignment.id)
    await telling.at_once(made.whose.id, Outgoing(OutgoingKind.TEXT, text), notice, now)


def said_of(found: Sequence[Assignment]) -> list[tuple[str, str]]:
    return [(one.task.number, one.unit.short) for one in found]
