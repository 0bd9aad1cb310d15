"""督查室 at the telephone: the list of calls, and a note typed after each."""

import re
from typing import Any

from handlers.hearing import Hearing
from models import calls, ledger
from models.calls import Noted, Officer
from models.rules.calls import CallNote, Outcome, read_call
from models.tasks import Assignment
from models.wording import answers
from models.wording import calls as words

_LIST = re.compile(r"(?:看看?|今天|今日)?(?:今天|今日)?(?:要|该)?打?的?电话(?:清单|名单)?[。？?]*")


async def words_of(hearing: Hearing) -> bool:
    """True when these words of 督查室 were about calls."""
    if not hearing.is_office:
        return False
    if _LIST.fullmatch(hearing.text):
        await hearing.say(words.to_make(await calls.lines(hearing.now), hearing.now))
        return True
    call = read_call(hearing.text)
    if call is None:
        return False
    found = await calls.about(call.number, hearing.now)
    if not found and hearing.units:
        return False
    await _note(hearing, call, found)
    return True


async def _note(hearing: Hearing, call: CallNote, found: list[Assignment]) -> None:
    if len(found) > 1:
        found = [one for one in found if any(name in call.words for name in one.unit.short_names)] or found
    if not found:
        await hearing.say(answers.no_such_task(call.number))
    elif len(found) > 1:
        await hearing.say(words.ask_which(call.number, calls.said_of(found)))
    elif call.outcome is Outcome.ANSWERED and not call.words:
        await hearing.ask("call", assignment=found[0].id, number=call.number)
        await hearing.say(words.ask_words(found[0].task.number))
    else:
        await note(hearing, found[0], call)


async def note(hearing: Hearing, assignment: Assignment, call: CallNote) -> None:
    officer = Officer(hearing.who.person.name, hearing.actor, hearing.person_id, {"inbox_id": hearing.inbox_id})
    made = await calls.note(assignment, call, officer, hearing.now, hearing.book)
    await hearing.say(made if isinstance(made, str) else echo(made))


def echo(made: Noted) -> str:
    return words.to_officer(
        made.assignment.task.number, made.assignment.unit.short, made.outcome, echo=made.echo, stopped=made.stopped,
        until=made.until, whose=made.whose.name if made.whose else "",
    )  # fmt: skip


async def answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """What was said on the telephone, after a bare 46 已通."""
    await hearing.answered()
    assignment = await ledger.get(question["assignment"])
    await note(hearing, assignment, CallNote(question["number"], Outcome.ANSWERED, hearing.text))
    return True
