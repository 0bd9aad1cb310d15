"""The way of what people did to the bot: by a connection of the stream, or signed by HTTP; again while nobody says that
it came.

Follows open.dingtalk.com/document/development/receive-message (2025-12-29) for the sign and
/develop-stream-mode-push-server (2026-07-22). A message that comes again has its own id and another number of its frame.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import time
from collections import deque
from dataclasses import asdict, dataclass

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.sandbox.carriage import Callback
from bot.sandbox.dingtalk.contents import read_answer
from bot.sandbox.dingtalk.errors import DingError
from bot.sandbox.dingtalk.gateway import Gateway, Lost
from bot.sandbox.dingtalk.state import CardRoute, State
from bot.sandbox.faults import CALLBACK, Fault
from bot.sandbox.phones import BOT, bubble
from bot.sandbox.wecom.envelope import BadEnvelope, Envelope
from bot.sandbox.wire import Json, text_of

TOPIC, CARDS = "/v1.0/im/bot/messages/get", "/v1.0/card/instances/callback"
EVENT_S = 3.0
CUT_S = 0.05  # between a message and its acknowledgement
KEPT_TRIES = 20_000


@dataclass(frozen=True, slots=True)
class Try:
    """`status` is that of HTTP or of the acknowledgement, 0 when neither came."""

    user: str
    plaintext: str
    number: int
    form: str
    status: int
    took_ms: int
    platform: str = "dingtalk"


class Pushes:
    def __init__(self, state: State, gateway: Gateway) -> None:
        self._state = state
        self._world = state.world
        self._config = state.config
        self._gateway = gateway
        self._session: ClientSession | None = None
        self._tries: deque[Try] = deque(maxlen=KEPT_TRIES)

    def tries(self) -> list[Json]:
        return [asdict(one) for one in self._tries]

    async def open(self) -> None:
        self._session = ClientSession(timeout=ClientTimeout(total=self._world.config.callback_timeout_s))

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def deliver(self, callback: Callback) -> bool:
        fault = self._world.faults.take(CALLBACK)
        if fault:
            await asyncio.sleep(fault.delay_s)
        if fault and fault.mode == "bad_signature" and not self._config.is_stream:
            await self._try(callback, 0, form="bad_signature")
        for number, gap_s in enumerate((0.0, *self._world.config.retry_gaps_s), start=1):
            await asyncio.sleep(gap_s)
            if not await self._try(callback, number, form=fault.mode or "" if fault and number == 1 else ""):
                continue
            await self._repeat(callback, fault)
            return True
        return False

    async def _repeat(self, callback: Callback, fault: Fault | None) -> None:
        if fault and fault.mode == "duplicate":
            await asyncio.gather(*(self._try(callback, 0, form="duplicate") for _ in range(fault.copies)))

    async def _try(self, callback: Callback, number: int, *, form: str) -> bool:
        """False as well where the answer is lost on purpose: then it comes again."""
        started = time.monotonic()
        status = await self._push(callback, form)
        took_ms = int((time.monotonic() - started) * 1000)
        self._tries.append(Try(callback.user, callback.plaintext, number, form, status, took_ms))
        return status == 200 and form != "lost_answer"

    async def _push(self, callback: Callback, form: str) -> int:
        body = json.loads(callback.plaintext)
        if route := self._route_of(text_of(body, "outTrackId")):
            return await self._post_press(route, callback.plaintext, form)
        return await (self._by_stream(callback, form) if self._config.is_stream else self._by_http(callback, form))

    def _route_of(self, card_id: str) -> CardRoute | None:
        """The address of presses that this card was made with; None where they go by the stream."""
        made = self._world.phones.sent_as(card_id) if card_id else []
        name = text_of(made[0].card or {}, "route") if made else ""
        return self._state.card_routes.get(name)

    async def _post_press(self, route: CardRoute, body: str, form: str) -> int:
        stamp = str(int(time.time() * 1000))
        sign = base64.b64encode(hmac.new(route.secret.encode(), stamp.encode(), hashlib.sha256).digest()).decode()
        sign = sign[::-1] if form == "bad_signature" else sign
        headers = {"x-ddpaas-signature-timestamp": stamp, "x-ddpaas-signature": sign} if route.secret else {}
        status, _ = await self._post(route.url, body, headers)
        return status

    async def _by_stream(self, callback: Callback, form: str) -> int:
        body = json.loads(callback.plaintext)
        event = text_of(body, "EventType")
        headers = (
            {"eventType": event, "eventId": text_of(body, "eventId"), "eventCorpId": self._config.corp_id}
            if event
            else {}
        )
        if form == "end":
            await self._gateway.end()
        patience_s = EVENT_S if event else self._world.config.callback_timeout_s
        try:
            return await self._gateway.push(
                "EVENT" if event else "CALLBACK", "*" if event else CARDS if "outTrackId" in body else TOPIC, _data(body, is_event=bool(event)),
                patience_s=patience_s, cut_after_s=CUT_S if form == "cut" else None, **headers,
            )  # fmt: skip
        except (Lost, TimeoutError):
            return 0

    async def _by_http(self, callback: Callback, form: str) -> int:
        body = json.loads(callback.plaintext)
        if text_of(body, "EventType"):
            return 200 if await self._post_event(body) == "" else 0
        stamp = str(int(time.time() * 1000))
        sign = _sign(stamp, self._config.client_secret)
        headers = {"timestamp": stamp, "sign": sign[::-1] if form == "bad_signature" else sign}
        status, answer = await self._post(self._config.callback_url, callback.plaintext, headers)
        if status == 200:
            self._show_answer(callback, answer)
        return status

    async def verify_address(self) -> str:
        """Empty when all is well, else what is wrong: with the event address where there is one, else with the stream."""
        if self._config.events_url:
            return await self._post_event({"EventType": "check_url"})
        return "" if self._gateway.is_connected or not self._config.is_stream else "no connection"

    async def _post_event(self, event: Json) -> str:
        config = self._config
        if not config.events_url:
            return "no event address"
        envelope = Envelope(config.token, config.aes_key, config.client_id)
        encrypt, stamp, nonce = (
            envelope.encrypt(json.dumps(event, ensure_ascii=False)),
            str(int(time.time() * 1000)),
            secrets.token_hex(4),
        )
        signature = envelope.sign(timestamp=stamp, nonce=nonce, encrypt=encrypt)
        url = f"{config.events_url}?msg_signature={signature}&timestamp={stamp}&nonce={nonce}"
        status, answer = await self._post(url, json.dumps({"encrypt": encrypt}), {})
        if status != 200:
            return f"HTTP {status}"
        try:
            told = json.loads(answer)
            envelope.check(
                told["msg_signature"], timestamp=told["timeStamp"], nonce=told["nonce"], encrypt=told["encrypt"]
            )
            return "" if envelope.decrypt(told["encrypt"]) == "success" else "the answer is not success"
        except (ValueError, KeyError, TypeError, BadEnvelope) as error:
            return f"the answer does not open: {type(error).__name__}"

    async def _post(self, url: str, body: str, headers: dict[str, str]) -> tuple[int, str]:
        """(0, cause) when no answer came."""
        if self._session is None:
            return 0, "closed"
        headers = {"Content-Type": "application/json; charset=utf-8"} | headers
        try:
            async with self._session.post(url, data=body.encode(), headers=headers, allow_redirects=False) as answer:
                return answer.status, await answer.text(errors="replace")
        except (ClientError, TimeoutError) as error:
            return 0, type(error).__name__

    def _show_answer(self, callback: Callback, answer: str) -> None:
        try:
            content = read_answer(json.loads(answer))
        except (ValueError, DingError):
            return
        if content is not None:
            said = bubble(callback.user, self._world.now(), BOT, content.kind, text=content.text, card=content.card)
            self._world.phones.show(said)


def _data(body: Json, *, is_event: bool) -> str:
    """By stream an event's common keys are in the headers, the rest begins with a small letter."""
    if not is_event:
        return json.dumps(body, ensure_ascii=False)
    common = {"EventType", "EventTime", "CorpId", "eventId", "BizId"}
    rest = {name[0].lower() + name[1:]: value for name, value in body.items() if name not in common}
    return json.dumps(rest, ensure_ascii=False)


def _sign(stamp: str, secret: str) -> str:
    digest = hmac.digest(secret.encode(), b"\n".join((stamp.encode(), secret.encode())), hashlib.sha256)
    return base64.b64encode(digest).decode()
