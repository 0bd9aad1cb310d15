"""The stream: an acknowledgement after the message is kept, and a line that mends itself."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp import web
from ding_double import OPEN, Ding, ding, frame
from ding_parts import CLIENT, QUICK, SECRET, channel, message, text

from bot.channels.contract import Received
from bot.channels.dingtalk import DingTalkChannel
from bot.telemetry import CONNECTED
from models.errors import StorageBusy


class Inbox:
    """Keeps what is delivered, or is busy, or takes its time."""

    def __init__(self) -> None:
        self.kept: list[Received] = []
        self.is_busy = False
        self.gate = asyncio.Event()
        self.gate.set()

    async def deliver(self, received: Received) -> None:
        await self.gate.wait()
        if self.is_busy:
            raise StorageBusy("locked")
        self.kept.append(received)


@asynccontextmanager
async def listening(server: Ding, ours: DingTalkChannel | None = None) -> AsyncIterator[Inbox]:
    ours, inbox = ours or channel(server.base), Inbox()
    assert ours.listen is not None
    task = asyncio.create_task(ours.listen(inbox.deliver))
    try:
        yield inbox
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await ours.close()


@pytest.fixture
async def server() -> AsyncIterator[Ding]:
    async with ding(SECRET) as double:
        yield double


async def test_a_connection_is_opened_with_what_is_wanted(server):
    async with listening(server):
        await server.connected()
    [asked] = server.bodies(OPEN)
    assert (asked["clientId"], asked["clientSecret"]) == (CLIENT, SECRET)
    assert {"type": "CALLBACK", "topic": "/v1.0/im/bot/messages/get"} in asked["subscriptions"]
    assert {"type": "EVENT", "topic": "*"} in asked["subscriptions"]
    assert server.headers(OPEN)[0]["Accept"] == "application/json"


async def test_a_message_is_acknowledged_when_it_is_kept_and_not_before(server):
    async with listening(server) as inbox:
        line = await server.connected()
        inbox.gate.clear()
        await line.send_str(frame(message(), number="m7"))
        await asyncio.sleep(0.05)
        assert server.acks.empty()
        inbox.gate.set()
        ack = await server.acknowledged()
    assert (ack["code"], ack["headers"]["messageId"], json.loads(ack["data"])) == (200, "m7", {"response": None})
    assert [one.message_id for one in inbox.kept] == ["msgA1=="]


async def test_what_could_not_be_kept_is_not_acknowledged(server):
    async with listening(server) as inbox:
        line = await server.connected()
        inbox.is_busy = True
        await line.send_str(frame(message(), number="m1"))
        await line.send_str(frame({"opaque": "o"}, kind="SYSTEM", topic="ping", number="p"))
        ack = await server.acknowledged()
    assert ack["headers"]["messageId"] == "p"
    assert inbox.kept == []


async def test_a_ping_is_answered_with_what_it_brought(server):
    async with listening(server):
        line = await server.connected()
        await line.send_str(frame({"opaque": "id-9"}, kind="SYSTEM", topic="ping"))
        assert json.loads((await server.acknowledged())["data"]) == {"opaque": "id-9"}


async def test_events_cards_and_unknown_topics_are_answered_each_in_its_way(server):
    async with listening(server) as inbox:
        line = await server.connected()
        born = {"eventId": "e1", "eventType": "user_leave_org", "eventBornTime": "1767585600000"}
        await line.send_str(frame({"userId": ["A1"]}, kind="EVENT", topic="*", **born))
        assert json.loads((await server.acknowledged())["data"]) == {"status": "SUCCESS", "message": ""}
        await line.send_str(frame({"userId": ["A1"]}, kind="EVENT", topic="*", **born | {"eventType": "user_add_org"}))
        assert json.loads((await server.acknowledged())["data"]) == {"status": "SUCCESS", "message": ""}
        await line.send_str(frame({"outTrackId": "c1"}, topic="/v1.0/card/instances/callback"))
        assert json.loads((await server.acknowledged())["data"]) == {"response": {}}
        await line.send_str(frame({}, topic="/v1.0/unheard"))
        assert (await server.acknowledged())["code"] == 404
        await line.send_str(frame(message(robotCode="another")))
        assert (await server.acknowledged())["code"] == 400
    assert [one.user for one in inbox.kept] == ["a1"]


@pytest.mark.parametrize("words", ["", "[]", "{}", '{"type":"CALLBACK"}', '{"type":"CALLBACK","headers":7}', "x" * 100])
async def test_a_frame_that_is_none_harms_nobody(server, words):
    async with listening(server) as inbox:
        line = await server.connected()
        await line.send_str(words)
        await line.send_str(frame(message()))
        await server.acknowledged()
    assert len(inbox.kept) == 1


async def test_a_connection_that_is_to_end_is_followed_by_another_before_it_is_left(server):
    async with listening(server) as inbox:
        old = await server.connected()
        await old.send_str(frame({"reason": "connection is expired"}, kind="SYSTEM", topic="disconnect"))
        await old.send_str(frame(text("还在路上", number="msgB==")))
        new = await server.connected()
        await server.acknowledged()
        await new.send_str(frame(text("新的一条", number="msgC==")))
        await server.acknowledged()
        async with asyncio.timeout(2):
            while not old.closed:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    assert [one.message_id for one in inbox.kept] == ["msgB==", "msgC=="]


async def test_a_line_that_is_cut_is_opened_anew_with_a_new_ticket(server):
    async with listening(server) as inbox:
        line = await server.connected()
        await line.send_str(frame(text("一", number="msg1==")))
        await server.acknowledged()
        line._req.transport.abort()
        again = await server.connected()
        await again.send_str(frame(text("二", number="msg2==")))
        await server.acknowledged()
    assert [one.message_id for one in inbox.kept] == ["msg1==", "msg2=="]
    assert server.count(OPEN) == 2


async def test_a_line_that_went_silent_is_given_up(server):
    server.is_deaf = True
    async with listening(server) as inbox:
        await server.connected()
        server.is_deaf = False
        line = await server.connected()
        await line.send_str(frame(message()))
        await server.acknowledged()
    assert len(inbox.kept) == 1


async def test_an_old_connection_is_renewed_by_itself(server):
    ours = channel(server.base)
    ours._stream._timing = replace(QUICK, oldest_s=0.05)
    async with listening(server, ours):
        await server.connected()
        await server.connected()


@pytest.mark.parametrize(
    "answer",
    [
        (503, {}),
        (401, {"code": "authFailed", "message": "鉴权失败"}),
        web.Response(text="<xml/>"),
        {"endpoint": "http://x", "ticket": "t"},
        {},
    ],
)
async def test_a_gateway_that_does_not_open_is_asked_again(server, answer):
    server.will(OPEN, answer)
    async with listening(server):
        line = await server.connected()
        await line.send_str(frame(message()))
        await server.acknowledged()
        assert CONNECTED.labels("dingtalk")._value.get() == 1
    assert server.count(OPEN) == 2


async def test_no_connection_is_seen_in_the_metrics(server):
    server.will(OPEN, *[(503, {})] * 100)
    async with listening(server), asyncio.timeout(5):
        while CONNECTED.labels("dingtalk")._value.get() != 0:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_the_pause_grows_and_ends_with_the_first_frame():
    stream = channel("http://127.0.0.1:9")._stream
    stream._timing = replace(QUICK, first_s=1.0, longest_s=60.0)
    pauses = []
    for failures in (1, 2, 3, 7, 40):
        stream._failures = failures
        pauses.append(stream._pause_s())
    assert pauses == [1.0, 2.0, 4.0, 60.0, 60.0]
    stream._heard()
    assert stream._failures == 0


async def test_the_operator_hears_why_nothing_comes_in(server):
    ours = channel(server.base)
    assert await ours.probe() is None
    server.will(OPEN, (401, {"code": "authFailed", "message": "鉴权失败"}))
    assert "收不到消息" in (await ours.probe() or "")
    await ours.close()
