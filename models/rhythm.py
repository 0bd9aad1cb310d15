"""How often a word on a task of the year is owed: each month, and every second Thursday once its lamp is red."""

from datetime import datetime

from models import clocks, ledger
from models.obligations import Obligation
from models.rulebook import Rulebook
from models.rules.obligations import Kind, Rung, TaskClass
from models.rules.pace import Lamp
from models.tasks import Assignment


async def follow_lamps(now: datetime, book: Rulebook) -> int:
    """When the lamps are fresh: a monthly report of a red task gives way to an earlier one; returns how many did."""
    red = Assignment.filter(lamp=Lamp.RED.value, task__task_class=TaskClass.ANNUAL.value, task__state="live")
    running = Obligation.filter(kind=Kind.PROGRESS.value, state="open", rung__lt=int(Rung.R2))
    monthly = clocks.report_of(TaskClass.ANNUAL, (), book)
    owed = await running.filter(name=monthly, assignment_id__in=await red.values_list("id", flat=True)).order_by("id")
    return sum([await _sooner(one, now, book) for one in owed])


async def _sooner(owed: Obligation, now: datetime, book: Rulebook) -> bool:
    assignment = await ledger.get(owed.assignment_id or 0)
    due = await clocks.next_report(assignment, now, book)
    if due is None or owed.due_at is None or owed.due_at <= due.at:
        return False
    await clocks.end(owed, "withdrawn", now)
    await clocks.start_progress(assignment, now, book)
    return True
