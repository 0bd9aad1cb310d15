"""备稿: what a liaison prepared of the progress of a task, until the head confirms it, takes it out or speaks himself.

A draft is an event (PREPARED) that changes nothing. Confirmed, a report takes its place; withdrawn, corrected or taken
out, another event does. It is open as long as nothing in force stands in its place and the task is at work.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import db, ledger, notices, people, routes, telling
from models.events import Event
from models.notices import Notice
from models.people import Person, Role
from models.rules.states import OPEN, EventKind
from models.tasks import Assignment
from models.wording import preparing as words

OCCASION = "prepared"
_STATES = ", ".join(f"'{state.value}'" for state in sorted(OPEN))
_OPEN = f"""
SELECT e.id FROM event e JOIN assignment a ON a.id = e.assignment_id JOIN task t ON t.id = a.task_id {{more}}
WHERE e.kind = 'prepared' AND a.state IN ({_STATES}) AND t.state = 'live' AND NOT EXISTS (
  SELECT 1 FROM event s WHERE s.assignment_id = e.assignment_id AND s.replaces = e.id AND NOT EXISTS (
    SELECT 1 FROM event u WHERE u.assignment_id = e.assignment_id AND u.replaces = s.id AND u.kind = 'undone'))
"""
_HEADED = """JOIN post p ON p.unit_id = a.unit_id AND p.role IN ('head', 'deputy') JOIN holding h ON h.post_id = p.id
AND h.person_id = ? AND h.since <= ? AND (h.until IS NULL OR h.until > ?)"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A prepared word that waits, with its task."""

    event: Event
    assignment: Assignment

    @property
    def id(self) -> int:
        return int(self.event.id)

    @property
    def number(self) -> str:
        return self.assignment.task.number


async def of_units(unit_ids: Sequence[int]) -> list[Draft]:
    """What waits in these units, in the order of the plan."""
    if not unit_ids:
        return []
    listed = ", ".join(str(int(each)) for each in unit_ids)
    return await _loaded(await db.rows(f"{_OPEN.format(more='')} AND a.unit_id IN ({listed})"))


async def for_head(person_id: int, now: datetime) -> list[Draft]:
    """What waits for this head, or for the AB岗."""
    return await _loaded(await db.rows(_OPEN.format(more=_HEADED), person_id, now, now))


async def of_task(assignment: Assignment, *, by: int | None = None) -> list[Draft]:
    """What waits of this task; with `by` what that person prepared."""
    found = await _loaded(await db.rows(f"{_OPEN.format(more='')} AND a.id = ?", assignment.id))
    return [draft for draft in found if by is None or draft.event.person_id == by]


async def by_whom(assignment_ids: Collection[int]) -> set[tuple[int, int]]:
    """Of these tasks who has prepared what waits: (assignment, person)."""
    if not assignment_ids:
        return set()
    listed = ", ".join(str(int(each)) for each in assignment_ids)
    rows = await db.rows(f"{_OPEN.format(more='')} AND a.id IN ({listed})")
    if not rows:
        return set()
    found = await Event.filter(id__in={row["id"] for row in rows}).values_list("assignment_id", "person_id")
    return {(each, person) for each, person in found}


async def _loaded(rows: Sequence[dict[str, Any]]) -> list[Draft]:
    if not rows:
        return []
    events = await Event.filter(id__in={row["id"] for row in rows}).order_by("id")
    given = Assignment.filter(id__in={event.assignment_id for event in events})
    by_id = {a.id: a for a in await given.select_related("task", "task__plan", "unit")}
    drafts = [Draft(event, by_id[event.assignment_id or 0]) for event in events]
    return sorted(
        drafts, key=lambda one: (one.assignment.unit_id, one.assignment.task.row or 0, one.assignment.id, one.id)
    )


async def confirmer(unit_id: int, now: datetime) -> Person | None:
    """The head; the AB岗 while he is away or has no account; None where nobody can be asked."""
    team = await people.team(unit_id, now)
    head, deputy = team.get(Role.HEAD), team.get(Role.DEPUTY)
    is_away = head is not None and bool(await routes.absent([head.id], now))
    for person in (deputy, head) if is_away else (head, deputy):
        if person is not None and await people.account_of(person.id) is not None:
            return person
    return None


def asking(draft: Draft, head: Person, by: Person, now: datetime) -> Notice:
    """It stands in the head's next list; if he writes before, he sees it at once."""
    line, key = words.line([draft.number], [by.name]), f"prepared:{draft.id}"
    return telling.told(head.id, key, line, now, assignment_id=draft.assignment.id, occasion=OCCASION)


async def over(event: Event) -> None:
    """It need not be asked about any more."""
    await notices.withdraw("decided", occasion=OCCASION, key__startswith=f"prepared:{event.id}:")


async def take_out(draft: Draft, now: datetime, *, person_id: int | None) -> None:
    """Not to be reported: it leaves the ledger, with whatever it was a correction of."""
    event: Event | None = draft.event
    while event is not None and event.kind == EventKind.PREPARED:
        await ledger.record(draft.assignment, EventKind.UNDONE, now=now, person_id=person_id, replaces=event.id)
        event = await ledger.event(event.replaces)
    await over(draft.event)


async def let_go(assignment: Assignment, by: Event, now: datetime) -> None:
    """Somebody who speaks for the unit has told of the task himself: what was prepared of it is idle, and its writer told."""
    for draft in await of_task(assignment):
        if draft.event.person_id == by.person_id:
            continue
        await take_out(draft, now, person_id=by.person_id)
        who = await Person.filter(id=by.person_id or 0).first()
        line = words.idle(
            draft.number, draft.event.data["text"], who.name if who else "贵局", off_chat=_is_hidden(draft)
        )
        await telling.tell(draft.event.person_id or 0, f"idle:{draft.id}", line, now, assignment_id=assignment.id)


def _is_hidden(draft: Draft) -> bool:
    return bool(draft.assignment.task.off_chat)


async def names(drafts: Sequence[Draft]) -> dict[int, str]:
    """Who prepared these, by id."""
    ids = {draft.event.person_id for draft in drafts if draft.event.person_id is not None}
    return {person.id: person.name for person in await Person.filter(id__in=ids)}
