"""Pace and lamp of assignments, from their figures, milestones and dates; kept in columns, fresh every morning."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from models import db, movements
from models.fields import stored
from models.movements import Movement
from models.obligations import Obligation
from models.rulebook import Rulebook
from models.rules.obligations import Kind
from models.rules.pace import Because, Pace, PaceIndicator, PaceMilestone, Track, counted_as, pace
from models.rules.reach import reaches
from models.rules.rule_set import PaceRule
from models.rules.states import ENDED, VERIFIED, EventKind, State
from models.rules.track import share_of_step
from models.rules.units_of_measure import measure
from models.tasks import Assignment, Indicator, Milestone, Plan, Task, due_of, step_due
from models.wording import ledger as words

R = TypeVar("R")
COLUMNS = ("percent", "lamp", "because", "points", "expected", "forecast")
DONE = "done"  # shown beside the lamps: verified and closed
MOVES_PACE = {
    EventKind.REPORTED, EventKind.COMPLETED, EventKind.RETURNED, EventKind.CLOSED, EventKind.REOPENED, EventKind.RELAPSED,
    EventKind.ADJUSTED, EventKind.EXTENDED, EventKind.UNDONE, EventKind.CHECKED, EventKind.RECONCILED,
}  # fmt: skip


async def paces(found: Sequence[Assignment], today: date, book: Rulebook) -> dict[int, Pace]:
    """Of each assignment (with its task loaded), in four queries."""
    task_ids = {a.task_id for a in found}
    indicators = _by_task(await Indicator.filter(task_id__in=task_ids).order_by("id"))
    milestones = _by_task(await Milestone.filter(task_id__in=task_ids).order_by("due"))
    years = dict(await Plan.filter(id__in={a.task.plan_id for a in found}).values_list("id", "year"))
    steps_met = Obligation.filter(assignment_id__in=[a.id for a in found], kind=Kind.DUE.value, state="met")
    met: dict[int, set[str]] = {}
    for assignment_id, period in await steps_met.values_list("assignment_id", "period"):
        met.setdefault(assignment_id, set()).add(period)
    return {
        a.id: pace(
            _track(
                a, indicators.get(a.task_id, []), milestones.get(a.task_id, []), book, year=years.get(a.task.plan_id or 0),
                met=met.get(a.id, set()),
            ),
            today, rule=book.policy.pace, calendar=book.calendar,
        )
        for a in found
    }  # fmt: skip


def _by_task(rows: Iterable[R]) -> dict[int, list[R]]:
    found: dict[int, list[R]] = {}
    for row in rows:
        found.setdefault(row.task_id, []).append(row)  # type: ignore[attr-defined]
    return found


def _track(
    a: Assignment,
    indicators: Sequence[Indicator],
    milestones: Sequence[Milestone],
    book: Rulebook,
    *,
    year: int | None,
    met: set[str],
) -> Track:
    task, rule, dispatched = a.task, book.policy.pace, a.dispatched_at
    counted = tuple(_indicator(i, a, milestones, rule) for i in indicators)
    return Track(
        starts_on=_start(task, year, book),
        due_on=due_of(a),
        percent=a.told_percent,
        milestones=tuple(
            PaceMilestone(step_due(a, m), reaches(m.name, a.figures) or f"m{m.id}" in met, _share(m, indicators))
            for m in milestones
        ),
        indicators=counted,
        dispatched_on=book.calendar.local(dispatched).date() if dispatched else None,
        has_reported=a.last_word_at is not None,
        is_done=State(a.state) in VERIFIED | {State.COMPLETED},
        is_closed=State(a.state) in VERIFIED,
        has_grace=task.plan_id is not None,
    )


def _start(task: Task, year: int | None, book: Rulebook) -> date:
    """The stated start, else the first day of the plan's year; of an order the day it was given."""
    if task.starts_on is not None:
        return task.starts_on
    return book.calendar.local(task.created_at).date() if year is None else date(year, 1, 1)


def _share(milestone: Milestone, indicators: Sequence[Indicator]) -> float | None:
    """How far the task should be by a step that names figures: the mean over those it names."""
    shares = [share_of_step(milestone.name, i.name, i.target, i.unit) for i in indicators]
    known = [share for share in shares if share is not None]
    return sum(known) / len(known) if known else None


def _indicator(i: Indicator, a: Assignment, milestones: Sequence[Milestone], rule: PaceRule) -> PaceIndicator:
    is_ceiling = i.comparator == "<="
    counted = counted_as(i.name, i.unit, is_ceiling=is_ceiling, rule=rule)
    shares = [(step_due(a, m), share_of_step(m.name, i.name, i.target, i.unit)) for m in milestones]
    steps = tuple((on, share) for on, share in shares if share is not None)
    return PaceIndicator(i.target, _said_of(i, a.figures), counted, is_ceiling, i.name, steps)


def _said_of(indicator: Indicator, figures: Sequence[dict[str, Any]]) -> float | None:
    """The last figure of this name, if it was said in the indicator's own unit."""
    said = [
        f["value"] for f in figures if f["name"] == indicator.name and measure(f["unit"]) == measure(indicator.unit)
    ]
    return said[-1] if said else None


def say_pace(assignment: Assignment) -> str:
    """与序时基本持平, 比序时慢12个百分点; empty where there is nothing to compare yet."""
    return words.pace(assignment.points) if assignment.points is not None and assignment.percent is not None else ""


def shown(a: Assignment) -> str:
    """Its lamp; done when it was verified."""
    return DONE if a.because == Because.CLOSED else a.lamp


async def refresh(found: Sequence[Assignment], book: Rulebook, now: datetime, *, event_id: int | None = None) -> None:
    """Write what changed; where percentage or lamp did, the movement too."""
    by_id = await paces(found, book.calendar.local(now).date(), book)
    moved, changed = [], []
    for a in found:
        before, percent_before, shown_before = _columns(a), a.percent, shown(a)
        _write(a, by_id[a.id])
        if _columns(a) != before:
            changed.append(a)
        if (a.percent, shown(a)) != (percent_before, shown_before):
            moved.append(Movement(
                assignment_id=a.id, at=now, event_id=event_id, percent_before=percent_before, percent=a.percent,
                lamp_before=shown_before, lamp=shown(a),
            ))  # fmt: skip
    if changed:
        change = f"UPDATE assignment SET {', '.join(f'{column} = ?' for column in COLUMNS)} WHERE id = ?"
        await db.execute_many(change, [stored(a, (*COLUMNS, "id")) for a in changed])
    await movements.add(moved)


def _columns(a: Assignment) -> tuple[Any, ...]:
    return tuple(getattr(a, column) for column in COLUMNS)


def _write(a: Assignment, found: Pace) -> None:
    a.percent = None if found.percent is None else round(found.percent, 1)
    a.lamp, a.because, a.forecast = found.lamp.value, found.because.value, found.forecast
    a.points = None if found.points is None else round(found.points, 1)
    a.expected = None if found.expected is None else round(found.expected, 1)


async def refresh_all(book: Rulebook, now: datetime) -> None:
    """Every morning: time passes for those too who say nothing."""
    ended = [state.value for state in ENDED] + [State.DRAFT.value]
    query = (
        Assignment.filter(role="lead", task__state="live")
        .exclude(state__in=ended)
        .select_related("task")
        .order_by("id")
    )
    last = 0
    while page := await query.filter(id__gt=last).limit(1000):
        await refresh(page, book, now)
        last = page[-1].id
