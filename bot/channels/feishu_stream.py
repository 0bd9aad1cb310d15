"""Feishu's long connection (长连接, page of 2026-03-12; the wire as its SDK 1.7.5 has it): events without an address of ours.

A frame is acknowledged once its event is stored, and only then. Each event goes to one of the connections that stand.
"""

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import random
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, ClientWSTimeout, WSMsgType
from yarl import URL

from bot.channels.contract import Deliver, Received
from bot.channels.feishu_api import FeishuSettings
from bot.channels.feishu_errors import connection_fault
from bot.channels.feishu_frames import CONTROL, DATA, BadFrame, Frame, read, write
from bot.channels.feishu_wire import Answer, Ask, Wire
from bot.telemetry import CONNECTED, log
from models.errors import CallbackRefused, StorageBusy

ENDPOINT = "ws/endpoint"
LARGEST_FRAME = 1 << 20
LONGEST_S = 3600.0
MOST_PARTS, MOST_HALF = 64, 256
OKAY, FAILED = 200, 500

Json = dict[str, Any]
Take = Callable[[bytes], Received | None]  # raises CallbackRefused; None: nothing to keep


@dataclass(frozen=True, slots=True)
class Timing:
    """Real seconds, until the platform tells its own. A line that ended is opened anew after up to `nonce_s`, and where that
    fails after 2, 4, 8 … up to `every_s`. One on which nothing came for two and a half pings is dead.
    """

    ping_s: float = 120.0
    every_s: float = 120.0
    nonce_s: float = 30.0
    leave_s: float = 3.0


class NoConnection(Exception):
    """What keeps us from being connected, in Chinese."""


class Stream:
    def __init__(self, settings: FeishuSettings, wire: Wire, take: Take, timing: Timing | None = None) -> None:
        self._settings = settings
        self._wire = wire
        self._take = take
        self._timing = timing or Timing()

    async def run(self, deliver: Deliver) -> None:
        """Until cancelled."""
        pause_s, failures = 0.0, 0
        while True:
            await asyncio.sleep(pause_s)
            try:
                url = await self.open()
                socket = await self._connected(self._wire.session(), url)
            except NoConnection as error:
                log.warning("stream_not_connected", platform="feishu", error=str(error))
                CONNECTED.labels("feishu").set(0)
                failures += 1
                pause_s = min(self._timing.every_s, 2.0 ** min(failures, 16)) * (0.5 + random() / 2)
                continue
            failures = 0
            log.info("stream_connected", platform="feishu")
            CONNECTED.labels("feishu").set(1)
            await Link(socket, _service(url), self._take, deliver, self).run(self._timing.leave_s)
            pause_s = random() * self._timing.nonce_s

    async def open(self) -> URL:
        """A place to connect to. Raises NoConnection."""
        told = {"AppID": self._settings.app_id, "AppSecret": self._settings.app_secret}
        ask = Ask("POST", ENDPOINT, json.dumps(told).encode(), root="callback")
        reply = await self._wire.send(ask, secrets=(self._settings.app_secret,))
        if not isinstance(reply, Answer):
            raise NoConnection(getattr(reply, "error", "平台的答复不是 JSON"))
        if reply.code:
            raise NoConnection(connection_fault(reply.code, f"{reply.code} {reply.said[:200]}"))
        self.told(reply.data.get("ClientConfig"))
        url = reply.data.get("URL")
        if not isinstance(url, str) or urlsplit(url).scheme not in {"wss", "ws"}:
            raise NoConnection("长连接网关给的地址不是 WebSocket 地址")
        return URL(url, encoded=True)

    def told(self, config: object) -> None:
        """The platform's own times, in seconds, wherever it tells them."""
        if not isinstance(config, dict):
            return
        names = {"ping_s": "PingInterval", "every_s": "ReconnectInterval", "nonce_s": "ReconnectNonce"}
        found = {ours: _seconds(config.get(theirs)) for ours, theirs in names.items()}
        self._timing = replace(self._timing, **{name: value for name, value in found.items() if value})

    @property
    def ping_s(self) -> float:
        return self._timing.ping_s

    async def _connected(self, session: ClientSession, url: URL) -> ClientWebSocketResponse:
        timeout = ClientWSTimeout(ws_close=self._timing.leave_s)
        try:
            async with asyncio.timeout(10):
                return await session.ws_connect(url, max_msg_size=LARGEST_FRAME, timeout=timeout)
        except (ClientError, OSError, TimeoutError) as error:  # its text holds the ticket: only the kind is told
            raise NoConnection(f"连接不上长连接网关，请检查网络和防火墙（{type(error).__name__}）") from None


