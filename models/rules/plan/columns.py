"""Decides which column holds what: by its heading first, by its cells where the heading is silent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from models.rules.plan.grid import Sheet, column_letter, column_number
from models.rules.plan.header import Header
from models.rules.plan.lexicon import (
    LIKELY,
    SURE,
    Role,
    holds_people_too,
    meanings,
    role_named,
    says_first_leads,
    squeeze,
)
from models.rules.plan.periods import header_period, is_whole_year
from models.rules.plan.profile import Profile, profile

_SINGLE = (Role.SEQ, Role.SECTION, Role.LEADER, Role.OWNER, Role.DUE, Role.STEPS, Role.NOTE, Role.SECRECY, Role.MARK, Role.SOURCE, Role.PROGRESS, Role.ISSUES, Role.MEASURES)  # fmt: skip
_SILENT = 0.35


@dataclass
class Columns:
    """The meaning of each column; a role may be read from several columns (two columns of supporting units)."""

    of: dict[Role, list[int]] = field(default_factory=dict)
    how: dict[int, str] = field(default_factory=dict)
    periods: dict[int, date] = field(default_factory=dict)
    first_leads: bool = False
    lead_holds_people: bool = False
    mark_words: str = ""

    def first(self, role: Role) -> int | None:
        return self.of[role][0] if self.of.get(role) else None

    def all(self, role: Role) -> list[int]:
        return self.of.get(role, [])

    def has(self, role: Role) -> bool:
        return bool(self.of.get(role))

    def role_of(self, column: int) -> Role | None:
        return next((role for role, columns in self.of.items() if column in columns), None)

    def give(self, role: Role, column: int, how: str) -> None:
        self.of.setdefault(role, []).append(column)
        self.how[column] = how


def read_columns(sheet: Sheet, header: Header, *, last_row: int, year: int, override: Mapping[str, str]) -> Columns:
    columns = Columns()
    _give_overridden(columns, header, override)
    _give_periods(columns, header, year)
    weights = {column: _weights(levels) for column, levels in header.words.items() if column not in columns.how}
    profiles = {column: profile(_cells(sheet, header, column, last_row)) for column in range(1, sheet.width + 1)}
    _correct_by_cells(weights, profiles)
    _give_titles(columns, weights, profiles, sheet, header, last_row)
    _give_units(columns, weights)
    for role in _SINGLE:
        _give_best(columns, weights, role)
    _give_by_cells(columns, header, profiles, weights)
    _turn_steps_into_goal(columns, profiles)
    _give_whole_year(columns, header, year)
    _note_conventions(columns, header)
    return columns


def _give_overridden(columns: Columns, header: Header, override: Mapping[str, str]) -> None:
    for name, place in override.items():
        role = role_named(name)
        column = column_number(place) or (int(place) if place.isdigit() else None) or _column_headed(header, place)
        if role is not None and column is not None:
            columns.give(role, column, "指定")


def _column_headed(header: Header, word: str) -> int | None:
    return next((column for column, levels in header.words.items() if squeeze(word) in levels), None)


def _give_periods(columns: Columns, header: Header, year: int) -> None:
    for column, levels in header.words.items():
        on = header_period(levels[-1], year)
        if column in columns.how or on is None:
            continue
        if len(levels) > 1 and {Role.PROGRESS, Role.ISSUES, Role.MEASURES} & meanings(levels[0]).keys():
            continue
        columns.give(Role.PERIOD, column, "表头")
        columns.periods[column] = on


def _give_whole_year(columns: Columns, header: Header, year: int) -> None:
    """全年 beside other periods is the last of them, unless it is the only goal."""
    for column, levels in header.words.items():
        if columns.periods and is_whole_year(levels[-1]) and columns.role_of(column) in (None, Role.STEPS):
            columns.give(Role.PERIOD, column, "表头")
            columns.periods[column] = date(year, 12, 31)


def _weights(levels: tuple[str, ...]) -> dict[Role, float]:
    """The lowest level speaks first; with its group's word it may say more (配合 over 单位)."""
    found = dict(meanings(levels[-1]))
    if len(levels) > 1:
        for joined in ("".join(levels[-2:]), "".join(levels)):
            found.update(meanings(joined))
        if not found:
            found = {role: weight * 0.6 for role, weight in meanings(levels[-2]).items()}
    return found


