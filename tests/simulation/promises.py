"""The promises of the rules, looked up at the phones: each finds its breaches, as sentences."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from itertools import pairwise

from days_of_2026 import is_workday, is_working, workday_after, workdays_between
from phone_lines import called, chases, is_window
from record import RESTS, Record, Shown, Story
from townspeople import Character, Role

from bot.commands.players import SHANGHAI

GAP = timedelta(minutes=90)
MOST_A_DAY = {Role.HEAD: 4, Role.LIAISON: 4, Role.LEADER: 2, Role.OFFICE: 4}
ROUTINE = {"list", "dispatch"}
EVENING = "今天还有"  # 收单
ROUTINE_A_DAY, ROUTINE_A_WEEK = 2, 6  # of a head
FORTNIGHTLY = "双周报"
FRESH = 5  # working days that a word keeps the next report away
CALLED_WITHIN = 3  # working days after the clock ran out
LAMPS_TO_COMPARE = 8
NEVER_CALLED = {"市税务局"}  # 驻市单位: R2 at most


OF_THEIR_HOUR = {"digest", "picture", "proof"}


def _counts(one: Shown) -> bool:
    """Digest, its picture and proof have an hour of their own, and an order of the day or of an emergency waits for nothing."""
    return one.reason not in OF_THEIR_HOUR and not (one.reason == "dispatch" and one.task_class in {"T0", "T1"})


def quiet(record: Record) -> Iterator[str]:
    """Nothing outside working time; a digest and its picture on working days between 07:00 and 08:30, a proof after 17:00."""
    for one in record.shown:
        if one.reason in {"digest", "picture"}:
            fits = is_workday(one.at.date()) and time(7) <= one.at.time() <= time(8, 30)
        elif one.reason == "proof":
            fits = is_working(one.at) and one.at.time() >= time(17)
        else:
            fits = is_working(one.at) or one.task_class == "T0"
        if not fits:
            yield f"out of hours: {one}"


def not_too_many(record: Record) -> Iterator[str]:
    for mine in record.by_person().values():
        days = Counter(one.at.date() for one in mine if _counts(one))
        own = Counter((one.at.date(), one.reason) for one in mine if one.reason in OF_THEIR_HOUR)
        for day, count in days.items():
            if count > MOST_A_DAY[mine[0].person.role]:
                yield f"{mine[0].person.user} {day}: {count} messages"
        yield from (f"{mine[0].person.user} {day}: {n} times {reason}" for (day, reason), n in own.items() if n > 1)
        if mine and mine[0].person.role is Role.HEAD:
            routine = [one.at.date() for one in mine if one.reason in ROUTINE and _counts(one)]
            days = Counter(routine)
            yield from (f"{mine[0].person.user} {day}: {n} routine" for day, n in days.items() if n > ROUTINE_A_DAY)
            weeks = Counter(day.isocalendar()[:2] for day in routine)
            yield from (
                f"{mine[0].person.user} week {week}: {n} routine" for week, n in weeks.items() if n > ROUTINE_A_WEEK
            )


def ninety_minutes_apart(record: Record) -> Iterator[str]:
    for mine in record.by_person().values():
        for before, after in pairwise(one for one in mine if _counts(one)):
            if after.at - before.at < GAP:
                yield f"{after.at - before.at} after {before.at:%H:%M}: {after}"


def nothing_settled_is_chased(record: Record) -> Iterator[str]:
    """What is taken on, answered, reported done, closed or disputed is let alone."""
    for one in record.shown:
        unit = one.person.unit
        lines = [(unit.name, one.text)] if unit else list(called(one.text).items())
        for name, text in lines:
            for numbers, kind in chases(text):
                for number in numbers:
                    about = record.of_unit(name, number)
                    if about and not any(_may_be_chased(story, kind, one) for story in about):
                        yield f"{kind} {number}号 ({about[0].state(one.at)}): {one}"


def _may_be_chased(story: Story, kind: str, one: Shown) -> bool:
    state = story.state(one.at)
    match kind:
        case "K2":
            return state == "dispatched"
        case "K3":
            return state not in RESTS and not story.is_waiting(one.at) and not story.has_word_since_taken_on(one.at)
        case "K4":
            return (
                state not in RESTS
                and not story.is_waiting(one.at)
                and not story.has_word_within(_fresh(story, one.text), one.at)
            )
        case "K5" | "K6":
            return state not in RESTS and not story.is_waiting(one.at)
        case _:
            return state not in RESTS


def _fresh(story: Story, text: str) -> int:
    """An order of these days is told of every three days; half of a fortnight may be four."""
    if FORTNIGHTLY in text:
        return FRESH - 1
    return FRESH if story.assignment.task.task_class in {"T3", "T4"} else 2


def nothing_said_twice(record: Record) -> Iterator[str]:
    """No message, and no line that reminds, is the same as one before on that phone; 收单 repeats what is open of 晨单.

    What is due 今天 is another thing on another day.
    """
    for user, mine in record.by_person().items():
        texts = Counter(one.text for one in mine)
        yield from (f"{user} {n} times: {text}" for text, n in texts.items() if n > 1)
        lists = [one for one in mine if one.reason == "list"]
        lines = Counter(
            (line, EVENING in one.text, one.at.date() if "今天" in line else None)
            for one in lists
            for line in one.text.splitlines()
            if chases(line)
        )
        yield from (f"{user} {n} times the line: {line}" for (line, *_), n in lines.items() if n > 1)


def warned_before_anybody_above_hears(record: Record) -> Iterator[str]:
    """Each clock on a list of calls was named to its holder in a last window, half an hour before at least."""
    windows = [one for one in record.shown if is_window(one.text) and one.person.role is Role.HEAD]
    for one in record.office():
        for name, line in called(one.text).items():
            for numbers, kind in chases(line):
                if not any(_warned(window, name, kind, one) for window in windows):
                    yield f"{name} {numbers} {kind} was not warned: {one.at:%m-%d %H:%M} {line}"


def _warned(window: Shown, name: str, kind: str, call: Shown) -> bool:
    unit = window.person.unit
    is_before = timedelta(minutes=30) <= call.at - window.at <= timedelta(days=25)
    return is_before and unit is not None and unit.name == name and kind in {k for _, k in chases(window.text)}


def leaders_hear_only_what_was_called_about(record: Record) -> Iterator[str]:
    """到期未更新 stands before a leader only after 督查室 was asked to call."""
    for one in record.shown:
        if one.person.role is Role.LEADER and "到期未更新" in one.text:
            for numbers, _ in chases(one.text):
                before = [o for o in record.office() if o.at < one.at and "今天要打的电话" in o.text]
                if not any(number in o.text for o in before for number in numbers):
                    yield f"nobody was asked to call about {numbers}: {one}"


def silence_reaches_the_list_of_calls(record: Record) -> Iterator[str]:
    """What ran out with a holder who never answers is on the list of calls within three working days."""
    for owed in record.obligations:
        story = next((s for s in record.stories if s.assignment.id == owed.assignment_id), None)
        if story is None or owed.kind not in {"K2", "K4", "K5"} or owed.due_at is None or story.unit in NEVER_CALLED:
            continue
        last = workday_after(owed.due_at.date(), CALLED_WITHIN)
        is_silent = record.quarter.units[story.unit].character is Character.SILENT
        if not is_silent or last >= record.ends_on or (owed.ended_at and owed.ended_at.date() <= last):
            continue
        calls = [one for one in record.office() if owed.due_at.date() <= one.at.date() <= last]
        if not any(owed.kind in {k for _, k in chases(called(one.text).get(story.unit, ""))} for one in calls):
            yield f"{story.unit} {story.number}号 {owed.kind}, due {owed.due_at:%m-%d}, was never to be called"


def why_is_answered(record: Record) -> Iterator[str]:
    """Whatever came of itself, 为什么提醒我 says why: by the clock's rule, or that it merely tells."""
    for why in record.quarter.whys:
        reminds = [n for numbers, _ in chases(why.bubble.plain_text) for n in numbers]
        explains = "规则 K" in why.answer and re.search("|".join(f"{n}(?:、|号)" for n in reminds[:3]), why.answer)
        if "没有主动提醒过您" in why.answer or (reminds and not explains):
            yield f"{why.user}: {why.bubble.plain_text[:200]!r} → {why.answer!r}"


