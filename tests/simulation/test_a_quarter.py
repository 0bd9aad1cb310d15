"""A quarter of twelve units and fifty-odd tasks, lived through on the virtual clock; every promise is looked up at the phones."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from days_of_2026 import workday_after
from promises import LAMPS_TO_COMPARE, PROMISES, lamps_worked_out
from quarter import Quarter
from record import Record
from town import Town
from twelve_units import TwelveUnits

from models.inbox import Inbox
from models.outbox import Outbox

WORKDAYS = 65
SEED = 2026
FIGURES = "figures"  # shown at the end of the run, see conftest
MOST_S = 90  # of processor time: what neighbours take does not count


async def test_a_quarter_of_the_town_breaks_no_promise(
    sqlite_url: str, record_property: Callable[[str, object], None]
) -> None:
    began, worked = time.perf_counter(), time.process_time()
    async with Town.open(sqlite_url, city=await TwelveUnits.cut(), at="2026-02-11 08:20") as town:
        quarter = Quarter(town, SEED)
        await quarter.settle()
        await quarter.live(evening_of(workday_after(town.moment.date(), WORKDAYS), town))
        took, worked = time.perf_counter() - began, time.process_time() - worked
        record = await Record.of(quarter)
        await nothing_is_left_lying()
    record_property(FIGURES, figures(record, took, worked))
    breaches = [f"{promise.__name__}: {breach}" for promise in PROMISES for breach in promise(record)]
    assert not breaches, "\n".join(breaches)
    assert lamps_worked_out(record) >= LAMPS_TO_COMPARE
    assert worked <= MOST_S


def evening_of(day: object, town: Town) -> datetime:
    return datetime.fromisoformat(f"{day} 18:00").replace(tzinfo=town.moment.tzinfo)


async def nothing_is_left_lying() -> None:
    """Every word was worked, and every message arrived, lost its reason or waits for its hour; only old cards stay as they are."""
    assert await Inbox.exclude(state="applied").count() == 0
    assert await Outbox.filter(state__in=["failed", "unknown", "sending"]).exclude(kind="card_update").count() == 0


def figures(record: Record, took_s: float, worked_s: float) -> str:
    quarter = record.quarter
    kinds = Counter(str(unit.character) for unit in quarter.units.values())
    came = Counter((str(one.person.role), one.reason) for one in record.shown)
    people = Counter(str(person.role) for person in quarter.people.values())
    a_day = {
        role: sum(n for (r, _), n in came.items() if r == role) / count / WORKDAYS for role, count in people.items()
    }
    return "\n".join([
        f"\n{WORKDAYS} working days, {len(quarter.units)} units ({', '.join(f'{n} {k}' for k, n in kinds.items())}), {len(record.stories)} tasks: {took_s:.0f} s, {worked_s:.0f} s of processor time",
        f"  said {quarter.said}, answered {record.answers}, explained {len(quarter.whys)}; of itself came {len(record.shown)}:",
        f"  {', '.join(f'{role} {reason} {n}' for (role, reason), n in sorted(came.items()))}",
        f"  a person and working day: {', '.join(f'{role} {n:.2f}' for role, n in a_day.items())}\n",
    ])  # fmt: skip
