"""Calls to WeCom's server with the token they need (page 91039, 2024-03-26), and silence after a fault."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from bot.channels.silence import Silence
from bot.channels.tokens import AccessToken, Grant
from bot.channels.wecom_errors import CARDS_ONLY, OK, RATE_LIMITED, TOKEN_REFUSED, verdict
from bot.channels.wecom_media import TIMEOUT_S, UPLOAD, form
from bot.channels.wecom_wire import Binary, Wire
from models.messages import OutgoingKind, Refused, Retry, Unknown

APP, GETTOKEN, MEDIA = "app", "gettoken", "media/get"
DEPARTMENTS, MEMBERS, MEMBER = "department/list", "user/list", "user/get"
# What may not be fetched, uploaded or read is no reason to stop sending.
APART = frozenset({MEDIA, UPLOAD, DEPARTMENTS, MEMBERS, MEMBER})
WINDOWS_S = (60.0, 3600.0)  # of the rate limit: the minute first, then the hour
TOKEN_STEPS_S = (60.0, 600.0)
TOKEN_TRIES = 3  # calls whose fresh token was refused too, before all calls wait
# Three wrong secrets an hour at most: the platform locks the address out for more.
BAD_SECRET_S = 21 * 60.0
MISCONFIGURED_S = 300.0
LIFETIME_S = 7200
ERRMSG_CHARS = 200

Json = dict[str, Any]
Fault = Retry | Refused | Unknown
Reply = TypeVar("Reply", Json | Retry | Unknown, Json | Binary | Retry | Unknown)


@dataclass(frozen=True, slots=True)
class WeComSettings:
    corp_id: str
    agent_id: int
    secret: str = field(repr=False)
    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    webhook_keys: str = field(default="", repr=False)
    api_base: str = "https://qyapi.weixin.qq.com"
    skew_s: int = 600
    oauth_url: str = "https://open.weixin.qq.com/connect/oauth2/authorize"
    scan_url: str = "https://login.work.weixin.qq.com/wwlogin/sso/login"
    userinfo_path: str = "auth/getuserinfo"
    ca: str = ""  # PEM
    without: str = ""  # what this deployment lacks, by commas: cards, card_updates, recall, files


class WeComApi:
    def __init__(self, settings: WeComSettings, wire: Wire, *, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._wire = wire
        self._silence = Silence(now=now)
        self._token = AccessToken(self._grant, now=now)
        self._refused_tokens = 0

    async def call(
        self, path: str, body: bytes | None, *, answers: frozenset[int], query: Mapping[str, str] | None = None
    ) -> Json | Fault:
        """The platform's answer when its code is one of `answers`, else what the code means. Without a body it is a GET."""

        async def ask(token: str) -> Json | Retry | Unknown:
            return await self._wire.ask(path, {"access_token": token, **(query or {})}, body)

        reply = await self._with_token(path, ask)
        return self._judged(path, reply, answers) if isinstance(reply, dict) else reply

    async def post(self, path: str, body: bytes) -> tuple[Json, str] | Fault:
        """To a group: whatever the platform answers, and its words. What keeps a group out keeps nobody else out."""

        async def ask(token: str) -> Json | Retry | Unknown:
            return await self._wire.ask(path, {"access_token": token}, body)

        reply = await self._with_token(path, ask)
        if isinstance(reply, dict) and reply["errcode"] in TOKEN_REFUSED:
            return self._token_refused_twice(_said(reply))
        return (reply, _said(reply)) if isinstance(reply, dict) else reply

    async def post_webhook(self, path: str, key: str, body: bytes) -> tuple[Json, str] | Fault:
        reply = await self._wire.ask(path, {"key": key}, body)
        return (reply, _said(reply)) if isinstance(reply, dict) else reply

    async def download(self, media: str, *, limit: int) -> Binary | Fault:
        async def fetch(token: str) -> Json | Binary | Retry | Unknown:
            return await self._wire.download(MEDIA, {"access_token": token, "media_id": media}, limit=limit)

        reply = await self._with_token(MEDIA, fetch)
        judged = self._judged(MEDIA, reply, frozenset()) if isinstance(reply, dict) else reply
        return Unknown("平台没有给出文件") if isinstance(judged, dict) else judged

    async def upload(self, kind: OutgoingKind, name: str, content: bytes) -> Json | Fault:
        body, content_type = form(name, content)

        async def put(token: str) -> Json | Retry | Unknown:
            query = {"access_token": token, "type": kind}
            return await self._wire.ask(UPLOAD, query, body, content_type=content_type, timeout_s=TIMEOUT_S)

        reply = await self._with_token(UPLOAD, put)
        return self._judged(UPLOAD, reply, frozenset({OK})) if isinstance(reply, dict) else reply

    async def token_fault(self) -> Retry | Refused | None:
        """Why no call can be made now, if so."""
        token = await self._token.get()
        return self._silence.of(APP) if isinstance(token, str) else token

    async def close(self) -> None:
        await self._token.close()
        await self._wire.close()

    async def _with_token(self, path: str, call: Callable[[str], Awaitable[Reply]]) -> Reply | Retry | Refused:
        """Renews a refused token once for all workers, and repeats the call once."""
        reply: Reply
        for _ in range(2):
            if waiting := self._silence.of(APP, path):
                return waiting
            token = await self._token.get()
            if not isinstance(token, str):
                return token
            reply = await call(token)
            if not isinstance(reply, dict) or reply["errcode"] not in TOKEN_REFUSED:
                break
            self._token.drop(token)
        return reply

    def _judged(self, path: str, reply: Json, answers: frozenset[int]) -> Json | Retry | Refused:
        code, error = reply["errcode"], _said(reply)
        if code == OK:
            self._refused_tokens = 0
            self._silence.lift(APP, path)
        if code in answers:
            return reply
        if code in TOKEN_REFUSED:
            return self._token_refused_twice(error)
        if code == RATE_LIMITED:
            return self._silence.step(path, WINDOWS_S, error=f"调用超过平台频率限制（{error}）")
        outcome = verdict(code, error)
        if isinstance(outcome, Refused) and outcome.blame == "config" and code != CARDS_ONLY:
            self._silence.hold(
                path if path in APART | {self._settings.userinfo_path} else APP, MISCONFIGURED_S, error=outcome.error
            )
        return outcome

    def _token_refused_twice(self, error: str) -> Retry:
        # One such call is bad luck; several in a row mean another program with another secret shares the app.
        self._refused_tokens += 1
        said = f"平台不认新取得的 access_token，请检查是否另有程序使用同一应用的 Secret（{error}）"
        if self._refused_tokens < TOKEN_TRIES:
            return Retry(2.0, said)
        return self._silence.step(APP, TOKEN_STEPS_S, error=said)

    async def _grant(self) -> Grant | Retry | Refused:
        if waiting := self._silence.of(GETTOKEN):
            return waiting
        query = {"corpid": self._settings.corp_id, "corpsecret": self._settings.secret}
        reply = await self._wire.ask(GETTOKEN, query)
        if isinstance(reply, dict):
            return self._granted(reply)
        after_s = reply.after_s if isinstance(reply, Retry) else 5.0
        return self._silence.hold(GETTOKEN, after_s, error=reply.error)

    def _granted(self, reply: Json) -> Grant | Retry | Refused:
        code, error = reply["errcode"], _said(reply)
        if code == OK:
            return self._accepted(reply)
        if code == RATE_LIMITED:
            return self._silence.step(GETTOKEN, WINDOWS_S, error=f"获取 access_token 过于频繁（{error}）")
        outcome = verdict(code, error)
        if isinstance(outcome, Retry):
            return self._silence.hold(GETTOKEN, outcome.after_s, error=outcome.error)
        self._silence.hold(GETTOKEN, BAD_SECRET_S, error=outcome.error)
        return Refused(outcome.error, blame="config")

    def _accepted(self, reply: Json) -> Grant | Retry:
        token, lifetime_s = reply.get("access_token"), reply.get("expires_in")
        if not isinstance(token, str) or not token:
            return self._silence.hold(GETTOKEN, 5.0, error="平台的答复里没有 access_token")
        self._silence.lift(GETTOKEN)
        return Grant(token, lifetime_s if isinstance(lifetime_s, int) and lifetime_s > 0 else LIFETIME_S)


def _said(reply: Json) -> str:
    # Kept for the hint in it, which the platform's support asks for; never branched on.
    return f"{reply['errcode']} {str(reply.get('errmsg', ''))[:ERRMSG_CHARS]}".strip()
