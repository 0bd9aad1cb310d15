"""Which task an official's words speak of: by number, by their sense, else one question; what fits nowhere goes to 督查室."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import timedelta
from typing import Any

from handlers import accept, help_answers, passing, reply
from handlers import several as several_tasks
from handlers.hearing import Hearing
from models import ledger, telling
from models.composing import new_card_id
from models.conversations import ShownCard
from models.messages import Button, Card
from models.rules.acceptance import read_acceptance
from models.rules.reading import IndicatorTarget, TaskContext
from models.rules.references import bare_reference, find_references, is_meant_as_task, words_on
from models.rules.resemblance import likeliest
from models.rules.states import OPEN, EventKind, State
from models.rules.stray_clauses import attributed
from models.rules.task_numbers import read_as_figures
from models.tasks import Assignment, Indicator, of_units
from models.wording import answers
from models.wording import replies as words
from models.wording.phrases import plain, short

MOST_OFFERED = 5
JUST_NOW = timedelta(minutes=15)
_GOES_ON = re.compile(
    r"(?:累计|剩下|其余的?|另外|还有|还差|还剩|预计|计划|下一步|总共|一共|合计|目前累计|其中)(?!\d+号)"
)
_AROUND = re.compile(r"^(?:是|报的是?|这是|指的?是?|说的是?)|(?:的|吧|啊|那项|这项)+$")


async def progress(hearing: Hearing) -> None:
    """Words on work that is under way, or on what was reported and ended already."""
    all_mine = await of_units(hearing.units)
    mine = [a for a in all_mine if a.state in OPEN]
    hearing = await _with_every_number(hearing, mine)
    named = find_references(hearing.text)
    chosen = [a for a in mine if number_of(a) in named]
    ended = [a for a in all_mine if number_of(a) in named and a not in mine]
    elsewhere = [number for number in named if number not in {number_of(a) for a in (*chosen, *ended)}]
    if named and not chosen and not ended and await _names_only_tasks(hearing, named):
        if not await help_answers.answers_for_others(hearing, named[0]):
            await hearing.say(answers.no_such_task(named[0]))
        return
    if _is_doubled(chosen):
        await _which_of_doubled(hearing, chosen)
    elif chosen or not ended:
        await _placed(hearing, chosen or await _unnamed(hearing, mine), mine, several=len(named) > 1)
    for assignment in ended:
        await reply.after_report(hearing, assignment, words_on(hearing.text, number_of(assignment)))
    await _say_what_was_left_out(hearing, elsewhere if chosen or ended else [])
    if chosen:
        await _say_what_may_be_tasks(hearing, {number_of(a) for a in mine} - set(named))


async def _with_every_number(hearing: Hearing, mine: Sequence[Assignment]) -> Hearing:
    """A clause that clearly speaks of another of his tasks than the one named before it, with the number it lacks."""
    if not find_references(hearing.text):
        return hearing
    by_task: dict[int, list[IndicatorTarget]] = {}
    for row in await Indicator.filter(task_id__in=[a.task_id for a in mine]).order_by("id"):
        by_task.setdefault(row.task_id, []).append(IndicatorTarget(row.name, row.target, row.unit))
    known = [TaskContext(number_of(a), a.task.title, indicators=tuple(by_task.get(a.task_id, ()))) for a in mine]
    text = attributed(hearing.text, known)
    return replace(hearing, inbound=replace(hearing.inbound, text=text))


async def notice(hearing: Hearing) -> None:
    """A pasted notice is kept where it is; what it asks of his tasks is told him, and nothing changes."""
    named = find_references(hearing.text)
    mine = [a.task.number for a in await of_units(hearing.units) if a.state in OPEN and number_of(a) in named]
    await hearing.say(words.notice_kept(mine))


async def _placed(hearing: Hearing, chosen: Sequence[Assignment], mine: Sequence[Assignment], *, several: bool) -> None:
    if not chosen:
        await _ask_which(hearing, mine)
    elif len(chosen) == 1 and not several:
        await reply.one(hearing, chosen[0], hearing.text)
    else:
        await several_tasks.many(hearing, chosen)


def number_of(assignment: Assignment) -> str:
    return assignment.task.number.removesuffix("号")


async def _say_what_was_left_out(hearing: Hearing, numbers: Sequence[str]) -> None:
    """A number in the same line that is not this person's is not passed over in silence."""
    others = [number for number in numbers if await ledger.number_exists(number)]
    unknown = [n for n in numbers if n not in others and is_meant_as_task(hearing.text, n)]
    if others or unknown:
        await hearing.say(words.left_out(others, unknown))


async def _say_what_may_be_tasks(hearing: Hearing, others: Set[str]) -> None:
    for number, clause in read_as_figures(hearing.text, others):
        await hearing.say(words.perhaps_a_task(number, clause))


async def _names_only_tasks(hearing: Hearing, named: Sequence[str]) -> bool:
    """A number that starts the message or is the plan's own is meant as a task, even when it is not this person's."""
    return hearing.text.lstrip("第Jj").startswith(named[0].lstrip("J")) or await ledger.number_exists(named[0])


async def _unnamed(hearing: Hearing, mine: Sequence[Assignment]) -> list[Assignment]:
    """Without a number: his only task, the one these words resemble by far the most, or the one they go on about."""
    if len(mine) == 1:
        return list(mine)
    best = likeliest(hearing.text, [f"{a.task.title} {a.task.goal}" for a in mine])
    return await _going_on(hearing, mine) if best is None else [mine[best]]


