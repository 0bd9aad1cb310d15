"""The meaning of a table's columns, once it has been decided."""

from dataclasses import dataclass, field
from datetime import date

from models.rules.plan.lexicon import Role


@dataclass
class Columns:
    """The columns of each role; a role may have several (two columns of supporting units)."""

    of: dict[Role, list[int]] = field(default_factory=dict)
    how: dict[int, str] = field(default_factory=dict)  # 表头 | 内容 | 指定
    periods: dict[int, date] = field(default_factory=dict)  # column → last day of its quarter or month
    unread: dict[int, int] = field(default_factory=dict)  # column → its filled cells, which no task takes up
    first_leads: bool = False  # the heading says that the first unit of a cell leads
    lead_holds_people: bool = False  # 牵头单位及主要负责人
    mark_words: str = ""  # the heading of the column of marks

    def first(self, role: Role) -> int | None:
        return self.of[role][0] if self.of.get(role) else None

    def all(self, role: Role) -> list[int]:
        return self.of.get(role, [])

    def has(self, role: Role) -> bool:
        return bool(self.of.get(role))

    def role_of(self, column: int) -> Role | None:
        return next((role for role, columns in self.of.items() if column in columns), None)

    def is_taken(self, column: int) -> bool:
        return column in self.how

    def give(self, role: Role, column: int, how: str) -> None:
        self.of.setdefault(role, []).append(column)
        self.how[column] = how

    def give_period(self, column: int, last_day: date) -> None:
        self.give(Role.PERIOD, column, "表头")
        self.periods[column] = last_day

    def rename(self, old: Role, new: Role) -> None:
        self.of[new] = self.of.pop(old)

    def describe(self, column: int) -> str:
        """The meaning of a column in the preview; empty when it is not read."""
        role, last_day = self.role_of(column), self.periods.get(column)
        if role is None:
            return ""
        return f"{role.value}（{last_day.isoformat()}）" if last_day else role.value
