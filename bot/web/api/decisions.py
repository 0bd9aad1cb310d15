"""A decision on a task by its paper, entered by a program: 调整, 终止, 结转, 待数据; the same rules as in the chat."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from bot.web import schemas
from bot.web.api import tasks
from bot.web.api.asked import IdAsked, OneTask
from bot.web.api.keys import Caller
from bot.web.api.refusals import Refused
from bot.web.api.written import Written
from models import audit, db, deciding, rulebook
from models.rules.decisions import Decision, paper_of
from models.rules.states import EventKind
from models.tasks import Assignment
from models.wording import decisions as words


class NewDecision(Written):
    id: IdAsked
    kind: Annotated[
        Literal["adjusted", "terminated", "carried_over", "data_awaited", "data_came"],
        Field(description="send adjusted, terminated, carried_over, data_awaited or data_came"),
    ]
    document: Annotated[
        str, Field(max_length=64, description="send the paper that allows it, as 临政办〔2026〕9号")
    ] = ""
    due: Annotated[date | None, Field(description="send the new date of an adjustment, as 2026-09-30")] = None
    target: Annotated[str, Field(max_length=200, description="send the new target of an adjustment")] = ""
    until: Annotated[date | None, Field(description="send the day on which awaited figures are published")] = None


async def decide(want: NewDecision, caller: Caller, now: datetime) -> schemas.Task:
    """Decide on a task by the paper that allows it; with dry_run nothing is written."""
    kind, document = EventKind(want.kind), paper_of(want.document)
    if want.document and not document:
        raise Refused(400, "document: send a paper's number, as 临政办〔2026〕9号")
    is_change, waits = kind is EventKind.ADJUSTED, kind is EventKind.DATA_AWAITED
    decision = Decision(
        kind, (), document=document, due=want.due if is_change else None, target=want.target if is_change else "",
        until=want.until if waits else None,
    )  # fmt: skip
    if decision.lacks:
        raise Refused(400, f"send also: {', '.join(FIELDS[each] for each in decision.lacks)}")

    async def body() -> None:
        book = await rulebook.current()
        if (day := decision.due or decision.until) and day <= book.calendar.local(now).date():
            raise Refused(400, "the date has to lie ahead; send a later one")
        able = await _able(want.id, decision, now)
        if not want.dry_run:
            await deciding.carry_out(able, decision, book, now=now)
            await deciding.tell_units(able, decision, book, now=now, key=f"api:{caller.name}", by=words.OFFICE)
            await audit.record(
                f"key:{caller.name}", kind.value, f"task:{want.id}", now=now, document=document
            )  # fmt: skip

    await db.tx(body)
    return await tasks.one(OneTask(id=want.id), caller, now)


FIELDS = {"document": "document", "what": "due or target", "until": "until"}


async def _able(task_id: int, decision: Decision, now: datetime) -> list[Assignment]:
    await tasks.existing(task_id)
    found = (
        await Assignment.filter(task_id=task_id, role="lead")
        .select_related("task", "task__plan", "unit")
        .order_by("ordinal")
    )
    refused = [await deciding.refusal(assignment, decision, now) for assignment in found]
    able = [assignment for assignment, reason in zip(found, refused, strict=True) if reason is None]
    if not able:
        raise Refused(409, next((reason for reason in refused if reason), "the task has no lead unit"))
    return able
