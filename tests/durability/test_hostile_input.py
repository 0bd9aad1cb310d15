"""What anybody can send to the running bot: refused in one text, never stored, never a fault of ours."""

import asyncio
import statistics
from urllib.parse import urlencode

from hostile_requests import many
from raw_http import Answer, chunked, post, request, send
from small_city import head_of
from wecom_by_hand import PATH, callback, encrypt, envelope, seal, signed, typed

from models.settings import hash_token

FAST_S = 0.05
LIMIT = 64 * 1024
MUTATED, AT_ONCE = 3000, 48
GROWTH_MB = 50
LORIS = 200
TOKEN = "msk_" + "d" * 43

NO_ANSWER = Answer(0, b"", 0.2)

SEALED = seal(typed("head01", "1号进度40%").xml().encode())
QUERY = signed(SEALED)
FRAME = b"r" * 16 + (5).to_bytes(4, "big") + b"<xml/"


def sealed_post(sealed: str) -> bytes:
    return post(signed(sealed), envelope(sealed))


FOREIGN = callback(typed("head01", "1号进度40%"), receive_id="wwforeign00000000000")
BAD = {
    "wrong signature": post(QUERY | {"msg_signature": "0" * 40}, envelope(SEALED)),
    "signature of another time": post(QUERY | {"timestamp": "1"}, envelope(SEALED)),
    "wrong receive id": post(FOREIGN.query, FOREIGN.body),
    "bad base64": sealed_post("A" * 63 + "=A"),
    "no whole block": sealed_post(SEALED[:-8]),
    "bad padding": sealed_post(encrypt(FRAME + b"x" * (64 - len(FRAME)))),
    "lying length": sealed_post(encrypt(b"r" * 16 + b"\x7f\xff\xff\xff" + b"x" * 11 + b"\x01")),
    "invalid UTF-8 inside": sealed_post(seal(b"<xml>\xff\xfe</xml>")),
    "no sender inside": sealed_post(seal(b"<xml><MsgId>1</MsgId></xml>")),
    "document type inside": sealed_post(seal(b"<!DOCTYPE x>" + typed("head01", "1").xml().encode())),
    "document type": post(QUERY, b"<!DOCTYPE xml>" + envelope(SEALED)),
    "entities": post(QUERY, b'<!DOCTYPE x [<!ENTITY a "b">]>' + envelope("&a;")),
    "invalid UTF-8": post(QUERY, envelope(SEALED) + b"\xff"),
    "another encoding": post(QUERY, b'<?xml version="1.0" encoding="utf-16"?>' + envelope(SEALED)),
    "nothing": post(QUERY, b""),
    "no signature": post({name: QUERY[name] for name in ("timestamp", "nonce")}, envelope(SEALED)),
    "no timestamp": post({name: QUERY[name] for name in ("msg_signature", "nonce")}, envelope(SEALED)),
    "a parameter twice": post([*QUERY.items(), ("nonce", QUERY["nonce"])], envelope(SEALED)),
    "two envelopes": post(QUERY, envelope(SEALED) + envelope(SEALED)),
    "oversize": post(QUERY, envelope(SEALED) + b" " * (LIMIT + 1)),
    "verification, wrong signature": request(
        "GET", f"{PATH}?{urlencode(QUERY | {'echostr': SEALED, 'msg_signature': '0' * 40})}"
    ),
    "verification, no echostr": request("GET", f"{PATH}?{urlencode(QUERY)}"),
}


async def test_whatever_is_wrong_is_refused_fast_in_one_text_and_stores_nothing(stage, city_on_sqlite):
    scene = await stage(city_on_sqlite, is_eve=False)
    for name, raw in BAD.items():
        answers = [await send(scene.bot.port, raw) for _ in range(5)]
        assert {answer.status for answer in answers} == {413 if name == "oversize" else 403}, name
        assert {answer.body for answer in answers} == {b"callback refused"}, name
        assert statistics.median(answer.seconds for answer in answers) < FAST_S, name
    assert (await send(scene.bot.port, chunked(QUERY, 10 * 1024 * 1024))).status == 413
    assert await scene.count("inbox_key") == await scene.count("inbox") == 0


