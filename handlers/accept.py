"""Taking on tasks, many in one line or one by one, or contesting them with a reason."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from handlers import leaders_own, reply
from handlers.hearing import Hearing
from handlers.taking import contest_or_leave, take
from models import ledger
from models.composing import PLAN_WORKDAYS
from models.rules.acceptance import (
    Acceptance,
    disowns,
    is_bare_receipt,
    read_acceptance,
    read_acceptances,
    read_pieces,
    sounds_like_taking_on,
    takes_all,
)
from models.rules.dates import find_impossible_dates
from models.rules.reading import Intent
from models.rules.states import OPEN, State
from models.tasks import Assignment, of_units
from models.wording import dispatch as words

Share = tuple[Acceptance, list[Assignment]]
_WORDS = re.compile(r"[^\s\dJj、，,。和及第号项是的]")
_TAKES = re.compile(r"(?:好的?[，,。]?)?(?:我局|我们)?(?:同意)?(?:认领|接受)[了啦]?[。.！!]*")


async def waiting(hearing: Hearing) -> list[Assignment]:
    """What this person's units were given and have not taken on yet, in plan order."""
    return await of_units(hearing.units, state=State.DISPATCHED)


async def take_on(hearing: Hearing) -> bool:
    """Words that take on, contest, or merely receive what waits; False when they are about something else."""
    if disowns(hearing.text) and await _disown_taken(hearing):
        return True
    open_ = await waiting(hearing)
    if not open_ and takes_all(hearing.text):
        await hearing.say(words.nothing_waits())
        return True
    if not open_:
        return False
    if is_bare_receipt(hearing.text) or _TAKES.fullmatch(hearing.text):
        await hearing.ask("accept", assignments=[a.id for a in open_])
        await hearing.say(words.bare_receipt(open_))
        return True
    if takes_all(hearing.text):
        await _accept_as_offered(hearing, open_)
        return True
    if await _take_on_and_tell(hearing, open_):
        return True
    said = read_acceptances(hearing.text, today=hearing.today)
    if not any(_is_about_taking_on(one, hearing.text) for one in said) or await _reports_work(hearing, said, open_):
        return False
    is_named = any(one.numbers or one.everything or one.spared for one in said)
    if not is_named and not any(sounds_like_taking_on(one, hearing.text, today=hearing.today) for one in said):
        return False
    return await _divide(hearing, said, open_)


async def one(hearing: Hearing, assignment: Assignment, text: str) -> bool:
    """Words of which it is known by now that they speak of this task: taken on, contested; False when they are progress."""
    said = read_acceptance(text, today=hearing.today)
    if said.contested and disowns(text) and assignment.state in OPEN:
        await settle(hearing, [(said, [assignment])])
        return True
    if assignment.state != State.DISPATCHED or not (said.commits or said.contested):
        return False
    if not said.contested and not said.lead and await _tells_figures(hearing, assignment, text):
        return False
    await settle(hearing, [(said, [assignment])])
    return True


async def _take_on_and_tell(hearing: Hearing, open_: Sequence[Assignment]) -> bool:
    """3号打通5条，6号由李科牵头: the one is progress, the other is taken on."""
    pieces = read_pieces(hearing.text, today=hearing.today)
    taking = [one for _, one in pieces if (one.numbers or one.spared) and (one.lead or one.contested or one.as_offered)]
    shares = _shares(taking, open_)
    mine = {_number(a): a for a in await of_units(hearing.units) if a.state in OPEN}
    told: dict[int, list[str]] = {}
    for piece, one in pieces:
        for assignment in (mine[n] for n in one.numbers if n in mine and one not in taking):
            told.setdefault(assignment.id, []).append(piece.strip("，,；; "))
    said_of = [(a, "；".join(told[a.id])) for a in mine.values() if a.id in told]
    if not shares or not said_of or not all([await _tells_figures(hearing, a, said) for a, said in said_of]):
        return False
    await settle(hearing, shares)
    for assignment, said in said_of:  # read anew: the same line may just have taken it on
        await reply.one(hearing, await ledger.get(assignment.id), said)
    return True


async def _tells_figures(hearing: Hearing, assignment: Assignment, text: str) -> bool:
    reading = await ledger.read_words(assignment, text, hearing.inbound.said_at)
    part = next((p for p in reading.parts if p.task_ref == _number(assignment)), reading)
    return bool(part.indicators or part.percent or part.intent is Intent.COMPLETED)


