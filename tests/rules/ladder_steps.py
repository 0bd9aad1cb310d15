"""One obligation and the clock: what each look at it brings."""

from collections.abc import Iterator
from datetime import date, datetime

from models.rules.calendar import SHANGHAI, Calendar
from models.rules.clocks import starts
from models.rules.ladder import advance, judge
from models.rules.obligations import Case, Judgement, Kind, Occasion, Rung, TaskClass, UnitKind
from models.rules.policy import default_policy

CALENDAR = Calendar()
POLICY = default_policy()
Step = tuple[str, Rung, Occasion, str, tuple[str, ...]]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def case(kind: str, task_class: str, started: str, *, due_on: date | None = None, **facts: object) -> Case:
    unit_kind = facts.get("unit_kind", UnitKind.DEPARTMENT)
    due = starts(
        Kind(kind), TaskClass(task_class), at(started), policy=POLICY, calendar=CALENDAR, due_on=due_on,
        unit_kind=unit_kind,  # type: ignore[arg-type]
    )  # fmt: skip
    assert due is not None
    return Case(Kind(kind), TaskClass(task_class), at(started), due.at, **facts)  # type: ignore[arg-type]


def look(found: Case, now: datetime) -> tuple[Case, Judgement]:
    judgement = judge(found, now, policy=POLICY, calendar=CALENDAR)
    return advance(found, judgement, now), judgement


def ladder(found: Case, until: str) -> Iterator[Step]:
    """Everything that happens when it is looked at exactly when it asks to be."""
    now: datetime | None = found.started_at
    while now is not None and now < at(until):
        found, judgement = look(found, now)
        if judgement.acts and judgement.rung is not None:
            told = tuple(str(audience) for audience in judgement.audiences)
            moment = now.astimezone(SHANGHAI).strftime("%m-%dT%H:%M")
            assert judgement.occasion is not None
            yield moment, judgement.rung, judgement.occasion, str(judgement.form or "-"), told
        assert judgement.next_at is None or judgement.next_at > now
        now = judgement.next_at
