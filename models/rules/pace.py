"""Pace against time (序时): how far a task is, how far it should be, and the lamp that follows.

A lamp is coloured by due dates, milestones and figures only, never by how fast somebody answers. Shares are
in per cent, differences in percentage points (百分点).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from models.rules.calendar import Calendar
from models.rules.rule_set import PaceRule

FARTHEST_FORECAST_DAYS = 3660


class Lamp(StrEnum):
    label: str
    symbol: str

    def __new__(cls, code: str, label: str, symbol: str) -> "Lamp":
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        member.symbol = symbol
        return member

    GREEN = "green", "正常", "🟢"
    YELLOW = "yellow", "偏慢", "🟡"
    RED = "red", "滞后", "🔴"
    WHITE = "white", "未评", "⚪"


class Because(StrEnum):
    """What decided the lamp."""

    DONE = "已完成"
    PAST_DUE = "已过期限"
    LATE_MILESTONE = "节点逾期"
    PACE = "按序时"
    NO_DUE = "期限待明确"
    NOT_REPORTED = "尚无进展"
    GRACE = "首季未满或下达不久"
    NO_FIGURE = "尚无可比数据"


class Counted(StrEnum):
    """How an indicator compares with its target."""

    CUMULATIVE = "cumulative"
    DIRECT = "direct"  # a rate, growth or ceiling: compared with the target at any time
    YEAR_END = "year_end"  # known only when the year is over


@dataclass(frozen=True, slots=True)
class PaceIndicator:
    target: float
    value: float | None
    counted: Counted = Counted.CUMULATIVE
    is_ceiling: bool = False

    @property
    def percent(self) -> float | None:
        """Of the target, above 100 too; a ceiling that holds is 100."""
        if self.value is None:
            return None
        if self.is_ceiling:
            return 100.0 if self.value <= self.target else 100.0 * self.target / self.value
        if self.target == 0:
            return 100.0 if self.value >= 0 else 0.0
        return 100.0 * self.value / self.target


@dataclass(frozen=True, slots=True)
class PaceMilestone:
    """`percent` is how far the task should be by then, where the plan says so."""

    due_on: date
    is_done: bool = False
    percent: float | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """What pace is judged from.

    `percent` is that of the whole task as reported; `is_done`: completion is reported, or the task is closed.
    """

    starts_on: date
    due_on: date | None
    percent: float | None = None
    milestones: tuple[PaceMilestone, ...] = ()
    indicators: tuple[PaceIndicator, ...] = ()
    dispatched_on: date | None = None
    has_reported: bool = False
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Pace:
    """`points` is percent less expected of the slowest part; `late` the due days of overdue milestones."""

    lamp: Lamp
    because: Because
    percent: float | None
    expected: float | None
    points: float | None
    forecast: date | None
    late: tuple[date, ...] = ()


def pace(track: Track, today: date, *, rule: PaceRule, calendar: Calendar) -> Pace:
    percent, expected = percent_of(track), expected_on(track, today)
    points = slowest_points(track, expected, today)
    late = late_milestones(track, today, rule=rule, calendar=calendar)
    lamp, because = _lamp(track, today, points, late, rule=rule, calendar=calendar)
    return Pace(lamp, because, percent, expected, points, forecast_of(track, percent, today), late)


def percent_of(track: Track) -> float | None:
    """As reported, else the mean of the indicators, else the share of milestones done."""
    if track.percent is not None:
        return track.percent
    known = [one.percent for one in track.indicators if one.percent is not None]
    if known:
        return sum(known) / len(known)
    done = [share for milestone, share in _shares(track) if milestone.is_done]
    return max(done) if done else (100.0 if track.is_done else None)


def expected_on(track: Track, today: date) -> float | None:
    """On the curve of the task's own milestones, else the elapsed share of its span; None without due."""
    if track.due_on is None:
        return None
    curve = [(track.starts_on - timedelta(days=1), 0.0)]
    curve += [(milestone.due_on, share) for milestone, share in _shares(track)]
    if curve[-1][0] < track.due_on:
        curve.append((track.due_on, 100.0))
    return _read_off(curve, today)


