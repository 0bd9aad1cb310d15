"""Parts (子项) of a task: each a task of its own unit with clocks of its own; the whole is done when every part is.

Nothing is summed from them: the whole tells how many are done and which is the slowest.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from models.rules.pace import Lamp
from models.rules.states import ENDED, State
from models.tasks import Assignment, Task

_SLOWEST_FIRST = [lamp.value for lamp in (Lamp.RED, Lamp.YELLOW, Lamp.GREEN, Lamp.WHITE)]


@dataclass(frozen=True, slots=True)
class Part:
    """`assignment` is that of who reports for it; None while nobody leads it."""

    task: Task
    assignment: Assignment | None

    @property
    def state(self) -> State:
        return State(self.assignment.state) if self.assignment else State.DRAFT

    @property
    def is_done(self) -> bool:
        return self.state in ENDED

    @property
    def lamp(self) -> str:
        return self.assignment.lamp if self.assignment else Lamp.WHITE.value


async def of_tasks(task_ids: Collection[int]) -> dict[int, list[Part]]:
    """The parts of each of these tasks that has any, in their order."""
    tasks = await Task.filter(parent_id__in=list(task_ids)).exclude(state="gone").order_by("part", "id")
    given = Assignment.filter(task_id__in=[task.id for task in tasks], role="lead", ordinal=0)
    by_task = {a.task_id: a for a in await given.select_related("unit")} if tasks else {}
    found: dict[int, list[Part]] = {}
    for task in tasks:
        found.setdefault(task.parent_id or 0, []).append(Part(task, by_task.get(task.id)))
    return found


async def of(task: Task) -> list[Part]:
    return (await of_tasks([task.id])).get(task.id, [])


async def unfinished(task: Task) -> list[Part]:
    return [part for part in await of(task) if not part.is_done]


def slowest(parts: Sequence[Part]) -> Part | None:
    """Of those that are not done."""
    return min(
        (part for part in parts if not part.is_done), key=lambda part: _SLOWEST_FIRST.index(part.lamp), default=None
    )