async def _going_on(hearing: Hearing, mine: Sequence[Assignment]) -> list[Assignment]:
    """剩下的6月底完, right after a report on one task."""
    last = await ledger.event(hearing.talk.last_event_id)
    if last is None or not _GOES_ON.match(hearing.text) or hearing.now - last.at > JUST_NOW:
        return []
    about = {one.assignment_id for one in await ledger.said_together(last) if one.kind != EventKind.ACCEPTED}
    return [a for a in mine if a.id in about] if len(about) == 1 else []


def _is_doubled(chosen: Sequence[Assignment]) -> bool:
    """Numbers are per plan: two plans may have one each."""
    return len({number_of(a) for a in chosen}) < len(chosen)


async def of_doubled(hearing: Hearing) -> bool:
    """35号 that two plans have: what is taken on or refused by that number is one of them."""
    named = find_references(hearing.text)
    said = read_acceptance(hearing.text, today=hearing.today)
    if len(named) != 1 or not (said.commits or said.contested):
        return False
    chosen = [a for a in await of_units(hearing.units, named[0]) if a.state in OPEN and number_of(a) in named]
    if not _is_doubled(chosen) or all(a.state != State.DISPATCHED for a in chosen):
        return False
    await _which_of_doubled(hearing, chosen)
    return True


async def _which_of_doubled(hearing: Hearing, chosen: Sequence[Assignment]) -> None:
    best = likeliest(hearing.text, [f"{a.task.title} {a.task.goal}" for a in chosen])
    if best is not None:
        await say_of(hearing, chosen[best], hearing.text)
    else:
        await _ask_which(hearing, chosen)


async def say_of(hearing: Hearing, assignment: Assignment, text: str) -> None:
    """What was said before it was known of which task: taken on, refused, or progress."""
    if not (await passing.one(hearing, assignment, text) or await accept.one(hearing, assignment, text)):
        await reply.one(hearing, assignment, text)


async def _ask_which(hearing: Hearing, mine: Sequence[Assignment]) -> None:
    """Kept, and one question; the choice is a tap where there are few."""
    if not mine:
        await hearing.say(words.kept_for_office())
        await tell_unplaced(hearing, hearing.inbox_id, hearing.text)
        return
    offered = list(mine)[:MOST_OFFERED]
    await hearing.ask("which", inbox=hearing.inbox_id, text=hearing.text, offered=[a.id for a in offered])
    if len(mine) > MOST_OFFERED:
        await hearing.say(words.ask_which([a.task.number for a in offered]))
        return
    names = [
        f"{a.task.number}{plain(a.task.chat_title(6))}" if _is_doubled(offered) else a.task.number for a in offered
    ]
    buttons = (*(Button(str(a.id), name) for a, name in zip(offered, names, strict=True)), Button("none", "都不是"))
    card = Card(
        new_card_id(),
        "这条没看明白是哪一项，原话已留存",
        f"“{plain(short(hearing.text, 60))}”是报哪一项？",
        (),
        buttons,
    )
    refs = {"assignments": [a.id for a in offered], "text": hearing.text, "inbox": hearing.inbox_id}
    await hearing.show(card, "which", refs)


async def tell_unplaced(hearing: Hearing, inbox_id: int, text: str) -> None:
    note = words.unplaced(hearing.who.person.name, text)
    await telling.tell_office(f"unread:{inbox_id}", note, hearing.now)


async def which_tapped(hearing: Hearing, card: ShownCard) -> None:
    await hearing.answered()
    if hearing.inbound.key == "none":
        await hearing.settle_card(card, "转督查室看")
        await tell_unplaced(hearing, card.refs["inbox"], card.refs["text"])
        await hearing.say(words.kept_for_office())
        return
    assignment = await ledger.get(int(hearing.inbound.key or 0))
    await hearing.settle_card(card, assignment.task.number)
    await hearing.take_all_pictures(assignment.id)
    await say_of(hearing, assignment, card.refs["text"])


async def which_task(hearing: Hearing, question: dict[str, Any]) -> bool:
    """A number alone answers 是哪一项; 都不是 sends the words to 督查室."""
    text = _AROUND.sub("", hearing.text.strip("。. "))
    if text in {"都不", "都不是", "不是"}:
        await _answered_by_words(hearing, question, "转督查室看")
        await tell_unplaced(hearing, question["inbox"], question["text"])
        await hearing.say(words.kept_for_office())
        return True
    number = bare_reference(text)
    mine = [a for a in await of_units(hearing.units, number or "0") if number_of(a) == number]
    mine = [a for a in mine if a.id in question.get("offered", ())] or mine
    if len(mine) != 1:
        return False
    await _answered_by_words(hearing, question, mine[0].task.number)
    await hearing.take_all_pictures(mine[0].id)
    await say_of(hearing, mine[0], question["text"])
    return True


async def _answered_by_words(hearing: Hearing, question: dict[str, Any], word: str) -> None:
    """Its card must not be tapped for the same words again."""
    await hearing.answered()
    for card in await ShownCard.filter(person_id=hearing.person_id, kind="which", state="live"):
        if card.refs.get("inbox") == question["inbox"]:
            await hearing.settle_card(card, word)