def lamps_only_from_work(record: Record) -> Iterator[str]:
    """Nobody answers for how late he answers: the lamp is what plan dates and figures make of it, worked out anew."""
    for story in record.stories:
        expected = _lamp(story, record.ends_on)
        if expected and story.assignment.lamp != expected:
            due, said = story.assignment.task.due, story.percent
            yield f"{story.unit} {story.number}号 is {story.assignment.lamp}, not {expected}: {said}% said, due {due}"


def lamps_worked_out(record: Record) -> int:
    """How many could be told from plan and words alone, of those that are not white."""
    return sum(_lamp(story, record.ends_on) not in {None, "white"} for story in record.stories)


def _lamp(story: Story, today: date) -> str | None:
    """None where figures or milestones would have to be compared."""
    due, a = story.assignment.task.due, story.assignment
    state = story.states[-1][1] if story.states else ""
    if a.dispatched_at is None or a.figures or any(m < today for m in story.milestones) or state in RESTS:
        return None
    if due is None:
        return "white"
    if due < today:
        return "red"
    is_order = a.task.plan_id is None  # it runs from the day it was given, without a quarter's grace
    is_early = not is_order and (
        today <= date(today.year, 3, 31) or workdays_between(a.dispatched_at.date(), today) <= 40
    )
    if story.percent is None or is_early:
        return "white"
    if story.milestones:
        return None
    first = a.task.starts_on or (a.task.created_at.astimezone(SHANGHAI).date() if is_order else date(due.year, 1, 1))
    behind = 100 * ((today - first).days + 1) / ((due - first).days + 1) - story.percent
    return "green" if behind <= 10 else "yellow" if behind <= 30 else "red"


def everything_said_is_answered(record: Record) -> Iterator[str]:
    yield from (f"{user} had no answer to {words!r}" for user, words in record.quarter.unanswered)


PROMISES: tuple[Callable[[Record], Iterator[str]], ...] = (
    quiet, not_too_many, ninety_minutes_apart, nothing_settled_is_chased, nothing_said_twice,
    warned_before_anybody_above_hears, leaders_hear_only_what_was_called_about, silence_reaches_the_list_of_calls,
    lamps_only_from_work, why_is_answered, everything_said_is_answered,
)  # fmt: skip