def _cells(sheet: Sheet, header: Header, column: int, last_row: int) -> list[str]:
    """What stands in the column below the heading, section rows left out."""
    texts = []
    for row in range(header.bottom + 1, last_row + 1):
        area = sheet.area(row, column)
        if area[:2] == (row, column) and area[3] == column:
            texts.append(sheet.own(row, column))
    return texts


def _correct_by_cells(weights: dict[int, dict[Role, float]], profiles: dict[int, Profile]) -> None:
    """A heading such as 责任 or 牵头 may stand over names of units or of persons: the cells decide."""
    for column, found in weights.items():
        seen = profiles[column]
        if seen.filled < 2:
            continue
        if Role.LEAD in found and found[Role.LEAD] < 1.01 and seen.people > 0.7 and seen.units < 0.2:
            found.clear()
            found[Role.OWNER if seen.distinct > 0.5 else Role.LEADER] = LIKELY
        elif {Role.OWNER, Role.LEADER} & found.keys() and seen.units > 0.7 and seen.people < 0.2:
            found.clear()
            found[Role.LEAD] = LIKELY
        elif Role.DUE in found and seen.dates < 0.2 and seen.is_text and seen.chars > 12:
            found[Role.STEPS] = SURE


def _give_titles(
    columns: Columns,
    weights: dict[int, dict[Role, float]],
    profiles: dict[int, Profile],
    sheet: Sheet,
    header: Header,
    last_row: int,
) -> None:
    """The pair of columns that best reads as task and goal; a merged outer task level is a section."""
    free = {c: w for c, w in weights.items() if c not in columns.how}
    titles = [] if columns.has(Role.TITLE) else [c for c, w in free.items() if w.get(Role.TITLE, 0) >= LIKELY and _is_best_as_text(w)]
    goals = [] if columns.has(Role.GOAL) else [c for c, w in free.items() if w.get(Role.GOAL, 0) >= LIKELY and _is_best_as_text(w)]
    if len(titles) > 1:
        outer = [c for c in titles if _groups_rows(sheet, header, c, last_row)]
        if outer and len(outer) < len(titles) and not any(Role.SECTION in w for w in free.values()):
            columns.give(Role.SECTION, outer[0], "内容")
            titles = [c for c in titles if c not in outer]
            goals = [c for c in goals if c not in outer]
    pairs = [
        (_pair_score(free, profiles, title, goal), -(title or 0), title, goal)
        for title in titles or [None]
        for goal in goals or [None]
        if title != goal or title is None
    ] or [(0.0, 0, titles[0] if titles else None, None)]  # fmt: skip
    _, _, title, goal = max(pairs, key=lambda pair: pair[:2])
    if title is not None:
        columns.give(Role.TITLE, title, "表头")
    if goal is not None:
        columns.give(Role.GOAL, goal, "表头")
    if not columns.has(Role.TITLE) and columns.has(Role.GOAL) and columns.how[columns.of[Role.GOAL][0]] != "指定":
        columns.of[Role.TITLE] = columns.of.pop(Role.GOAL)


def _is_best_as_text(weights: Mapping[Role, float]) -> bool:
    best = max(weights.values())
    return max(weights.get(Role.TITLE, 0), weights.get(Role.GOAL, 0)) >= best - 0.05


def _pair_score(
    weights: dict[int, dict[Role, float]], profiles: dict[int, Profile], title: int | None, goal: int | None
) -> float:
    score = (weights[title][Role.TITLE] if title else 0) + (weights[goal][Role.GOAL] if goal else 0)
    if title and goal:
        score += 0.1 * (profiles[title].chars < profiles[goal].chars) + 0.05 * (title < goal)
    return score


def _groups_rows(sheet: Sheet, header: Header, column: int, last_row: int) -> bool:
    """Merged over several rows that are numbered one by one."""
    numbered = 1
    for row in range(header.bottom + 1, last_row + 1):
        area = sheet.area(row, column)
        if area[2] > area[0] and area[0] == row:
            seqs = {sheet.area(inner, numbered)[0] for inner in range(area[0], area[2] + 1)}
            if column != numbered and len(seqs) > 1:
                return True
    return False


