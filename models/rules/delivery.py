"""When something may appear on a phone: quiet outside working time, bundled, and not too often.

The answer is one of three: send now, hold until a moment and judge again, or join the next list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from models.rules.calendar import Calendar
from models.rules.obligations import TaskClass
from models.rules.rule_set import Budget, Policy


class Role(StrEnum):
    HEAD = "head"
    LIAISON = "liaison"
    LEADER = "leader"
    OFFICE = "office"


class Nature(StrEnum):
    REPLY = "reply"  # an answer to what the person just said or tapped
    LIST = "list"  # 晨单, 收单
    DISPATCH = "dispatch"
    DIGEST = "digest"  # subscribed to
    PICTURE = "picture"  # goes with a digest
    SINGLE = "single"  # a new T1, a return, a leader's word, a last window
    BROADCAST = "broadcast"  # of a schedule: words of 督查室 to many
    PROOF = "proof"  # of tomorrow's namings: worth nothing later
    LINE = "line"  # of a list
    EMERGENCY = "emergency"  # confirmed by a tap: around the clock
    RECALL = "recall"  # takes a message off a phone: rings nowhere


ROUTINE = frozenset({Nature.LIST, Nature.DISPATCH, Nature.BROADCAST})
DIGESTS = frozenset({Nature.DIGEST, Nature.PICTURE})
AT_ONCE = frozenset({Nature.REPLY, Nature.EMERGENCY})
FREE = AT_ONCE | DIGESTS


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said; `earliest` when it was asked for a later moment."""

    nature: Nature
    task_class: TaskClass = TaskClass.ANNUAL
    earliest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A message this person got, over all platforms."""

    at: datetime
    nature: Nature


class Why(StrEnum):
    EARLIEST = "约定的时间未到"
    QUIET = "非工作时间"
    GAP = "与上一条间隔太近"
    BEFORE_BREAK = "节前不再下达"
    DIGEST_TIME = "不在摘要时段"
    DIGEST_TODAY = "当天摘要已发"
    DAY_FULL = "当天条数已满"
    WEEK_FULL = "本周条数已满"
    LINE = "进清单，不单独发"


@dataclass(frozen=True, slots=True)
class SendNow:
    pass


@dataclass(frozen=True, slots=True)
class HoldUntil:
    at: datetime
    why: Why


@dataclass(frozen=True, slots=True)
class JoinList:
    """`at` is the morning list that may carry it."""

    at: datetime
    why: Why


Timing = SendNow | HoldUntil | JoinList


def when_to_send(
    message: Message,
    now: datetime,
    sent: Sequence[Sent],
    role: Role,
    *,
    policy: Policy,
    calendar: Calendar,
) -> Timing:
    """Asked again at the moment of sending. `sent` is what this person got since Monday at least."""
    if message.nature in AT_ONCE:
        return SendNow()
    if message.earliest is not None and message.earliest > now:
        return HoldUntil(calendar.local(message.earliest), Why.EARLIEST)
    if message.task_class is TaskClass.EMERGENCY and message.nature is not Nature.LINE:
        return SendNow()
    if message.nature in DIGESTS:
        sent = sent if message.nature is Nature.DIGEST else ()
        return _digest(now, sent, policy=policy, calendar=calendar)
    if message.nature is Nature.LINE:
        return JoinList(next_morning_list(now, policy=policy, calendar=calendar), Why.LINE)
    if not calendar.is_working(now):
        return HoldUntil(_after_quiet(now, policy=policy, calendar=calendar), Why.QUIET)
    if message.nature is Nature.DISPATCH and message.task_class is TaskClass.TODAY:
        return SendNow()  # an order of the day waits for no gap and no budget
    if message.nature is Nature.PROOF:
        return SendNow()
    if message.nature is Nature.DISPATCH and _is_too_late_to_dispatch(message.task_class, now, policy, calendar):
        return HoldUntil(next_morning_list(now, policy=policy, calendar=calendar), Why.BEFORE_BREAK)
    return _budgeted(message, now, sent, policy.delivery.budgets[role], policy=policy, calendar=calendar)


def next_morning_list(now: datetime, *, policy: Policy, calendar: Calendar) -> datetime:
    """08:40 of this working day if that is still ahead (or just now), else of the next."""
    return next_at(now, policy.day.morning_list, calendar)


def spread(at: datetime, seed: int) -> datetime:
    """Off the full and half hour, when everybody's machines speak: one to seven minutes later."""
    return at + timedelta(minutes=1 + seed % 7) if at.minute % 30 == 0 else at


