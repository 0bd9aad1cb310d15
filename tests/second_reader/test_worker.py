"""Four at once, each once, and none of yesterday: what waits for a second reader is worked or closed with its reason."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from model_double import ModelDouble, model

from bot.clock import RealClock
from bot.second_reader import SecondReader
from bot.second_reader.worker import AT_ONCE
from bot.settings import load
from models import second_readings
from models.events import Event
from models.inbox import Inbox
from models.people import Person, Unit
from models.second_readings import SecondReading
from models.tasks import Assignment, Task

READING = {"intent": "progress", "percent": None, "indicators": [], "next_date": None, "blockers": [], "needs": []}


@pytest.fixture
async def double() -> AsyncIterator[ModelDouble]:
    async with model() as made:
        yield made


@pytest.fixture
async def worker(database: str, double: ModelDouble) -> AsyncIterator[SecondReader]:
    given = load(Path("/dev/null"), reader_url=double.url, reader_model="city-72b")
    made = SecondReader(given, RealClock(), asyncio.Event())
    yield made
    await made.close()
    second_readings.turn_on("")


async def waits(number: int, *, state: str = "waiting", age: timedelta = timedelta()) -> int:
    """A report of one task that somebody should look at again."""
    now = datetime.now(UTC) - age
    unit, person = await Unit.create(name=f"市{number}局"), await Person.create(name="方建业")
    task = await Task.create(identity=str(number), title="打通断头路", state="live", created_at=now)
    given = await Assignment.create(task_id=task.id, unit_id=unit.id, state="in_progress")
    heard = await Inbox.create(
        platform="wecom", message_id=f"m{number}", userid=f"u{number}", payload="", received_at=now, state="applied",
        next_try_at=now,
    )  # fmt: skip
    event = await Event.create(
        task_id=task.id, assignment_id=given.id, kind="reported", at=now, person_id=person.id, inbox_id=heard.id,
        data={"text": "推进中", "reading": READING, "grade": "B"},
    )  # fmt: skip
    row = await SecondReading.create(
        event_id=event.id, assignment_id=given.id, person_id=person.id, inbox_id=heard.id, state=state, created_at=now
    )
    return int(row.id)


async def became(row_id: int) -> tuple[str, str | None]:
    row = await SecondReading.get(id=row_id)
    return row.state, row.why


async def test_no_more_than_four_are_asked_about_at_once(worker: SecondReader, double: ModelDouble) -> None:
    rows = [await waits(number) for number in range(AT_ONCE + 2)]
    double.hold()
    working = asyncio.create_task(worker.drain())
    await double.was_asked(AT_ONCE)
    await asyncio.sleep(0.1)
    assert len(double.asked) == AT_ONCE
    double.let_go.set()
    assert await working == len(rows)
    assert [await became(row) for row in rows] == [("agreed", None)] * len(rows)


async def test_two_replicas_ask_about_each_once(worker: SecondReader, double: ModelDouble) -> None:
    other = SecondReader(load(Path("/dev/null"), reader_url=double.url, reader_model="x"), RealClock(), asyncio.Event())
    for number in range(6):
        await waits(number)
    assert sum(await asyncio.gather(worker.drain(), other.drain())) == 6
    await other.close()
    assert len(double.asked) == 6


async def test_what_waited_too_long_is_asked_of_nobody(worker: SecondReader, double: ModelDouble) -> None:
    late, lost = await waits(1, age=timedelta(minutes=3)), await waits(2, state="asking", age=timedelta(minutes=3))
    under_way = await waits(3, state="asking")
    await worker.drain()
    assert await became(late) == ("dropped", "too late")
    assert await became(lost) == ("dropped", "its process ended")
    assert await became(under_way) == ("asking", None)
    assert double.asked == []


async def test_asked_to_stop_it_hears_what_it_asked_and_asks_nothing_else(
    worker: SecondReader, double: ModelDouble
) -> None:
    rows = [await waits(number) for number in range(AT_ONCE + 1)]
    double.hold()
    working = asyncio.create_task(worker.run())
    await double.was_asked(AT_ONCE)
    worker.stop()
    double.let_go.set()
    await asyncio.wait_for(working, 3)
    assert [await became(row) for row in rows] == [("agreed", None)] * AT_ONCE + [("waiting", None)]


async def test_without_an_address_nothing_is_written_or_asked(database: str) -> None:
    off = SecondReader(load(Path("/dev/null")), RealClock(), asyncio.Event())
    row = await waits(1)
    assert await off.drain() == 0
    assert await became(row) == ("waiting", None)
    running = asyncio.create_task(off.run())
    off.stop()
    await asyncio.wait_for(running, 1)
