"""退回: reports that came back, until what is missing is supplied."""

from collections.abc import Collection, Sequence
from datetime import datetime

from models import db
from models.rules.states import OPEN
from models.tasks import Assignment
from models.wording import completion as words

_STATES = ", ".join(f"'{state.value}'" for state in sorted(OPEN))
_OF_HEAD = f"""
SELECT DISTINCT a.id FROM assignment a JOIN task t ON t.id = a.task_id JOIN post p ON p.unit_id = a.unit_id
JOIN holding h ON h.post_id = p.id WHERE a.missing IS NOT NULL AND a.state IN ({_STATES}) AND t.state = 'live'
AND p.role IN ('head', 'deputy') AND h.person_id = ? AND h.since <= ? AND (h.until IS NULL OR h.until > ?)
"""


async def for_head(person_id: int, now: datetime, *, but: Collection[int | None] = ()) -> list[str]:
    """What this head, or the AB岗, has still to supply: lines of his list."""
    ids = [row["id"] for row in await db.rows(_OF_HEAD, person_id, now, now) if row["id"] not in but]
    return lines(await Assignment.filter(id__in=ids).select_related("task").order_by("id")) if ids else []


def lines(found: Sequence[Assignment]) -> list[str]:
    """Of these tasks the ones that were returned."""
    waiting = [a for a in found if a.missing and a.state in OPEN]
    return [words.still_missing(a.task.number, "" if a.task.off_chat else a.missing or "") for a in waiting]
