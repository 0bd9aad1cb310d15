"""Figures that look like a slip or fall below what stood there: found before anything of them is registered."""

from models import ledger, rulebook
from models.rules import targets
from models.rules.pace import Counted, counted_as
from models.rules.reading import IndicatorTarget, Reading
from models.rules.targets import Doubt
from models.tasks import Assignment, Indicator


async def of(assignment: Assignment, reading: Reading, text: str, *, corrects: bool = False) -> Doubt | None:
    rows = await Indicator.filter(task_id=assignment.task_id).exclude(comparator="<=")
    known = _told(assignment)
    by_name = {target.name: target for target in (await ledger.context_of(assignment)).indicators}
    far = targets.doubt(
        reading, [by_name[row.name] for row in rows], {name: value for name, (value, _) in known.items()}
    )
    return far if far or corrects else targets.fall(reading, await _totals(assignment), known, text)


async def weighed(assignment: Assignment, reading: Reading, text: str) -> tuple[Reading, Doubt | None]:
    """The reading as it may be registered, or what is doubted of it; what he calls new comes on top unasked."""
    found = await of(assignment, reading, text)
    return (await added(assignment, reading), None) if found and found.is_added else (reading, found)


async def added(assignment: Assignment, reading: Reading) -> Reading:
    """What was told is new: it comes on top of what stood there."""
    return targets.added(reading, await _totals(assignment), _told(assignment))


async def _totals(assignment: Assignment) -> list[IndicatorTarget]:
    """The figures that only grow: neither a rate, nor a ceiling, nor one of the year's end."""
    rule = (await rulebook.current()).policy.pace
    rows = await Indicator.filter(task_id=assignment.task_id).exclude(comparator="<=")
    grows = {
        row.name for row in rows if counted_as(row.name, row.unit, is_ceiling=False, rule=rule) is Counted.CUMULATIVE
    }
    return [target for target in (await ledger.context_of(assignment)).indicators if target.name in grows]


def _told(assignment: Assignment) -> dict[str, tuple[float, str]]:
    return {figure["name"]: (figure["value"], figure["unit"]) for figure in assignment.figures}