async def test_the_address_is_proven_with_the_very_text(stage, city_on_sqlite):
    scene = await stage(city_on_sqlite, is_eve=False)
    sealed = seal(b"1616140317555161061")
    answer = await send(scene.bot.port, request("GET", f"{PATH}?{urlencode(signed(sealed) | {'echostr': sealed})}"))
    assert (answer.status, answer.body) == (200, b"1616140317555161061")


async def test_thousands_of_mutated_requests_leave_it_as_it_was(stage, city_on_sqlite):
    scene = await stage(city_on_sqlite, is_eve=False)
    await _ask(scene, list(many(300, seed=1)))  # it has seen everything once
    before = scene.bot.rss_mb
    faults = [
        (raw[:300], answer)
        for raw, answer in await _ask(scene, list(many(MUTATED, seed=2)))
        if answer.status in range(500, 600)
    ]
    assert [fault for fault in faults if fault[1].status != 501] == []
    assert scene.bot.rss_mb - before < GROWTH_MB
    assert "Traceback" not in scene.bot.log.read_text(encoding="utf-8")
    assert await scene.bot.hear(typed(head_of(1), "1号进度40%，已开工")) == 200
    await scene.bot.turn_clock(30)
    assert await scene.count("inbox WHERE state NOT IN ('applied', 'quarantined')") == 0
    assert await scene.bot.stop() == 0


async def _ask(scene, raws):
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(raw):
        async with gate:
            return raw, await _or_silence(scene.bot.port, raw)

    return await asyncio.gather(*(one(raw) for raw in raws))


async def _or_silence(port: int, raw: bytes):
    """A request that never ends is given up by us, as its sender does."""
    try:
        return await send(port, raw, timeout_s=0.2)
    except TimeoutError:
        return NO_ANSWER


async def test_hundreds_who_never_finish_their_request_keep_nobody_waiting(stage, city_on_sqlite):
    scene = await stage(city_on_sqlite, is_eve=False)
    slow = [await asyncio.open_connection("127.0.0.1", scene.bot.port) for _ in range(LORIS)]
    for number, (_, writer) in enumerate(slow):
        writer.write(post(QUERY, envelope(SEALED))[: 40 if number % 2 else -9])
    try:
        times = []
        for number in range(60):
            began = asyncio.get_running_loop().time()
            assert await scene.bot.hear(typed(head_of(number % 20), "今天已开工")) == 200
            times.append(asyncio.get_running_loop().time() - began)
        assert sorted(times)[-2] < 0.5
        reader, _ = slow[0]
        async with asyncio.timeout(6):
            assert (await reader.readuntil(b"\r\n")).startswith(b"HTTP/1.1 408")
    finally:
        for _, writer in slow:
            writer.close()


async def test_a_stale_callback_is_set_apart_and_can_be_let_in(stage, city_on_sqlite):
    scene = await stage(city_on_sqlite)
    old = callback(typed(head_of(1), "3号进度40%，已开工，3月20日前完成下一批"), at=1_700_000_000)
    assert await scene.bot.take(old) == 200
    await scene.bot.turn_clock(1)
    assert [state for _, state in await scene.inbox_of(head_of(1))] == ["quarantined"]
    assert await scene.answers_to(head_of(1)) == 0
    await scene.write(
        f"INSERT INTO api_key (name, role, token_hash, created_at) VALUES ('a', 'admin', '{hash_token(TOKEN)}', '2026-01-01 00:00:00+00:00')"
    )
    released = request("POST", "/api/v1/messages/inbox/1/release", headers={"Authorization": f"Bearer {TOKEN}"})
    assert (await send(scene.bot.port, released)).status == 200
    await scene.bot.turn_clock(1)
    assert [state for _, state in await scene.inbox_of(head_of(1))] == ["applied"]
    assert await scene.answers_to(head_of(1)) == 1
