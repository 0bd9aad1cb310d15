"""However many replicas send, a platform gets no more from the app than it takes, and hardly less."""

import asyncio
import time
from bisect import bisect_right
from datetime import datetime, timedelta

from processes import run_together
from replica import NOW, PLACES, Counting, FastClock

from bot.sender import Sender
from models import buckets, db, outbox, rulebook
from models.messages import Outgoing, OutgoingKind
from models.outbox import Outbox, as_json

WAITING, SPEED, LASTS_S = 1000, 10, 125
_, (A_MINUTE, MINUTE_S) = PLACES


async def queue(count: int) -> None:
    words = as_json(Outgoing(OutgoingKind.TEXT, "46号已登记"))
    await Outbox.bulk_create(
        Outbox(platform="feishu", userid=f"u{n}", reason="reply", content=words, planned_at=NOW, created_at=NOW)
        for n in range(count)
    )


def most_within(span_s: float, moments: list[float]) -> int:
    return max(bisect_right(moments, at + span_s - 1e-9) - n for n, at in enumerate(moments))


async def send_together(replicas: int, url: str, speed: int, lasts_s: int) -> tuple[list[float], list[int]]:
    await queue(WAITING)
    await rulebook.seed(NOW)
    await db.close()
    shares = run_together(replicas, "send_at_pace", url, str(time.time()), str(speed), str(lasts_s))
    return sorted(at for share in shares for at in share), [len(share) for share in shares]


async def test_of_two_replicas_no_minute_holds_more_than_the_platform_takes_and_each_nearly_all_of_it(
    postgres_url, record_property
):
    await db.open_database(postgres_url)
    left, shares = await send_together(2, postgres_url, SPEED, LASTS_S)
    used = len([at for at in left if left[0] <= at < left[0] + 2 * MINUTE_S]) / (2 * A_MINUTE)
    most = most_within(MINUTE_S, left)
    record_property("figures", f"two replicas, shares {shares}: {most} in the fullest minute, {used:.1%} of two used")
    assert len(left) < WAITING, "there was always more to send"
    assert most <= A_MINUTE
    assert used >= 0.95
    assert min(shares) > 0, "both of them sent"


async def taken(limits: outbox.Limits, at: datetime = NOW) -> int:
    """How many are claimed at that moment; they are sent at once."""
    ids = await outbox.take(at, real_s=0.0, owner=7, limits=limits)
    await Outbox.filter(id__in=ids).update(state="sent")
    return len(ids)


TWO = {"feishu": ((2, MINUTE_S),)}


async def test_whoever_stands_behind_a_full_minute_is_next_when_it_is_over(database):
    await queue(3)
    assert [await taken(TWO), await taken(TWO)] == [2, 0]
    free_at = await buckets.next_free(NOW)
    assert free_at is not None
    assert MINUTE_S <= (free_at - NOW).total_seconds() <= MINUTE_S * 1.05
    assert [await taken(TWO, free_at - timedelta(seconds=1)), await taken(TWO, free_at)] == [0, 1]


async def test_a_place_that_was_not_used_is_given_back(database):
    await queue(3)
    assert await taken(TWO) == 2
    await db.tx(lambda: buckets.give_back("feishu", 1, TWO["feishu"], NOW))
    assert await taken(TWO) == 1


async def test_a_platform_that_is_full_keeps_no_other_waiting(database):
    await queue(4)
    await Outbox.filter(userid="u3").update(platform="wecom")
    assert await taken(TWO) == 3


async def test_one_person_gets_four_a_second_at_most_whichever_replica_sends(database):
    """What goes out to him is counted from the rows, which all replicas share."""
    await rulebook.seed(NOW)
    clock = FastClock(time.time(), 1)
    channel = Counting(clock)
    await queue(9)
    await Outbox.all().update(userid="u")
    for owner in (7, 8):
        sender = Sender({"feishu": channel}, clock, asyncio.Event(), owner=owner)
        asyncio.get_running_loop().call_later(0.5, sender.stop)
        await sender.drain()
    last = Sender({"feishu": channel}, clock, asyncio.Event(), owner=9)
    async with asyncio.timeout(20):
        while len(channel.left) < 9:  # what has to wait longer than a second is left for the next round
            await last.drain()
            await asyncio.sleep(0.05)
    assert len(channel.left) == 9
    assert most_within(1.0, channel.left) <= 4
