"""The stream gateway: tickets that are good once, connections, frames and their acknowledgements.

Follows the developerpedia's stream protocol (2025-05-16): each push goes to one connection at random.
"""

import asyncio
import json
import random
import secrets
import time
from collections.abc import Callable

from aiohttp import ClientError, WSMsgType, web

from bot.sandbox.drops import Drop
from bot.sandbox.wire import Json, object_of, text_of

TICKET_S = 90.0
PING_S = 30.0
GOING_S = 10.0  # after `disconnect` the platform closes a line that went quiet


class Lost(Exception):
    """No acknowledgement: no line, a line that broke, or silence."""


class Gateway:
    def __init__(self, is_ours: Callable[[str, str], bool], *, ping_s: float = PING_S) -> None:
        self._is_ours = is_ours
        self._ping_s = ping_s
        self._tickets: dict[str, float] = {}
        self._late_tickets = 0
        self._links: list[Link] = []
        self._arrived = asyncio.Condition()

    @property
    def is_connected(self) -> bool:
        return bool(self._fresh())

    async def open(self, request: web.Request) -> web.Response:
        if "application/json" not in request.headers.get("Accept", ""):
            return web.Response(text="<gateway/>", content_type="application/xml")
        body = json.loads(await request.read())
        if not self._is_ours(text_of(body, "clientId"), text_of(body, "clientSecret")):
            return web.json_response({"code": "authFailed", "message": "鉴权失败", "requestid": "r"}, status=401)
        ticket = secrets.token_urlsafe(24)
        is_late, self._late_tickets = self._late_tickets > 0, max(0, self._late_tickets - 1)
        self._tickets[ticket] = time.monotonic() + (0.0 if is_late else TICKET_S)
        at = request.url.with_path("/connect").with_query(None).with_scheme("ws")
        return web.json_response({"endpoint": str(at), "ticket": ticket})

    async def connect(self, request: web.Request) -> web.StreamResponse:
        if self._tickets.pop(request.query.get("ticket", ""), 0.0) < time.monotonic():
            return web.Response(status=401, text="ticket")
        link = Link(web.WebSocketResponse(), request)
        await link.socket.prepare(request)
        self._links.append(link)
        async with self._arrived:
            self._arrived.notify_all()
        pinging = asyncio.create_task(self._keep_alive(link))
        try:
            await link.read()
        finally:
            pinging.cancel()
            self._links.remove(link)
        return link.socket

    async def push(
        self, kind: str, topic: str, body: str, *, patience_s: float, cut_after_s: float | None = None, **headers: str
    ) -> int:
        """The code of the acknowledgement; raises Lost. A line that is not there yet is waited for."""
        async with asyncio.timeout(patience_s):
            async with self._arrived:
                await self._arrived.wait_for(self._fresh)
            return await random.choice(self._fresh()).push(kind, topic, body, cut_after_s, **headers)

    async def end(self) -> None:
        """Every line is told to go."""
        for link in self._fresh():
            await link.end()

    async def drop(self, order: Drop) -> int:
        """How many lines came to their end."""
        fresh = [link for link in self._fresh() if not link.is_silent]
        self._late_tickets += order.how == "ticket" and bool(fresh)
        for link in fresh:
            await link.drop(order)
        return len(fresh)

    async def close(self) -> None:
        for link in list(self._links):
            if link.is_silent:
                link.cut()
            await link.socket.close()

    async def _keep_alive(self, link: "Link") -> None:
        while True:
            await asyncio.sleep(self._ping_s)
            try:
                async with asyncio.timeout(self._ping_s):
                    await link.push("SYSTEM", "ping", json.dumps({"opaque": secrets.token_hex(8)}))
            except (Lost, TimeoutError):
                link.cut()

    def _fresh(self) -> list["Link"]:
        """Lines that frames may be pushed to."""
        return [link for link in self._links if not link.is_going and not link.socket.closed]


class Link:
    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self._request = request
        self.is_going = False
        self.is_silent = False
        self._waiting: dict[str, asyncio.Future[int]] = {}

    async def read(self) -> None:
        async for message in self.socket:
            if message.type is WSMsgType.TEXT:
                self._acknowledged(json.loads(message.data))
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(Lost("line"))

    async def push(self, kind: str, topic: str, body: str, cut_after_s: float | None = None, **headers: str) -> int:
        """`cut_after_s`: the line breaks then, and whatever acknowledgement was under way is lost."""
        number = secrets.token_hex(12)
        told = {
            "appId": "sandbox",
            "connectionId": str(id(self)),
            "contentType": "application/json",
            "messageId": number,
        }
        told |= {"time": str(int(time.time() * 1000)), "topic": topic} | headers
        frame = {"specVersion": "1.0", "type": kind, "headers": told, "data": body}
        self._waiting[number] = asyncio.get_running_loop().create_future()
        try:
            if not self.is_silent:
                await self.socket.send_str(json.dumps(frame, ensure_ascii=False))
            if cut_after_s is not None:
                await asyncio.sleep(cut_after_s)
                self.cut()
                raise Lost("cut")
            return await self._waiting[number]
        except (ClientError, OSError):
            raise Lost("line") from None
        finally:
            self._waiting.pop(number, None)

    async def end(self) -> None:
        self.is_going = True
        frame = {
            "specVersion": "1.0",
            "type": "SYSTEM",
            "headers": {"topic": "disconnect"},
            "data": '{"reason":"connection is expired"}',
        }
        await self.socket.send_str(json.dumps(frame))

    async def drop(self, order: Drop) -> None:
        match order.how:
            case "close":
                self.is_going = True
                await self.socket.close()
            case "silence":
                self._fall_silent(order.silent_s)
            case "end":
                await self.end()
            case _:
                self.cut()

    def _fall_silent(self, seconds: float) -> None:
        self.is_silent = True
        if self._request.transport is not None:
            self._request.transport.pause_reading()
            asyncio.get_running_loop().call_later(seconds, self.cut)

    def cut(self) -> None:
        self.is_going = True
        if self._request.transport is not None:
            self._request.transport.abort()

    def _acknowledged(self, ack: Json) -> None:
        waiting = self._waiting.get(text_of(object_of(ack, "headers"), "messageId"))
        if waiting is not None and not waiting.done():
            code = ack.get("code")
            waiting.set_result(code if isinstance(code, int) else 0)
