"""Several replicas beat on one database: each slot of each schedule is worked once, and said once to each person."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta

from processes import run_together

from models import db, rulebook
from models.people import Account, Person, Role, Unit, give_post
from models.rules.readership import Group, Readership
from models.rules.recurrence import Every, Recurrence
from models.schedules import NAMES, Firing, Schedule
from models.tasks import Assignment, Plan, Task
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


async def test_the_first_list_of_a_day_makes_the_lamps_fresh_and_the_others_stand_on_them(database: str) -> None:
    await rulebook.seed(NOW)
    unit = await Unit.create(name="市水利局")
    plan = await Plan.create(title="重点任务", year=2026, imported_at=NOW)
    due = date(2026, 12, 31)
    task = await Task.create(plan=plan, identity="46", seq=46, title="筑堤", due=due, state="live", created_at=NOW)
    lead = await Assignment.create(task=task, unit=unit, state="in_progress", told_percent=40, last_word_at=NOW)
    shown, sweep = [], ScheduleSweep()
    for at in ("10 10:00", "11 07:50", "11 08:00", "11 08:40", "12 07:50"):  # the aides, the leaders, 晨单; a day on
        now = datetime.fromisoformat(f"2026-06-{at}+08:00")
        for key in await sweep.due(now):
            await db.tx(lambda key=key, now=now: sweep.run(key, now))  # type: ignore[misc]
        shown.append((await Assignment.get(id=lead.id)).percent)
        await Assignment.filter(id=lead.id).update(told_percent=40 + len(shown))
    assert shown == [None, 41, 41, 41, 44], await Firing.all().values_list("schedule_id", "slot_at", "state")
