"""The ledger of an assignment: appending what happened, folding it anew, and what can be read from it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from models import db, lamps, parts, rulebook, vocabulary
from models.events import Event
from models.parts import Part
from models.rules import lifecycle, targets
from models.rules.assignment_state import AssignmentState, Commitment
from models.rules.lifecycle import fold, may
from models.rules.promises import clause_with
from models.rules.reading import IndicatorTarget, Intent, Quality, Reading, TaskContext, read_reply
from models.rules.references import without_references
from models.rules.reported_figures import Figure
from models.rules.states import ENDED, EventKind, State
from models.rules.units_of_measure import measure
from models.tasks import Assignment, Indicator, Task, called
from models.wording import ledger as words
from models.wording import parts as part_words
from models.wording.phrases import SHANGHAI

LABELS: dict[str, str] = {state.value: state.label for state in State}
THESE_DAYS = timedelta(days=10)  # what was said within them is not asked again


async def get(assignment_id: int) -> Assignment:
    return await Assignment.get(id=assignment_id).select_related("task", "task__plan", "unit")


async def record(
    assignment: Assignment,
    kind: EventKind,
    *,
    now: datetime,
    at: datetime | None = None,
    person_id: int | None = None,
    inbox_id: int | None = None,
    replaces: int | None = None,
    **data: Any,
) -> Event:
    """Append an event and fold the assignment anew; its columns are what the fold says, nothing else."""
    given = assignment.dispatched_at or at or now
    at = max(at or now, given)  # whosever clock is slow: nothing is said of what is not given yet
    event = await Event.create(
        task_id=assignment.task_id, assignment_id=assignment.id, kind=kind.value, at=at, person_id=person_id,
        inbox_id=inbox_id, replaces=replaces, data=data,
    )  # fmt: skip
    if kind is EventKind.DISPATCHED:
        assignment.dispatched_at = assignment.dispatched_at or event.at
    await refold(assignment)
    if kind in lamps.MOVES_PACE:
        await lamps.refresh([assignment], await rulebook.current(), now, event_id=event.id)
    return event


async def refold(assignment: Assignment) -> None:
    events = await Event.filter(assignment_id=assignment.id).order_by("id")
    folded = fold(_fact(e) for e in events)
    assignment.dispatched_at = next((e.at for e in events if e.kind == EventKind.DISPATCHED.value), None)
    assignment.state = folded.state.value
    assignment.figures = [_figure_json(figure) for figure in folded.figures]
    assignment.told_percent = await _told_percent(assignment, folded)
    assignment.standing = folded.standing.value if folded.standing else None
    assignment.commitments = [
        {"event": c.event, "on": c.on.isoformat(), "text": c.text, "kept": c.kept, "moved": c.moved} for c in folded.commitments
    ]  # fmt: skip
    accepted = folded.accepted
    assignment.accepted = None if accepted is None else {
        "person": accepted.person, "at": accepted.at.isoformat(), "lead": accepted.lead, "first_step": accepted.first_step,
        "on": accepted.on.isoformat() if accepted.on else None,
    }  # fmt: skip
    assignment.last_word_at, assignment.last_words = folded.last_word_at, folded.last_words
    assignment.reported_by = folded.completion.person if folded.completion else None
    assignment.missing = folded.missing
    assignment.extended = {period: on.isoformat() for period, on in folded.extended} or None
    await assignment.save()


def _fact(event: Event) -> lifecycle.Event:
    data = event.data
    reading = data.get("reading") or {}
    on = reading.get("next_date") or data.get("on")
    return lifecycle.Event(
        id=event.id, kind=EventKind(event.kind), at=event.at, person=event.person_id, replaces=event.replaces,
        grade=data.get("grade"), percent=reading.get("percent"), figures=tuple(_figure(f) for f in reading.get("indicators", ())),
        lead=data.get("lead") or "", first_step=data.get("first_step") or "", on=date.fromisoformat(on) if on else None,
        text=data.get("text") or "", missing=data.get("missing") or "", prepared_by=data.get("prepared_by"),
        period=data.get("period") or "",
        settles=data.get("settles"), keeps=frozenset(data.get("keeps") or ()), moves=frozenset(data.get("moves") or ()),
        promised=_promised(data), document=data.get("document") or "",
    )  # fmt: skip


def _promised(data: dict[str, Any]) -> str:
    dated = next((e["text"] for e in data.get("evidence", ()) if e["field"] == "next_date"), "")
    return clause_with(dated, data.get("text") or "") if dated else ""


def _figure(said: dict[str, Any]) -> Figure:
    return Figure(said["name"], said["value"], said["unit"])


def _figure_json(figure: Figure) -> dict[str, Any]:
    return {"name": figure.name, "value": figure.value, "unit": figure.unit, "standing": figure.standing.value}


async def _told_percent(assignment: Assignment, folded: AssignmentState) -> float | None:
    """What was said of the whole task stands until a figure is told that can be measured."""
    if not folded.has_newer_figures or folded.percent is None:
        return folded.told_percent
    said = {(figure.name, measure(figure.unit)) for figure in folded.figures}
    targets = await Indicator.filter(task_id=assignment.task_id).values_list("name", "unit")
    return folded.percent if said.isdisjoint((name, measure(unit)) for name, unit in targets) else None


def commitments(assignment: Assignment) -> list[Commitment]:
    """What was promised and what became of it, as the last fold has it."""
    return [
        Commitment(c["event"], date.fromisoformat(c["on"]), c["text"], c["kept"], c.get("moved", False))
        for c in assignment.commitments
    ]


async def state_of(assignment: Assignment) -> AssignmentState:
    return fold(_fact(e) for e in await Event.filter(assignment_id=assignment.id).order_by("id"))


async def refusal(
    assignment: Assignment, kind: EventKind, *, now: datetime, person_id: int | None = None, document: str = "…"
) -> str | None:
    """Why this may not happen now, in Chinese; None when it may. What is missing is asked for afterwards."""
    event = lifecycle.Event(id=0, kind=kind, at=now, person=person_id, missing="…", document=document)
    state = await state_of(assignment)
    if kind is EventKind.COMPLETED and state.state is State.COMPLETED:
        return words.already_reported(assignment.task.number)
    if kind is EventKind.COMPLETED and (waiting := await unfinished(assignment)):
        return part_words.unfinished(assignment.task.number, waiting)
    reason = may(state, event)
    return f"{assignment.task.number}{reason}，没有改动。" if reason else None


async def unfinished(assignment: Assignment) -> list[Part]:
    """The parts (子项) that its completion waits for; none once 督查室 has said why it need not."""
    waiting = await parts.unfinished(assignment.task)
    return [] if waiting and await last(assignment.id, EventKind.WAIVED) else waiting


_CHANGES_NOTHING = [EventKind.PREPARED.value, EventKind.PUT_OFF.value]


async def undo_refusal(assignment: Assignment, event: Event) -> str | None:
    """Only what still stands alone can be taken back: a report that 督查室 has decided on cannot."""
    others = await Event.filter(assignment_id=assignment.id, id__gt=event.id).exclude(person_id=event.person_id)
    drafts = set(
        await Event.filter(assignment_id=assignment.id, kind__in=_CHANGES_NOTHING).values_list("id", flat=True)
    )
    later = any(e.id not in drafts and e.replaces not in drafts for e in others)
    if later or State(assignment.state) in ENDED or event.kind not in UNDOABLE:
        return words.cannot_undo(assignment.task.number, LABELS[assignment.state])
    return None


UNDOABLE = {
    EventKind.REPORTED.value, EventKind.ACCEPTED.value, EventKind.CONTESTED.value, EventKind.COMPLETED.value,
    EventKind.EXTENSION_ASKED.value, EventKind.PREPARED.value,
}  # fmt: skip


async def event(event_id: int | None) -> Event | None:
    return await Event.filter(id=event_id).first() if event_id else None


async def last(assignment_id: int, kind: EventKind) -> Event | None:
    """The newest event of this kind that is in force."""
    return (await newest([assignment_id], kind)).get(assignment_id)


async def newest(assignment_ids: Sequence[int], kind: EventKind) -> dict[int, Event]:
    """The same of each of these, in two queries: what is not the newest is counted, not read."""
    listed = ", ".join(str(int(each)) for each in assignment_ids) or "NULL"
    rows = await db.rows(  # only these kinds can take the place of one, be what it confirmed, or take one back
        f"SELECT assignment_id, id, kind, at, replaces FROM event WHERE assignment_id IN ({listed}) AND kind IN (?, ?, ?) ORDER BY id",
        kind.value, EventKind.PREPARED.value, EventKind.UNDONE.value,
    )  # fmt: skip
    known: dict[int, list[lifecycle.Event]] = {}
    for row in rows:
        fact = lifecycle.Event(row["id"], EventKind(row["kind"]), db.moment(row["at"]), replaces=row["replaces"])
        known.setdefault(row["assignment_id"], []).append(fact)
    live = [[fact.id for fact in lifecycle.in_force(of_one)[0] if fact.kind is kind] for of_one in known.values()]
    ids = [of_one[-1] for of_one in live if of_one]
    return {event.assignment_id or 0: event for event in await Event.filter(id__in=ids)}


def live(found: Sequence[Event]) -> list[Event]:
    """Those of an assignment's events that are in force, in the order in which they were said."""
    by_id = {event.id: event for event in found}
    in_force, _ = lifecycle.in_force([_fact(event) for event in found])
    return [by_id[event.id] for event in in_force]


