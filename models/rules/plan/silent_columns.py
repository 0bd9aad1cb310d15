"""Gives columns whose heading says nothing to the roles still missing, by what their cells look like."""

from collections.abc import Callable, Mapping, Sequence

from models.rules.plan.columns import Columns
from models.rules.plan.lexicon import Role
from models.rules.plan.profile import Profile

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
    _give_texts(columns, [c for c in silent if not columns.is_taken(c) and profiles[c].is_text])


def _give_person(columns: Columns, column: int, *, few: bool) -> None:
    """Few leaders lead many tasks; the persons responsible are as many as the units."""
    if few and not columns.has(Role.LEADER):
        columns.give(Role.LEADER, column, "内容")
    elif not columns.has(Role.OWNER):
        columns.give(Role.OWNER, column, "内容")


def _give_texts(columns: Columns, texts: list[int]) -> None:
    for role in (Role.TITLE, Role.GOAL):
        if texts and not columns.has(role):
            columns.give(role, texts.pop(0), "内容")
