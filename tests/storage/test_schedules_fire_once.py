"""Several replicas beat on one database: each slot of each schedule is worked once, and said once to each person."""

import asyncio
from datetime import UTC, datetime, time, timedelta

from processes import run_together

from models import db, rulebook
from models.people import Account, Person, Role, give_post
from models.rules.readership import Group, Readership
from models.rules.recurrence import Every, Recurrence
from models.schedules import NAMES, Firing, Schedule
from schedules.timetable import ScheduleSweep

NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)  # ten o'clock on a Wednesday
SCHEDULES, PEOPLE = 40, 3
WORKDAYS = 5  # until the Wednesday after


async def fill() -> None:
    await rulebook.seed(NOW)
    readers = Readership("督查室", (Group(("admin",)),)).to_json()
    for n in range(PEOPLE):
        person = await Person.create(name=f"某某{n}")
        await Account.create(platform="wecom", userid=f"u{n}", person_id=person.id)
        await give_post(person, Role.ADMIN, now=NOW - timedelta(days=1))
    for n in range(SCHEDULES):
        rule = Recurrence(Every.WORKDAY, (time(15, n),)).to_json()
        await Schedule.create(
            kind="broadcast", name=f"第{n}件", text=f"第{n}件", rule=rule, readers=readers, created_at=NOW
        )


async def test_forty_schedules_in_a_week_fire_once_each_with_three_replicas(database: str) -> None:
    await fill()
    asked = run_together(3, "fire_schedules", database, (NOW + timedelta(days=7)).isoformat())
    fired = await Firing.filter(schedule_id__gt=len(NAMES))  # beside the lists that every city has
    assert len(fired) == SCHEDULES * WORKDAYS
    assert {(f.state, f.people) for f in fired} == {("fired", PEOPLE)}
    [said] = await db.rows("SELECT COUNT(*) AS n, COUNT(DISTINCT key) AS kinds FROM notice")
    assert said == {"n": SCHEDULES * WORKDAYS * PEOPLE, "kinds": SCHEDULES * WORKDAYS * PEOPLE}
    assert len(asked) == 3


async def test_two_that_want_the_same_slot_at_once_fire_it_once(database: str) -> None:
    await fill()
    sweep, now = ScheduleSweep(), NOW + timedelta(hours=5, minutes=45)
    assert await sweep.due(NOW) == []  # planned, nothing due
    keys = await sweep.due(now)
    assert len(keys) == SCHEDULES
    await asyncio.gather(*(db.tx(lambda: sweep.run(keys[0], now)) for _ in range(4)))
    assert await Firing.filter(schedule_id=keys[0].id).count() == 1
    [row] = await db.rows("SELECT COUNT(*) AS n FROM notice")
    assert row["n"] == PEOPLE


async def test_one_that_cannot_fire_steps_aside_and_keeps_its_slot(database: str) -> None:
    await fill()
    sweep, now = ScheduleSweep(), NOW + timedelta(hours=5, minutes=45)
    await sweep.due(NOW)
    [key, *_] = await sweep.due(now)
    before = await Schedule.get(id=key.id)
    await sweep.postpone(key, now)
    after = await Schedule.get(id=key.id)
    assert after.slot_at == before.slot_at
    assert after.next_fire_at == now + timedelta(minutes=5)