def next_at(now: datetime, clock: time, calendar: Calendar) -> datetime:
    local = calendar.local(now)
    today = local.date()
    if calendar.is_workday(today) and local <= calendar.moment(today, clock):
        return calendar.moment(today, clock)
    return calendar.moment(calendar.workday_after(today, 1), clock)


def _after_quiet(now: datetime, *, policy: Policy, calendar: Calendar) -> datetime:
    """What was held overnight is judged again with the morning list, at noon when the office opens."""
    opening = calendar.next_opening(now)
    morning = calendar.moment(opening.date(), policy.day.morning_list)
    is_first = opening == calendar.moment(opening.date(), calendar.windows_on(opening.date())[0].opens)
    return max(opening, morning) if is_first else opening


def dispatch_from(task_class: TaskClass, now: datetime, *, policy: Policy, calendar: Calendar) -> datetime:
    """When a dispatch may go out at the earliest, budgets aside."""
    if task_class is TaskClass.EMERGENCY:
        return now
    if not calendar.is_working(now):
        return _after_quiet(now, policy=policy, calendar=calendar)
    if _is_too_late_to_dispatch(task_class, now, policy, calendar):
        return next_morning_list(now, policy=policy, calendar=calendar)
    return now


def _is_too_late_to_dispatch(task_class: TaskClass, now: datetime, policy: Policy, calendar: Calendar) -> bool:
    if task_class in (TaskClass.EMERGENCY, TaskClass.TODAY):
        return False
    local = calendar.local(now)
    if local.time() < policy.delivery.dispatch_until:
        return False
    if policy.delivery.weekend_is_break:
        return bool(calendar.days_off_after(local.date()))
    return calendar.is_before_break(local.date())


def _digest(now: datetime, sent: Sequence[Sent], *, policy: Policy, calendar: Calendar) -> Timing:
    """At most one a day, in its own early window, on working days."""
    local = calendar.local(now)
    opens, closes = policy.day.digest_window
    had_one = any(one.nature is Nature.DIGEST and calendar.local(one.at).date() == local.date() for one in sent)
    if calendar.is_workday(local.date()) and opens <= local.time() <= closes and not had_one:
        return SendNow()
    following = next_at(local, policy.day.digest, calendar)
    if had_one and following.date() == local.date():
        following = calendar.moment(calendar.workday_after(local.date(), 1), policy.day.digest)
    return HoldUntil(following, Why.DIGEST_TODAY if had_one else Why.DIGEST_TIME)


def _budgeted(
    message: Message,
    now: datetime,
    sent: Sequence[Sent],
    budget: Budget,
    *,
    policy: Policy,
    calendar: Calendar,
) -> Timing:
    counted = [one for one in sent if one.nature not in FREE and one.at <= now]
    full = _full(message, calendar.local(now).date(), counted, budget, calendar)
    if full is not None:
        after = calendar.close_of(calendar.local(now).date())
        return JoinList(next_morning_list(after, policy=policy, calendar=calendar), full)
    gap = timedelta(minutes=policy.delivery.gap_minutes)
    free_at = max((one.at for one in counted), default=now - gap) + gap
    if free_at <= now:
        return SendNow()
    opening = calendar.next_opening(free_at)
    is_today = opening.date() == calendar.local(now).date()
    at = opening if is_today else _after_quiet(free_at, policy=policy, calendar=calendar)
    return HoldUntil(at, Why.GAP)


def _full(message: Message, today: date, counted: Sequence[Sent], budget: Budget, calendar: Calendar) -> Why | None:
    """Which budget is used up; weeks begin on Monday."""
    monday = today - timedelta(days=today.weekday())
    days = [(calendar.local(one.at).date(), one.nature in ROUTINE) for one in counted]
    if sum(day == today for day, _ in days) >= budget.day:
        return Why.DAY_FULL
    if message.nature not in ROUTINE:
        return None
    if sum(day == today and is_routine for day, is_routine in days) >= budget.routine_day:
        return Why.DAY_FULL
    if sum(day >= monday and is_routine for day, is_routine in days) >= budget.routine_week:
        return Why.WEEK_FULL
    return None
