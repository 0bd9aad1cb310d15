"""What somebody said or tapped in a chat: who it is, what it means, which handler it goes to.

The order of meaning of a word: a command; the bot's open question; the person's own task number; taking on what
waits to be taken on; progress. What nobody understands is kept, shown to 督查室, and met with one question.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from handlers import (
    accept,
    accounts,
    assign,
    choosing,
    commands,
    completion,
    decisions,
    directory_talk,
    doubts,
    drafts,
    duty,
    emergencies,
    evidence,
    extensions,
    groups,
    held,
    help_answers,
    helping,
    leaders,
    moving,
    office,
    parts,
    passing,
    placing,
    preparing,
    reply,
    schedule_talk,
    second_reading,
    sendings,
    strangers,
    taps,
    telephone,
    undoing,
    unusable,
    voices,
    withheld,
)
from handlers.hearing import SPEAKS_FOR_UNIT, Hearing
from models import conversations, ledger, people, routes, rulebook, tasks
from models.messages import WITHHELD, Inbound, InboundKind
from models.people import Role
from models.rules.acceptance import is_bare_receipt, takes_all
from models.rules.emergencies import Report
from models.rules.forwarded import is_forwarded_notice
from models.rules.marking import is_marked
from models.rules.references import bare_reference, find_references
from models.rules.short_words import Short, is_short
from models.rules.task_numbers import dotted, explicit, plainly
from models.wording import answers

BRIEFLY = timedelta(hours=4)
PASSING = {"which", "picture", "move"}  # a bare number that comes much later asks for a task
IN_WORDS = {"evidence", "help-answer", "extension", "decision"}  # no number alone answers these


async def hear(inbound: Inbound, inbox_id: int, now: datetime) -> None:
    """Runs inside the transaction that marks the inbox row applied."""
    if await accounts.changed(inbound, now):
        return
    account = await people.heard_from(inbound.platform, (inbound.user, *inbound.aliases))
    if account is not None and account.userid != inbound.user:
        inbound = replace(inbound, user=account.userid)  # the contacts know him by another of his ids
    identity = await people.identity_of(account.person, now) if account else None
    if inbound.group:
        await groups.heard(inbound, identity, now)
        return
    if identity is None or not identity.posts:
        await strangers.heard(inbound, now)
        return
    inbound = await choosing.as_tap(inbound, identity.person.id)
    identity = await routes.with_led_units(identity, now)
    talk = await conversations.of(identity.person.id)
    own = await tasks.numbers_of(identity.units(*SPEAKS_FOR_UNIT))
    said = dotted(plainly(inbound.text), await tasks.part_numbers())
    written = replace(inbound, text=explicit(said, own))
    hearing = Hearing(identity, now, await rulebook.current(), written, inbox_id, talk)
    await _meaning(hearing)
    await preparing.offer_while_he_writes(hearing)


async def _meaning(hearing: Hearing) -> None:
    match hearing.inbound.kind:
        case InboundKind.TAP:
            if (said := await taps.tap(hearing)) is not None:
                await _meant(said)
        case InboundKind.MENU:
            await commands.menu(hearing, hearing.inbound.key or "")
        case InboundKind.TEXT:
            await voices.typed(hearing)
            await _words(hearing)
            if hearing.inbound.media and not is_marked(hearing.text):  # a post holds both
                await evidence.picture(hearing)
        case InboundKind.VOICE if hearing.text:  # the platform wrote down what was spoken
            await voices.heard(hearing)
            await _words(hearing)
        case InboundKind.IMAGE:
            await evidence.picture(hearing)
        case InboundKind.VOICE:
            await voices.unheard(hearing)
        case InboundKind.ENTER:
            await _greet(hearing)
        case InboundKind.OTHER if hearing.inbound.key == "voice":
            await voices.unheard(hearing)
        case InboundKind.OTHER if hearing.inbound.key == WITHHELD:
            await withheld.answer(hearing)
        case InboundKind.UNUSABLE:
            await unusable.answer(hearing)
        case _:
            return


async def _words(hearing: Hearing) -> None:
    if not hearing.text:
        return
    if await held.words_of(hearing):
        return
    if await emergencies.words_of(hearing) or await duty.words_of(hearing):
        return
    if is_short(Short.LET_GO, hearing.text) and _open_question(hearing) is not None:
        await _let_go(hearing)
        return
    if hearing.units and not hearing.is_office and is_forwarded_notice(hearing.text):
        await placing.notice(hearing)
        return
    if (
        await assign.command(hearing) or await sendings.words_of(hearing) or await telephone.words_of(hearing) or await help_answers.words_of(hearing)
    ):  # fmt: skip
        return
    if (report := emergencies.suspected(hearing)) is not None:
        await _beside(hearing, report)
    else:
        await _meant(hearing)


async def _beside(hearing: Hearing, report: Report) -> None:
    """Perhaps an emergency: one card asks; what the words say of his tasks is written down without another question."""
    aside = emergencies.aside(hearing)
    if hearing.units:
        await _unit_words(aside)
    await emergencies.offer(hearing, report, aside.recorded)


async def _meant(hearing: Hearing) -> None:
    if await commands.obey(hearing):
        return
    if hearing.units and (short := _in_short(hearing.text)):
        await hearing.say(short)
        return
    if hearing.units and takes_all(hearing.text) and await accept.take_on(hearing):
        return  # whatever else the bot had asked
    if await _answer_open_question(hearing):
        return
    if hearing.units:
        if not (hearing.who.has(Role.AIDE) and await leaders.about(hearing)):
            await _unit_words(hearing)
    elif await leaders.about(hearing) or await assign.free_words(hearing) or await emergencies.more(hearing):
        return
    elif hearing.is_office:
        await office.words(hearing)
    else:
        await commands.leader_words(hearing)


def _in_short(text: str) -> str | None:
    """What is answered to words that tell nothing of the work, whatever the bot had asked."""
    if is_short(Short.OTHERS, text):
        return answers.others_will()
    return answers.later() if is_short(Short.LATER, text) else None


def _open_question(hearing: Hearing) -> dict[str, Any] | None:
    question, asked_at = hearing.talk.question, hearing.talk.asked_at
    if question is None or asked_at is None:
        return None
    return (
        question
        if hearing.now - asked_at <= (BRIEFLY if question["kind"] in PASSING else conversations.STILL_OPEN)
        else None
    )


async def _let_go(hearing: Hearing) -> None:
    """算了: what the bot had asked needs no answer any more, and nothing changes by it."""
    question = hearing.talk.question or {}
    await hearing.answered()
    if question["kind"] == "evidence":
        await undoing.undo(hearing)
    elif question["kind"].startswith("order"):
        await drafts.cancel_asked(hearing, question)
    else:
        await hearing.say(answers.let_go())


async def _answer_open_question(hearing: Hearing) -> bool:
    """True when these words answered what the bot had asked; it lapses when they speak of another task."""
    question = _open_question(hearing)
    if question is None or await _asks_to_see(hearing, question):
        return False
    if await _is_answered(hearing, question):
        return True
    if await _speaks_of_another(hearing, question):
        await hearing.answered()
    return False


async def _asks_to_see(hearing: Hearing, question: dict[str, Any]) -> bool:
    """A task number of his own, alone: 46."""
    number = bare_reference(hearing.text) if question["kind"] in IN_WORDS else None
    return number is not None and number in await tasks.numbers_of(hearing.units)


async def _speaks_of_another(hearing: Hearing, question: dict[str, Any]) -> bool:
    named = find_references(hearing.text)
    if question["kind"] not in IN_WORDS or "assignment" not in question or not named:
        return False
    assignment = await ledger.get(question["assignment"])
    return assignment.task.number.removesuffix("号") not in named


async def _is_answered(hearing: Hearing, question: dict[str, Any]) -> bool:
    match question["kind"]:
        case "which":
            return await placing.which_task(hearing, question)
        case "accept":
            return await accept.answer(hearing, question)
        case "contest":
            return await accept.contest_answer(hearing, question)
        case "order" | "order-unit" | "order-due" | "order-what":
            return await drafts.answer(hearing, question)
        case "help-unit":
            return await helping.unit_answer(hearing, question)
        case "help-answer":
            return await help_answers.answer_words(hearing, question)
        case "call":
            return await telephone.answer(hearing, question)
        case telephone.DOUBT:
            return await telephone.doubt_answer(hearing, question)
        case "missing":
            return await office.missing_answer(hearing, question)
        case "evidence":
            return await completion.evidence_answer(hearing, question)
        case "fact" | "half" | "same" | "total":
            return await reply.fact_answer(hearing, question)
        case "doubt":
            return await doubts.answer(hearing, question)
        case second_reading.CARD:
            return await second_reading.answer(hearing, question)
        case "done":
            return await doubts.report_answer(hearing, question)
        case moving.CARD:
            return await moving.answer(hearing, question)
        case duty.CARD:
            return await duty.answer(hearing, question)
        case parts.CARD:
            return await parts.answer(hearing, question)
        case "schedule":
            return await schedule_talk.answer(hearing, question)
        case directory_talk.CARD:
            return await directory_talk.answer(hearing, question)
        case "extension":
            return await extensions.answer(hearing, question)
        case "decision":
            return await decisions.answer(hearing, question)
        case "picture":
            return await evidence.whose(hearing, question)
    return False


async def _unit_words(hearing: Hearing) -> None:
    if number := bare_reference(hearing.text):
        await commands.about_task(hearing, number)
        return
    if await placing.of_doubled(hearing) or await passing.words_of(hearing) or await accept.take_on(hearing):
        return
    if is_bare_receipt(hearing.text) or hearing.text.strip("。. ") in reply.AS_IT_IS:
        await hearing.say(answers.noted())
        return
    if not await emergencies.more(hearing):
        await placing.progress(hearing)


async def _greet(hearing: Hearing) -> None:
    """Once for each person: opening a chat is no question."""
    await hearing.say(answers.welcome(), dedupe=f"welcome:{hearing.person_id}")
