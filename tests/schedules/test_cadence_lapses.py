"""A leader's order to report each week runs to the close of its last day, and then the rules hold again."""

from datetime import UTC, date, datetime

from models import cadences, db, obligations, rulebook
from models.rules.cadence import Cadence
from models.rules.lengths import read_length
from models.rules.obligations import Kind, TaskClass, Trait
from models.rules.recurrence import Every, Recurrence
from models.schedules import CADENCE, Schedule
from schedules.cadences import CadenceSweep

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
FRIDAY = date(2026, 5, 1)  # a holiday: the next working day is the 6th


async def _period() -> object:
    policy = (await rulebook.current()).policy
    return policy.length(Kind.PROGRESS, TaskClass.ANNUAL, traits={Trait.REDLINE})


async def test_the_order_holds_until_the_close_of_its_last_day(database: str) -> None:
    await rulebook.seed(MONDAY)
    order = Cadence(Recurrence(Every.WEEK, (), (5,)), "底线任务", (Trait.REDLINE,), "李市长", FRIDAY)
    row = await Schedule.create(
        kind=CADENCE, name="报进展", rule=order.rule.to_json(), readers=order.to_json(), created_at=MONDAY
    )
    await db.tx(lambda: cadences.felt(row))
    sweep = CadenceSweep()
    [asked] = await sweep.due(MONDAY)
    await db.tx(lambda: sweep.run(asked, MONDAY))
    assert await _period() == read_length("weekly fri")
    close = await obligations.next_due(MONDAY)
    assert close == datetime(2026, 5, 6, 9, 30, tzinfo=UTC)
    [over] = await sweep.due(close)
    await db.tx(lambda: sweep.run(over, close))
    assert (await Schedule.get(id=row.id)).state == "ended"
    assert await _period() == read_length("fortnightly thu")
