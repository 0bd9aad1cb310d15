"""Figures that look like a slip, fall, or reach the target with no word of being done: asked about, never taken for granted."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers.hearing import Hearing
from models import ledger, vocabulary
from models.doubting import added as added
from models.doubting import of as of
from models.doubting import weighed as weighed
from models.rules.reading import Intent, Quality, Reading, says_done
from models.rules.references import find_references, without_references
from models.rules.states import OPEN
from models.rules.targets import Doubt
from models.tasks import Assignment
from models.wording import answers
from models.wording import replies as words

Doubted = tuple[Assignment, str, Doubt]  # with what was said of it
YES = re.compile(r"(?:是|对|嗯|好|可以|确认|属实|没错|报结|就是)(?:的|了|吧|啊|这个数|这样|，?没错)*[。.！!]*")
WHICH = re.compile(
    r"(?:就?是|算)?(?:本次|这次|本月)?(?:(?P<added>新增|增加|新加)|累计|总数|就是)[的了数]?(?:就?是)?(?P<figure>\d[\d.]*\S{1,4}?)?[的。]*"
)
NO = re.compile(
    r"(?:不对|不是|错了|报错了|写错了|打错了|多打了[^，,。]{0,6}|还没|没有|不|先不|暂不)(?:报结|报)?[了的]*[。.！!]*"
)
_CORRECTS = re.compile(r"^(?:不对|不是|错了|[报写打]错了)?[，,。、 ]*(?:应该?是|应为|改[成为]|是)?\s*")


async def ask(hearing: Hearing, doubted: Sequence[Doubted]) -> None:
    """Nothing of it is registered until he says so; one question for all of them."""
    items = [
        {"assignment": assignment.id, "text": text, "told": one.told, "fell": bool(one.before)}
        for assignment, text, one in doubted
    ]
    await hearing.ask("doubt", inbox=hearing.inbox_id, text=hearing.text, items=items)
    far = [(a.task.number, one.told, one.target) for a, _, one in doubted if not one.before]
    fell = [(a.task.number, one.before, one.told, one.together) for a, _, one in doubted if one.before]
    asked = [words.ask_doubt(far)] if far else []
    await hearing.say("\n".join([*asked, words.ask_fall(fell)] if fell else asked))


async def answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """对 registers what was told, 新增 what it adds up to; another figure takes its place; 不对 registers nothing."""
    items = question["items"]
    far, fell = [item for item in items if not item.get("fell")], [item for item in items if item.get("fell")]
    meant = await _named(fell, hearing.text)
    match = WHICH.fullmatch(without_references(hearing.text).strip() or hearing.text) if meant else None
    if match and match["figure"] in {None, meant[0]["told"]}:
        await _register(
            hearing, meant, [item for item in items if item not in meant], is_added=match["added"] is not None
        )
        return True
    if YES.fullmatch(hearing.text):
        await _register(hearing, far, fell)
        return True
    if NO.fullmatch(hearing.text):
        await let_go(hearing, question)
        await hearing.ask("fact", assignment=items[0]["assignment"])
        return True
    return await correct(hearing, hearing.text)


async def _named(items: Sequence[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """Those whose number was said; all where none was."""
    named = find_references(text)
    numbers = [(await ledger.get(item["assignment"])).task.number.removesuffix("号") for item in items]
    return [item for item, number in zip(items, numbers, strict=True) if not named or number in named]


async def _register(
    hearing: Hearing, sure: Sequence[dict[str, Any]], open_: Sequence[dict[str, Any]], *, is_added: bool = False
) -> None:
    """What he answered counts; what he did not is asked again."""
    from handlers import reply

    await hearing.answered()
    for item in sure:
        await reply.one(hearing, await ledger.get(item["assignment"]), item["text"], is_sure=True, is_added=is_added)
    for item in open_:
        await reply.one(hearing, await ledger.get(item["assignment"]), item["text"])


async def correct(hearing: Hearing, text: str) -> bool:
    """不对，是13条 while 130条 is doubted: the first figure that counts."""
    from handlers import reply

    question = hearing.talk.question
    if question is None or question["kind"] != "doubt":
        return False
    items = [await ledger.get(item["assignment"]) for item in question["items"]]
    named = find_references(text)
    meant = [a for a in items if a.task.number.removesuffix("号") in named] if named else items
    said = _CORRECTS.sub("", without_references(text))
    if len(meant) != 1 or len(items) != 1 or not await _tells(hearing, meant[0], said):
        return False
    await hearing.answered()
    await reply.one(replace(hearing, noted={"doubted": question["items"][0]["text"]}), meant[0], said)
    return True


async def _tells(hearing: Hearing, assignment: Assignment, said: str) -> bool:
    reading = await ledger.read_words(assignment, said, hearing.inbound.said_at)
    return bool(reading.indicators or reading.percent)


async def take_back(hearing: Hearing, number: str | None) -> bool:
    """撤销 while a figure is doubted: nothing of it was registered, so nothing else is taken back, unless he said more since."""
    question = hearing.talk.question
    if question is None or question["kind"] != "doubt":
        return False
    last = await ledger.event(hearing.talk.last_event_id)
    if number is None and last is not None and (last.inbox_id or 0) > question["inbox"]:
        return False
    items = [await ledger.get(item["assignment"]) for item in question["items"]]
    if number is not None and number not in {a.task.number.removesuffix("号") for a in items}:
        return False
    await let_go(hearing, question)
    return True


async def let_go(hearing: Hearing, question: dict[str, Any]) -> None:
    await hearing.answered()
    numbers = [(await ledger.get(item["assignment"])).task.number for item in question["items"]]
    await hearing.say(words.doubt_let_go(numbers))


def is_by_figures(reading: Reading, text: str) -> bool:
    """Complete only because the figures reach the target: he did not say so, and shows no paper for it."""
    says_so = says_done(without_references(text), vocabulary.current())
    return reading.intent is Intent.COMPLETED and not reading.documents and not says_so


def as_progress(reading: Reading) -> Reading:
    """A share that was typed stays; one that stands for being done does not."""
    return replace(
        reading, intent=Intent.PROGRESS, quality=(Quality.OK,), percent=None if reading.indicators else reading.percent
    )


async def report_answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """达到目标了，报结吗？"""
    from handlers import completion

    assignment = await ledger.get(question["assignment"])
    if assignment.state not in OPEN:
        return False
    if YES.fullmatch(hearing.text):
        await hearing.answered()
        said = f"{assignment.task.number}报结"
        reading = await ledger.read_completion(assignment, said, hearing.inbound.said_at)
        await completion.claimed(hearing, assignment, reading, said)
        return True
    if NO.fullmatch(hearing.text):
        await hearing.answered()
        await hearing.say(answers.let_go())
        return True
    return False