def slowest_points(track: Track, expected: float | None, today: date) -> float | None:
    """The least of all parts; parts without a figure do not count."""
    whole = percent_of(Track(track.starts_on, track.due_on, track.percent, track.milestones))
    parts = [] if whole is None or expected is None else [whole - expected]
    for one in track.indicators:
        against = _expected_of(one, track, expected, today)
        if one.percent is not None and against is not None:
            parts.append(one.percent - against)
    return min(parts) if parts else None


def late_milestones(track: Track, today: date, *, rule: PaceRule, calendar: Calendar) -> tuple[date, ...]:
    return tuple(
        milestone.due_on
        for milestone in track.milestones
        if not milestone.is_done and calendar.workdays_between(milestone.due_on, today) > rule.late_workdays
    )


def forecast_of(track: Track, percent: float | None, today: date) -> date | None:
    """The day of completion if the task goes on as it went so far."""
    elapsed = (today - track.starts_on).days + 1
    if track.is_done or not percent or percent <= 0 or elapsed <= 0:
        return None
    if percent >= 100:
        return today
    if elapsed * 100 > FARTHEST_FORECAST_DAYS * percent:
        return None
    return track.starts_on + timedelta(days=round(elapsed * 100 / percent) - 1)


def _lamp(
    track: Track,
    today: date,
    points: float | None,
    late: Sequence[date],
    *,
    rule: PaceRule,
    calendar: Calendar,
) -> tuple[Lamp, Because]:
    if track.is_done:
        return Lamp.GREEN, Because.DONE
    if track.due_on is None:
        return Lamp.WHITE, Because.NO_DUE
    if today > track.due_on and (percent_of(track) or 0) < 100:
        return Lamp.RED, Because.PAST_DUE
    if late:
        return _slower(Lamp.YELLOW, _by_points(points, rule)), Because.LATE_MILESTONE
    if not _has_reported(track):
        return Lamp.WHITE, Because.NOT_REPORTED
    if _is_early(track, today, rule=rule, calendar=calendar):
        return Lamp.WHITE, Because.GRACE
    if points is None:
        return Lamp.WHITE, Because.NO_FIGURE
    return _by_points(points, rule), Because.PACE


def _by_points(points: float | None, rule: PaceRule) -> Lamp:
    if points is None:
        return Lamp.WHITE
    if points >= -rule.on_pace:
        return Lamp.GREEN
    return Lamp.YELLOW if points >= -rule.slow else Lamp.RED


def _slower(a: Lamp, b: Lamp) -> Lamp:
    return max(a, b, key=[Lamp.WHITE, Lamp.GREEN, Lamp.YELLOW, Lamp.RED].index)


def _has_reported(track: Track) -> bool:
    has_figure = track.percent is not None or any(one.value is not None for one in track.indicators)
    return track.has_reported or has_figure or any(one.is_done for one in track.milestones)


def _is_early(track: Track, today: date, *, rule: PaceRule, calendar: Calendar) -> bool:
    """Neither the first quarter nor so many working days since the dispatch are over."""
    if rule.grace_quarter and today <= _quarter_end(track.starts_on):
        return True
    if track.dispatched_on is None:
        return False
    return calendar.workdays_between(track.dispatched_on, today) <= rule.grace_workdays


def _quarter_end(d: date) -> date:
    month = (d.month - 1) // 3 * 3 + 3
    following = date(d.year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _expected_of(one: PaceIndicator, track: Track, expected: float | None, today: date) -> float | None:
    match one.counted:
        case Counted.CUMULATIVE:
            return 100.0 if one.is_ceiling else expected
        case Counted.DIRECT:
            return 100.0
        case Counted.YEAR_END:
            return 100.0 if track.due_on is not None and today >= track.due_on else None


def _shares(track: Track) -> list[tuple[PaceMilestone, float]]:
    """Each milestone with the share of the task it stands for: its own, or equal steps up to due."""
    due_on = track.due_on
    within = sorted(
        (one for one in track.milestones if due_on is None or one.due_on <= due_on),
        key=lambda one: one.due_on,
    )
    steps = len(within) + (1 if within and within[-1].due_on != due_on else 0)
    return [(one, one.percent if one.percent is not None else 100.0 * n / steps) for n, one in enumerate(within, 1)]


def _read_off(curve: Sequence[tuple[date, float]], today: date) -> float:
    if today <= curve[0][0]:
        return 0.0
    for (before, low), (after, high) in pairwise(curve):
        if today <= after:
            return low + (high - low) * (today - before).days / max(1, (after - before).days)
    return 100.0
