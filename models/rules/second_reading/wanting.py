"""When a second reader is worth asking: where the first is not sure of a value, or could place a figure nowhere."""

from __future__ import annotations

from datetime import datetime

from models.rules.reading.lexicon import Lexicon
from models.rules.reading.said import is_dated_ahead, said_in
from models.rules.reading.statement import Statement
from models.rules.reading.values import Reading, TaskContext
from models.rules.units_of_measure import may_mean

UNPLACED = "unplaced"  # a figure like those of the task, and no value read from it


def wanted_for(
    reading: Reading, text: str, task: TaskContext, sent_at: datetime, lexicon: Lexicon | None = None
) -> tuple[str, ...]:
    """What the first reader is not sure of; nothing where nobody need be asked."""
    st = Statement(text, task=task, sent_at=sent_at, lexicon=lexicon)
    unplaced = (UNPLACED,) if _has_unplaced(reading, st) else ()
    return (*reading.unsure, *unplaced)


def _has_unplaced(reading: Reading, st: Statement) -> bool:
    """Not what is planned for a day to come, nor what is left."""
    told = {figure.name for figure in reading.indicators}
    open_ = [each.unit for each in st.task.indicators if each.name not in told]
    taken = [
        (found.span.start, found.span.end) for found in reading.evidence if found.field in {"indicators", "percent"}
    ]
    told_so_far = (e for e in said_in(st) if not is_dated_ahead(st, e) and not e.words.remainder.search(e.left))
    free = [e.q for e in told_so_far if not any(start < e.q.end and e.q.start < end for start, end in taken)]
    return any(q.unit and q.of is None and may_mean(q.unit, unit) for q in free for unit in open_)
