"""What the ledger knows of each line of a plan, with the words and the day behind every figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models import lamps, ledger
from models.errors import OperatorError
from models.events import Event
from models.rulebook import Rulebook
from models.rules.assignment_state import Commitment
from models.rules.pace import Lamp, Pace
from models.rules.plan.filling import Rows
from models.rules.references import without_references
from models.rules.reported_figures import Standing
from models.rules.states import ENDED, EventKind, State
from models.rules.units_of_measure import measure
from models.tasks import Assignment, Indicator, Milestone, Plan, Task
from models.wording.phrases import local

TELLING = {EventKind.REPORTED.value, EventKind.COMPLETED.value}


@dataclass(frozen=True, slots=True)
class FigureFact:
    name: str
    value: float
    unit: str
    standing: Standing
    said_on: date | None
    target: float | None = None
    is_ceiling: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line of the plan. `unit` leads it alone or as the first; figures and words are his."""

    task_id: int
    sheet: str
    rows: Rows
    number: str
    title: str
    off_chat: bool
    section: str
    unit: str
    unit_id: int
    unit_order: int
    leader: str
    due: date | None
    due_raw: str
    state: State
    lamp: Lamp
    is_late: bool  # past due and not done
    points: float | None
    percent: float | None
    percent_standing: Standing
    percent_on: date | None
    figures: tuple[FigureFact, ...]
    words: Said | None
    blockers: tuple[str, ...]
    needs: tuple[str, ...]
    told_on: date | None  # when the blockers were told
    promise: Commitment | None
    promised_on: date | None
    missing: str
    late_steps: tuple[tuple[str, date], ...]
    next_step: tuple[str, date] | None
    ended_on: date | None
    document: str
    is_part: bool = False  # 子项: its whole counts, it does not


async def plan_asked(plan_id: int | None) -> Plan:
    """The plan of this number, or the newest."""
    query = Plan.all() if plan_id is None else Plan.filter(id=plan_id)
    plan = await query.order_by("-year", "-id").first()
    if plan is None:
        raise OperatorError("库里没有这份计划。请先用 import-plan 导入，或去掉计划编号")
    return plan


async def of_plan(plan: Plan, today: date, book: Rulebook) -> list[LineFacts]:
    """Every line that is not gone, in the order of the sheet."""
    tasks = await Task.filter(plan_id=plan.id).exclude(state="gone").order_by("row", "id")
    tasks = sorted(tasks, key=lambda task: (task.row or 0, task.part or 0, task.id))
    leads = Assignment.filter(task_id__in=[t.id for t in tasks], role="lead", ordinal=0)
    found = {a.task_id: a for a in await leads.select_related("task", "unit")}
    paces = await lamps.paces(list(found.values()), today, book)
    events: dict[int, list[Event]] = {}
    for event in await Event.filter(assignment_id__in=[a.id for a in found.values()]).order_by("at", "id"):
        events.setdefault(event.assignment_id or 0, []).append(event)
    steps: dict[int, list[Milestone]] = {}
    for step in await Milestone.filter(task_id__in=list(found)).order_by("due", "id"):
        steps.setdefault(step.task_id, []).append(step)
    targets = {(i.task_id, i.name): i for i in await Indicator.filter(task_id__in=list(found))}
    lines = []
    for task in tasks:
        assignment = found.get(task.id)
        if assignment is None:
            lines.append(_undecided(task))
            continue
        live = ledger.live(events.get(assignment.id, []))
        lines.append(_line(assignment, live, steps.get(task.id, []), targets, paces[assignment.id], today))
    return lines


def _rows(task: Task) -> Rows:
    return task.row or 0, task.line.get("row_end") or task.row or 0


def _undecided(task: Task) -> LineFacts:
    return LineFacts(
        task_id=task.id, sheet=task.sheet or "", rows=_rows(task), number=task.number, title=task.title, off_chat=task.off_chat,
        section=task.section or "", unit="", unit_id=0, unit_order=0, leader=task.leader_name or "", due=task.due, due_raw=task.due_raw,
        state=State.DRAFT, lamp=Lamp.WHITE, is_late=False, points=None, percent=None, percent_standing=Standing.REPORTED, percent_on=None, figures=(), words=None, blockers=(),
        needs=(), told_on=None, promise=None, promised_on=None, missing="", late_steps=(), next_step=None, ended_on=None, document="",
        is_part=task.part is not None,
    )  # fmt: skip


