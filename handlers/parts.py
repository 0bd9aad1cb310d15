"""督查室 divides a task into parts (子项): shown before anything is kept; and lets it be reported before they are all done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from handlers import plans, proposals
from handlers.hearing import Hearing
from handlers.office import signature, tell_unit
from models import assigning, audit, conversations, ledger, parts, people
from models.composing import new_card_id
from models.conversations import ShownCard
from models.rules.part_words import MOST, DraftPart, read_parts, read_waiver
from models.rules.plan.indicators import goal_indicators
from models.rules.plan.stored import line_from
from models.rules.plan.values import DueKind, PlanLine
from models.rules.states import EventKind
from models.tasks import PART, Assignment, Task, called, is_consolidator
from models.wording import parts as words

CARD = "parts"


async def words_of(hearing: Hearing) -> bool:
    """True when a task was divided, or let be reported, or it was said why not."""
    if not hearing.is_office:
        return False
    if (waiver := read_waiver(hearing.text)) is not None:
        await _waive(hearing, *waiver)
        return True
    read = read_parts(hearing.text, await people.addressees(), hearing.today)
    if read is None:
        return False
    await _propose(hearing, *read)
    return True


async def not_his(hearing: Hearing) -> bool:
    """One of a unit who would divide a task hears whose it is; words that name no unit are his progress."""
    read = read_parts(hearing.text, await people.addressees(), hearing.today) if "子项" in hearing.text else None
    if read is None or not any(draft.unit for draft in read[1]):
        return False
    await hearing.say(words.office_divides(read[0]))
    return True


async def _propose(hearing: Hearing, number: str, drafts: Sequence[DraftPart]) -> None:
    """Nothing is kept by it; the card before it is not to be tapped any more."""
    found = list({a.task_id: a.task for a in await called(number, None)}.values())
    if refusal := words.cannot_divide(number, found) or words.lacking(number, drafts, MOST):
        await hearing.say(refusal)
        return
    [task] = found
    first = 1 + max((part.task.part or 0 for part in await parts.of(task)), default=0)
    body = words.drafted(task, first, drafts, await _short_names(drafts))
    if len(body) > words.ON_A_CARD:
        await hearing.say(body)
        body = "各子项见上一条。"
    shown = words.proposal(new_card_id(), task, len(drafts), body)
    items = [[draft.title, draft.unit, draft.due.isoformat() if draft.due else None] for draft in drafts]
    await proposals.propose(hearing, shown, CARD, {"task": task.id, "items": items, "assignments": []})


async def _short_names(drafts: Sequence[DraftPart]) -> dict[str, str]:
    return {unit.name: unit.short for unit in await people.Unit.filter(name__in=[draft.unit for draft in drafts])}


async def answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """确认 or 不分, in words."""
    card = await ShownCard.filter(id=question["card"], person_id=hearing.person_id, state="live").first()
    said = hearing.text.strip("。！! ")
    if card is None or said not in words.YES | words.NO:
        return False
    await _decided(hearing, card, keep=said in words.YES)
    return True


async def tapped(hearing: Hearing, card: ShownCard) -> None:
    await _decided(hearing, card, keep=hearing.inbound.key == words.KEEP)


async def _decided(hearing: Hearing, card: ShownCard, *, keep: bool) -> None:
    await conversations.forget_question(hearing.person_id)
    whole = await Task.get(id=card.refs["task"])
    if not keep or whole.state != "live":
        await hearing.settle_card(card, "没有分")
        await hearing.say(words.not_divided(whole.number))
        return
    await hearing.settle_card(card, "已下达")
    made = [await _make(hearing, whole, *item) for item in card.refs["items"]]
    await assigning.queue([task.id for task in made])
    await audit.record(hearing.actor, "divided", f"task:{whole.id}", now=hearing.now, parts=[t.number for t in made])
    await hearing.say(words.divided(whole.number, [task.number for task in made]))


async def _make(hearing: Hearing, whole: Task, title: str, unit: str, due: str | None) -> Task:
    """A line like its whole's, in the whole's row of the sheet, with a title, a unit and a day of its own."""
    of = line_from(whole.line)
    n = 1 + max((part.task.part or 0 for part in await parts.of(whole)), default=0)
    on = date.fromisoformat(due) if due else whole.due
    line = replace(
        of, part=n, parent=of.index, seq_text=f"{of.seq}.{n}", title=title, goal=None, lead_units=(unit,), lead_units_resolved=(unit,),
        support_units=(), owners=(), due=on, due_raw=None, due_kind=DueKind.DATE if due else of.due_kind, milestones=(),
        indicators=_indicators(title, on, of), note=None, problems=(), notes=(),
    )  # fmt: skip
    task = Task(plan_id=whole.plan_id, parent_id=whole.id, source=PART, created_at=hearing.now, identity="")
    await plans.write(task, line, hearing.now)
    return task


def _indicators(title: str, due: date | None, of: PlanLine) -> Any:
    year = (due or of.due or date.min).year
    return tuple(goal_indicators(title, title=title, year=year, due=due))


async def _waive(hearing: Hearing, number: str, reason: str) -> None:
    found = [a for a in await called(number, None) if is_consolidator(a) and await parts.unfinished(a.task)]
    if not found or not reason:
        await hearing.say(words.ask_reason(number) if found else words.nothing_to_waive(number))
        return
    for assignment in found:
        await _let_report(hearing, assignment, reason)


async def _let_report(hearing: Hearing, assignment: Assignment, reason: str) -> None:
    number = assignment.task.number
    if refusal := await ledger.refusal(assignment, EventKind.WAIVED, now=hearing.now):
        await hearing.say(refusal)
        return
    await ledger.record(assignment, EventKind.WAIVED, **hearing.said(), text=reason)
    await audit.record(hearing.actor, "waived", f"assignment:{assignment.id}", now=hearing.now, reason=reason)
    await tell_unit(hearing, assignment, words.waived_to_unit(number, reason, signature(hearing)), "waived")
    await hearing.say(words.waived(number, reason))
