"""The way of an event to the bot: encrypted, signed, tried again if unanswered; a tap on a card is carried once.

Follows the pages of 2025-04-07 and 2026-05-09: three seconds for an answer. Every try seals and signs the same
event anew, with real time; the platform's 15 s, 5 min, 1 h and 6 h between them are the configured gaps here.
"""

import asyncio
import base64
import json
import secrets
import time
from collections import deque
from dataclasses import asdict, dataclass

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.sandbox.carriage import Callback
from bot.sandbox.config import FeishuConfig
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import CALLBACK, Fault
from bot.sandbox.feishu import envelope, faces
from bot.sandbox.feishu.cards import read_card
from bot.sandbox.feishu.events import renamed
from bot.sandbox.feishu.lines import Lines
from bot.sandbox.phones import BOT, bubble
from bot.sandbox.wire import Json, object_of, text_of
from bot.sandbox.world import World

FORGED = frozenset({"bad_signature", "foreign_receiver", "bad_padding"})
KEPT_TRIES = 20_000
ANSWER_S, CHECK_S = 3.0, 1.0


@dataclass(frozen=True, slots=True)
class Sealed:
    headers: dict[str, str]
    body: bytes
    plaintext: str = ""


@dataclass(frozen=True, slots=True)
class Try:
    """`status` is the HTTP status, 0 when no answer came; `form` names what was wrong with it on purpose."""

    user: str
    plaintext: str
    number: int
    form: str
    status: int
    took_ms: int
    reply: str = ""

    @property
    def is_answered(self) -> bool:
        return self.status == 200


class Callbacks:
    def __init__(self, world: World, config: FeishuConfig, lines: Lines) -> None:
        self._world = world
        self._lines = lines
        self._config = config
        self._session: ClientSession | None = None
        self._tries: deque[Try] = deque(maxlen=KEPT_TRIES)

    def tries(self) -> list[Json]:
        return [asdict(one) for one in self._tries]

    async def open(self) -> None:
        self._session = ClientSession(timeout=ClientTimeout(total=min(ANSWER_S, self._world.config.callback_timeout_s)))

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def verify_address(self) -> str:
        """The challenge, encrypted where there is a key and never signed; empty when it came back in a second."""
        challenge = secrets.token_hex(12)
        asked = {"challenge": challenge, "token": self._config.verification_token, "type": "url_verification"}
        try:
            async with asyncio.timeout(CHECK_S):
                status, answer = await self._exchange(Sealed({}, self._body(json.dumps(asked))))
        except TimeoutError:
            return "no answer within 1 s"
        if status != 200:
            return answer if status == 0 else f"HTTP {status}"
        return "" if _object(answer).get("challenge") == challenge else "the answer is not the challenge"

    async def deliver(self, callback: Callback) -> bool:
        fault = self._world.faults.take(CALLBACK)
        if fault:
            await asyncio.sleep(fault.delay_s)
        if fault and fault.mode in FORGED and not self._config.is_stream:
            await self._post(callback, self._seal(callback.plaintext, fault.mode), form=fault.mode)
        answered = await self._try_until_answered(callback, fault)
        if answered and callback.card is not None:
            self._apply_answer(callback, answered.reply)
        return answered is not None

    async def _try_until_answered(self, callback: Callback, fault: Fault | None) -> Try | None:
        mode = fault.mode if fault else None
        gaps_s = () if callback.card is not None else self._world.config.retry_gaps_s
        for number, gap_s in enumerate((0.0, *gaps_s), start=1):
            await asyncio.sleep(gap_s)
            sealed = self._seal(callback.plaintext)
            one = await self._post(callback, sealed, number=number)
            if mode == "lost_answer" and number == 1 and gaps_s:
                continue
            if one.is_answered:
                await self._repeat(callback, sealed, fault)
                return one
        return None

    async def _repeat(self, callback: Callback, sealed: Sealed, fault: Fault | None) -> None:
        """At least once, even after success: the same bytes, or the same message as another event."""
        if fault is None or fault.mode not in ("duplicate", "renamed"):
            return
        form = fault.mode
        copies = [
            sealed if form == "duplicate" else self._seal(renamed(callback.plaintext)) for _ in range(fault.copies)
        ]
        await asyncio.gather(*(self._post(callback, one, form=form) for one in copies))

    def _body(self, plaintext: str, key: str | None = None) -> bytes:
        key = self._config.encrypt_key if key is None else key
        return json.dumps({"encrypt": envelope.seal(key, plaintext)}).encode() if key else plaintext.encode()

    def _seal(self, plaintext: str, form: str = "") -> Sealed:
        key = self._config.encrypt_key
        body = self._body(plaintext, key + "x" if form == "foreign_receiver" else key)
        if form == "bad_padding" and key:
            whole = base64.b64decode(json.loads(body)["encrypt"])
            body = json.dumps({"encrypt": base64.b64encode(whole[:-16] + secrets.token_bytes(16)).decode()}).encode()
        headers = self._signed(body) if key else {}
        if form == "bad_signature" and key:
            headers["X-Lark-Signature"] = headers["X-Lark-Signature"][::-1]
        return Sealed(headers, body, plaintext)

    def _signed(self, body: bytes) -> dict[str, str]:
        stamp, nonce = str(int(time.time())), str(secrets.randbelow(10**10))
        signature = envelope.sign(self._config.encrypt_key, timestamp=stamp, nonce=nonce, body=body)
        return {"X-Lark-Request-Timestamp": stamp, "X-Lark-Request-Nonce": nonce, "X-Lark-Signature": signature}

    async def _post(self, callback: Callback, sealed: Sealed, *, number: int = 0, form: str = "") -> Try:
        started = time.monotonic()
        is_stream = self._config.is_stream
        status, reply = await (self._lines.send(sealed.plaintext) if is_stream else self._exchange(sealed))
        took_ms = int((time.monotonic() - started) * 1000)
        one = Try(callback.user, callback.plaintext, number, form, status, took_ms, reply)
        self._tries.append(one)
        return one

    async def _exchange(self, sealed: Sealed) -> tuple[int, str]:
        """(0, cause) when no answer came. A redirect is no answer."""
        if self._session is None:
            return 0, "closed"
        headers = {"Content-Type": "application/json; charset=utf-8"} | sealed.headers
        try:
            async with self._session.post(
                self._config.callback_url, data=sealed.body, headers=headers, allow_redirects=False
            ) as answer:
                return answer.status, await answer.text(errors="replace")
        except (ClientError, TimeoutError) as error:
            return 0, type(error).__name__

    def _apply_answer(self, callback: Callback, reply: str) -> None:
        """What the answer to a tap puts on the screen: a line that passes, and a card in the place of the old one."""
        phones, answer = self._world.phones, _object(reply)
        entry = phones.find(callback.user, callback.card or 0)
        if entry is None or entry.card is None:
            return  # the phones were made new meanwhile
        if words := text_of(object_of(answer, "toast"), "content"):
            phones.show(bubble(callback.user, self._world.now(), BOT, "text", text=words))
        if text_of(given := object_of(answer, "card"), "type") == "raw":
            try:
                card = read_card(json.dumps(given.get("data"), ensure_ascii=False))
            except ApiError:
                return
            phones.change(entry.id, card=card, settled=faces.settled(card), pressed="")


def _object(text: str) -> Json:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
