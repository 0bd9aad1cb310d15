"""Calls to DingTalk with the token they need (page obtain-the-access-token-of-an-internal-app, 2026-04-29)."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.dingtalk_errors import BAD_SECRET, OK, QUOTA, TOKEN_REFUSED, steps_of, verdict
from bot.channels.dingtalk_wire import Ask, Reply, Wire
from bot.channels.pace import Pace
from bot.channels.silence import Silence
from bot.channels.tokens import AccessToken, Grant
from models.messages import Refused, Retry, Unknown

APP, TOKEN = "app", "/v1.0/oauth2/accessToken"
CALLS_A_SECOND = (16, 1.0)  # of one call; the platform's 20, less a fifth
LONGEST_WAIT_S = 5.0  # for its place; beyond that the message steps back
TOKEN_TRIES = 3  # calls whose fresh token was refused too, before all calls wait
TOKEN_STEPS_S = (60.0, 600.0)
BAD_SECRET_S = 21 * 60.0
MISCONFIGURED_S = 300.0
LIFETIME_S = 7200
FREE = ("/topapi/user/", "/topapi/v2/user/", "/topapi/v2/department/", "/v1.0/contact/")

Fault = Retry | Refused | Unknown


@dataclass(frozen=True, slots=True)
class DingTalkSettings:
    """`token` and `aes_key` are of the event push; `robot_code` is the client id unless the console says otherwise.

    `card_template` is the id of the interactive card that was drawn in the console; without it buttons type their words.
    `corp_id` is the organisation's; without it nobody is logged in without a press inside the app.
    `monthly_calls` and `monthly_messages` are what the organisation's edition allows, 0 = not counted.
    """

    client_id: str
    client_secret: str = field(repr=False)
    robot_code: str = ""
    is_stream: bool = True
    token: str = field(default="", repr=False)
    aes_key: str = field(default="", repr=False)
    api_base: str = "https://api.dingtalk.com"
    oapi_base: str = "https://oapi.dingtalk.com"
    skew_s: int = 600
    card_template: str = ""
    public_url: str = ""
    monthly_calls: int = 5000
    monthly_messages: int = 3000
    corp_id: str = ""
    login_url: str = "https://login.dingtalk.com/oauth2/auth"
    jsapi_url: str = "https://g.alicdn.com/dingding/dingtalk-jsapi/3.0.25/dingtalk.open.js"

    @property
    def has_cards(self) -> bool:
        """A press comes by the stream, or to an address of ours."""
        return bool(self.card_template) and (self.is_stream or bool(self.public_url))

    @property
    def card_route(self) -> str:
        """The name that the address of presses is registered under; none is needed by stream."""
        return "" if self.is_stream else f"mashang-{self.robot}"

    @property
    def robot(self) -> str:
        return self.robot_code or self.client_id


class DingTalkApi:
    def __init__(self, settings: DingTalkSettings, wire: Wire, *, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._wire = wire
        self._silence = Silence(now=now)
        self._pace = Pace(CALLS_A_SECOND, now=now)
        self._token = AccessToken(self._grant, now=now)
        self._closed: dict[str, Refused] = {}  # calls that somebody has to mend a setting for
        self._refused_tokens = 0
        self.counted = 0  # calls of the month, of this run

    async def call(self, ask: Ask, *, answers: frozenset[str] = frozenset()) -> Reply | Fault:
        """The platform's answer when it says that all went well, or one of these codes; else what it means."""
        for is_last in (False, True):
            if waiting := self._silence.of(APP, ask.path):
                return self._closed.get(ask.path, waiting)
            if waiting := await self._place(ask.path):
                return waiting
            token = await self._token.get()
            if not isinstance(token, str):
                return token
            reply = await self._wire.ask(ask, token=token)
            self.counted += _is_counted(ask, reply)
            if not isinstance(reply, Reply) or reply.code not in TOKEN_REFUSED:
                break
            self._token.drop(token)
            if is_last:
                return self._token_refused_twice(reply.said)
        return self._judged(ask.path, reply, answers) if isinstance(reply, Reply) else reply

    async def fault(self) -> Retry | Refused | None:
        """Why no call can be made now, if so."""
        token = await self._token.get()
        return self._silence.of(APP) if isinstance(token, str) else token

    async def close(self) -> None:
        await self._token.close()
        await self._wire.close()

    async def _place(self, path: str) -> Retry | None:
        """Waits for its turn, where that is soon."""
        wait_s = self._pace.wait_s(path)
        if wait_s > LONGEST_WAIT_S:
            return Retry(wait_s, "发得太快，等平台的频率限制放行", scope="api")
        await asyncio.sleep(self._pace.take(path))
        return None

    def _judged(self, path: str, reply: Reply, answers: frozenset[str]) -> Reply | Fault:
        if reply.code == OK:
            self._refused_tokens = 0
            self._silence.lift(APP, path)
            self._closed.pop(path, None)
            return reply
        if reply.code in answers:
            return reply
        if steps := steps_of(reply.code):
            return self._silence.step(path, steps, error=f"调用超过平台频率限制（{reply.said}）")
        outcome = verdict(reply.code, reply.status, reply.said)
        if isinstance(outcome, Refused) and outcome.blame == "config":
            self._silence.hold(path, MISCONFIGURED_S, error=outcome.error)
            self._closed[path] = outcome
        return outcome

    def _token_refused_twice(self, error: str) -> Retry:
        # One such call is bad luck; several in a row mean that something else is wrong with the app.
        self._refused_tokens += 1
        said = f"平台不认新取得的 accessToken（{error}）"
        if self._refused_tokens < TOKEN_TRIES:
            return Retry(2.0, said)
        return self._silence.step(APP, TOKEN_STEPS_S, error=said)

    async def _grant(self) -> Grant | Retry | Refused:
        if waiting := self._silence.of(TOKEN):
            return self._closed.get(TOKEN, waiting)
        given = {"appKey": self._settings.client_id, "appSecret": self._settings.client_secret}
        reply = await self._wire.ask(Ask(TOKEN, json.dumps(given).encode()), secrets=(self._settings.client_secret,))
        if isinstance(reply, Reply):
            return self._granted(reply)
        after_s = reply.after_s if isinstance(reply, Retry) else 5.0
        return self._silence.hold(TOKEN, after_s, error=reply.error)

    def _granted(self, reply: Reply) -> Grant | Retry | Refused:
        token, lifetime_s = reply.data.get("accessToken"), reply.data.get("expireIn")
        if reply.code == OK and isinstance(token, str) and token:
            self._silence.lift(TOKEN)
            self._closed.pop(TOKEN, None)
            return Grant(token, lifetime_s if isinstance(lifetime_s, int) and lifetime_s > 0 else LIFETIME_S)
        if steps := steps_of(reply.code):
            return self._silence.step(TOKEN, steps, error=f"获取 accessToken 过于频繁（{reply.said}）")
        outcome = verdict(reply.code, reply.status, reply.said or "平台的答复里没有 accessToken")
        if isinstance(outcome, Refused) and reply.code:
            after_s = BAD_SECRET_S if reply.code in BAD_SECRET else MISCONFIGURED_S
            self._silence.hold(TOKEN, after_s, error=outcome.error)
            self._closed[TOKEN] = Refused(outcome.error, blame="config")
            return self._closed[TOKEN]
        return self._silence.hold(TOKEN, 5.0, error=outcome.error)


def _is_counted(ask: Ask, reply: Reply | Retry | Unknown) -> bool:
    """Of the month: what the platform took, whatever it said to it, but a limit or a token. Contacts are free."""
    if isinstance(reply, Retry) or ask.path.startswith(FREE):
        return False
    return isinstance(reply, Unknown) or not (steps_of(reply.code) or reply.code in TOKEN_REFUSED | QUOTA)
