"""Papers for 督查室 in the chat: 导出台账 sends the sheet of the plan with what became of it, 通报 a draft."""

import re

from handlers.hearing import Hearing
from models import audit, files
from models.errors import OperatorError, PersonError
from models.papers import Make, facts, report, sheet
from models.wording import papers as words

_SHEET = re.compile(r"(?:请)?(?:导出|生成|发|要)?(?:一份)?(?:任务|工作)?台账(?:导出)?[。]*")
_REPORT = re.compile(r"(?:请)?(?:导出|生成|起草|拟|要|发)?(?:一份)?(?:督查)?通报(?:草稿|稿)?[。]*")


async def words_of(hearing: Hearing) -> bool:
    """True when a paper was asked for, and is on its way or was refused aloud."""
    if _SHEET.fullmatch(hearing.text):
        await _send(hearing, sheet.of_plan, "plan_exported")
        return True
    if _REPORT.fullmatch(hearing.text):
        await _send(hearing, report.of_plan, "report_drafted")
        return True
    return False


async def _send(hearing: Hearing, make: Make, action: str) -> None:
    try:
        plan = await facts.plan_asked(None)
        paper = await make(plan, hearing.now, hearing.book, travels=True)
    except OperatorError as error:
        await hearing.say(words.no_paper(str(error)))
        return
    except PersonError as refusal:
        await hearing.say(refusal.say)
        return
    kept = await files.keep(paper.content, paper.name, now=hearing.now)
    await audit.record(hearing.actor, action, f"plan:{plan.id}", now=hearing.now, sha256=kept.sha256)
    await hearing.say(paper.about)
    await hearing.send(kept, paper.name)
