"""The means of a portfolio: of the tasks that have a pace, and of no others, however it is cut."""

from datetime import UTC, date, datetime

from models import overview, rulebook
from models.people import Unit
from models.portfolios import Portfolio
from models.tasks import Assignment, Plan, Task

NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)


async def test_a_task_without_a_due_date_is_in_neither_mean(database: str) -> None:
    await rulebook.seed(NOW)
    unit = await Unit.create(name="市水利局")
    plan = await Plan.create(title="重点任务", year=2026, imported_at=NOW)
    for n, (percent, expected) in enumerate(((34.2, 44.0), (100.0, None), (130.0, 48.0)), 1):
        task = await Task.create(
            plan=plan, identity=str(n), seq=n, row=n, title="筑堤", section="一、水利", state="live", created_at=NOW,
            due=date(2026, 12, 31) if expected else None,
        )  # fmt: skip
        await Assignment.create(
            task=task, unit=unit, state="in_progress", role="lead", percent=percent, expected=expected
        )
    everything = Portfolio((), is_whole=True)
    found = await overview.overview(everything)
    alone = await overview.tally_of(everything, unit)
    assert alone is not None
    for tally in (found.whole, *found.units, *found.sections, alone, await overview.whole(everything)):
        assert (tally.total, tally.percent, tally.expected) == (3, 67.1, 46.0)