def _line(
    assignment: Assignment, live: Sequence[Event], steps: Sequence[Milestone], targets: dict[tuple[int, str], Indicator],
    pace: Pace, today: date,
) -> LineFacts:  # fmt: skip
    task, state = assignment.task, State(assignment.state)
    told = [event for event in live if event.kind in TELLING]
    last = next((e for e in reversed(told) if e.data.get("grade") in (None, "A", "B") and e.data.get("text")), None)
    newest = _reading(told[-1]) if told else {}
    promise = _promise(assignment, today)
    ending = next((e for e in reversed(live) if e.kind in _ENDINGS), None)
    return LineFacts(
        task_id=task.id, sheet=task.sheet or "", rows=_rows(task), number=task.number, title=task.title, off_chat=task.off_chat,
        section=task.section or "", unit=assignment.unit.short, unit_id=assignment.unit_id, unit_order=assignment.unit.ordinal,
        leader=task.leader_name or "", due=task.due, due_raw=task.due_raw, state=state, lamp=pace.lamp,
        is_late=task.due is not None and today > task.due and not _is_done(state), points=pace.points,
        percent=assignment.told_percent if not assignment.figures else None, percent_standing=_standing(assignment.standing), percent_on=_percent_on(told),
        figures=tuple(_figure(f, told, targets.get((task.id, f["name"]))) for f in assignment.figures),
        words=Said(_day(last), without_references(last.data["text"])) if last else None,
        blockers=tuple(newest.get("blockers", ())), needs=tuple(_need(n) for n in newest.get("needs", ())),
        told_on=_day(told[-1]) if told else None, promise=promise, promised_on=_promised_on(promise, live),
        missing=assignment.missing or "",
        late_steps=tuple((s.name, s.due) for s in steps if s.due in pace.late and not _is_done(state)),
        next_step=next(((s.name, s.due) for s in steps if s.due >= today), None),
        ended_on=_day(ending) if ending else None, document=ending.data.get("document", "") if ending else "",
        is_part=task.part is not None,
    )  # fmt: skip


_ENDINGS = {
    kind.value
    for kind in (
        EventKind.CLOSED,
        EventKind.TERMINATED,
        EventKind.CARRIED_OVER,
        EventKind.ADJUSTED,
        EventKind.COMPLETED,
    )
}


def _is_done(state: State) -> bool:
    return state in ENDED | {State.COMPLETED}


def _standing(stored: str | None) -> Standing:
    return Standing(stored) if stored else Standing.REPORTED


def _reading(event: Event) -> dict[str, Any]:
    return event.data.get("reading") or {}


def _day(event: Event) -> date:
    return local(event.at).date()


def _percent_on(told: Sequence[Event]) -> date | None:
    return next((_day(e) for e in reversed(told) if (e.data.get("reading") or {}).get("percent") is not None), None)


def _figure(said: dict[str, Any], told: Sequence[Event], target: Indicator | None) -> FigureFact:
    name, value = said["name"], float(said["value"])
    fits = target is not None and measure(target.unit) == measure(said["unit"])
    return FigureFact(
        name, value, str(said["unit"]), Standing(said.get("standing", Standing.REPORTED)), _said_on(name, told),
        target=target.target if target is not None and fits else None, is_ceiling=target is not None and target.comparator == "<=",
    )  # fmt: skip


def _said_on(name: str, told: Sequence[Event]) -> date | None:
    for event in reversed(told):
        if any(f["name"] == name for f in (event.data.get("reading") or {}).get("indicators", ())):
            return _day(event)
    return None


def _need(need: dict[str, str | None]) -> str:
    return "".join(part for part in (need.get("unit"), need.get("what")) if part)


def _promise(assignment: Assignment, today: date) -> Commitment | None:
    """The next thing promised; one whose day has gone is told with the problems, not with what comes."""
    ahead = [promise for promise in ledger.commitments(assignment) if promise.is_open and promise.on >= today]
    return min(ahead, key=lambda c: (c.on, c.event), default=None)


def _promised_on(promise: Commitment | None, live: Sequence[Event]) -> date | None:
    return next((_day(e) for e in live if promise is not None and e.id == promise.event), None)
