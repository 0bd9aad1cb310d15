"""调整, 终止, 结转 with the paper that allows it, 待数据 until a day: typed by 督查室; what is missing is asked."""

from typing import Any

from handlers.hearing import Hearing
from handlers.office import signature, tell_unit
from models import audit, deciding
from models.rules.decisions import Decision, read_decision, read_undoing
from models.tasks import Assignment
from models.wording import decisions as words


async def words_of(hearing: Hearing) -> bool:
    """True when the words were a decision, and it was carried out, refused aloud or asked about."""
    if not hearing.is_office:
        return False
    if undoing := read_undoing(hearing.text):
        await _undo(hearing, undoing)
        return True
    if decision := read_decision(hearing.text, hearing.today):
        await _decide(hearing, decision, hearing.text)
        return True
    return False


async def answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """The paper, the date or the target that a decision lacked; other words are no answer."""
    whole = f"{question['text']}，{hearing.text}"
    before, now = read_decision(question["text"], hearing.today), read_decision(whole, hearing.today)
    if before is None or now is None or now.lacks == before.lacks:
        return False
    await hearing.answered()
    await _decide(hearing, now, whole)
    return True


async def _decide(hearing: Hearing, decision: Decision, text: str) -> None:
    chosen = [found for number in decision.numbers if (found := await _chosen(hearing, number, decision))]
    if len(chosen) < len(decision.numbers):
        return
    if decision.lacks:
        await hearing.ask("decision", text=text)
        await hearing.say(words.ask(decision, chosen[0][0].task))
    elif (day := decision.due or decision.until) and day <= hearing.today:
        await hearing.say(words.not_ahead(day))
    else:
        for found in chosen:
            await _on_one(hearing, found, decision)


async def _chosen(hearing: Hearing, number: str, decision: Decision) -> list[Assignment]:
    """The assignments of the one task that is meant; says why there are none."""
    found = await deciding.on_task(number, decision.unit)
    if not found:
        await hearing.say(words.no_such_task(number, decision.unit))
        return []
    if len({assignment.task_id for assignment in found}) > 1:
        await hearing.say(words.which(number, decision.kind.label, [a.unit.short for a in found if a.ordinal == 0]))
        return []
    refused = [await deciding.refusal(assignment, decision, hearing.now) for assignment in found]
    able = [assignment for assignment, reason in zip(found, refused, strict=True) if reason is None]
    if not able:
        await hearing.say(next(reason for reason in refused if reason))
    return able


async def _on_one(hearing: Hearing, found: list[Assignment], decision: Decision) -> None:
    task = found[0].task
    was = task.due
    await deciding.carry_out(found, decision, hearing.book, **_said(hearing))
    await audit.record(
        hearing.actor, decision.kind.value, f"task:{task.id}", now=hearing.now, document=decision.document,
        units=[assignment.unit_id for assignment in found],
    )  # fmt: skip
    rests = deciding.rests_until(decision.until, hearing.book.calendar).date() if decision.until else None
    for assignment in found:
        await hearing.settle_everywhere("verify", assignment.id, words.settled(decision))
    await deciding.tell_units(
        found, decision, hearing.book, now=hearing.now, key=f"i{hearing.inbox_id}", by=signature(hearing), was=was
    )
    await hearing.say(words.done(task, decision, units=[a.unit.short for a in found], was=was, rests=rests))


async def _undo(hearing: Hearing, undoing: Decision) -> None:
    for number in undoing.numbers:
        found = await deciding.on_task(number, undoing.unit)
        undone = await deciding.undo(found, undoing.kind, hearing.book, **_said(hearing)) if found else []
        if not undone:
            await hearing.say(words.nothing_to_undo(number, undoing))
            continue
        await audit.record(hearing.actor, f"{undoing.kind.value}_undone", f"task:{undone[0].task_id}", now=hearing.now)
        text = words.undone_to_unit(undone[0].task.number, undoing)
        for assignment in undone:
            await tell_unit(hearing, assignment, f"{text}{signature(hearing)}", "undone")
        await hearing.say(words.undone(undone[0].task.number, undoing))


def _said(hearing: Hearing) -> dict[str, Any]:
    return {
        "now": hearing.now, "at": hearing.inbound.said_at, "person_id": hearing.person_id, "inbox_id": hearing.inbox_id,
    }  # fmt: skip
