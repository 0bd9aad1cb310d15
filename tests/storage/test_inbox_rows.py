"""The inbox keeps each callback once, in the order of arrival, however often and wherever it arrives."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from second import second_connection

from models import db, inbox
from models.inbox import Arrival, Inbox

NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)


def arrival(key: str, *, userid: str = "u1", payload: str = "{}") -> Arrival:
    return Arrival(key=key, platform="wecom", message_id=key, userid=userid, payload=payload, received_at=NOW)


async def test_a_callback_twice_in_one_batch_is_one_row(database):
    assert await inbox.store([arrival("a", payload="first"), arrival("b"), arrival("a", payload="again")]) == 2
    assert await Inbox.all().order_by("id").values_list("message_id", "payload") == [
        ("a", "first"),
        ("b", "{}"),
    ]


async def test_a_callback_that_was_kept_before_is_no_row(database):
    assert await inbox.store([arrival("a")]) == 1
    assert await inbox.store([arrival("a"), arrival("b")]) == 1
    assert await inbox.store([arrival("a")]) == 0
    assert await Inbox.all().count() == 2


async def test_the_key_outlives_the_row(database):
    await inbox.store([arrival("a")])
    await Inbox.all().delete()
    assert await inbox.store([arrival("a")]) == 0


async def test_the_same_callbacks_in_parallel_batches_are_one_row_each(database):
    keys = [f"{n:03}" for n in range(400)]
    batches = [keys, keys[::-1], keys[200:] + keys[:200], keys[::-2] + keys[::2]] * 5
    stored = await asyncio.gather(*(inbox.store([arrival(key) for key in batch]) for batch in batches))
    assert sum(stored) == len(keys)
    assert sorted(await Inbox.all().values_list("message_id", flat=True)) == keys


async def test_batches_of_two_replicas_do_not_wait_for_each_other(postgres_url):
    """Keys go in sorted, so that nobody holds a later one while waiting for an earlier one."""
    await db.open_database(postgres_url)
    try:
        async with second_connection(postgres_url) as other:
            await other.run("BEGIN")
            await other.run("INSERT INTO inbox_key (key) VALUES ('m')")
            ours = asyncio.ensure_future(inbox.store([arrival(key) for key in "zma"]))
            done, _ = await asyncio.wait([ours], timeout=0.3)
            assert not done
            await other.run("INSERT INTO inbox_key (key) VALUES ('z')")
            await other.run("COMMIT")
            assert await ours == 1
    finally:
        await db.close()


async def test_rows_keep_the_order_of_arrival(database):
    await inbox.store([arrival(f"{n}") for n in (5, 3, 9, 1)])
    assert await Inbox.all().order_by("id").values_list("message_id", flat=True) == ["5", "3", "9", "1"]


async def test_one_claim_takes_the_oldest_of_each_person(database):
    await inbox.store([arrival(f"{who}{n}", userid=who) for n in range(3) for who in "xyz"])
    first = await inbox.claim(NOW, real_s=0.0)
    assert [row.message_id for row in await Inbox.filter(id__in=first).order_by("id")] == ["x0", "y0", "z0"]
    assert await inbox.claim(NOW, real_s=0.0) == []
    [row] = await Inbox.filter(message_id="y0")
    assert await inbox.applied(row, NOW)
    [second] = await inbox.claim(NOW, real_s=0.0)
    assert (await Inbox.get(id=second)).message_id == "y1"


async def test_a_row_whose_worker_died_is_taken_again_and_the_dead_hand_writes_nothing(database):
    await inbox.store([arrival("a")])
    [row_id] = await inbox.claim(NOW, real_s=0.0)
    of_the_dead = await Inbox.get(id=row_id)
    assert await inbox.claim(NOW, real_s=inbox.LEASE_S) == []
    assert await inbox.claim(NOW, real_s=inbox.LEASE_S + 1) == [row_id]
    assert not await inbox.applied(of_the_dead, NOW)
    assert await inbox.applied(await Inbox.get(id=row_id), NOW)


async def test_a_row_that_fails_waits_holds_back_its_person_and_dies_after_five(database):
    await inbox.store([arrival("a"), arrival("b")])
    now = NOW
    for attempt in range(1, inbox.ATTEMPTS + 1):
        [row_id] = await inbox.claim(now, real_s=0.0)
        row = await Inbox.get(id=row_id)
        assert row.message_id == "a"
        assert await inbox.failed(row, "boom", now) == (attempt == inbox.ATTEMPTS)
        if attempt < inbox.ATTEMPTS:
            assert await inbox.claim(now, real_s=0.0) == []
        now += timedelta(minutes=1)
    [row_id] = await inbox.claim(now, real_s=0.0)
    assert (await Inbox.get(id=row_id)).message_id == "b"


@pytest.mark.parametrize("text", ["马上办", "😀", "\u2028", "'); DROP TABLE inbox; --", "?", "$1", "\x7f\x01"])
async def test_any_text_comes_back_as_it_was(database, text):
    await inbox.store([arrival(text, payload=text)])
    assert await inbox.store([arrival(text)]) == 0
    [row] = await Inbox.all()
    assert (row.message_id, row.payload) == (text, text)


async def test_a_key_that_storage_must_clean_still_gets_its_row(database):
    assert await inbox.store([arrival("a\x00b", payload="\x00")]) == 1
    assert await inbox.store([arrival("a\x00b")]) == 0
    assert await inbox.store([arrival("c\ud83d", payload="\ud83d")]) == 1
    assert await Inbox.all().order_by("id").values_list("message_id", "payload") == [("ab", ""), ("c", "")]


async def test_a_batch_that_fails_keeps_no_key(database):
    with pytest.raises(ZeroDivisionError):
        await db.tx(_store_and_fail)
    assert await inbox.store([arrival("a")]) == 1


async def _store_and_fail() -> None:
    await inbox.store([arrival("a")])
    raise ZeroDivisionError
