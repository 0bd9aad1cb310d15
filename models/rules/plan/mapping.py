"""Decides which column holds what: an override first, then the heading, then the cells below it."""

from collections.abc import Mapping
from datetime import date

from models.rules.plan.columns import Columns
from models.rules.plan.grid import Sheet, column_number
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
from models.rules.plan.silent_columns import give_by_cells

_SINGLE = (
    Role.SECTION, Role.LEADER, Role.OWNER, Role.DUE, Role.STEPS, Role.NOTE, Role.SECRECY,
    Role.MARK, Role.SOURCE, Role.PROGRESS, Role.ISSUES, Role.MEASURES,
)  # fmt: skip
_SAYS_LITTLE = 0.35
_WEAK = 0.6
_UNIT_WORDS = ("单位", "部门", "机构")
_GOAL_AS_TITLE = 0.55  # 报告内容 beside 具体举措 is the task
_PARTS_AS_TITLE = 0.3
_AFTERWARDS = {Role.PROGRESS, Role.ISSUES, Role.MEASURES}  # what is filled in later is no plan
_NOT_IMPORTED = {*_AFTERWARDS, Role.SOURCE}
_Weights = dict[Role, float]


def read_columns(sheet: Sheet, header: Header, *, last_row: int, year: int, override: Mapping[str, str]) -> Columns:
    """The meaning of the columns under a heading, judged with the rows down to `last_row`."""
    mapper = _Mapper(sheet, header, last_row)
    mapper.give_overridden(override)
    mapper.give_periods(year)
    mapper.weigh()
    mapper.give_numbers()
    mapper.give_section_of_titles()
    mapper.give_titles()
    mapper.give_more_goals()
    mapper.give_units()
    for role in _SINGLE:
        mapper.give_best(role)
    mapper.turn_steps_into_goal()
    give_by_cells(mapper.columns, mapper.silent(), mapper.profiles)
    mapper.settle(year)
    return mapper.columns


