"""DingTalk's two servers on the wire: api.dingtalk.com with the token in a header, oapi.dingtalk.com in the query."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import BytesPayload, ClientSession
from yarl import URL

from bot.channels.dingtalk_errors import BANNED_S
from bot.channels.line import TIMEOUT_S, Got, Line
from models.messages import Retry, Unknown

ANSWER_BYTES = 1 << 20
MESSAGE_CHARS = 200
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Ask:
    """A call of the new API, or with `is_old` of the old one."""

    path: str
    body: bytes | None = None
    is_old: bool = False
    content_type: str = JSON
    timeout_s: float | None = None
    method: str = "POST"
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """`code` is empty when all went well; `said` is the platform's words for the log and the operator."""

    status: int
    code: str
    said: str
    data: dict[str, Any]


class Wire:
    """Nothing here raises for what the server or the network does."""

    def __init__(
        self, api_base: str, oapi_base: str, session: ClientSession | None = None, *, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._api = Line(api_base, setting="DINGTALK_API_BASE", session=session, timeout_s=timeout_s)
        self._oapi = Line(oapi_base, setting="DINGTALK_OAPI_BASE", session=session, timeout_s=timeout_s)
        self._bases = api_base.rstrip("/"), oapi_base.rstrip("/")

    async def ask(self, ask: Ask, *, token: str = "", secrets: tuple[str, ...] = ()) -> Reply | Retry | Unknown:
        """Retry when it certainly had no effect. `secrets` are struck from what the platform says."""
        query = urlencode({**ask.query, "access_token": token} if ask.is_old and token else ask.query)
        url = URL(f"{self._bases[ask.is_old]}{ask.path}{'?' if query else ''}{query}", encoded=True)
        headers = {"Accept": "application/json"}  # some gateways answer in XML otherwise
        headers |= {"x-acs-dingtalk-access-token": token} if token and not ask.is_old else {}
        got = await self._fetch(self._line(ask), url, ask, headers)
        return _replied(got, (token, *secrets)) if isinstance(got, Got) else got

    async def post_session(self, url: URL, body: bytes) -> Reply | Retry | Unknown:
        """An answer into a chat by the address that its message brought along."""
        got = await self._fetch(self._oapi, url, Ask("", body, is_old=True), {})
        return _replied(got, (url.raw_query_string,)) if isinstance(got, Got) else got

    async def download(self, address: str, *, limit: int) -> Got | Retry | Unknown:
        """A file from where the platform said that it lies."""
        try:
            url = URL(address)
        except ValueError:
            return Unknown("平台给的下载地址读不出来")
        if url.scheme not in ("http", "https") or not url.host:
            return Unknown("平台给的下载地址不是网址")
        return await self._oapi.fetch("GET", url, None, limit=limit)

    def session(self) -> ClientSession:
        return self._api.session()

    def is_of_platform(self, url: URL) -> bool:
        """Whether an address that came in a message leads where the platform's own addresses lead, and nowhere else."""
        ours = URL(self._bases[1])
        try:
            theirs = (url.scheme, url.host, url.port, url.user)
        except ValueError:  # a host that no alphabet writes
            return False
        return theirs == (ours.scheme, ours.host, ours.port, None)

    async def close(self) -> None:
        await self._api.close()
        await self._oapi.close()

    def _line(self, ask: Ask) -> Line:
        return self._oapi if ask.is_old else self._api

    @staticmethod
    async def _fetch(line: Line, url: URL, ask: Ask, headers: Mapping[str, str]) -> Got | Retry | Unknown:
        payload = None if ask.body is None else BytesPayload(ask.body, content_type=ask.content_type)
        return await line.fetch(ask.method, url, payload, limit=ANSWER_BYTES, headers=headers, timeout_s=ask.timeout_s)


def _replied(got: Got, secrets: tuple[str, ...]) -> Reply | Retry | Unknown:
    try:
        data = json.loads(got.content.decode())
    except (ValueError, RecursionError):
        return _no_json(got)
    if not isinstance(data, dict):
        return Unknown("平台的答复不是一个对象")
    if "punish" in data:  # the page of a ban, in JSON
        return Retry(BANNED_S, "本机地址调用过多，被平台暂时拦下", scope="api")
    code = _code(got.status, data)
    return Reply(got.status, code, _said(code, data, secrets) if code else "", data)


def _no_json(got: Got) -> Retry | Unknown:
    """The platform answers in JSON. A gateway that gives up may have passed it on; a page of a ban did not."""
    if got.status >= 500 or got.status == 408 or got.content.lstrip()[:1] in (b"{", b""):
        return Unknown(f"平台答复 HTTP {got.status}，不是 JSON")
    return Retry(BANNED_S, f"平台答复 HTTP {got.status} 的网页，请核对接口地址和出口代理，或等限制解除", scope="api")


def _code(status: int, data: Mapping[str, Any]) -> str:
    """The inner number first: 88 only says that there is one."""
    for name in ("sub_code", "errcode", "code"):
        if (value := data.get(name)) not in (None, "", 0, "0"):
            return str(value)
    return f"HTTP {status}" if status >= 400 else ""


def _said(code: str, data: Mapping[str, Any], secrets: tuple[str, ...]) -> str:
    words = str(data.get("sub_msg") or data.get("errmsg") or data.get("message") or "")
    number = str(data.get("requestid") or data.get("request_id") or "")
    for secret in filter(None, secrets):
        words = words.replace(secret, "***")
    return " ".join(part for part in (code, words[:MESSAGE_CHARS], number) if part)
