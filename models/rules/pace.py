"""Pace against time (序时): the lamp of a task, what decided it, and when the task will be done if it goes on so.

A lamp is coloured by due dates, milestones and figures only, never by how fast somebody answers. Differences are
in percentage points (百分点).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.rules.calendar import Calendar
from models.rules.rule_set import PaceRule
from models.rules.track import Counted as Counted
from models.rules.track import PaceIndicator as PaceIndicator
from models.rules.track import PaceMilestone as PaceMilestone
from models.rules.track import Track as Track
from models.rules.track import expected_on as expected_on
from models.rules.track import forecast_of, parts_of
from models.rules.track import percent_of as percent_of


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

    CLOSED = "已销号"
    DONE = "已报结"
    PAST_DUE = "已过期限"
    LATE_MILESTONE = "节点逾期"
    PACE = "按序时"
    NO_DUE = "期限待明确"
    NOT_REPORTED = "尚无进展"
    GRACE = "首季未满或下达不久"
    NO_FIGURE = "尚无可比数据"


@dataclass(frozen=True, slots=True)
class Pace:
    """`percent` is the bar, the mean of all parts; `points` is what the slowest is ahead (+) or behind (-), `slowest`
    its name, empty for the task itself; `late` the due days of overdue milestones."""

    lamp: Lamp
    because: Because
    percent: float | None
    expected: float | None
    points: float | None
    forecast: date | None
    late: tuple[date, ...] = ()
    slowest: str = ""


def pace(track: Track, today: date, *, rule: PaceRule, calendar: Calendar) -> Pace:
    expected = expected_on(track, today)
    points, slowest = min(parts_of(track, expected, today), default=(None, ""))
    late = late_milestones(track, today, rule=rule, calendar=calendar)
    lamp, because = _lamp(track, today, points, late, rule=rule, calendar=calendar)
    return Pace(lamp, because, percent_of(track), expected, points, forecast_of(track, today), late, slowest)


def counted_as(name: str, unit: str, *, is_ceiling: bool, rule: PaceRule) -> Counted:
    """By the words of its name, as the rule set lists them; a rate is told by its unit too."""
    if any(word in name for word in rule.year_end):
        return Counted.YEAR_END
    if any(word in name for word in rule.cumulative):
        return Counted.CUMULATIVE
    is_rate = unit in {"%", "个百分点", "‰"} or any(word in name for word in rule.direct)
    return Counted.DIRECT if is_ceiling or is_rate else Counted.CUMULATIVE


def late_milestones(track: Track, today: date, *, rule: PaceRule, calendar: Calendar) -> tuple[date, ...]:
    return tuple(
        milestone.due_on
        for milestone in track.milestones
        if not milestone.is_done and calendar.workdays_between(milestone.due_on, today) > rule.late_workdays
    )


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
        return Lamp.GREEN, Because.CLOSED if track.is_closed else Because.DONE
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
    if not track.has_grace:
        return False
    if rule.grace_quarter and today <= _quarter_end(track.starts_on):
        return True
    if track.dispatched_on is None:
        return False
    return calendar.workdays_between(track.dispatched_on, today) <= rule.grace_workdays


def _quarter_end(d: date) -> date:
    month = (d.month - 1) // 3 * 3 + 3
    following = date(d.year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)