class _Mapper:
    def __init__(self, sheet: Sheet, header: Header, last_row: int) -> None:
        self.columns = Columns()
        self.profiles: dict[int, Profile] = {}
        self._sheet, self._header = sheet, header
        self._rows = range(header.bottom + 1, last_row + 1)
        self._weights: dict[int, _Weights] = {}
        self.profiles = {column: profile(self._cells(column)) for column in range(1, sheet.width + 1)}

    def _cells(self, column: int) -> list[str]:
        """What stands below the heading, section rows left out."""
        areas = ((row, self._sheet.area(row, column)) for row in self._rows)
        return [self._sheet.own(row, column) for row, area in areas if area[:2] == (row, column) and area[3] == column]

    def give_overridden(self, override: Mapping[str, str]) -> None:
        for name, place in override.items():
            role, column = role_named(name), self._place(place)
            if role is not None and column is not None:
                self.columns.give(role, column, "指定")

    def _place(self, place: str) -> int | None:
        """A letter, a number, or the heading itself."""
        if place.isdigit():
            return int(place)
        headed = (column for column, levels in self._header.words.items() if squeeze(place) in levels)
        return column_number(place) or next(headed, None)

    def give_periods(self, year: int) -> None:
        for column, levels in self._header.words.items():
            on = header_period(levels[-1], year)
            is_report = len(levels) > 1 and bool(_AFTERWARDS & meanings(levels[0]).keys())
            if on is not None and not is_report and not self.columns.is_taken(column):
                self.columns.give_period(column, on)

    def weigh(self) -> None:
        for column, levels in self._header.words.items():
            if not self.columns.is_taken(column):
                names_units = any(word in level for level in levels for word in _UNIT_WORDS)
                found = _weights(levels)
                self._weights[column] = _corrected(found, self.profiles[column], names_units=names_units)

    def silent(self) -> list[int]:
        """Columns whose heading is blank or unknown and whose cells are not."""
        return [
            column
            for column, seen in self.profiles.items()
            if not self.columns.is_taken(column) and seen.filled >= 2 and self._best(column) < _SAYS_LITTLE
        ]

    def _best(self, column: int) -> float:
        return max(self._weights.get(column, {}).values(), default=0.0)

    def _fitting(self, role: Role, *, slack: float = 0.0) -> list[int]:
        """Free columns whose heading means this role rather than another."""
        return [
            column
            for column, weights in self._weights.items()
            if not self.columns.is_taken(column)
            and weights.get(role, 0) >= LIKELY
            and weights[role] >= self._best(column) - slack
        ]

    def give_numbers(self) -> None:
        """Of columns headed 序号 the one that holds numbers; another that groups rows is the section."""
        found = self._fitting(Role.SEQ)
        if not found or self.columns.has(Role.SEQ):
            return
        best = max(found, key=lambda column: (self.profiles[column].numbers > 0.5, -column))
        self.columns.give(Role.SEQ, best, "表头")
        for column in found:
            if column != best and not self.columns.has(Role.SECTION) and self._groups_rows(column):
                self.columns.give(Role.SECTION, column, "内容")

    def give_section_of_titles(self) -> None:
        """Of two levels of tasks the outer one, merged over several numbers, is the section."""
        titles = self._texts(Role.TITLE)
        outer = [column for column in titles if self._groups_rows(column)]
        inner = [column for column in titles if column not in outer and self._is_rather_title(column)]
        has_section = any(Role.SECTION in weights for weights in self._weights.values())
        if outer and inner and not has_section and not self.columns.has(Role.SECTION):
            self.columns.give(Role.SECTION, outer[0], "内容")

    def _is_rather_title(self, column: int) -> bool:
        weights = self._weights[column]
        return weights.get(Role.TITLE, 0) >= weights.get(Role.GOAL, 0)

    def _texts(self, role: Role) -> list[int]:
        """Candidates for task or goal, two meanings that share many words."""
        if self.columns.has(role):
            return []
        return [
            column
            for column, weights in self._weights.items()
            if not self.columns.is_taken(column)
            and weights.get(role, 0) >= LIKELY
            and max(weights.get(Role.TITLE, 0), weights.get(Role.GOAL, 0)) >= self._best(column) - 0.05
        ]

    def _groups_rows(self, column: int) -> bool:
        """Merged over several rows that are numbered one by one."""
        seq = self.columns.first(Role.SEQ) or 1
        for row in self._rows:
            area = self._sheet.area(row, column)
            if area[2] > area[0] == row and column != seq:
                numbers = {self._sheet.area(inner, seq)[0] for inner in range(area[0], area[2] + 1)}
                if len(numbers) > 1:
                    return True
        return False

    def give_titles(self) -> None:
        """The pair of columns that best reads as task and goal; a lone goal is the task."""
        texts = sorted({*self._texts(Role.TITLE), *self._texts(Role.GOAL)})
        titles: list[int | None] = [None] if self.columns.has(Role.TITLE) or not texts else [*texts]
        goals: list[int | None] = [None] if self.columns.has(Role.GOAL) else [*texts, None]
        pairs = [(title, goal) for title in titles for goal in goals if title is None or title != goal]
        title, goal = max(pairs, key=lambda pair: (self._pair_score(*pair), -(pair[0] or 0)))
        if title is not None:
            self.columns.give(Role.TITLE, title, "表头")
        if goal is not None and Role.GOAL in self._weights[goal]:
            self.columns.give(Role.GOAL, goal, "表头")

    def _pair_score(self, title: int | None, goal: int | None) -> float:
        score = 0.0
        if title:
            weights = self._weights[title]
            score += max(weights.get(Role.TITLE, 0), _GOAL_AS_TITLE * weights.get(Role.GOAL, 0))
            score -= _PARTS_AS_TITLE * self._holds_parts(title)
        if goal:
            score += self._weights[goal].get(Role.GOAL, 0)
        if title and goal:
            score += 0.1 * (self.profiles[title].chars < self.profiles[goal].chars) + 0.15 * (title < goal)
        return score

    def _holds_parts(self, column: int) -> bool:
        """Several cells beside one merged number: steps of a task, not its name."""
        seq = self.columns.first(Role.SEQ)
        if seq is None:
            return False
        for row in self._rows:
            top, _, bottom, _ = self._sheet.area(row, seq)
            if top == row < bottom:
                return sum(bool(self._sheet.own(at, column).strip()) for at in range(top, bottom + 1)) > 1
        return False

    def give_more_goals(self) -> None:
        """具体事项 beside 量化目标 under one heading: both say what is to be reached."""
        goal = self.columns.first(Role.GOAL)
        group = self._group(goal) if goal is not None else None
        for column, weights in self._weights.items():
            is_text = max(weights.get(Role.TITLE, 0), weights.get(Role.GOAL, 0)) >= LIKELY
            if group is not None and is_text and not self.columns.is_taken(column) and self._group(column) == group:
                self.columns.give(Role.GOAL, column, "表头")
        self.columns.all(Role.GOAL).sort()

    def _group(self, column: int) -> tuple[str, ...] | None:
        """The words above the lowest level of a heading."""
        return self._header.words.get(column, ())[:-1] or None

    def give_units(self) -> None:
        """The surest column of leads; what is left of them helps, like the columns of helpers."""
        supports = self._fitting(Role.SUPPORT)
        leads = sorted(self._fitting(Role.LEAD), key=lambda column: (-self._weights[column][Role.LEAD], column))
        if not leads:
            leads = [c for c, w in self._weights.items() if not self.columns.is_taken(c) and Role.LEAD in w][:1]
        if leads and not self.columns.has(Role.LEAD):
            self.columns.give(Role.LEAD, leads.pop(0), "表头")
        for column in sorted([*supports, *leads]):
            self.columns.give(Role.SUPPORT, column, "表头")

    def give_best(self, role: Role) -> None:
        found = self._fitting(role)
        if found and not self.columns.has(role):
            self.columns.give(role, max(found, key=lambda column: (self._weights[column][role], -column)), "表头")

    def settle(self, year: int) -> None:
        self._give_whole_year(year)
        filled = {column: seen.filled for column, seen in self.profiles.items() if seen.filled}
        self.columns.unread = {
            column: count for column, count in filled.items() if self.columns.role_of(column) in {None, *_NOT_IMPORTED}
        }
        words = "".join(self._header.words.get(self.columns.first(Role.LEAD) or 0, ()))
        self.columns.mark_words = "".join(self._header.words.get(self.columns.first(Role.MARK) or 0, ()))
        self.columns.lead_holds_people = holds_people_too(words) and not self.columns.has(Role.OWNER)
        self.columns.first_leads = not self.columns.has(Role.SUPPORT) and says_first_leads(words)

    def turn_steps_into_goal(self) -> None:
        """阶段目标 beside a column of deadlines is the goal, when nothing else is."""
        steps = self.columns.first(Role.STEPS)
        if steps is None or not self.columns.has(Role.DUE) or self.columns.has(Role.GOAL):
            return
        if self.profiles[steps].chars > 4:
            self.columns.rename(Role.STEPS, Role.GOAL)

    def _give_whole_year(self, year: int) -> None:
        """全年 beside other periods is the last of them, unless it was taken for the goal."""
        for column, levels in self._header.words.items():
            is_free = self.columns.role_of(column) in (None, Role.STEPS)
            if self.columns.periods and is_free and is_whole_year(levels[-1]):
                self.columns.give_period(column, date(year, 12, 31))


