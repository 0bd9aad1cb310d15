"""How often progress is asked for: rows of the timetable; open reports are planned anew when one is set, changed or lapses."""

from datetime import datetime

from models import audit, clocks, judging, notices, obligations, rulebook
from models.assigning import AT_ONCE
from models.errors import PersonError
from models.obligations import Obligation
from models.rulebook import Rulebook
from models.rules.cadence import Asked, Cadence, from_json, in_force, is_beat, lapses, marks_of
from models.rules.clocks import starts
from models.rules.lengths import Measure
from models.rules.obligations import Kind, TaskClass, UnitKind
from models.schedules import Schedule
from models.tasks import Assignment, called
from models.wording import schedules as words

SWEEP = "cadence"
WEEKS = {Measure.WEEKLY, Measure.FORTNIGHTLY}


async def found(asked: Asked, now: datetime, book: Rulebook) -> Cadence:
    """With the tasks that are meant, and the day on which a leader's order lapses."""
    given = {number: await _annual(number) for number in asked.numbers}
    if missing := [number for number, ids in given.items() if not ids]:
        raise PersonError(words.no_such_tasks(missing))
    until = lapses(asked.leader, book.calendar.local(now).date(), book.policy)
    marks = asked.marks or marks_of(sorted({task_id for ids in given.values() for task_id in ids}))
    return Cadence(asked.rule, asked.words, marks, asked.leader, until)


async def _annual(number: str) -> list[int]:
    tasks = [assignment.task for assignment in await called(number, None)]
    return [task.id for task in tasks if task.task_class == TaskClass.ANNUAL.value]


async def felt(schedule: Schedule) -> None:
    """The running bot plans open reports anew in its own clock, and again when the order lapses."""
    await obligations.plan_due(SWEEP, schedule.id, AT_ONCE)


async def take_up(key: int, now: datetime) -> None:
    schedule, before = await Schedule.get(id=key), await rulebook.current()
    if schedule.state == "active" and (end := _end(schedule, before)) is not None:
        if end <= now:
            await _lapse(schedule, now)
        else:
            await obligations.plan_due(SWEEP, key, end)
    moved = await _replan(now, await rulebook.current())
    await audit.record("clock", "cadence_felt", f"schedule:{key}", now=now, moved=moved)


def _end(schedule: Schedule, book: Rulebook) -> datetime | None:
    """A leader's order runs to the close of its last day."""
    until = from_json(schedule.id, schedule.recurrence, schedule.readers or {}).until
    return book.calendar.close_of(book.calendar.workday_after(until, 0)) if until else None


async def _lapse(schedule: Schedule, now: datetime) -> None:
    schedule.state, schedule.version = "ended", schedule.version + 1
    await schedule.save(update_fields=["state", "version"])
    await audit.record("clock", "cadence_lapsed", f"schedule:{schedule.id}", now=now)


async def _replan(now: datetime, book: Rulebook) -> int:
    """Reports that are not due yet; one that is stays owed as it was."""
    owed = await Obligation.filter(kind=Kind.PROGRESS.value, state="open", due_at__gt=now).order_by("id")
    given = Assignment.filter(id__in={o.assignment_id for o in owed}, task__task_class=TaskClass.ANNUAL.value)
    by_id = {a.id: a for a in await given.select_related("task", "task__plan", "unit")}
    return sum([await _move(o, by_id[o.assignment_id], now, book) for o in owed if o.assignment_id in by_id])


async def _move(owed: Obligation, assignment: Assignment, now: datetime, book: Rulebook) -> bool:
    marks, task_class = judging.traits(assignment), TaskClass.ANNUAL
    length = book.policy.length(Kind.PROGRESS, task_class, traits=marks)
    name = clocks.report_of(task_class, marks, book)
    day = book.calendar.local(owed.due_at).date()
    if length is None or _is_set(owed) or (owed.name == name and is_beat(day, length, book.calendar)):
        return False
    due = starts(
        Kind.PROGRESS, task_class, now, policy=book.policy, calendar=book.calendar, unit_kind=UnitKind(assignment.unit.kind),
        traits=marks, due_on=assignment.task.due, last_word_at=None if length.measure in WEEKS else assignment.last_word_at,
    )  # fmt: skip
    if due is None or (due.at == owed.due_at and name == owed.name):
        return False
    step = {"at": now.isoformat(), "occasion": "cadence", "from": str(owed.due_at), "to": due.at.isoformat()}
    begun, period = now.replace(second=0, microsecond=0), f"{book.calendar.local(due.at):%Y-%m-%d}"
    others = Obligation.filter(kind=owed.kind, assignment_id=owed.assignment_id, period=period).exclude(id=owed.id)
    owed.period = f"{period}@{owed.id}" if await others.exists() else period
    owed.update_from_dict({
        "due_at": due.at, "provisional": due.provisional, "name": name, "started_at": begun, "rung": 0, "rung_at": begun,
        "last_window_at": None, "went_on_at": None, "occurrence": 0, "steps": [*owed.steps, step],
    })  # fmt: skip
    await notices.withdraw("another period", obligation_id=owed.id)
    await obligations.reschedule(owed, now)
    await owed.save()
    return True


def _is_set(owed: Obligation) -> bool:
    """An approved extension stands, whatever the period."""
    return any(step.get("occasion") == "extended" for step in owed.steps)


def why(assignment: Assignment, book: Rulebook) -> str:
    """Which schedule sets the period of this task's reports; empty where the rule file does."""
    if assignment.task.task_class != TaskClass.ANNUAL:
        return ""
    row = in_force(book.cadences, judging.traits(assignment), book.policy)
    return f"日程{row.schedule} {words.cadence_name(row)}" if row else ""
