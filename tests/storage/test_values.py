"""Values that must mean the same on both engines."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from tortoise.exceptions import IntegrityError
from unmended import plain_tortoise

from models import db
from models.events import Event
from models.fields import NaiveMoment, storable
from models.obligations import drop_due, due_now, plan_due
from models.people import Person
from models.settings import Setting

BEIJING = timezone(timedelta(hours=8))
SEVEN = datetime(2026, 1, 1, 7, 0, tzinfo=BEIJING)  # 23:00 UTC of the day before
HALF_PAST_MIDNIGHT = datetime(2026, 1, 1, 0, 30, tzinfo=UTC)


async def event(at: datetime, kind: str = "x") -> Event:
    return await Event.create(task_id=1, kind=kind, at=at, data={})


async def test_moments_of_different_offsets_compare_and_sort_by_what_they_mean(database):
    await event(HALF_PAST_MIDNIGHT, "later")
    await event(SEVEN, "earlier")
    assert await Event.all().order_by("at").values_list("kind", flat=True) == ["earlier", "later"]
    at_midnight = datetime(2026, 1, 1, 8, 0, tzinfo=BEIJING)
    assert await Event.filter(at__lte=at_midnight).values_list("kind", flat=True) == ["earlier"]
    assert await Event.filter(at=SEVEN.astimezone(UTC)).count() == 1
    assert await Event.filter(at__in=[SEVEN]).count() == 1
    await Event.filter(kind="later").update(at=SEVEN)
    assert await Event.filter(at="2026-01-01T07:00:00+08:00").count() == 2
    assert {row.at for row in await Event.all()} == {SEVEN}
    assert (await Event.first()).at.utcoffset() == timedelta(0)


async def test_a_fraction_of_a_second_sorts_after_the_whole_one(database):
    whole = HALF_PAST_MIDNIGHT
    await event(whole + timedelta(microseconds=1), "after")
    await event(whole, "whole")
    assert await Event.all().order_by("at").values_list("kind", flat=True) == ["whole", "after"]
    assert await Event.filter(at__gt=whole).count() == 1


async def test_raw_rows_and_models_write_the_same_moments(database):
    await plan_due("task", 1, SEVEN)
    assert await due_now("task", SEVEN) == [(SEVEN, 1)]
    assert await due_now("task", SEVEN - timedelta(microseconds=1)) == []
    await event(SEVEN)
    assert await db.rows("SELECT id FROM event WHERE at = ?", SEVEN) == [{"id": 1}]


async def test_without_the_remedy_offsets_sort_as_text_on_sqlite(sqlite_url):
    from tortoise import fields

    async with plain_tortoise(sqlite_url):
        stored = [fields.DatetimeField().to_db_value(at, Event).isoformat(" ") for at in (SEVEN, HALF_PAST_MIDNIGHT)]
    assert sorted(stored) != stored, "the earlier moment sorts last"


@pytest.mark.parametrize("naive", [datetime(2026, 1, 1, 7, 0), "2026-01-01 07:00:00"])
async def test_a_moment_without_an_offset_is_refused_everywhere(database, naive):
    with pytest.raises(NaiveMoment):
        await Event.filter(at__lte=naive).count()
    with pytest.raises(NaiveMoment):
        await Event.all().update(at=naive)
    if isinstance(naive, datetime):
        with pytest.raises(NaiveMoment):
            await event(naive)
        with pytest.raises(NaiveMoment):
            await plan_due("task", 1, naive)
    assert await Event.all().count() == 0


async def test_returning_gives_rows_on_both_engines(database):
    made = await db.rows("INSERT INTO inbox_key (key) VALUES (?) RETURNING key", "a")
    assert made == [{"key": "a"}]
    changed = await db.rows("UPDATE inbox_key SET key = ? WHERE key = ? RETURNING key", "b", "a")
    assert changed == [{"key": "b"}]
    assert await db.execute("UPDATE inbox_key SET key = ? WHERE key = ?", "c", "b") == 1
    assert await db.execute("UPDATE inbox_key SET key = ? WHERE key = ?", "c", "b") == 0
    await plan_due("task", 1, SEVEN)
    assert await drop_due("task", 1, SEVEN)
    assert not await drop_due("task", 1, SEVEN)


async def test_claim_answers_whole_rows_and_keeps_its_limit(database):
    for n in range(30):
        await Person.create(name=f"{n:02}", phone="free")
    taken = await db.claim("person", change="phone = ?", where="c.phone = ?", values=["mine", "free"], limit=7)
    assert sorted(row["name"] for row in taken) == [f"{n:02}" for n in range(7)]
    assert {row["phone"] for row in taken} == {"mine"}
    assert await Person.filter(phone="free").count() == 23


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("好\x00的", "好的"),
        ("\x00", ""),
        (r"a\u0000b", "ab"),
        (r"a\\u0000b", r"a\\u0000b"),
        (r"a\\\u0000b", r"a\\b"),
        ("好的\n", "好的\n"),
        (["a\x00", 1], ["a", 1]),
        ("好\ud83d的😀", "好的😀"),
        (None, None),
    ],
)
def test_text_loses_what_postgres_refuses(said, kept):
    assert storable(said) == kept


async def test_no_row_enters_sqlite_that_postgres_refuses(database):
    person = await Person.create(name="张\x00三")
    await Event.create(task_id=1, kind="said", at=SEVEN, data={"words": "好\x00的", "list": ["\x00", r"\u0000"]})
    await db.execute("INSERT INTO inbox_key (key) VALUES (?)", "k\x00ey")
    await db.execute_many("INSERT INTO setting (key, value) VALUES (?, ?)", [("a\x00", "\x00b")])
    await Person.bulk_create([Person(name="李\x00四")])
    assert await Person.filter(name="张\x00三").count() == 1
    assert sorted(await Person.all().values_list("name", flat=True)) == ["张三", "李四"]
    assert (await Event.first()).data == {"words": "好的", "list": ["", r"\u0000"]}
    assert await db.rows("SELECT key FROM inbox_key") == [{"key": "key"}]
    assert (await Setting.first()).value == "b"
    await Person.filter(id=person.id).update(name="王\x00五")
    assert (await Person.get(id=person.id)).name == "王五"


async def test_a_second_row_under_the_same_key_is_an_integrity_error(database):
    await db.execute("INSERT INTO inbox_key (key) VALUES (?)", "a")
    with pytest.raises(db.IntegrityError):
        await db.execute("INSERT INTO inbox_key (key) VALUES (?)", "a")
    assert db.IntegrityError is IntegrityError
