"""34号治理河长13公里；供水管网26公里: a clause without a number that speaks of another of his tasks gets its number."""

import re
from collections.abc import Sequence

from models.rules.quantities import find_quantities
from models.rules.reading.said import affinity
from models.rules.reading.values import TaskContext
from models.rules.references import find_references, reference_spans
from models.rules.units_of_measure import may_mean

NAMED, UNLIKE = 0.6, 0.3  # shares of an indicator's name that a clause has: clearly it, clearly not
MOST_CLAUSES = 40
_GOES_ON = re.compile(
    r"\s*(?:(?:目前|现在)?(?:还|尚|仍|也|其余|其中|其他|剩|余下|另外?(?![行建])|再(?!生)|差|比)|(?:涉及|惠及|共|有)?\d)"
)  # 还差2个小区, 2个小区完工: of what was just said
_CLAUSE = re.compile(r"[^，,；;。\n]+")


def attributed(text: str, tasks: Sequence[TaskContext]) -> str:
    """The text with 36号 before each clause that by name and measure is of that one task and of none that is named."""
    places = reference_spans(text)
    if not places:
        return text
    named = find_references(text)
    mine, others = [t for t in tasks if t.ref in named], [t for t in tasks if t.ref not in named]
    found = [
        (match.start(), ref)
        for match in list(_CLAUSE.finditer(text, places[0][1]))[:MOST_CLAUSES]
        if not any(match.start() <= start < match.end() for start, _ in places)
        and (ref := _whose(match.group(), mine, others)) is not None
    ]
    for start, ref in reversed(found):
        text = f"{text[:start]}{ref}号{text[start:]}"
    return text


def _whose(clause: str, mine: Sequence[TaskContext], others: Sequence[TaskContext]) -> str | None:
    units = [q.unit for q in find_quantities(clause) if q.unit]
    if (
        _GOES_ON.match(clause)
        or not units
        or not mine
        or max((_likeness(clause, units, task) for task in mine), default=1.0) > UNLIKE
    ):
        return None
    alike = [task.ref for task in others if _likeness(clause, units, task) >= NAMED]
    return alike[0] if len(alike) == 1 else None


def _likeness(clause: str, units: Sequence[str], task: TaskContext) -> float:
    fitting = [i for i in task.indicators if any(may_mean(unit, i.unit) for unit in units)]
    return max((affinity(clause, indicator, task.indicators) for indicator in fitting), default=0.0)