class Link:
    """One connection, read from its beginning to its end."""

    def __init__(
        self, socket: ClientWebSocketResponse, service: int, take: Take, deliver: Deliver, stream: Stream
    ) -> None:
        self._socket = socket
        self._service = service
        self._take = take
        self._deliver = deliver
        self._stream = stream
        self._halves: dict[str, dict[int, bytes]] = {}

    async def run(self, leave_s: float) -> None:
        pings = asyncio.create_task(self._ping())
        try:
            await self._read()
        except (ClientError, OSError, TimeoutError) as error:
            log.warning("stream_lost", platform="feishu", error=type(error).__name__)
        finally:
            pings.cancel()
            await asyncio.wait([pings])
            try:
                async with asyncio.timeout(leave_s):
                    await self._socket.close()
            except TimeoutError:
                log.warning("stream_left_hard", platform="feishu")

    async def _ping(self) -> None:
        while True:
            await self._send(Frame(CONTROL, {"type": "ping"}, service=self._service))
            await asyncio.sleep(self._stream.ping_s)

    async def _read(self) -> None:
        while True:
            message = await self._socket.receive(timeout=self._stream.ping_s * 2.5)
            if message.type is WSMsgType.BINARY:
                await self._frame(message.data)
            elif message.type is not WSMsgType.TEXT:
                log.info("stream_closed", platform="feishu", code=self._socket.close_code)
                return

    async def _frame(self, raw: bytes) -> None:
        try:
            frame = read(raw)
        except BadFrame as error:
            log.warning("stream_frame_unreadable", platform="feishu", error=str(error))
            return
        if frame.method == CONTROL:
            self._control(frame)
        elif frame.method == DATA and (payload := self._whole(frame)) is not None:
            await self._send(_acknowledged(frame, await self._kept(payload)))

    def _control(self, frame: Frame) -> None:
        if frame.headers.get("type") == "pong" and frame.payload:
            try:
                self._stream.told(json.loads(frame.payload))
            except ValueError:
                log.warning("stream_frame_unreadable", platform="feishu", error="pong")

    def _whole(self, frame: Frame) -> bytes | None:
        """A large payload comes in parts; None while some are missing."""
        total, at = _count(frame.headers.get("sum", "1")), _count(frame.headers.get("seq", "0"))
        if total <= 1:
            return frame.payload
        name = frame.headers.get("message_id", "")
        if total > MOST_PARTS or at >= total:
            log.warning("stream_frame_unreadable", platform="feishu", error="parts")
            return None
        parts = self._halves.setdefault(name, {})
        parts[at] = frame.payload
        if len(parts) < total:
            while len(self._halves) > MOST_HALF:  # whose other half never came
                self._halves.pop(next(iter(self._halves)))
            return None
        del self._halves[name]
        return b"".join(parts[number] for number in range(total))

    async def _kept(self, payload: bytes) -> int:
        """What the frame is answered: an event that nobody wants is taken, one that could not be stored is not."""
        try:
            received = self._take(payload)
        except CallbackRefused as error:
            log.warning("callback_refused", platform="feishu", cause=error.cause)
            return OKAY
        try:
            if received is not None:
                await self._deliver(received)
        except StorageBusy:
            log.warning("stream_not_kept", platform="feishu")
            return FAILED
        return OKAY

    async def _send(self, frame: Frame) -> None:
        try:
            await self._socket.send_bytes(write(frame))
        except (ClientError, OSError):
            log.warning("stream_not_acknowledged", platform="feishu")  # it comes again, and is known by its id


def _acknowledged(frame: Frame, code: int) -> Frame:
    """The same frame back; `data` is what answers a tap on a card, an empty object."""
    told = {"code": code, "headers": {}, "data": base64.b64encode(b"{}").decode()}
    return replace(frame, headers={**frame.headers, "biz_rt": "0"}, payload=json.dumps(told).encode())


def _service(url: URL) -> int:
    return _count(next(iter(parse_qs(url.raw_query_string).get("service_id", [])), "0"))


def _count(told: str) -> int:
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else 0


def _seconds(value: object) -> float:
    """0 for what is no time to go by."""
    return float(value) if isinstance(value, int | float) and 0 < value <= LONGEST_S else 0.0
