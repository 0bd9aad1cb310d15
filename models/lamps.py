"""Pace and lamp of assignments, from their figures, milestones and dates; kept in a column, fresh every morning."""

from collections.abc import Sequence
from datetime import date

from models.rulebook import Rulebook
from models.rules.pace import Counted, Pace, PaceIndicator, PaceMilestone, Track, pace
from models.rules.reach import reaches
from models.rules.states import ENDED, VERIFIED, State
from models.tasks import Assignment, Indicator, Milestone
from models.wording import ledger as words


async def paces(found: Sequence[Assignment], today: date, book: Rulebook) -> dict[int, Pace]:
    """Of each assignment (with its task loaded), in two queries."""
    task_ids = {a.task_id for a in found}
    indicators: dict[int, list[Indicator]] = {}
    for indicator in await Indicator.filter(task_id__in=task_ids):
        indicators.setdefault(indicator.task_id, []).append(indicator)
    milestones: dict[int, list[Milestone]] = {}
    for milestone in await Milestone.filter(task_id__in=task_ids).order_by("due"):
        milestones.setdefault(milestone.task_id, []).append(milestone)
    return {
        a.id: pace(
            _track(a, indicators.get(a.task_id, []), milestones.get(a.task_id, []), book), today,
            rule=book.policy.pace, calendar=book.calendar,
        )
        for a in found
    }  # fmt: skip


def _track(a: Assignment, indicators: Sequence[Indicator], milestones: Sequence[Milestone], book: Rulebook) -> Track:
    task = a.task
    year = task.due.year if task.due else book.calendar.local(task.created_at).year
    said = {f["name"]: f["value"] for f in a.figures}
    dispatched = a.dispatched_at
    return Track(
        starts_on=task.starts_on or date(year, 1, 1),
        due_on=task.due,
        percent=a.percent if not a.figures else None,
        milestones=tuple(PaceMilestone(m.due, reaches(m.name, a.figures)) for m in milestones),
        indicators=tuple(_indicator(i, said.get(i.name)) for i in indicators),
        dispatched_on=book.calendar.local(dispatched).date() if dispatched else None,
        has_reported=a.last_word_at is not None,
        is_done=State(a.state) in VERIFIED | {State.COMPLETED},
    )


def _indicator(indicator: Indicator, value: float | None) -> PaceIndicator:
    is_ceiling = indicator.comparator == "<="
    counted = Counted.DIRECT if is_ceiling or indicator.unit in {"%", "个百分点"} else Counted.CUMULATIVE
    return PaceIndicator(indicator.target, value, counted, is_ceiling)


async def say_pace(assignment: Assignment, today: date, book: Rulebook) -> str:
    """与序时基本持平, 比序时慢12个百分点; empty where there is nothing to compare yet."""
    found = (await paces([assignment], today, book))[assignment.id]
    return words.pace(found.points) if found.points is not None and found.percent is not None else ""


async def refresh(found: Sequence[Assignment], today: date, book: Rulebook) -> None:
    """Write the lamps that changed."""
    by_id = await paces(found, today, book)
    changed = [a for a in found if a.lamp != by_id[a.id].lamp.value]
    for assignment in changed:
        assignment.lamp = by_id[assignment.id].lamp.value
    if changed:
        await Assignment.bulk_update(changed, ["lamp"], batch_size=500)


async def refresh_all(today: date, book: Rulebook) -> None:
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
        await refresh(page, today, book)
        last = page[-1].id
