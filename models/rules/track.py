"""How far a task is and how far it should be: its figures, its milestones, its span. Shares are in per cent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from models.rules.quantities import find_quantities
from models.rules.reach import same_thing
from models.rules.units_of_measure import measure

FARTHEST_FORECAST_DAYS = 3660
Step = tuple[date, float]  # a day, and the share that should be reached by then


class Counted(StrEnum):
    """How an indicator compares with its target."""

    CUMULATIVE = "cumulative"
    DIRECT = "direct"  # a rate, growth or ceiling: compared with the target at any time
    YEAR_END = "year_end"  # known only when the year is over


@dataclass(frozen=True, slots=True)
class PaceIndicator:
    """`steps` are those that the plan sets for this very figure (6月底前打通5条)."""

    target: float
    value: float | None
    counted: Counted = Counted.CUMULATIVE
    is_ceiling: bool = False
    name: str = ""
    steps: tuple[Step, ...] = ()

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

    `percent` is that of the whole task as reported; `is_done`: completion is reported, or (`is_closed`) verified too.
    An order is judged from its first day on: `has_grace` is for lines of the plan.
    """

    starts_on: date
    due_on: date | None
    percent: float | None = None
    milestones: tuple[PaceMilestone, ...] = ()
    indicators: tuple[PaceIndicator, ...] = ()
    dispatched_on: date | None = None
    has_reported: bool = False
    is_done: bool = False
    is_closed: bool = False
    has_grace: bool = True


def share_of_step(step: str, name: str, target: float, unit: str) -> float | None:
    """What share of this indicator a step of the plan asks for: 打通断头路5条 of 12条 is 41.7."""
    if not target or not same_thing(step, name):
        return None
    asked = [found.value for found in find_quantities(step) if measure(found.unit) == measure(unit)]
    return 100.0 * max(asked) / target if asked else None


def mean_share(indicators: Sequence[PaceIndicator]) -> float | None:
    known = [one.percent for one in indicators if one.percent is not None]
    return sum(known) / len(known) if known else None


def percent_of(track: Track) -> float | None:
    """As reported, else the mean of the indicators, else the share of milestones done. More than all is kept."""
    mean = mean_share(track.indicators)
    if track.percent is not None:
        return max(track.percent, mean or 0) if track.percent >= 100 else track.percent
    return _milestones_done(track) if mean is None else mean


def expected_on(track: Track, today: date) -> float | None:
    """On the curve of the task's own milestones, else the elapsed share of its span; None without due."""
    return None if track.due_on is None else _read_off(_curve(track, _shares(track)), today)


def parts_of(track: Track, expected: float | None, today: date) -> list[tuple[float, str]]:
    """Points ahead of (+) or behind (-) pace of each part, with its name; parts without a figure do not count."""
    whole = track.percent if mean_share(track.indicators) is not None else percent_of(track)
    parts = [] if whole is None or expected is None else [(whole - expected, "")]
    for one in track.indicators:
        against = _expected_of(one, track, expected, today)
        if one.percent is not None and against is not None:
            parts.append((one.percent - against, one.name))
    return parts


def forecast_of(track: Track, today: date) -> date | None:
    """The day of completion if the slowest part goes on as it went so far."""
    elapsed = (today - track.starts_on).days + 1
    grows = [
        one.percent
        for one in track.indicators
        if one.percent is not None and one.counted is Counted.CUMULATIVE and not one.is_ceiling
    ]
    percent = track.percent if track.percent is not None else min(grows, default=None)
    if percent is None and not track.indicators:
        percent = _milestones_done(track)
    if track.is_done or not percent or percent <= 0 or elapsed <= 0:
        return None
    if percent >= 100:
        return today
    if elapsed * 100 > FARTHEST_FORECAST_DAYS * percent:
        return None
    return track.starts_on + timedelta(days=round(elapsed * 100 / percent) - 1)


def _milestones_done(track: Track) -> float | None:
    done = [share for milestone, share in _shares(track) if milestone.is_done]
    return max(done) if done else (100.0 if track.is_done else None)


def _expected_of(one: PaceIndicator, track: Track, expected: float | None, today: date) -> float | None:
    match one.counted:
        case Counted.CUMULATIVE:
            if one.steps and track.due_on is not None:
                return _read_off(_curve(track, [(PaceMilestone(on), share) for on, share in sorted(one.steps)]), today)
            return 100.0 if one.is_ceiling else expected
        case Counted.DIRECT:
            return 100.0
        case Counted.YEAR_END:
            return 100.0 if track.due_on is not None and today >= track.due_on else None


def _curve(track: Track, shares: Sequence[tuple[PaceMilestone, float]]) -> list[Step]:
    """From nothing on the day before the start to all on the due day; it never falls."""
    assert track.due_on is not None
    curve = [(track.starts_on - timedelta(days=1), 0.0)]
    for milestone, share in shares:
        if curve[0][0] < milestone.due_on <= track.due_on:
            curve.append((milestone.due_on, max(share, curve[-1][1])))
    if curve[-1][0] < track.due_on:
        curve.append((track.due_on, max(100.0, curve[-1][1])))
    return curve


def _shares(track: Track) -> list[tuple[PaceMilestone, float]]:
    """Each milestone with the share of the task it stands for: its own, or what those that have one leave to it.

    Where none has a share of its own, they are equal steps up to due.
    """
    due_on = track.due_on
    within = sorted(
        (one for one in track.milestones if due_on is None or one.due_on <= due_on),
        key=lambda one: one.due_on,
    )
    told = [(one, one.percent) for one in within if one.percent is not None]
    if told and due_on is not None:
        curve = _curve(track, told)
        return [(one, one.percent if one.percent is not None else _read_off(curve, one.due_on)) for one in within]
    steps = len(within) + (1 if within and within[-1].due_on != due_on else 0)
    return [(one, one.percent if one.percent is not None else 100.0 * n / steps) for n, one in enumerate(within, 1)]


def _read_off(curve: Sequence[Step], today: date) -> float:
    if today <= curve[0][0]:
        return 0.0
    for (before, low), (after, high) in pairwise(curve):
        if today <= after:
            return low + (high - low) * (today - before).days / max(1, (after - before).days)
    return curve[-1][1]
