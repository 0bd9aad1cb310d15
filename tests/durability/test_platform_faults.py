"""The platform misbehaves in every way it knows: nothing is lost, nothing seen twice, nobody else waits for the unlucky."""

import random
from collections import Counter
from collections.abc import Iterator

from phones_by_hand import GETTOKEN, SEND, Fault
from small_city import UNITS, head_of, tasks_of
from wecom_by_hand import typed

LIMIT_A_MINUTE = 30  # the platform's; beyond it drops in silence
HTML = "<html><body>502 Bad Gateway</body></html>"
OK_BUT_NOT_HIM = {"errcode": 0, "errmsg": "ok", "invaliduser": head_of(11), "msgid": "M"}

# fault(s) of the next calls → state of the message in the end, how often it was seen
FAULTS = {
    "500": ([Fault(status=500, text="")], "sent", 1),
    "500 after it was shown": ([Fault(status=500, text="", after_effect=True)], "sent", 1),
    "a gateway's page": ([Fault(status=502, text=HTML)] * 3, "sent", 1),
    "a page with 200": ([Fault(text=HTML, after_effect=True)], "sent", 1),
    "nothing": ([Fault(text="", after_effect=True)], "sent", 1),
    "cut off before": ([Fault(drops=True)], "sent", 1),
    "cut off after it was shown": ([Fault(drops=True, after_effect=True)] * 2, "sent", 1),
    "busy": ([Fault({"errcode": -1, "errmsg": "system busy"})] * 4, "sent", 1),
    "too many calls": ([Fault({"errcode": 45009, "errmsg": "api freq out of limit"})], "sent", 1),
    "token expired": ([Fault({"errcode": 42001, "errmsg": "access_token expired"})], "sent", 1),
    "token unknown": ([Fault({"errcode": 40014, "errmsg": "invalid access_token"})], "sent", 1),
    "not this one": ([Fault(OK_BUT_NOT_HIM)], "failed", 0),
    "nobody": ([Fault({"errcode": 81013, "errmsg": "user & party & tag all invalid"})], "failed", 0),
    "wrong secret": ([Fault({"errcode": 40001, "errmsg": "invalid credential"})], "sent", 1),
    "no answer in time": ([Fault(delay_s=10.5, after_effect=True)], "sent", 1),  # ten seconds are waited for it
}


def word(unit: int, percent: int = 40):
    return typed(head_of(unit), f"{tasks_of(unit)[0]}进度{percent}%，已开工，3月20日前完成下一批")


async def test_each_fault_ends_as_it_must(stage, city_on_sqlite):
    scene = await stage(city_on_sqlite)
    await scene.bot.turn_clock(1)
    for unit, (name, (faults, state, seen)) in enumerate(FAULTS.items()):
        before, tokens = len(scene.phones.on(head_of(unit))), scene.phones.calls[GETTOKEN]
        scene.phones.will(SEND, *faults)
        assert await scene.bot.hear(word(unit)) == 200
        await scene.bot.turn_clock(45)
        assert not scene.phones.faults[SEND], f"{name}: it was tried too seldom"
        assert len(scene.phones.on(head_of(unit))) - before == seen, name
        states = await scene.rows(f"SELECT state FROM outbox WHERE userid = '{head_of(unit)}' AND reason = 'reply'")
        assert states == [(state,)], name
        assert scene.phones.calls[GETTOKEN] - tokens <= 2, "one for the fault, one when it is two hours old"
    assert await scene.bot.stop() == 0


async def test_a_wrong_secret_holds_everything_back_and_loses_nothing(stage, city_on_sqlite):
    scene = await stage(city_on_sqlite)
    scene.phones.forget_tokens()
    scene.phones.will(GETTOKEN, *[Fault({"errcode": 40001, "errmsg": "invalid credential"})] * 3)
    assert await scene.bot.hear(word(1)) == 200
    await scene.bot.turn_clock(60)
    assert await scene.answers_to(head_of(1)) == 0
    asked = scene.phones.calls[GETTOKEN]
    await scene.bot.turn_clock(120)
    assert scene.phones.calls[GETTOKEN] - asked <= 6, "three an hour at most"
    assert await scene.answers_to(head_of(1)) == 1


