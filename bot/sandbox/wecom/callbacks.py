"""The way of a callback to the bot: signed, encrypted, tried again if unanswered.

Follows developer.work.weixin.qq.com/document/path/90238 (2024-07-22): five seconds for an answer, three tries
more; a non-200 answer counts as none. Every try seals and signs the same plaintext anew, with real time.
"""

import asyncio
import base64
import secrets
import time
from collections import deque
from dataclasses import asdict, dataclass, replace

from aiohttp import ClientError, ClientSession, ClientTimeout
from yarl import URL

from bot.sandbox.carriage import Callback
from bot.sandbox.config import WeComConfig
from bot.sandbox.faults import CALLBACK, Fault
from bot.sandbox.phones import BOT, bubble
from bot.sandbox.wecom.envelope import BadEnvelope, Envelope
from bot.sandbox.wecom.plaintext import misspelt, post_body, read_passive_reply
from bot.sandbox.wire import Json
from bot.sandbox.world import World

FORGED = frozenset({"bad_signature", "foreign_receiver", "bad_padding"})
KEPT_TRIES = 20_000
VERIFY_TIMEOUT_S = 1.0


@dataclass(frozen=True, slots=True)
class Sealed:
    query: dict[str, str]
    body: str


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
    def __init__(self, world: World, config: WeComConfig) -> None:
        self._world = world
        self._config = config
        self._envelope = Envelope(config.token, config.aes_key, config.corp_id)
        self._session: ClientSession | None = None
        self._tries: deque[Try] = deque(maxlen=KEPT_TRIES)

    def tries(self) -> list[Json]:
        return [asdict(one) for one in self._tries]

    async def open(self) -> None:
        self._session = ClientSession(timeout=ClientTimeout(total=self._world.config.callback_timeout_s))

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def verify_address(self) -> str:
        """Asks the bot to decrypt a random number within a second; empty when it did, else what was wrong."""
        number = str(secrets.randbelow(10**19))
        query = self._signed(self._envelope.encrypt(number), "echostr")
        try:
            async with asyncio.timeout(VERIFY_TIMEOUT_S):
                status, answer = await self._exchange("GET", query, "")
        except TimeoutError:
            return "no answer within 1 s"
        if status != 200:
            return answer if status == 0 else f"HTTP {status}"
        return "" if answer == number else "the answer is not the decrypted text"

    async def deliver(self, callback: Callback) -> bool:
        fault = self._world.faults.take(CALLBACK)
        if fault:
            await asyncio.sleep(fault.delay_s)
        if fault and fault.mode in FORGED:
            await self._post(callback, self._seal(callback.plaintext, fault.mode), form=fault.mode)
        if fault and fault.mode == "misspelt":
            callback = replace(callback, plaintext=misspelt(callback.plaintext))
        answered = await self._try_until_answered(callback, fault)
        if answered and answered.reply:
            self._apply_reply(callback, answered.reply)
        return answered is not None

    async def _try_until_answered(self, callback: Callback, fault: Fault | None) -> Try | None:
        mode = fault.mode if fault else None
        for number, gap_s in enumerate((0.0, *self._world.config.retry_gaps_s), start=1):
            await asyncio.sleep(gap_s)
            sealed = self._seal(callback.plaintext)
            one = await self._post(callback, sealed, number=number)
            if mode == "lost_answer" and number == 1:
                continue
            if one.is_answered:
                if fault and mode == "duplicate":
                    await self._repeat(callback, sealed, fault.copies)
                return one
        return None

    async def _repeat(self, callback: Callback, sealed: Sealed, copies: int) -> None:
        await asyncio.gather(*(self._post(callback, sealed, form="duplicate") for _ in range(copies)))

    def _seal(self, plaintext: str, form: str = "") -> Sealed:
        config = self._config
        stranger = Envelope(config.token, config.aes_key, config.corp_id + "x")
        encrypt = (stranger if form == "foreign_receiver" else self._envelope).encrypt(plaintext)
        if form == "bad_padding":
            encrypt = base64.b64encode(base64.b64decode(encrypt)[:-16] + secrets.token_bytes(16)).decode()
        query = self._signed(encrypt)
        if form == "bad_signature":
            query["msg_signature"] = query["msg_signature"][::-1]
        return Sealed(query, post_body(config.corp_id, config.agent_id, encrypt))

    def _signed(self, encrypt: str, carried_as: str = "") -> dict[str, str]:
        stamp, nonce = str(int(time.time())), str(secrets.randbelow(10**10))
        signature = self._envelope.sign(timestamp=stamp, nonce=nonce, encrypt=encrypt)
        query = {"msg_signature": signature, "timestamp": stamp, "nonce": nonce}
        return query | {carried_as: encrypt} if carried_as else query

    async def _post(self, callback: Callback, sealed: Sealed, *, number: int = 0, form: str = "") -> Try:
        started = time.monotonic()
        status, reply = await self._exchange("POST", sealed.query, sealed.body)
        took_ms = int((time.monotonic() - started) * 1000)
        one = Try(callback.user, callback.plaintext, number, form, status, took_ms, reply)
        self._tries.append(one)
        return one

    async def _exchange(self, method: str, query: dict[str, str], body: str) -> tuple[int, str]:
        """(0, cause) when no answer came."""
        if self._session is None:
            return 0, "closed"
        url = URL(self._config.callback_url).update_query(query)
        headers = {"Content-Type": "text/xml"}
        try:
            async with self._session.request(method, url, data=body.encode(), headers=headers) as answer:
                return answer.status, await answer.text(errors="replace")
        except (ClientError, TimeoutError) as error:
            return 0, type(error).__name__

    def _apply_reply(self, callback: Callback, body: str) -> None:
        """A passive reply in the answer: a text is shown, update_button greys the clicker's card."""
        try:
            reply = read_passive_reply(body, self._envelope)
        except BadEnvelope:
            return
        phones, number = self._world.phones, callback.entry or callback.card
        if number is not None and phones.find(callback.user, number) is None:
            return  # the phones were made new meanwhile
        if reply.kind == "text":
            phones.show(bubble(callback.user, self._world.now(), BOT, "text", text=reply.text))
        elif reply.kind == "update_button" and callback.card is not None:
            phones.change(callback.card, settled=reply.text, pressed="")
