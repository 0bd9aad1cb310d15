"""Calls to Feishu's server with the token they need (page of 2025-03-26), and silence after a fault."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.feishu_errors import BAD_SECRET, OK, RATE_LIMITED, TOKEN_REFUSED, verdict
from bot.channels.feishu_wire import Answer, Ask, Binary, Wire
from bot.channels.silence import Silence
from bot.channels.tokens import AccessToken, Grant
from models.messages import Refused, Retry, Unknown

APP, TOKEN, SEND, CHANGE, RECALL, UPLOAD, FETCH = "app", "token", "send", "change", "recall", "upload", "fetch"
DIRECTORY, LOGIN = "directory", "login"
# What may not be fetched, uploaded or read, and who may not log in, is no reason to stop sending.
APART = frozenset({UPLOAD, FETCH, DIRECTORY, LOGIN})
TOKEN_PATH = "auth/v3/tenant_access_token/internal"
LIMIT_STEPS_S = (5.0, 60.0, 600.0)
TOKEN_STEPS_S = (60.0, 600.0)
TOKEN_TRIES = 3  # calls whose fresh token was refused too, before all calls wait
BAD_SECRET_S = 21 * 60.0  # a wrong secret is tried three times an hour at most
MISCONFIGURED_S = 300.0
LIFETIME_S = 7200
SAID_CHARS = 200
PER_PERSON = 230020  # of the rate limits: this one person or message, not the app

Fault = Retry | Refused | Unknown


@dataclass(frozen=True, slots=True)
class FeishuSettings:
    app_id: str
    app_secret: str = field(repr=False)
    encrypt_key: str = field(default="", repr=False)
    verification_token: str = field(default="", repr=False)
    api_base: str = "https://open.feishu.cn"
    ca: str = ""  # PEM, where the server's authority is the city's own
    skew_s: int = 600
    is_stream: bool = False
    login_url: str = "https://accounts.feishu.cn/open-apis/authen/v1/authorize"
    monthly_calls: int = 0  # what the organisation's edition allows, 0 = not counted


class FeishuApi:
    def __init__(self, settings: FeishuSettings, wire: Wire, *, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._wire = wire
        self._silence = Silence(now=now)
        self._token = AccessToken(self._grant, now=now)
        self._refused_tokens = 0
        self.counted = 0  # calls of the month, of this run

    async def call(self, lane: str, ask: Ask, *, answers: frozenset[int] = frozenset({OK})) -> Answer | Fault:
        """The platform's answer when its code is one of `answers`, else what the code means.

        A `lane` is what has to wait together when the platform says that one call was too many.
        """
        reply = await self._with_token(lane, ask)
        if isinstance(reply, Binary):
            return Unknown("平台给出的不是答复，是一个文件")
        return self._judged(lane, reply, answers) if isinstance(reply, Answer) else reply

    async def fetch(self, ask: Ask) -> Binary | Fault:
        reply = await self._with_token(FETCH, ask)
        judged = self._judged(FETCH, reply, frozenset()) if isinstance(reply, Answer) else reply
        return Unknown("平台没有给出文件") if isinstance(judged, Answer) else judged

    async def token_fault(self) -> Retry | Refused | None:
        """Why no call can be made now, if so."""
        token = await self._token.get()
        return self._silence.of(APP) if isinstance(token, str) else token

    async def close(self) -> None:
        await self._token.close()
        await self._wire.close()

    async def _with_token(self, lane: str, ask: Ask) -> Answer | Binary | Fault:
        """Renews a refused token once for all workers, and repeats the call once."""
        reply: Answer | Binary | Fault = Unknown("")
        for _ in range(2):
            if waiting := self._silence.of(APP, lane):
                return waiting
            token = await self._token.get()
            if not isinstance(token, str):
                return token
            reply = await self._wire.send(ask, token)
            self.counted += not isinstance(reply, Retry)
            if not isinstance(reply, Answer) or reply.code not in TOKEN_REFUSED:
                break
            self._token.drop(token)
        return reply

    def _judged(self, lane: str, reply: Answer, answers: frozenset[int]) -> Answer | Retry | Refused:
        error = _said(reply)
        if reply.code == OK:
            self._refused_tokens = 0
            self._silence.lift(APP, lane)
        if reply.code in answers:
            return reply
        if reply.code in TOKEN_REFUSED:
            return self._token_refused_twice(error)
        if reply.code in RATE_LIMITED:
            return self._limited(lane, reply, error)
        outcome = verdict(reply.code, error)
        if isinstance(outcome, Refused) and outcome.blame == "config":
            self._silence.hold(lane if lane in APART else APP, MISCONFIGURED_S, error=outcome.error)
        return outcome

    def _limited(self, lane: str, reply: Answer, error: str) -> Retry:
        if reply.code == PER_PERSON:
            return Retry(reply.free_in_s or 1.0, f"发给同一人过快（{error}）")
        said = f"调用超过平台频率限制（{error}）"
        if reply.free_in_s is not None:
            return self._silence.hold(lane, max(1.0, reply.free_in_s), error=said)
        return self._silence.step(lane, LIMIT_STEPS_S, error=said)

    def _token_refused_twice(self, error: str) -> Retry:
        self._refused_tokens += 1
        said = (
            f"平台不认新取得的 tenant_access_token，请核对 FEISHU_APP_ID 与 FEISHU_API_BASE 是否属于同一处（{error}）"
        )
        if self._refused_tokens < TOKEN_TRIES:
            return Retry(2.0, said)
        return self._silence.step(APP, TOKEN_STEPS_S, error=said)

    async def _grant(self) -> Grant | Retry | Refused:
        if waiting := self._silence.of(TOKEN):
            return waiting
        told = {"app_id": self._settings.app_id, "app_secret": self._settings.app_secret}
        reply = await self._wire.send(
            Ask("POST", TOKEN_PATH, json.dumps(told).encode()), secrets=(self._settings.app_secret,)
        )
        if isinstance(reply, Answer):
            return self._granted(reply)
        after_s = reply.after_s if isinstance(reply, Retry) else 5.0
        error = reply.error if isinstance(reply, Retry | Unknown) else "平台的答复不是 JSON"
        return self._silence.hold(TOKEN, after_s, error=error)

    def _granted(self, reply: Answer) -> Grant | Retry | Refused:
        error = _said(reply)
        if reply.code == OK:
            return self._accepted(reply)
        if reply.code in RATE_LIMITED:
            return self._silence.step(TOKEN, LIMIT_STEPS_S, error=f"获取 tenant_access_token 过于频繁（{error}）")
        outcome = verdict(reply.code, error)
        if isinstance(outcome, Retry):
            return self._silence.hold(TOKEN, outcome.after_s, error=outcome.error)
        wait_s = BAD_SECRET_S if reply.code in BAD_SECRET else MISCONFIGURED_S
        self._silence.hold(TOKEN, wait_s, error=outcome.error)
        return Refused(outcome.error, blame="config")

    def _accepted(self, reply: Answer) -> Grant | Retry:
        token, lifetime_s = reply.body.get("tenant_access_token"), reply.body.get("expire")
        if not isinstance(token, str) or not token or not token.isascii() or any(char.isspace() for char in token):
            return self._silence.hold(TOKEN, 5.0, error="平台的答复里没有 tenant_access_token")
        self._silence.lift(TOKEN)
        return Grant(token, lifetime_s if isinstance(lifetime_s, int) and lifetime_s > 0 else LIFETIME_S)


def _said(reply: Answer) -> str:
    return f"{reply.code} {reply.said[:SAID_CHARS]}".strip()
