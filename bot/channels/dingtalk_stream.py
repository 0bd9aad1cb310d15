"""DingTalk's stream: messages by a connection that we open (pages stream/protocol, 2025-05-16, and
develop-stream-mode-push-server, 2026-07-22).

A frame is acknowledged once its message is stored, and only then: whatever is not comes again after a minute. A
connection that is to end is followed by another before it is left.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from random import random
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, ClientWSTimeout, WSMsgType
from yarl import URL

from bot.channels.contract import Deliver, Received
from bot.channels.dingtalk_api import DingTalkSettings
from bot.channels.dingtalk_errors import verdict
from bot.channels.dingtalk_wire import Ask, Reply, Wire
from bot.telemetry import CONNECTED, log
from models.errors import CallbackRefused, StorageBusy

OPEN = "/v1.0/gateway/connections/open"
MESSAGES, CARDS = "/v1.0/im/bot/messages/get", "/v1.0/card/instances/callback"
LARGEST_FRAME = 1 << 20
OKAY, NO_TOPIC, NONSENSE = 200, 404, 400

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Timing:
    """Real seconds. The pause before the next try doubles from `first_s` to `longest_s`, plus a second's jitter.

    `heartbeat_s`: a line on which nothing comes for so long is asked, and given up when it stays silent for half as long.
    """

    first_s: float = 1.0
    longest_s: float = 60.0
    jitter_s: float = 1.0
    heartbeat_s: float = 60.0
    oldest_s: float = 6 * 3600.0
    leave_s: float = 3.0


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What a frame is answered with. `data` travels as a JSON string."""

    data: object
    code: int = OKAY


Take = Callable[[Json], Received | Acknowledged]  # raises CallbackRefused
OF_CARD = Acknowledged({"response": {}})  # no change yet: the update follows
OF_MESSAGE = Acknowledged({"response": None})
OF_EVENT = Acknowledged({"status": "SUCCESS", "message": ""})


class NoConnection(Exception):
    """What keeps us from being connected, in Chinese."""


class Stream:
    """`take` says of a message or an event what is to be kept of it, or what it is answered with where nothing is."""

    def __init__(self, settings: DingTalkSettings, wire: Wire, take: Take, timing: Timing | None = None) -> None:
        self._settings = settings
        self._wire = wire
        self._take = take
        self._timing = timing or Timing()
        self._failures = 0

    async def run(self, deliver: Deliver) -> None:
        """Until cancelled. The old connection is left when the new one stands."""
        link: Link | None = None
        try:
            while True:
                successor = await self._connected(deliver)
                if link is not None:
                    await link.leave()
                link = successor
                await link.is_over(self._timing.oldest_s)
        finally:
            if link is not None:
                await link.leave()

    async def open(self) -> URL:
        """A place to connect to, good once and for 90 s. Raises NoConnection."""
        reply = await self._wire.ask(Ask(OPEN, self._asked()), secrets=(self._settings.client_secret,))
        if not isinstance(reply, Reply):
            raise NoConnection(reply.error)
        if reply.code:
            raise NoConnection(verdict(reply.code, reply.status, reply.said).error)
        return _place(reply.data)

    def _asked(self) -> bytes:
        topics = [{"type": "EVENT", "topic": "*"}, *({"type": "CALLBACK", "topic": one} for one in (MESSAGES, CARDS))]
        given = {"clientId": self._settings.client_id, "clientSecret": self._settings.client_secret}
        return json.dumps(given | {"subscriptions": topics, "ua": "mashang"}).encode()

    async def _connected(self, deliver: Deliver) -> "Link":
        while True:
            if self._failures:
                await asyncio.sleep(self._pause_s())
            self._failures += 1  # until a frame has come: a line that opens and dies at once is none
            try:
                socket = await _connect(self._wire.session(), await self.open(), self._timing)
            except NoConnection as error:
                CONNECTED.labels("dingtalk").set(0)
                log.warning("stream_not_connected", platform="dingtalk", tries=self._failures, error=str(error))
                continue
            log.info("stream_connected", platform="dingtalk")
            CONNECTED.labels("dingtalk").set(1)
            return Link(socket, self._take, deliver, heard=self._heard, leave_s=self._timing.leave_s)

    def _pause_s(self) -> float:
        steps = min(self._failures - 1, 16)
        return min(self._timing.longest_s, self._timing.first_s * 2.0**steps) + random() * self._timing.jitter_s

    def _heard(self) -> None:
        self._failures = 0


