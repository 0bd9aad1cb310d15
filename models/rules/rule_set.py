"""The rule set as values: every number that decides when somebody is reminded of something."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from models.rules.lengths import Length
from models.rules.obligations import Audience, Form, Kind, Rung, TaskClass, UnitKind
from models.rules.office_hours import Season


@dataclass(frozen=True, slots=True)
class DayTimes:
    morning_list: time
    evening_list: time
    digest: time
    aide_digest: time
    digest_window: tuple[time, time]
    naming_proof: time


@dataclass(frozen=True, slots=True)
class TodayRule:
    """今日事今日毕: what "today" means for an order that comes late in the day."""

    taken_until: time
    due: time
    late_due: time
    same_day_until: time
    same_day_late: time


@dataclass(frozen=True, slots=True)
class ClockException:
    """Another length for tasks with one of these traits, or for a part of the year given as (month, day)."""

    kind: Kind
    task_class: TaskClass
    length: Length | None
    traits: frozenset[str] = frozenset()
    since: tuple[int, int] | None = None
    until: tuple[int, int] | None = None

    def holds(self, traits: Collection[str], on: date | None) -> bool:
        return bool(not self.traits or self.traits & set(traits)) and self._is_season(on)

    def _is_season(self, on: date | None) -> bool:
        if self.since is None or self.until is None:
            return True
        if on is None:
            return False
        day = (on.month, on.day)
        if self.since <= self.until:
            return self.since <= day <= self.until
        return day >= self.since or day <= self.until


@dataclass(frozen=True, slots=True)
class ProgressRule:
    least_room: int  # working days between the start and the first report
    weekly_order_days: int
    reconcile_from: int = 25  # days of the month between which units confirm their figures
    reconcile_until: int = 27


@dataclass(frozen=True, slots=True)
class Step:
    """A rung: a share of the clock from its start, or a wait after the rung before."""

    who: tuple[Audience, ...]
    form: Form
    share: float | None = None
    wait: float = 0
    least: Length | None = None
    most: Length | None = None


@dataclass(frozen=True, slots=True)
class LadderRule:
    highest: Rung
    last_window: Length
    catch_up: Length
    emergency_least: Length
    emergency_window: Length
    named_after_periods: int  # progress is named to a leader after so many missed periods,
    named_after: Length  # and so long after it was first due
    steps: Mapping[Rung, Step]


class Opening(StrEnum):
    """How the start of an obligation is told."""

    SINGLE = "single"  # a message of its own
    LINE = "line"  # of the next list
    SAID = "said"  # the message that started it was it (a dispatch); the liaison sees it in the list
    NONE = "none"  # it starts by the holder's own doing


@dataclass(frozen=True, slots=True)
class Lines:
    """Working days before and after due on which a list carries a line, and the rhythm after the last.

    `instead_of_half`: the first line before due takes the place of the rung at half of the clock.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    every: int
    instead_of_half: bool = False

    def offset(self, number: int) -> int | None:
        """Working days between due and the line of that number, counted from 1; negative before due."""
        fixed = [-n for n in self.before] + list(self.after)
        if number <= len(fixed):
            return fixed[number - 1]
        last = max(fixed, default=0)
        return last + self.every * (number - len(fixed)) if self.every else None


@dataclass(frozen=True, slots=True)
class UnitRule:
    name: str
    ceiling: Rung
    scale: float


@dataclass(frozen=True, slots=True)
class Budget:
    routine_day: int
    routine_week: int
    day: int


@dataclass(frozen=True, slots=True)
class DeliveryRule:
    gap_minutes: int
    dispatch_until: time
    weekend_is_break: bool
    budgets: Mapping[str, Budget]  # by role: head, liaison, leader, office


@dataclass(frozen=True, slots=True)
class PaceRule:
    on_pace: float
    slow: float
    grace_workdays: int
    grace_quarter: bool
    late_workdays: int
    direct: tuple[str, ...] = ()  # words in the names of indicators: how they are counted
    year_end: tuple[str, ...] = ()
    cumulative: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EmergencyRule:
    """突发: by the clock on the wall. Before `handover` the duty is still that of the day before."""

    deputy_minutes: int = 15
    handover: time = time(8, 0)
    tasks_a_month: int = 10  # T0
    ask_again_minutes: int = 5


@dataclass(frozen=True, slots=True)
class Policy:
    version: int
    name: str
    day: DayTimes
    hours: tuple[Season, ...]
    today: TodayRule
    clocks: Mapping[Kind, Mapping[TaskClass, Length | None]]
    exceptions: tuple[ClockException, ...]
    progress: ProgressRule
    ladder: LadderRule
    openings: Mapping[Kind, Opening]
    lines: Mapping[Kind, Lines]
    units: Mapping[UnitKind, UnitRule]
    delivery: DeliveryRule
    pace: PaceRule
    emergency: EmergencyRule = EmergencyRule()

    def length(
        self, kind: Kind, task_class: TaskClass, *, traits: Collection[str] = (), on: date | None = None
    ) -> Length | None:
        """None where this class of task has no such clock; without a day no season's exception holds."""
        for exception in self.exceptions:
            if (exception.kind, exception.task_class) == (kind, task_class) and exception.holds(traits, on):
                return exception.length
        return self.clocks[kind][task_class]

    def ceiling(self, unit_kind: UnitKind) -> Rung:
        return min(self.ladder.highest, self.units[unit_kind].ceiling)
