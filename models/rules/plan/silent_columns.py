"""Gives columns whose heading says nothing to the roles still missing, by what their cells look like."""

from collections.abc import Callable, Mapping, Sequence

from models.rules.plan.columns import Columns
from models.rules.plan.lexicon import Role
from models.rules.plan.profile import Profile

_GOAL_CHARS = 8  # a goal is a sentence; a place or a state is shorter
_LOOKS: tuple[tuple[Role, Callable[[Profile], bool]], ...] = (
    (Role.SEQ, lambda seen: seen.numbers > 0.8),
    (Role.LEAD, lambda seen: seen.units > 0.6),
    (Role.DUE, lambda seen: seen.dates > 0.6),
    (Role.SUPPORT, lambda seen: seen.units > 0.6),
)


def give_by_cells(columns: Columns, silent: Sequence[int], profiles: Mapping[int, Profile]) -> None:
    for role, fits in _LOOKS:
        free = (column for column in silent if not columns.is_taken(column) and fits(profiles[column]))
        column = next(free, None)
        if column is not None and not columns.has(role):
            columns.give(role, column, "内容")
    for column in silent:
        if not columns.is_taken(column) and profiles[column].people > 0.6:
            _give_person(columns, column, few=profiles[column].distinct < 0.5)
    texts = [c for c in silent if not columns.is_taken(c) and profiles[c].is_text]
    if texts and not columns.has(Role.TITLE):
        columns.give(Role.TITLE, texts.pop(0), "内容")
    goals = [column for column in texts if profiles[column].chars >= _GOAL_CHARS]
    if goals and not columns.has(Role.GOAL):
        columns.give(Role.GOAL, goals[0], "内容")


def _give_person(columns: Columns, column: int, *, few: bool) -> None:
    """Few leaders lead many tasks; the persons responsible are as many as the units."""
    if few and not columns.has(Role.LEADER):
        columns.give(Role.LEADER, column, "内容")
    elif not columns.has(Role.OWNER):
        columns.give(Role.OWNER, column, "内容")
