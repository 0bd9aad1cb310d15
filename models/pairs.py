"""Corrections as labelled pairs: what was said, and what the person said it meant, for whoever teaches the reader.

Each stands once, as the record has it now: a correction of a correction is the last one, what was taken back is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models import ledger
from models.events import Event
from models.people import Account, Person, Unit
from models.rules import anonymity, lifecycle
from models.rules.labels import Said, is_in_words
from models.rules.references import without_references
from models.rules.states import EventKind
from models.tasks import Assignment, Indicator, Plan
from models.wording.phrases import SHANGHAI

FIELDS = ("intent", "percent", "indicators", "next_date", "blockers", "needs", "quality")
MOVED, MISREAD, RESTATED = "moved", "misread", "restated"  # to another task; read wrongly; said anew with other words


@dataclass(frozen=True, slots=True)
class _Word:
    """A report in force, and the first version of it."""

    first: Event
    last: Event
    why: str


async def rows() -> list[dict[str, Any]]:
    """In the order in which the words were said; without names, phones and units; nothing of tasks marked 内部."""
    hidden = await _known()
    ids = await Event.filter(kind=EventKind.REPORTED.value).distinct().values_list("assignment_id", flat=True)
    assignments = Assignment.filter(id__in=[each for each in ids if each], task__off_chat=False)
    found: list[tuple[int, dict[str, Any]]] = []
    for assignment in await assignments.select_related("task", "task__plan", "unit").order_by("id"):
        events = await Event.filter(assignment_id=assignment.id).order_by("id")
        found += [(word.first.id, await _row(assignment, events, word)) for word in await _words(events)]
    return [hidden.of(row) for _, row in sorted(found, key=lambda pair: pair[0])]


async def _known() -> anonymity.Known:
    units, people = await Unit.all().order_by("id"), await Person.all().order_by("id")
    accounts = [account.userid for account in await Account.all()]
    return anonymity.known(
        [name for unit in units for name in (unit.name, *unit.short_names)],
        [*(person.name for person in people), *(unit.leader_name for unit in units if unit.leader_name)],
        accounts,
        [person.phone for person in people if person.phone],
        [plan.title for plan in await Plan.all()],
    )


async def _words(events: Sequence[Event]) -> list[_Word]:
    found = []
    for last in ledger.live(events):
        if last.kind != EventKind.REPORTED:
            continue
        chain = _versions(last, events)
        origin = await ledger.event(next((e.data["moved_from"] for e in chain if e.data.get("moved_from")), None))
        if origin is not None and origin.assignment_id != last.assignment_id:
            found.append(_Word(origin, last, MOVED))
        elif any(e.data.get("correction") or e.data.get("doubted") for e in chain):
            found.append(_Word(chain[-1], last, _why(chain[-1], last)))
    return found


def _versions(last: Event, events: Sequence[Event]) -> list[Event]:
    """From the newest to the first, a liaison's draft among them."""
    by_id, chain = {event.id: event for event in events}, [last]
    while (before := by_id.get(chain[-1].replaces or 0)) is not None and before.kind in {
        EventKind.REPORTED, EventKind.PREPARED,
    }:  # fmt: skip
        chain.append(before)
    return chain


def _why(first: Event, last: Event) -> str:
    """The reader's fault where the right values stand in the words themselves."""
    before = {} if first is last else first.data["reading"]
    said = Said(_text(first), first.at.astimezone(SHANGHAI))
    return MISREAD if is_in_words(said, last.data["reading"], before=before) else RESTATED


def _text(event: Event) -> str:
    return str(event.data.get("doubted") or event.data.get("text") or "")


async def _row(assignment: Assignment, events: Sequence[Event], word: _Word) -> dict[str, Any]:
    task, first, last = assignment.task, word.first, word.last
    reading, text = last.data["reading"], _text(first)
    if word.why == MOVED:
        text = without_references(str(last.data.get("text") or text))
    elif word.why == RESTATED:
        said = last.data.get("text") or ""
        text = f"{text}（更正：{said}）" if first.data.get("doubted") else said
    indicators = await Indicator.filter(task_id=task.id).order_by("id")
    return {
        "id": f"correction-{first.id}",
        "sent_at": first.at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "task": {
            "ref": task.number.removesuffix("号"), "title": task.title, "due": task.due.isoformat() if task.due else None,
            "indicators": [{"name": i.name, "target": i.target, "unit": i.unit} for i in indicators],
            "started": assignment.dispatched_at.astimezone(SHANGHAI).date().isoformat() if assignment.dispatched_at else None,
            "last_percent": None,
        },
        "previous_reply": _before(events, first),
        "reply": text,
        "expected": {name: reading.get(name) for name in FIELDS} | {"parts": []},
        "why": word.why,
    }  # fmt: skip


def _before(events: Sequence[Event], first: Event) -> str | None:
    """The newest report that stood there when these words were said."""
    earlier = [lifecycle.Event(e.id, EventKind(e.kind), e.at, replaces=e.replaces) for e in events if e.at < first.at]
    live = {e.id for e in lifecycle.in_force(earlier)[0]}
    said = [e for e in events if e.id in live and e.kind == EventKind.REPORTED and e.id != first.id]
    return str(said[-1].data.get("text") or "") or None if said else None