WORDS = (EventKind.REPORTED, EventKind.ACCEPTED, EventKind.COMPLETED, EventKind.CONTESTED)


async def last_word(assignment_id: int) -> Event | None:
    """The newest thing said of this assignment that is in force: taken on, contested, reported, completed."""
    found = [event for kind in WORDS if (event := await last(assignment_id, kind))]
    return max(found, key=lambda event: event.id, default=None)


async def said_together(event: Event) -> list[Event]:
    """What the same message of the same person said, as far as it is in force; one line may speak of many tasks."""
    query = (
        Event.filter(inbox_id=event.inbox_id, person_id=event.person_id)
        if event.inbox_id
        else Event.filter(id=event.id)
    )
    found = await query.order_by("id")
    live = {e for assignment_id in {e.assignment_id for e in found} for e in await _in_force(assignment_id)}
    return [e for e in found if e.id in live and e.kind in UNDOABLE]


async def is_in_force(event: Event) -> bool:
    return event.id in await _in_force(event.assignment_id)


async def _in_force(assignment_id: int | None) -> set[int]:
    live, _ = lifecycle.in_force([_fact(e) for e in await Event.filter(assignment_id=assignment_id).order_by("id")])
    return {e.id for e in live}


async def in_state(state: State) -> list[Assignment]:
    query = Assignment.filter(state=state.value, role="lead", task__state="live").select_related(
        "task", "task__plan", "unit"
    )
    return await query.order_by("unit__ordinal", "task__row", "task_id")