def _give_units(columns: Columns, weights: dict[int, dict[Role, float]]) -> None:
    supports = [c for c, w in weights.items() if c not in columns.how and w.get(Role.SUPPORT, 0) >= LIKELY and _is_best(w, Role.SUPPORT)]
    leads = [c for c, w in weights.items() if c not in columns.how and w.get(Role.LEAD, 0) >= LIKELY and _is_best(w, Role.LEAD)]
    leads.sort(key=lambda c: (-weights[c][Role.LEAD], c))
    if not leads and not columns.has(Role.LEAD):
        leads = [c for c, w in weights.items() if c not in columns.how and w.get(Role.LEAD, 0) > 0][:1]
    if leads and not columns.has(Role.LEAD):
        columns.give(Role.LEAD, leads.pop(0), "表头")
    for column in sorted([*supports, *leads]):
        columns.give(Role.SUPPORT, column, "表头")


def _is_best(weights: Mapping[Role, float], role: Role) -> bool:
    return weights[role] >= max(weights.values())


def _give_best(columns: Columns, weights: dict[int, dict[Role, float]], role: Role) -> None:
    """The surest column takes the role; others of the same meaning stay unread but named."""
    if columns.has(role):
        return
    found = [c for c, w in weights.items() if c not in columns.how and w.get(role, 0) >= LIKELY and _is_best(w, role)]
    if found:
        columns.give(role, max(found, key=lambda c: (weights[c][role], -c)), "表头")


def _turn_steps_into_goal(columns: Columns, profiles: dict[int, Profile]) -> None:
    """阶段目标 beside a column of deadlines is the goal, when nothing else is."""
    steps = columns.first(Role.STEPS)
    if steps is not None and columns.has(Role.DUE) and not columns.has(Role.GOAL) and profiles[steps].chars > 4:
        columns.of[Role.GOAL] = columns.of.pop(Role.STEPS)


def _give_by_cells(
    columns: Columns, header: Header, profiles: dict[int, Profile], weights: dict[int, dict[Role, float]]
) -> None:
    """Fills the gaps from columns whose heading is blank or unknown."""
    silent = [
        c for c, seen in profiles.items()
        if c not in columns.how and seen.filled >= 2 and max(weights.get(c, {}).values(), default=0) < _SILENT
    ]  # fmt: skip
    for role, fits in (
        (Role.SEQ, lambda seen: seen.numbers > 0.8),
        (Role.LEAD, lambda seen: seen.units > 0.6),
        (Role.DUE, lambda seen: seen.dates > 0.6),
        (Role.SUPPORT, lambda seen: seen.units > 0.6),
    ):
        column = next((c for c in silent if c not in columns.how and fits(profiles[c])), None)
        if column is not None and not columns.has(role):
            columns.give(role, column, "内容")
    _give_persons(columns, [c for c in silent if c not in columns.how and profiles[c].people > 0.6], profiles)
    texts = [c for c in silent if c not in columns.how and profiles[c].is_text]
    for role in (Role.TITLE, Role.GOAL):
        if texts and not columns.has(role):
            columns.give(role, texts.pop(0), "内容")


def _give_persons(columns: Columns, found: list[int], profiles: dict[int, Profile]) -> None:
    for column in found:
        few = profiles[column].distinct < 0.5
        if few and not columns.has(Role.LEADER):
            columns.give(Role.LEADER, column, "内容")
        elif not columns.has(Role.OWNER):
            columns.give(Role.OWNER, column, "内容")


def _note_conventions(columns: Columns, header: Header) -> None:
    lead = columns.first(Role.LEAD)
    words = "".join(header.words.get(lead or 0, ()))
    columns.lead_holds_people = holds_people_too(words) and not columns.has(Role.OWNER)
    columns.mark_words = "".join(header.words.get(columns.first(Role.MARK) or 0, ()))
    columns.first_leads = not columns.has(Role.SUPPORT) and says_first_leads(words)


def describe(column: int, columns: Columns) -> str:
    """The meaning of a column in the preview."""
    role = columns.role_of(column)
    if role is None:
        return ""
    on = columns.periods.get(column)
    return f"{role.value}（{on.isoformat()}）" if on else role.value


__all__ = ["Columns", "column_letter", "describe", "read_columns"]
