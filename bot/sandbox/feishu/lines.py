"""The long connection (长连接): where a bot gets its place, and by which of its lines an event goes out.

Follows the page of 2026-03-12 and the SDK 1.7.5: 50 lines an app, one of them at random for each event, three seconds
for the frame to come back.
"""

import asyncio
import base64
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import WSMsgType, web

from bot.sandbox.config import FeishuConfig
from bot.sandbox.drops import Drop
from bot.sandbox.feishu.frames import CONTROL, DATA, Frame, decode, encode
from bot.sandbox.wire import Json, text_of

MOST_LINES, ANSWER_S, LARGEST_PART = 50, 3.0, 16 * 1024
CONFIG = {"ReconnectCount": -1, "ReconnectInterval": 1, "ReconnectNonce": 1, "PingInterval": 120}


@dataclass(eq=False)
class Line:
    socket: web.WebSocketResponse
    request: web.Request
    is_silent: bool = False

    async def drop(self, order: Drop) -> None:
        match order.how:
            case "close":
                await self.socket.close()
            case "silence":
                self._fall_silent(order.silent_s)
            case _:
                self.reset()

    def _fall_silent(self, seconds: float) -> None:
        self.is_silent = True
        if self.request.transport is not None:
            self.request.transport.pause_reading()
            asyncio.get_running_loop().call_later(seconds, self.reset)

    def reset(self) -> None:
        if self.request.transport is not None:
            self.request.transport.abort()


class Lines:
    def __init__(self, config: FeishuConfig) -> None:
        self._config = config
        self._tickets: set[str] = set()
        self._late_tickets = 0
        self._open: list[Line] = []
        self.is_open = asyncio.Event()
        self._answers: dict[str, asyncio.Future[tuple[int, str]]] = {}

    def routes(self) -> list[web.RouteDef]:
        own = web.post("/sandbox/feishu/cut", self._cut)
        return [web.post("/callback/ws/endpoint", self._endpoint), web.get("/feishu-line", self._line), own]

    async def cut(self) -> None:
        """The platform lets every line go."""
        for line in list(self._open):
            if line.is_silent:
                line.reset()
            await line.socket.close()

    async def _cut(self, request: web.Request) -> web.Response:
        order = Drop.model_validate_json(await request.read() or "{}")
        lines = [line for line in self._open if not line.is_silent]
        self._late_tickets += order.how == "ticket" and bool(lines)
        for line in lines:
            await line.drop(order)
        return web.json_response({"lines": len(lines)})

    async def send(self, plaintext: str) -> tuple[int, str]:
        """The code and the data of the answer; 0 when none came."""
        if not self._open:
            return 0, "no line is open"
        message_id, line = secrets.token_hex(8), secrets.choice(self._open)
        answer: asyncio.Future[tuple[int, str]] = asyncio.get_running_loop().create_future()
        self._answers[message_id] = answer
        try:
            for frame in [] if line.is_silent else self._frames(message_id, plaintext.encode()):
                await line.socket.send_bytes(encode(frame))
            async with asyncio.timeout(ANSWER_S):
                return await answer
        except (TimeoutError, ConnectionError, RuntimeError) as error:
            return 0, type(error).__name__
        finally:
            del self._answers[message_id]

    def _frames(self, message_id: str, payload: bytes) -> list[Frame]:
        size = LARGEST_PART
        parts = [payload[start : start + size] for start in range(0, len(payload), size)]
        headers = {"type": "event", "message_id": message_id, "sum": str(len(parts)), "trace_id": secrets.token_hex(8)}
        return [Frame(DATA, {**headers, "seq": str(at)}, part, at) for at, part in enumerate(parts)]

    async def _endpoint(self, request: web.Request) -> web.Response:
        try:
            asked = json.loads(await request.read())
        except ValueError:
            asked = {}
        code, words = self._refusal(asked if isinstance(asked, dict) else {})
        if code:
            return web.json_response({"code": code, "msg": words})
        ticket = secrets.token_urlsafe(16)
        if self._late_tickets:
            self._late_tickets -= 1
        else:
            self._tickets.add(ticket)
        at = request.url.origin().with_scheme("ws")
        url = f"{at}/feishu-line?device_id=1&service_id=1&access_key=k&ticket={ticket}"
        return web.json_response({"code": 0, "msg": "", "data": {"URL": url, "ClientConfig": CONFIG}})

    def _refusal(self, asked: Mapping[str, object]) -> tuple[int, str]:
        if text_of(asked, "AppID") != self._config.app_id:
            return 1000040344, "no credential"
        if not hmac.compare_digest(text_of(asked, "AppSecret").encode(), self._config.app_secret.encode()):
            return 514, "auth failed"
        if len(self._open) >= MOST_LINES:
            return 1000040350, "exceed conn limit"
        return 0, ""

    async def _line(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(max_msg_size=1 << 20)
        await socket.prepare(request)
        self._open.append(line := Line(socket, request))
        self.is_open.set()
        try:
            async for message in socket:
                if message.type is WSMsgType.BINARY:
                    await self._heard(socket, decode(message.data))
        finally:
            self._open.remove(line)
            if not self._open:
                self.is_open.clear()
        return socket

    async def _heard(self, socket: web.WebSocketResponse, frame: Frame) -> None:
        if frame.method == CONTROL:
            await socket.send_bytes(encode(Frame(CONTROL, {"type": "pong"}, json.dumps(CONFIG).encode())))
            return
        waiting = self._answers.get(frame.headers.get("message_id", ""))
        if waiting and not waiting.done():
            waiting.set_result(_answer(frame.payload))


def _answer(payload: bytes) -> tuple[int, str]:
    try:
        told: Json = json.loads(payload)
        code, data = told.get("code"), base64.b64decode(text_of(told, "data")).decode()
    except (ValueError, AttributeError):
        return 0, "the answer does not read"
    return (code if isinstance(code, int) else 0), data
