"""督查室 at the telephone: the list of calls, and a note typed after each."""

import re
from typing import Any

from handlers import doubts
from handlers.hearing import Hearing
from models import calls, ledger
from models.calls import Noted, Officer
from models.rules.calls import CallNote, Outcome, read_call
from models.rules.targets import Doubt
from models.tasks import Assignment
from models.wording import answers
from models.wording import calls as words
from models.wording.replies import doubt_let_go

DOUBT = "call-doubt"
_FIGURE = re.compile(r"(?:不对|错了)?[，,]?(?:应该?)?(?:是|为)?[^\d，,。；;号]{0,8}\d")

_LIST = re.compile(
    r"(?:看看?|今天|今日)?(?:今天|今日)?(?:要|该)?打?的?电话(?:清单|名单|给谁)?[。？?]*|(?:都有|还有|现在)?(?:谁|哪些?(?:家|单位|人)?)(?:还|都)?没有?(?:回复?|报|应)(?:了|的)?[。？?]*|未回复?的?(?:有谁|名单|清单)?[。？?]*"
)


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


async def note(
    hearing: Hearing, assignment: Assignment, call: CallNote, *, is_sure: bool = False, is_added: bool = False
) -> None:
    officer = Officer(hearing.who.person.name, hearing.actor, hearing.person_id, {"inbox_id": hearing.inbox_id})
    made = await calls.note(
        assignment, call, officer, hearing.now, hearing.book, is_sure=is_sure, is_added=is_added
    )  # fmt: skip
    if isinstance(made, Doubt):
        await hearing.ask(DOUBT, assignment=assignment.id, number=call.number, words=call.words, told=made.told)
        await hearing.say(words.doubted(assignment.task.number, made))
    else:
        await hearing.say(made if isinstance(made, str) else echo(made))


async def doubt_answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """Of a figure told by telephone: 对, 累计, 新增, 不对, or the figure as it was told."""
    match, is_no = doubts.WHICH.fullmatch(hearing.text), doubts.NO.fullmatch(hearing.text)
    is_which = match is not None and match["figure"] in {None, question["told"]}
    is_yes = is_which or doubts.YES.fullmatch(hearing.text) is not None
    if not (is_yes or is_no or _FIGURE.match(hearing.text)):
        return False
    await hearing.answered()
    assignment = await ledger.get(question["assignment"])
    if is_no:
        await hearing.say(doubt_let_go([assignment.task.number]))
        return True
    said = question["words"] if is_yes else hearing.text
    is_added = bool(match and is_which and match["added"])
    call = CallNote(question["number"], Outcome.ANSWERED, said)
    await note(hearing, assignment, call, is_sure=is_yes, is_added=is_added)
    return True


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