def one_in_four(dice: random.Random) -> Iterator[Fault | None]:
    kinds = (
        Fault(status=500, text=""), Fault(status=503, text=HTML, after_effect=True), Fault(drops=True), Fault(drops=True, after_effect=True),
        Fault(text="", after_effect=True), Fault({"errcode": -1, "errmsg": "busy"}), Fault({"errcode": 42001, "errmsg": "expired"}),
    )  # fmt: skip
    while True:
        yield dice.choice(kinds) if dice.random() < 0.25 else None


async def test_with_a_quarter_of_the_calls_failing_the_sum_is_right_and_nothing_is_seen_twice(stage, city_url):
    scene = await stage(city_url)
    await scene.bot.turn_clock(1)
    scene.phones.whims = one_in_four(random.Random(5))
    scene.phones.gone = {head_of(3), head_of(4)}
    for percent in range(20, 24):
        for unit in range(UNITS):
            assert await scene.bot.hear(word(unit, percent)) == 200
    for percent in range(30, 95):  # one talks more than anybody may be written to in a minute
        assert await scene.bot.hear(word(0, percent)) == 200
    await scene.bot.turn_clock(26 * 60)  # the next day's lists are out, too
    rows = await scene.rows("SELECT userid, state FROM outbox")
    states = Counter(state for _, state in rows)
    assert set(states) <= {"sent", "failed", "unknown", "cancelled"}
    assert (
        await scene.count("outbox WHERE reason = 'reply'")
        == await scene.count("inbox WHERE state = 'applied'")
        == 4 * UNITS + 65
    )
    assert len(scene.phones.shown) == states["sent"] + states["unknown"]
    assert (
        states["failed"]
        == await scene.count(f"outbox WHERE state = 'failed' AND userid IN ('{head_of(3)}', '{head_of(4)}')")
        >= 8
    )
    assert scene.phones.swallowed > 0
    assert scene.phones.busiest_minute() <= LIMIT_A_MINUTE


async def test_a_row_that_cannot_be_worked_steps_aside_and_says_why(stage, city_on_sqlite):
    scene = await stage(city_on_sqlite)
    await scene.bot.turn_clock(1)
    moment = "'2026-02-24 00:00:00+00:00'"
    await scene.write(
        "INSERT INTO inbox (platform, message_id, userid, payload, received_at, next_try_at, state, attempts, lease_until, fence)"
        f" VALUES ('elsewhere', 'poison', '{head_of(1)}', '?', {moment}, {moment}, 'received', 0, 0, 0)"
    )
    await scene.write(
        "INSERT INTO outbox (platform, userid, kind, content, reason, is_proactive, state, planned_at, maybe_sent, attempts, lease_until, fence, created_at)"
        f" VALUES ('wecom', '{head_of(1)}', 'text', '{{\"kind\": \"song\"}}', 'poison', 0, 'pending', {moment}, 0, 0, 0, 0, {moment})"
    )
    for unit in (1, 2):
        assert await scene.bot.hear(word(unit)) == 200
    await scene.bot.turn_clock(60)
    [(state, attempts, error)] = await scene.rows(
        "SELECT state, attempts, error FROM inbox WHERE message_id = 'poison'"
    )
    assert (state, attempts) == ("dead", 5)
    assert "elsewhere" in error
    [(state, attempts, error)] = await scene.rows("SELECT state, attempts, error FROM outbox WHERE reason = 'poison'")
    assert (state, attempts) == ("failed", 5)
    assert "song" in error
    for unit in (1, 2):
        assert await scene.answers_to(head_of(unit)) == 1
