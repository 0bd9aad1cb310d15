"""A word on a task becomes a report, whoever wrote it down: what it stops, what it begins, which promises it settles."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from models import clocks, lamps, ledger, preparing, promises, telling
from models.events import Event
from models.preparing import Draft
from models.rulebook import Rulebook
from models.rules.obligations import Kind
from models.rules.promises import Named
from models.rules.reading import Grade, Intent, Reading
from models.rules.states import OPEN, EventKind, State
from models.tasks import Assignment, due_of
from models.wording.phrases import short
from models.wording.replies import Known

WORKS = frozenset({Grade.A, Grade.B})  # what stops a clock
Said = dict[str, Any]  # who, when and in which message: the fields that `ledger.record` takes


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose word it is. `noted` is what else the event keeps of how it came: who of 督查室 wrote it down."""

    said: Said
    as_head: bool
    book: Rulebook
    message: str = ""  # the platform's own id
    noted: dict[str, Any] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        now: datetime = self.said["now"]
        return now

    @property
    def at(self) -> datetime:
        at: datetime = self.said.get("at") or self.now
        return at


async def record(
    voice: Voice, assignment: Assignment, reading: Reading, text: str, *, replaces: Event | None = None
) -> Event:
    """Write the word, stop what it stops, start what follows."""
    if assignment.state == State.DISPATCHED and _takes_on(voice, assignment, reading):
        await _take_on_by_working(voice, assignment, text)
    content = await _content(voice, assignment, reading, text)
    event = await ledger.record(
        assignment, EventKind.REPORTED, **voice.said, **content, replaces=replaces.id if replaces else None,
    )  # fmt: skip
    await _follow(voice, assignment, event)
    if voice.as_head and replaces is None and reading.grade in WORKS:
        await preparing.let_go(assignment, event, voice.now)
    return event


async def prepare(voice: Voice, assignment: Assignment, reading: Reading, text: str) -> Event:
    """A liaison's word: nothing is stopped, begun or counted by it until the head confirms it."""
    return await ledger.record(
        assignment, EventKind.PREPARED, **voice.said, **await _content(voice, assignment, reading, text)
    )


async def confirm(voice: Voice, draft: Draft, *, content: dict[str, Any] | None = None) -> Event:
    """The head's tap, or his line with what it changes (`content`): the prepared word is the unit's report now."""
    assignment, prepared = draft.assignment, content or draft.event.data
    if assignment.state == State.DISPATCHED and not assignment.task.needs_own_words:
        await _take_on_by_working(voice, assignment, prepared["text"])
    said = {**prepared, "confirmed": True, "prepared_by": draft.event.person_id}
    event = await ledger.record(assignment, EventKind.REPORTED, **voice.said, **said, replaces=draft.event.id)
    await preparing.over(draft.event)
    await _follow(voice, assignment, event)
    return event


async def _content(voice: Voice, assignment: Assignment, reading: Reading, text: str) -> dict[str, Any]:
    return {
        **await settled(assignment, reading, text, voice.at, voice.book), **voice.noted, "text": text,
        "reading": reading.to_json(), "grade": reading.grade.value, "confirmed": voice.as_head, "source_message": voice.message,
        "documents": [d.text for d in reading.documents], "evidence": [evidence_json(e) for e in reading.evidence],
    }  # fmt: skip


async def _follow(voice: Voice, assignment: Assignment, event: Event) -> None:
    await promises.given(event, voice.now, voice.book)
    if event.data["grade"] in WORKS and assignment.state in OPEN:
        await clocks.heard(assignment, event, voice.now, voice.book)


async def settled(
    assignment: Assignment, reading: Reading, text: str, at: datetime, book: Rulebook
) -> dict[str, list[int]]:
    """The promises that these words keep and move."""
    named = Named(reading.next_date.on, reading.next_date.span.text) if reading.next_date else None
    return await promises.settled_by(assignment, text, named, at, book)


def _takes_on(voice: Voice, assignment: Assignment, reading: Reading) -> bool:
    """Work with content, never a complaint or a question; for a bottom line only the head's own."""
    has_content = reading.grade in WORKS or bool(reading.indicators or reading.percent)
    is_work = has_content and reading.intent not in {Intent.QUESTION, Intent.EXTENSION_REQUEST}
    is_his = assignment.task.needs_own_words or assignment.is_of_a_leader
    return is_work and (not is_his or voice.as_head)


async def _take_on_by_working(voice: Voice, assignment: Assignment, text: str) -> None:
    """Work that is reported before the task was taken on: it has been taken on."""
    await taken_on(voice, assignment, text=text, first_step=short(text, 30), own_words=True)


async def taken_on(voice: Voice, assignment: Assignment, **how: Any) -> Event:
    await clocks.reached(assignment, voice.now, voice.book)
    event = await ledger.record(
        assignment, EventKind.ACCEPTED, **voice.said, **voice.noted, by_head=voice.as_head, **how
    )
    await clocks.meet(assignment.id, voice.now, Kind.ACCEPTANCE, Kind.DELIVERY, event_id=event.id)
    await telling.withdraw_answered(assignment.id, "taken on")
    return event


async def known(assignment: Assignment, event: Event, today: date, *, taken_on: bool = False) -> Known:
    """What the echo of a report says."""
    indicators = await assignment.task.indicators.all()
    following = await assignment.task.milestones.filter(due__gte=today).order_by("due").first()
    return Known(
        number=assignment.task.number,
        reading=event.data["reading"],
        targets=[(i.name, i.target, i.unit) for i in indicators],
        percent=assignment.percent,
        pace=lamps.say_pace(assignment),
        next_on=following.due if following else None,
        due=due_of(assignment),
        off_chat=assignment.task.off_chat,
        taken_on=taken_on,
        promises=promises.told(assignment, event),
    )


def evidence_json(found: Any) -> dict[str, Any]:
    return {
        "field": found.field,
        "value": found.value,
        "text": found.span.text,
        "start": found.span.start,
        "end": found.span.end,
        "rule": found.rule.value,
        "confidence": found.confidence,
    }
