"""Papers to download: the sheet of a plan with what became of it, and a draft of the 督查通报."""

from datetime import datetime

from bot.web import schemas
from bot.web.api import asked
from bot.web.api.keys import Caller
from bot.web.api.refusals import Refused
from models import audit, db, rulebook
from models.errors import OperatorError
from models.papers import Make, facts, report, sheet

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def plan_sheet(want: asked.OnePaper, caller: Caller, now: datetime) -> schemas.File:
    """The sheet that was imported, with 进展, 问题 and 措施 filled, as an .xlsx file."""
    return await _made(want, caller, now, sheet.of_plan, SHEET, "plan_exported")


async def report_draft(want: asked.OnePaper, caller: Caller, now: datetime) -> schemas.File:
    """A draft of the 督查通报, for a person to finish and sign, as a .docx file."""
    return await _made(want, caller, now, report.of_plan, DOCUMENT, "report_drafted")


async def _made(
    want: asked.OnePaper, caller: Caller, now: datetime, make: Make, content_type: str, action: str
) -> schemas.File:
    async def body() -> schemas.File:
        plan = await facts.plan_asked(want.plan)
        paper = await make(plan, now, await rulebook.current())
        await audit.record(f"key:{caller.name}", action, f"plan:{plan.id}", now=now)
        return schemas.File(name=paper.name, content_type=content_type, content=paper.content)

    try:
        return await db.tx(body)
    except OperatorError as error:
        raise Refused(404, str(error)) from None
