"""Promises: planned when they are given, looked at on their mornings, settled by the words that follow."""

from datetime import date, datetime

from models import db, ledger, obligations, telling
from models.events import Event
from models.portfolios import Portfolio
from models.rulebook import Rulebook
from models.rules.assignment_state import Commitment
from models.rules.promises import Named, Verdict, days_of, next_look, verdict
from models.rules.states import OPEN, EventKind
from models.tasks import Assignment
from models.wording import promises as words

SWEEP = "promise"
Settled = tuple[str, date]  # number of the task, day of the promise


async def given(event: Event, now: datetime, book: Rulebook) -> None:
    """The reply named a day: look at it on its morning."""
    if on := (event.data.get("reading") or {}).get("next_date"):
        await _look_later(Commitment(event.id, date.fromisoformat(on), ""), now, book)


async def _look_later(promise: Commitment, now: datetime, book: Rulebook) -> None:
    if at := next_look(promise, now, book.calendar):
        await obligations.plan_due(SWEEP, promise.event, at)


async def settled_by(
    assignment: Assignment, said: str, named: Named | None, at: datetime, book: Rulebook
) -> dict[str, list[int]]:
    """The promises that these words keep and move, as the report carries them; `named` is the day that they name."""
    today = book.calendar.local(at).date()
    waiting = await _open(assignment)
    is_only = len(waiting) == 1
    found = [(promise.event, verdict(promise, said, named, today, is_only=is_only)) for promise in waiting]
    return {
        name: events
        for name, wanted in (("keeps", Verdict.KEPT), ("moves", Verdict.MOVED))
        if (events := [event for event, decided in found if decided is wanted])
    }


def told(assignment: Assignment, event: Event) -> list[str]:
    """The same in words, for the echo."""
    by_event = {promise.event: promise.on for promise in ledger.commitments(assignment)}
    on = (event.data.get("reading") or {}).get("next_date")
    kept = [words.settled(by_event[e], moved_to=None) for e in event.data.get("keeps", ()) if e in by_event]
    moved_to = date.fromisoformat(on) if on else None
    return kept + [words.settled(by_event[e], moved_to=moved_to) for e in event.data.get("moves", ()) if e in by_event]


async def settled_since(portfolio: Portfolio, since: datetime) -> tuple[list[Settled], list[Settled]]:
    """Of a portfolio's tasks what was kept and what was broken since then: number and day."""
    rows = await db.rows(
        f"SELECT a.id AS assignment_id, e.id, e.kind FROM event e JOIN assignment a ON a.id = e.assignment_id JOIN task t ON t.id = a.task_id"
        f" WHERE {portfolio.sql()} AND e.at > ? AND (e.kind = '{EventKind.BROKEN}' OR (e.kind = '{EventKind.REPORTED}' AND CAST(e.data AS TEXT) LIKE '%\"keeps\"%')) ORDER BY e.id",
        since,
    )
    kept: list[Settled] = []
    broken: list[Settled] = []
    events = {event.id: event for event in await Event.filter(id__in=[row["id"] for row in rows])}
    for assignment_id in dict.fromkeys(row["assignment_id"] for row in rows):
        settles = {
            each
            for row in rows if row["assignment_id"] == assignment_id
            for each in (events[row["id"]].data.get("settles"), *events[row["id"]].data.get("keeps", ()))
        }  # fmt: skip
        assignment = await ledger.get(assignment_id) if settles - {None} else None
        for promise in ledger.commitments(assignment) if assignment else ():
            if promise.event in settles and promise.kept is not None and assignment:
                (kept if promise.kept else broken).append((assignment.task.number, promise.on))
    return kept, broken


def of(assignment: Assignment, today: date, whose: str) -> list[str]:
    """How each of them stands, the oldest first; a day that passed without a judgement says nothing."""
    return [
        words.standing(promise.on, promise.text, kept=promise.kept, moved=promise.moved, whose=whose)
        for promise in ledger.commitments(assignment)
        if (not promise.is_open or promise.on >= today) and not assignment.task.off_chat
    ]


async def _open(assignment: Assignment) -> list[Commitment]:
    """Given in reports: what an acceptance promised is its first step, and has a clock of its own."""
    waiting = [promise for promise in ledger.commitments(assignment) if promise.is_open]
    if not waiting:
        return []
    accepted = Event.filter(id__in=[promise.event for promise in waiting], kind=EventKind.ACCEPTED.value)
    of_taking_on = {event.id for event in await accepted}
    return [promise for promise in waiting if promise.event not in of_taking_on]


async def look(event_id: int, now: datetime, book: Rulebook) -> None:
    """A promise's morning, or the end of waiting for a word on it; nothing when it was settled or taken back."""
    event = await ledger.event(event_id)
    if event is None or event.assignment_id is None:
        return
    assignment = await ledger.get(event.assignment_id)
    promise = next((p for p in await _open(assignment) if p.event == event_id), None)
    if promise is None or assignment.state not in OPEN or assignment.task.state != "live":
        return
    days, today = days_of(promise.on, book.calendar), book.calendar.local(now).date()
    if today >= days.last:
        await ledger.record(assignment, EventKind.BROKEN, now=now, settles=event_id)
        return
    await _remind(assignment, promise, event, now, book, is_first=today <= days.first)
    await _look_later(promise, now, book)


async def _remind(
    assignment: Assignment, promise: Commitment, event: Event, now: datetime, book: Rulebook, *, is_first: bool
) -> None:
    number, said = assignment.task.number, promise.text
    if assignment.task.off_chat:
        said = "内容在内网台账"
    said_on = book.calendar.local(event.at).date()
    text = words.due_today(number, said_on, said) if is_first else words.due_before(number, promise.on, said)
    await telling.remind_unit(assignment, f"promise:{event.id}:{'day' if is_first else 'after'}", text, now)
