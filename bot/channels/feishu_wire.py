"""The one way out to Feishu's server: a fixed host, no redirects, limited time and size, tokens never told."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import BytesPayload, ClientError, ClientSession, ClientTimeout, ConnectionTimeoutError, DummyCookieJar
from aiohttp.client_exceptions import ClientConnectorError
from aiohttp.client_reqrep import ClientResponse
from yarl import URL

from models.errors import OperatorError
from models.messages import Retry, Unknown

ANSWER_BYTES = 1 << 20
CONNECT_TIMEOUT_S = 5.0
TIMEOUT_S = 10.0
JSON_TYPE = "application/json; charset=utf-8"
RESET = "x-ogw-ratelimit-reset"
LONGEST_RESET_S = 3600.0


@dataclass(frozen=True, slots=True)
class Binary:
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The platform's JSON, which has an integer `code`. `free_in_s`: when it said how long its limit lasts."""

    code: int
    said: str
    body: dict[str, Any]
    free_in_s: float | None = None

    @property
    def data(self) -> dict[str, Any]:
        found = self.body.get("data")
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class Ask:
    method: str
    path: str  # below /open-apis/
    body: bytes | None = None
    query: Mapping[str, str] | None = None
    content_type: str = JSON_TYPE
    timeout_s: float | None = None
    most_bytes: int = ANSWER_BYTES
    wants_file: bool = False


class TooLarge(Exception):
    pass


class Wire:
    """Nothing here raises for what the server or the network does."""

    def __init__(self, api_base: str, session: ClientSession | None = None, *, timeout_s: float = TIMEOUT_S) -> None:
        base = URL(api_base)
        if base.scheme not in ("http", "https") or not base.host or base.user or base.query_string:
            raise OperatorError("FEISHU_API_BASE 应为 https://主机名 形式的地址")
        self._base = api_base.rstrip("/") + "/open-apis/"
        self._given = session
        self._own: ClientSession | None = None
        self._timeout_s = timeout_s

    async def send(
        self, ask: Ask, token: str = "", *, secrets: tuple[str, ...] = ()
    ) -> Answer | Binary | Retry | Unknown:
        """Retry when it certainly had no effect. A file only where one was asked for. `secrets` never come back in words."""
        try:
            async with self._request(ask, token) as response:
                content = await _content(response, ask.most_bytes)
                return _read(ask, response, content, (token, *secrets))
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            how = f"连接不上平台，请检查网络、防火墙和 FEISHU_API_BASE（{type(error).__name__}）"
            return Retry(5.0, how, scope="api")
        except TooLarge:
            return Unknown("平台的答复过大")
        except (ClientError, TimeoutError, OSError) as error:
            return Unknown(f"没有收到平台的答复（{type(error).__name__}）")

    async def close(self) -> None:
        if self._own:
            await self._own.close()

    def _request(self, ask: Ask, token: str) -> Any:
        total_s = ask.timeout_s or self._timeout_s
        return self._session().request(
            ask.method, URL(self._base + ask.path).with_query(dict(ask.query or {})), allow_redirects=False,
            data=None if ask.body is None else BytesPayload(ask.body, content_type=ask.content_type),
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=ClientTimeout(total=total_s, sock_connect=min(CONNECT_TIMEOUT_S, total_s)),
        )  # fmt: skip

    def _session(self) -> ClientSession:
        if self._given:
            return self._given
        if self._own is None:
            self._own = ClientSession(cookie_jar=DummyCookieJar(), trust_env=False)
        return self._own


async def _content(response: ClientResponse, limit: int) -> bytes:
    content = bytearray()
    async for chunk in response.content.iter_any():
        content += chunk
        if len(content) > limit:
            raise TooLarge
    return bytes(content)


def _read(
    ask: Ask, response: ClientResponse, content: bytes, secrets: tuple[str, ...]
) -> Answer | Binary | Retry | Unknown:
    """The platform refuses with its JSON and 4xx. A gateway that gives up may have passed the call on."""
    status, kind = response.status, response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if status >= 500 or status == 408:
        return Unknown(f"平台答复 HTTP {status}")
    if ask.wants_file and status == 200 and kind != "application/json":
        return Binary(content, kind or "application/octet-stream")
    answer = _answer(content, response.headers.get(RESET, ""), secrets)
    if answer is not None:
        return answer
    if status == 200:
        return Unknown("平台的答复不是飞书的 JSON")
    return Retry(60.0, f"平台答复 HTTP {status}，请核对 FEISHU_API_BASE 和出口代理", scope="api")


def _answer(content: bytes, reset: str, secrets: tuple[str, ...]) -> Answer | None:
    try:
        body = json.loads(content.decode())
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict) or not isinstance(code := body.get("code"), int) or isinstance(code, bool):
        return None
    said = str(body.get("msg", ""))
    for secret in filter(None, secrets):
        said = said.replace(secret, "***")
    return Answer(code, said, body, _seconds(reset))


def _seconds(told: str) -> float | None:
    try:
        seconds = float(told)
    except ValueError:
        return None
    return seconds if 0 <= seconds <= LONGEST_RESET_S else None