async def _divide(hearing: Hearing, said: Sequence[Acceptance], open_: Sequence[Assignment]) -> bool:
    shares = _shares(said, open_)
    if not shares and said[0].contested and not said[0].numbers:
        await _ask_what_is_contested(hearing, open_, said[0].reason)
        return True
    if not shares:
        return False
    await settle(hearing, shares)
    return True


async def _ask_what_is_contested(hearing: Hearing, open_: Sequence[Assignment], reason: str) -> None:
    """Which of them, where he said why; else which and why."""
    if reason:
        await hearing.ask("contest", assignments=[a.id for a in open_], reason=reason)
        await hearing.say(words.ask_which_contested(open_))
    else:
        await hearing.ask("contest", assignments=[a.id for a in open_])
        await hearing.say(words.ask_reason(open_))


def _shares(said: Sequence[Acceptance], open_: Sequence[Assignment]) -> list[Share]:
    """Each piece with its tasks: those named; else all that no other piece names when he says so, or the only one."""
    named = {number for one in said for number in (*one.spared, *(() if one.everything else one.numbers))}
    rest = [a for a in open_ if _number(a) not in named]
    shares: list[Share] = []
    for one in said:
        if one.everything:
            shares.append((one, rest))
        elif one.numbers:
            shares.append((one, [a for a in open_ if _number(a) in one.numbers]))
        elif len(open_) == 1 or (one.takes and one.commits and len(said) == 1):
            shares.append((one, list(open_)))  # 认领了，老陈负责，周五拿方案: what waits
    return [(one, chosen) for one, chosen in shares if chosen]


def _number(assignment: Assignment) -> str:
    return assignment.task.number.removesuffix("号")


def _is_about_taking_on(said: Acceptance, text: str) -> bool:
    return said.is_meant or said.everything or "认领" in text


async def _reports_work(hearing: Hearing, said: Sequence[Acceptance], open_: Sequence[Assignment]) -> bool:
    """A line with figures of a task is progress, even when it also names a next date."""
    if any(one.lead or one.contested for one in said):
        return False
    named = {number for one in said for number in one.numbers}
    meant = [a for a in open_ if _number(a) in named] or (open_ if len(open_) == 1 else [])
    return any([await _tells_figures(hearing, assignment, hearing.text) for assignment in meant])


async def answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """The first step that was asked for after a bare 收到 or a list of what waits."""
    open_ = [a for a in await waiting(hearing) if a.id in question["assignments"]]
    said = read_acceptances(hearing.text, today=hearing.today)
    if not open_ or not all(one.commits or one.contested for one in said) or await _reports_work(hearing, said, open_):
        return False
    shares = _shares(said, open_)
    if not shares and not any(one.numbers or one.contested for one in said):
        shares = [(said[0], open_)]
    if not shares:
        return False
    await settle(hearing, shares)
    return True


async def settle(hearing: Hearing, shares: Sequence[Share]) -> None:
    """Take on or contest, each share by its own words; one answer for all."""
    await hearing.answered()
    lines: list[str] = []
    for _, chosen in (share for share in shares if share[0].as_offered):
        await _accept_as_offered(hearing, chosen)
    for said, chosen in shares:
        if said.as_offered:
            continue
        if said.contested and not said.reason:
            await hearing.ask("contest", assignments=[a.id for a in chosen])
            lines.append(words.ask_reason(chosen))
        elif said.contested:
            lines += await contest_or_leave(hearing, said.reason, chosen)
        elif said.commits:
            lines += await _accept(hearing, said, chosen)
        else:
            await hearing.ask("accept", assignments=[a.id for a in chosen])
            lines.append(words.bare_receipt(chosen))
    if lines:
        await hearing.say("\n".join([*lines, *await _tail(hearing, shares)]))


async def _accept(hearing: Hearing, said: Acceptance, chosen: Sequence[Assignment]) -> list[str]:
    """Only content stops the clock; what wants the head's own words is not taken on for him by somebody else."""
    own = [a for a in chosen if hearing.speaks_as_head(a.unit_id) or not (a.task.needs_own_words or a.is_of_a_leader)]
    for assignment in own:
        event = await take(hearing, assignment, lead=said.lead, first_step=said.first_step, on=said.on, own_words=True)
        await hearing.remember(event_id=event, assignment_id=assignment.id)
    lines = [words.accepted(own, lead=said.lead, first_step=said.first_step, on=said.on)] if own else []
    left = [a for a in chosen if a not in own and a.task.needs_own_words]
    prepared = [a for a in chosen if a not in own and a not in left]
    if prepared:
        lines.append(
            await leaders_own.prepare(hearing, prepared, lead=said.lead, first_step=said.first_step, on=said.on)
        )
    lines += _about_the_day(hearing, said.on) if own else []
    return [*lines, *([words.for_the_head(left)] if left else [])]