class Link:
    """One connection, read from its beginning to its end."""

    def __init__(
        self,
        socket: ClientWebSocketResponse,
        take: Take,
        deliver: Deliver,
        *,
        heard: Callable[[], None],
        leave_s: float,
    ) -> None:
        self._socket = socket
        self._take = take
        self._deliver = deliver
        self._heard = heard
        self._leave_s = leave_s
        self._is_over = asyncio.Event()
        self._reader = asyncio.create_task(self._read())
        self._reader.add_done_callback(lambda _: self._is_over.set())

    async def is_over(self, oldest_s: float) -> None:
        """When the platform asks us to go, the line is dead, or it is old enough to be renewed."""
        try:
            async with asyncio.timeout(oldest_s):
                await self._is_over.wait()
        except TimeoutError:
            return

    async def leave(self) -> None:
        """What has come is finished first, so long as that does not take too long."""
        try:
            async with asyncio.timeout(self._leave_s):
                await self._socket.close()
        except TimeoutError:
            log.warning("stream_left_hard", platform="dingtalk")
        self._reader.cancel()
        await asyncio.wait([self._reader])

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    self._heard()
                    await self._frame(message.data)
        except (ClientError, OSError) as error:
            log.warning("stream_lost", platform="dingtalk", error=type(error).__name__)
        log.info("stream_closed", platform="dingtalk", code=self._socket.close_code)

    async def _frame(self, text: str) -> None:
        try:
            frame = json.loads(text)
            headers = frame["headers"]
            kind, topic, data = frame["type"], headers.get("topic"), frame.get("data")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            log.warning("stream_frame_unreadable", platform="dingtalk")
            return
        if kind == "SYSTEM":
            await self._system(headers, str(topic), data)
        elif (answer := await self._answer(frame)) is not None:
            await self._send(headers, answer)

    async def _system(self, headers: Json, topic: str, data: object) -> None:
        if topic == "disconnect":
            self._is_over.set()  # and we read on: the platform closes once we have gone quiet
        elif topic == "ping":
            await self._send(headers, Acknowledged(_data(data)))

    async def _answer(self, frame: Json) -> Acknowledged | None:
        """None for what could not be kept: without an answer it comes again."""
        try:
            taken = self._take(frame)
        except CallbackRefused as error:
            log.warning("callback_refused", platform="dingtalk", cause=error.cause)
            return Acknowledged({}, NONSENSE)
        if isinstance(taken, Acknowledged):
            return taken
        try:
            await self._deliver(taken)
        except StorageBusy:
            log.warning("stream_not_kept", platform="dingtalk")
            return None
        if frame["type"] == "EVENT":
            return OF_EVENT
        return OF_CARD if frame["headers"].get("topic") == CARDS else OF_MESSAGE

    async def _send(self, headers: Json, answer: Acknowledged) -> None:
        told = {"contentType": "application/json", "messageId": str(headers.get("messageId", ""))}
        words = {OKAY: "OK", NO_TOPIC: "no such topic", NONSENSE: "bad request"}[answer.code]
        data = json.dumps(answer.data, ensure_ascii=False)
        try:
            await self._socket.send_str(
                json.dumps({"code": answer.code, "headers": told, "message": words, "data": data})
            )
        except (ClientError, OSError):
            log.warning("stream_not_acknowledged", platform="dingtalk")  # it comes again, and is known by its id


async def _connect(session: ClientSession, place: URL, timing: Timing) -> ClientWebSocketResponse:
    try:
        async with asyncio.timeout(10):
            return await session.ws_connect(
                place, heartbeat=timing.heartbeat_s, max_msg_size=LARGEST_FRAME,
                timeout=ClientWSTimeout(ws_close=timing.leave_s),
            )  # fmt: skip
    except (ClientError, OSError, TimeoutError) as error:  # its text holds the ticket: only the kind is told
        raise NoConnection(f"连接不上 Stream 网关，请检查网络和防火墙（{type(error).__name__}）") from None


def _place(data: Json) -> URL:
    endpoint, ticket = data.get("endpoint"), data.get("ticket")
    if not (isinstance(endpoint, str) and isinstance(ticket, str) and ticket):
        raise NoConnection("Stream 网关的答复里没有 endpoint 和 ticket")
    if urlsplit(endpoint).scheme not in {"wss", "ws"}:
        raise NoConnection("Stream 网关给的地址不是 WebSocket 地址")
    return URL(endpoint).with_query({"ticket": ticket})


def _data(data: object) -> object:
    try:
        return json.loads(data) if isinstance(data, str) else data
    except ValueError:
        return data