def _weights(levels: tuple[str, ...]) -> _Weights:
    """The lowest level speaks first; with its group's word it may say more (配合 over 单位)."""
    found = dict(meanings(levels[-1]))
    if len(levels) > 1:
        for joined in ("".join(levels[-2:]), "".join(levels)):
            found.update(meanings(joined))
        if not found:
            found = {role: weight * 0.6 for role, weight in meanings(levels[-2]).items()}
    return found


def _corrected(found: _Weights, seen: Profile, *, names_units: bool) -> _Weights:
    """A heading such as 责任 or 牵头 may stand over names of units or of persons: the cells decide."""
    if seen.filled < 2:
        return found
    if Role.LEAD in found and found[Role.LEAD] <= _WEAK and seen.units < 0.2 and seen.people < 0.7 and seen.chars < 5:
        return {}  # 单位 over 万吨 and %
    if Role.LEAD in found and not names_units and seen.people > 0.7 and seen.units < 0.2:
        return {Role.OWNER if seen.distinct > 0.5 else Role.LEADER: LIKELY}
    if {Role.OWNER, Role.LEADER} & found.keys() and seen.units > 0.7 and seen.people < 0.2:
        return {Role.LEAD: LIKELY}
    if Role.DUE in found and seen.dates < 0.2 and seen.is_text and seen.chars > 12:
        return {**found, Role.STEPS: SURE}
    return found
