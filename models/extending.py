"""Extensions: asked for before due with cause and new date, proposed by 督查室, decided by the 分管领导.

While it waits the clocks of the assignment stand still; approved, the date moves and its count begins anew.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models import clocks, judging, ledger, obligations, pauses
from models.events import Event
from models.obligations import Obligation
from models.pauses import PauseKind
from models.rulebook import Rulebook
from models.rules.obligations import Kind
from models.rules.states import EventKind
from models.tasks import Assignment


@dataclass(frozen=True, slots=True)
class Request:
    """One that waits: its clock (K11), what was asked, and whether 督查室 has proposed."""

    clock: Obligation
    event: Event
    proposal: Event | None

    @property
    def to(self) -> date:
        return date.fromisoformat(self.event.data["on"])

    @property
    def was(self) -> date:
        return date.fromisoformat(self.event.data["was"])

    @property
    def cause(self) -> str:
        return str(self.event.data["cause"])


async def dated(assignment: Assignment, now: datetime, book: Rulebook) -> tuple[list[Obligation], list[Obligation]]:
    """The dated clocks that still run, the nearest first, and those that have run out."""
    owed = await obligations.open_of(assignment.id, Kind.DUE.value)
    by_due = sorted(
        ((judging.due_of(o, assignment, book) or o.due_at or now, o) for o in owed), key=lambda pair: pair[0]
    )
    return [o for due, o in by_due if due > now], [o for due, o in by_due if due <= now]


async def ask(assignment: Assignment, owed: Obligation, to: date, cause: str, book: Rulebook, **said: Any) -> Request:
    now: datetime = said["now"]
    was = book.calendar.local(owed.due_at or now).date()
    event = await ledger.record(
        assignment, EventKind.EXTENSION_ASKED, **said, on=to.isoformat(), was=was.isoformat(), cause=cause, period=owed.period,
        name=owed.name,
    )  # fmt: skip
    await pauses.of_assignment(assignment, PauseKind.EXTENSION, cause, now, book, event_id=event.id)
    clock = await clocks.start(
        Kind.EXTENSION, assignment, now, book, period=f"e{event.id}", name=owed.name, event_id=event.id
    )
    assert clock is not None  # where there is a dated clock there is one for moving it
    return Request(clock, event, None)


async def waiting(assignment_id: int) -> Request | None:
    found = await obligations.open_of(assignment_id, Kind.EXTENSION.value)
    event = await ledger.event(found[0].started_event) if found else None
    if not found or event is None:
        return None
    proposal = await ledger.last(assignment_id, EventKind.EXTENSION_PROPOSED)
    return Request(found[0], event, proposal if proposal and proposal.id > event.id else None)


async def propose(assignment: Assignment, request: Request, *, agree: bool, book: Rulebook, **said: Any) -> None:
    """The ball goes to the leader, if one can be reached; his share of the clock is what is left."""
    await ledger.record(assignment, EventKind.EXTENSION_PROPOSED, **said, agree=agree, asked=request.event.id)
    request.clock.holder_post_id = assignment.task.leader_post_id
    await judging.look_again(request.clock, said["now"], book)


async def decide(assignment: Assignment, request: Request, *, agree: bool, book: Rulebook, **said: Any) -> None:
    now: datetime = said["now"]
    data = request.event.data
    kind = EventKind.EXTENDED if agree else EventKind.EXTENSION_REFUSED
    event = await ledger.record(
        assignment, kind, **said, on=data["on"] if agree else None, period=data["period"], asked=request.event.id
    )
    await clocks.end(request.clock, "met", now, event_id=event.id)
    await pauses.over_of_event(request.event.id, now, book)
    if agree:
        for owed in await obligations.open_of(assignment.id, Kind.DUE.value):
            if owed.period == data["period"]:
                await clocks.extend(owed, request.to, now, book)