def _about_the_day(hearing: Hearing, on: date | None) -> list[str]:
    impossible = find_impossible_dates(hearing.text, now=hearing.today)
    counted = hearing.book.calendar.workday_after(on, 0) if on else None
    year_said = on is not None and (str(on.year) in hearing.text or "明年" in hearing.text)
    return words.about_the_day(on, impossible, today=hearing.today, counted_on=counted, year_said=year_said)


async def _tail(hearing: Hearing, shares: Sequence[Share]) -> list[str]:
    """What still waits, where the answer does not ask for it already."""
    if not any(said.commits for said, _ in shares):
        return []
    touched = {a.id for _, chosen in shares for a in chosen}
    return [words.tail(len([a for a in await waiting(hearing) if a.id not in touched]))]


async def _accept_as_offered(hearing: Hearing, open_: list[Assignment]) -> None:
    """全部认领: what the message offered, by the date it named."""
    offered = min(a.delivered_at or hearing.now for a in open_)
    day = hearing.book.calendar.local(offered).date()
    plan_by = hearing.book.calendar.workday_after(day, PLAN_WORKDAYS)
    if plan_by < hearing.today:
        plan_by = hearing.book.calendar.workday_after(hearing.today, PLAN_WORKDAYS)
    await hearing.answered()
    await accept_as_promised(hearing, open_, plan_by)


async def accept_as_promised(hearing: Hearing, chosen: list[Assignment], plan_by: date) -> int:
    """A bottom line or what a leader watches wants the head's own words. Returns how many were taken on."""
    taken = await accept_by_button(hearing, chosen, plan_by)
    prepared = [a for a in chosen if not a.task.needs_own_words and leaders_own.is_for_him(hearing, a)]
    if prepared:
        await hearing.say(await leaders_own.prepare(hearing, prepared, lead=None, first_step="报方案", on=plan_by))
    left = [a for a in chosen if a not in taken and a not in prepared]
    if taken:
        await hearing.say(f"{words.accepted(taken, lead=None, first_step='报方案', on=plan_by)}{words.tail(len(left))}")
    if left:
        await hearing.ask("accept", assignments=[a.id for a in left])
        await hearing.say(words.own_words(left))
    return len(taken)


async def accept_by_button(hearing: Hearing, chosen: Sequence[Assignment], plan_by: date) -> list[Assignment]:
    taken = [a for a in chosen if not a.task.needs_own_words and not leaders_own.is_for_him(hearing, a)]
    for assignment in taken:
        event = await take(hearing, assignment, lead=None, first_step="报方案", on=plan_by, own_words=False)
        await hearing.remember(event_id=event, assignment_id=assignment.id)
    return taken


async def contest_answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """The reason asked for after ［不属我局职责］, or which tasks a reason was about."""
    open_ = [a for a in await waiting(hearing) if a.id in question["assignments"]]
    said = read_acceptance(hearing.text, today=hearing.today)
    if not open_ or is_bare_receipt(hearing.text) or ((said.commits or said.takes) and not said.contested):
        return False
    given = question.get("reason")
    only_numbers = not _WORDS.search(hearing.text)
    numbers = tuple(re.findall(r"J?\d+(?:\.\d+)?", hearing.text.upper())) if only_numbers else said.numbers
    named = [a for a in open_ if _number(a) in numbers]
    if numbers and not named:
        return False  # of other tasks
    if not named and len(open_) > 1 and not said.everything:
        await hearing.say(words.ask_which_contested(open_) if given else words.ask_reason(open_))
        return True
    chosen = named or open_
    if not given and (only_numbers or (said.contested and not said.reason)):
        await _ask_what_is_contested(hearing, chosen, "")
        return True
    reason = f"{given}（{hearing.text}）" if given else hearing.text
    await settle(hearing, [(replace(said, contested=True, reason=reason, as_offered=False), chosen)])
    return True


async def _disown_taken(hearing: Hearing) -> bool:
    """不属我局职责 said of tasks already taken on: they too go to be decided."""
    said = read_acceptance(hearing.text, today=hearing.today)
    mine = [a for a in await of_units(hearing.units) if a.state in OPEN and _number(a) in said.numbers]
    if not said.contested or not mine or all(a.state == State.DISPATCHED for a in mine):
        return False
    await settle(hearing, [(said, mine)])
    return True