async def number_exists(number: str) -> bool:
    return bool(await called(number, None))


async def context_of(assignment: Assignment) -> TaskContext:
    """What the reader has to know of the task."""
    task = assignment.task
    indicators = await Indicator.filter(task_id=task.id).order_by("id")
    return TaskContext(
        ref=task.number.removesuffix("号"), title=task.title, due=task.due,
        indicators=tuple(IndicatorTarget(i.name, i.target, i.unit) for i in indicators),
        started=assignment.dispatched_at.astimezone(SHANGHAI).date() if assignment.dispatched_at else None,
        last_percent=assignment.percent,
    )  # fmt: skip


async def has_reached(assignment: Assignment) -> bool:
    """The figures in the ledger reach every target: what is known already is not asked again."""
    told = {figure["name"]: (figure["value"], figure["unit"]) for figure in assignment.figures}
    return targets.reached(told, (await context_of(assignment)).indicators)


async def read_words(assignment: Assignment, text: str, said_at: datetime) -> Reading:
    """A line as it would be read of this task."""
    sent_at, tasks = said_at.astimezone(SHANGHAI), [await context_of(assignment)]
    return read_reply(text, sent_at=sent_at, tasks=tasks, lexicon=vocabulary.current())


async def read_completion(assignment: Assignment, text: str, said_at: datetime) -> Reading:
    """A 报结: read like any reply, and complete by its own word."""
    said = without_references(text) or text
    reading = await read_words(assignment, said, said_at)
    bare = not (reading.documents or reading.indicators or reading.next_date)
    quality = (Quality.NO_EVIDENCE,) if bare else tuple(q for q in reading.quality if q is not Quality.NO_EVIDENCE)
    return replace(reading, intent=Intent.COMPLETED, quality=quality, parts=())


async def unmentioned(assignment: Assignment, reading: Reading, now: datetime) -> Indicator | None:
    """The first indicator of the task that neither this reply nor another of this month, or of these days, speaks of."""
    said = {i.name for i in reading.indicators}
    month = now.astimezone(SHANGHAI).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    told = Event.filter(assignment_id=assignment.id, kind=EventKind.REPORTED.value)
    for event in await told.filter(at__gte=min(now - THESE_DAYS, month)):
        said |= {figure["name"] for figure in (event.data.get("reading") or {}).get("indicators", ())}
    return next(
        (i for i in await Indicator.filter(task_id=assignment.task_id).order_by("id") if i.name not in said), None
    )


def is_ended(assignment: Assignment) -> bool:
    return State(assignment.state) in ENDED


async def whole_words(today: date) -> str:
    """How the whole plan stands, in one line, for 督查室."""
    counts: dict[str, int] = {}
    for assignment in await Assignment.filter(role="lead", ordinal=0, task__state="live", task__part__isnull=True):
        counts[assignment.state] = counts.get(assignment.state, 0) + 1
    drafts = await Task.filter(state="draft").count()
    return words.whole(counts, LABELS, drafts)
