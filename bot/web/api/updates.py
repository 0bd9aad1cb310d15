"""`tasks/{id}/updates`: what was reported on a task, as it was said and as it was read."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from bot.web import schemas
from bot.web.api import asked, labels, pictures
from bot.web.api.holders import names_of
from bot.web.api.keys import Caller
from bot.web.api.paging import page
from bot.web.api.tasks import existing, is_hidden
from models.events import Event
from models.inbox import Inbox
from models.rules.states import EventKind
from models.second_readings import SecondReading
from models.tasks import Assignment

TOLD = [EventKind.REPORTED.value, EventKind.PREPARED.value]  # a draft is an update that nobody confirmed yet


class _Figure(BaseModel):
    name: str
    value: float
    unit: str = ""


class _Need(BaseModel):
    unit: str | None = None
    what: str = ""


class _Reading(BaseModel):
    intent: str = "other"
    percent: float | None = None
    indicators: list[_Figure] = Field(default_factory=list)
    next_date: date | None = None
    blockers: list[str] = Field(default_factory=list)
    needs: list[_Need] = Field(default_factory=list)
    quality: list[str] = Field(default_factory=list)


class _Report(BaseModel):
    """The stored fact behind an update; whatever else is in it stays inside."""

    text: str = ""
    reading: _Reading = Field(default_factory=_Reading)
    grade: str | None = None
    confirmed: bool = False
    prepared_by: int | None = None
    on_behalf_of: int | None = None
    by_phone: bool = False
    spoken: bool = False
    source_message: str | None = None


async def listed(want: asked.Updates, caller: Caller, now: datetime) -> schemas.UpdatePage:
    """What was reported on a task: what is in force, or with all=1 everything."""
    task = await existing(want.id)
    units = await _units(task.id)
    successors = await _successors(list(units))
    query = Event.filter(assignment_id__in=list(units), kind__in=TOLD)
    if not want.all:
        query = query.exclude(id__in=list(successors))
    found, following = await page(query, want, f"updates-{task.id}")
    hidden = is_hidden(task, caller)
    sent = {} if hidden else await pictures.by_update(list(units), successors)
    items = await _answers(found, units, successors, sent, hidden=hidden)
    return schemas.UpdatePage(items=items, next=following)


async def _units(task_id: int) -> dict[int, str]:
    """assignment → name of its unit."""
    return {a.id: a.unit.name for a in await Assignment.filter(task_id=task_id).select_related("unit")}


async def _successors(assignments: list[int]) -> dict[int, int]:
    """event → what stands in its place: a correction, or its being taken back.

    A correction that was itself taken back stands in nobody's place: what it had corrected is in force again.
    """
    changes = Event.filter(assignment_id__in=assignments, replaces__isnull=False).order_by("-id")
    found: dict[int, int] = {}
    undone: set[int] = set()
    for number, kind, replaced in await changes.values_list("id", "kind", "replaces"):
        if number in undone:
            continue
        found[replaced] = number
        if kind == EventKind.UNDONE.value:
            undone.add(replaced)
    return found


async def _answers(
    events: Sequence[Event],
    units: dict[int, str],
    successors: dict[int, int],
    sent: dict[int, list[schemas.Picture]],
    *,
    hidden: bool,
) -> list[schemas.Update]:
    people = await names_of(event.data.get(who) if who else event.person_id for event in events for who in SAYERS)
    looks = {row.event_id: row for row in await SecondReading.filter(event_id__in=[event.id for event in events])}
    messages = await _message_ids([event.inbox_id for event in events if event.inbox_id is not None])
    return [
        _answer(
            event, _content(event.data, hidden=hidden), unit=units.get(event.assignment_id or 0),
            people=people, message=messages.get(event.inbox_id or 0),
            replaced_by=successors.get(event.id), look=looks.get(event.id), sent=sent.get(event.id, []),
        )
        for event in events
    ]  # fmt: skip


SAYERS = ("", "prepared_by", "on_behalf_of")  # the event's own person, and those in its facts


async def _message_ids(inbox_ids: list[int]) -> dict[int, str]:
    rows = Inbox.filter(id__in=inbox_ids).values_list("id", "message_id")
    return dict(await rows) if inbox_ids else {}


def _content(data: dict[str, Any], *, hidden: bool) -> _Report:
    report = _Report.model_validate(data)
    if not hidden:
        return report
    said = report.reading
    kept = _Reading(intent=said.intent, percent=said.percent, quality=said.quality)
    return report.model_copy(update={"text": labels.INTERNAL, "reading": kept})


def _answer(
    event: Event,
    report: _Report,
    *,
    unit: str | None,
    people: dict[int, str],
    message: str | None,
    replaced_by: int | None,
    look: SecondReading | None,
    sent: list[schemas.Picture],
) -> schemas.Update:
    said, person = report.reading, people.get(event.person_id or 0)
    is_confirmed = bool(report.confirmed and report.prepared_by and not report.by_phone)  # of what a liaison prepared
    figures = [schemas.Figure(name=f.name, value=f.value, unit=f.unit) for f in said.indicators]
    needs = [schemas.Need(unit=n.unit, what=n.what) for n in said.needs]
    return schemas.Update(
        id=event.id, task=event.task_id, unit=unit, person=person, said_at=event.at, text=report.text,
        intent=said.intent, percent=said.percent, indicators=figures, next_date=said.next_date,
        blockers=said.blockers, needs=needs, quality=said.quality, grade=report.grade,
        confirmed=report.confirmed, prepared_by=people.get(report.prepared_by or 0),
        confirmed_by=person if is_confirmed else None,
        on_behalf_of=people.get(report.on_behalf_of or 0), source_message=report.source_message if is_confirmed else message or report.source_message, replaced_by=replaced_by, second_look=_look(look) if look else None,
        spoken=report.spoken, pictures=sent,
    )  # fmt: skip


def _look(row: SecondReading) -> schemas.SecondLook:
    said = row.said or {}
    return schemas.SecondLook(
        state=row.state, model=row.model, why=row.why, agreed=said.get("agreed", []), sure=said.get("sure", {}),
        asked=[one["field"] for one in row.asked],
    )  # fmt: skip
