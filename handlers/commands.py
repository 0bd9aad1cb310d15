"""Short words that ask or undo: 帮助, 我的任务, 今日, 进度 12, 更正, 撤销, 为什么提醒我, 报结; and 督查室's own."""

import re

from handlers import (
    completion,
    corrections,
    decisions,
    directory_talk,
    disputes,
    doubts,
    entrance,
    extensions,
    held,
    history,
    leaders,
    leaders_decide,
    mine,
    moving,
    naming,
    office,
    papers,
    parts,
    pausing,
    pictures,
    preparing,
    proxies,
    reconciliation,
    reply,
    schedule_talk,
    undoing,
    unit_talk,
    verifying,
    views,
)
from handlers.hearing import Hearing
from models import ledger, telling
from models.people import Role
from models.rules.correction_words import read_undo
from models.rules.references import bare_reference, find_references, words_on
from models.rules.states import OPEN
from models.tasks import Assignment, of_units
from models.wording import answers

_HELP = re.compile(
    r"(?:帮助|使用说明|怎么用|help|[?？]+|你是(?:谁|干什么的|什么)|[你您]好|在吗|在不在)[？?。！!~]*", re.IGNORECASE
)
_COMPLAINT = re.compile(
    r"(?=.{2,24}$)(?:.*(?:别|不要|少)(?:再)?(?:老|总|一直)?(?:催|烦|发消息|发点|发几条|来几条|打扰|骚扰)|.*(?:提醒有误|投诉|烦死|太烦|没完没了)|.*(?:怎么|咋|为啥|为什么)?(?:又|老是|总是|天天|还在)(?:来)?催|.*不是(?:已经)?(?:报|回)过了).*"
)
_MINE = re.compile(r"(?:查看|看看?|查询?)?(?:我的任务|任务清单|我的清单|任务列表|全部任务|清单)[。？?]*")
_TODAY = re.compile(r"(?:今日|今天|今日事|今天的事|今天有什么|今日清单)[。？?]*")
_PROGRESS = re.compile(
    r"(?:请|麻烦|帮我?|给我|我想|想){0,2}(?:进度|查看|查询|查一?下|看一?下|看看?|问一?下|了解一?下|详情)\s*(?:第)?(J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?(?:任务)?(?:的)?(?:进度|进展|详情|怎么样了?|情况|到哪了?|做到哪(?:一步)?了?)?[。？?]*"
    r"|(?:第)?(J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?\s*(?:现在|目前)?的?(?:进度|进展|详情|怎么样了?|情况|什么情况|到哪一?步?了|做到哪(?:一步)?了?)[。？?]*",
    re.IGNORECASE,
)
_WHY = re.compile(r"(?:为什么|为啥|为何)(?:要)?(?:提醒|找|催|通知)?(?:我)?[。？?]*|看依据")
_CORRECT = re.compile(r"(?:更正|改正|纠正|订正|说错了|报错了|写错了)[一下了]*[:：，, ]*(?P<rest>.*)", re.DOTALL)
_WRONG = re.compile(
    r"(?:不对|[报写打说]?错了)[啊吧]?[，,。、 ]+(?:应该?是|应为|改[成为]|是)?[：:，, ]*(?P<rest>.*\d.*)", re.DOTALL
)
_CHANGE = re.compile(
    r"(?:改|更改|修改)\s*(?:第)?(?P<number>J?\d{1,4})\s*[号项]?[:：，, ]*(?:为|成)?(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_DONE = re.compile(r"^(?P<before>.*?)(?:申请)?报结[:：，, ]*(?P<after>.*)$", re.DOTALL)
_NOT_DONE = re.compile(
    r"(?:不|没|未|无法|怎么|如何|何时|什么时候|能否|可否|才|准备|计划|争取|预计|拟|打算|力争|前|内|底)[能会要]?$"
)
_ASKS = re.compile(r"(?:不了|吗|么|[?？]|需要|要什么|有什么|的?(?:材料|流程|标准|要求))")
_UNDO_REPORT = re.compile(r"(?:撤销|撤回|取消|收回)\s*报结[。]*|报结(?:撤销|撤回|取消|收回)[。]*")
_RECONCILE = re.compile(r"(?:月末|本月|\d{1,2}月)?(?:开始)?(?:核对|对账|对数)(?:确认|清单)?[。？?]*")
MENU = {"my_tasks": "我的任务", "today": "今日", "help": "帮助"}


async def obey(hearing: Hearing) -> bool:
    """True when the words were a command and have been carried out, or refused aloud."""
    text = hearing.text
    if await preparing.words_of(hearing) or await proxies.words_of(hearing) or await pictures.words_of(hearing):
        return True
    if (
        await corrections.put_instead(hearing)
        or await moving.words_of(hearing)
        or await history.words_of(hearing)
        or await mine.words_of(hearing)
    ):
        return True
    if await undoing.denied(hearing) or await entrance.words_of(hearing):
        return True
    if (match := _CHANGE.fullmatch(text)) and await preparing.is_prepared(hearing, match["number"].upper()):
        await corrections.correct(hearing, f"{match['number']}号 {match['rest']}")
        return True
    if _HELP.fullmatch(text):
        await hearing.say(answers.help_for(role_of(hearing)))
    elif _MINE.fullmatch(text):
        await views.my_tasks(hearing)
    elif _TODAY.fullmatch(text):
        await views.today(hearing)
    elif match := _PROGRESS.fullmatch(text):
        await about_task(hearing, (match[1] or match[2]).upper().lstrip("0"))
    elif _COMPLAINT.fullmatch(text):
        await _pass_on_complaint(hearing)
    elif hearing.units and _RECONCILE.fullmatch(text):
        await reconciliation.asked(hearing)
    elif _WHY.fullmatch(text):
        await views.why(hearing)
    elif (taken_back := read_undo(text)) is not None:
        if not await moving.put_back(hearing, taken_back or None):
            await undoing.undo(hearing, taken_back or None)
    elif hearing.units and _UNDO_REPORT.fullmatch(text):
        await undoing.undo_report(hearing)
    elif match := _CORRECT.fullmatch(text) or _wrong(text):
        if "报结" not in match["rest"] or not await _report_done(hearing):
            await corrections.correct(hearing, match["rest"].strip())
    elif not (
        await leaders.words_of(hearing)
        or await leaders_decide.words_of(hearing)
        or await decisions.words_of(hearing)
        or await disputes.words_of(hearing)
        or await extensions.words_of(hearing)
        or await naming.words_of(hearing)
        or await pausing.words_of(hearing)
    ):
        if hearing.is_office:
            return await _office(hearing)
        return await parts.not_his(hearing) or await _report_done(hearing)
    return True


def _wrong(text: str) -> re.Match[str] | None:
    """不对，是5条; a number alone answers which task was meant."""
    match = _WRONG.fullmatch(text)
    return match if match and bare_reference(match["rest"]) is None else None


async def _pass_on_complaint(hearing: Hearing) -> None:
    """Whoever is annoyed is heard by a person; nothing changes in the ledger by it."""
    note = answers.complaint_to_office(hearing.who.person.name, hearing.text)
    await telling.tell_office(f"complaint:{hearing.inbox_id}", note, hearing.now)
    await hearing.say(answers.complaint())


async def _office(hearing: Hearing) -> bool:
    match hearing.text.strip("。？? "):
        case "待核验" | "核验":
            if len(waiting := await office.to_verify(hearing)) > 1:
                await verifying.offer(hearing, waiting)
        case _ if await held.listed(hearing) or await parts.words_of(hearing) or await verifying.words_of(hearing):
            return True
        case "未认领":
            await office.not_taken(hearing)
        case _ if (
            await papers.words_of(hearing)
            or await unit_talk.words_of(hearing)
            or await directory_talk.words_of(hearing)
        ):
            return True
        case _:
            return await schedule_talk.words_of(hearing) or (await _report_done(hearing) if hearing.units else False)
    return True


async def _report_done(hearing: Hearing) -> bool:
    """46 报结，临建验〔2026〕11号: the word itself says what is meant, unless it asks or plans."""
    if not (match := _DONE.match(hearing.text)) or not hearing.units:
        return False
    if _NOT_DONE.search(match["before"]) or _ASKS.match(match["after"]):
        return False
    named = find_references(hearing.text) or tuple(re.findall(r"^\s*(\d{1,4}(?:\.\d{1,2})?)\s*$", match["before"]))
    mine = [a for a in await of_units(hearing.units) if a.task.number.removesuffix("号") in named]
    if not mine and not named and hearing.talk.last_assignment_id:
        mine = [a for a in await of_units(hearing.units) if a.id == hearing.talk.last_assignment_id]
    if not mine:
        await hearing.say(answers.no_such_task(named[0]) if named else answers.which_is_done())
        return True
    for assignment in mine:
        await _its_part(hearing, assignment, words_on(hearing.text, assignment.task.number.removesuffix("号")))
    return True


async def _its_part(hearing: Hearing, assignment: Assignment, said: str) -> None:
    """3号完成2条，6号报结: what is said of each."""
    if "报结" in said:
        await _one_done(hearing, assignment, said)
    elif assignment.state in OPEN:
        await reply.one(hearing, assignment, said)


async def _one_done(hearing: Hearing, assignment: Assignment, said: str) -> None:
    reading = await ledger.read_completion(assignment, said, hearing.inbound.said_at)
    if await completion.refused(hearing, assignment, reading, said):
        return
    if found := await doubts.of(assignment, reading, said):
        await doubts.ask(hearing, [(assignment, said, found)])
    else:
        await completion.claimed(hearing, assignment, reading, said)


async def about_task(hearing: Hearing, number: str) -> None:
    await views.one_task(hearing, number)


async def menu(hearing: Hearing, key: str) -> None:
    """An entry of the app's menu is the same as its words."""
    match key:
        case "my_tasks":
            await views.my_tasks(hearing)
        case "today":
            await views.today(hearing)
        case _:
            await hearing.say(answers.help_for(role_of(hearing)))


async def leader_words(hearing: Hearing) -> None:
    await hearing.say(answers.help_for(role_of(hearing)))


def role_of(hearing: Hearing) -> str:
    if hearing.is_office:
        return "admin"
    return "leader" if hearing.who.has(Role.LEADER) or hearing.who.has(Role.AIDE) else "head"
