"""When a second reader is worth asking: where the first is not sure of a value, or could place a figure nowhere."""

from __future__ import annotations

from models.rules.quantities import find_quantities
from models.rules.reading.values import Reading, TaskContext
from models.rules.units_of_measure import may_mean

UNPLACED = "unplaced"  # a figure like those of the task, and no value read from it


def wanted_for(reading: Reading, text: str, task: TaskContext) -> tuple[str, ...]:
    """What the first reader is not sure of; nothing where nobody need be asked."""
    unplaced = (UNPLACED,) if _has_unplaced(reading, text, task) else ()
    return (*reading.unsure, *unplaced)


def _has_unplaced(reading: Reading, text: str, task: TaskContext) -> bool:
    told = {figure.name for figure in reading.indicators}
    open_ = [each.unit for each in task.indicators if each.name not in told]
    taken = [
        (found.span.start, found.span.end) for found in reading.evidence if found.field in {"indicators", "percent"}
    ]
    free = [q for q in find_quantities(text) if not any(start < q.end and q.start < end for start, end in taken)]
    return any(q.unit and q.of is None and may_mean(q.unit, unit) for q in free for unit in open_)
