"""The one way out to WeCom's server: a fixed host, no redirects, limited time and size, tokens never told."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from aiohttp import BytesPayload, ClientError, ClientSession, ClientTimeout, ConnectionTimeoutError, DummyCookieJar
from aiohttp.client_exceptions import ClientConnectorError
from aiohttp.client_reqrep import ClientResponse
from yarl import URL

from models.errors import OperatorError
from models.messages import Retry, Unknown

ANSWER_BYTES = 1 << 20
CONNECT_TIMEOUT_S = 5.0
TIMEOUT_S = 10.0
_JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Binary:
    content: bytes
    content_type: str


class TooLarge(Exception):
    pass


class Wire:
    """Nothing here raises for what the server or the network does."""

    def __init__(self, api_base: str, session: ClientSession | None = None, *, timeout_s: float = TIMEOUT_S) -> None:
        base = URL(api_base)
        if base.scheme not in ("http", "https") or not base.host or base.user or base.query_string:
            raise OperatorError("WECOM_API_BASE 应为 https://主机名 形式的地址")
        self._base = api_base.rstrip("/") + "/cgi-bin/"
        self._given = session
        self._own: ClientSession | None = None
        self._timeout = _limits(timeout_s)

    async def ask(
        self, path: str, query: Mapping[str, str], body: bytes | None = None, *,
        content_type: str = _JSON, timeout_s: float | None = None,
    ) -> dict[str, Any] | Retry | Unknown:  # fmt: skip
        """The platform's JSON, which has an integer `errcode`; Retry when it certainly had no effect."""
        payload = None if body is None else BytesPayload(body, content_type=content_type)
        timeout = _limits(timeout_s) if timeout_s else None
        answer = await self._fetch(path, query, payload, limit=ANSWER_BYTES, timeout=timeout)
        return _as_json(answer.content, query) if isinstance(answer, Binary) else answer

    async def download(
        self, path: str, query: Mapping[str, str], *, limit: int
    ) -> Binary | dict[str, Any] | Retry | Unknown:
        """A file; JSON instead when the platform refused."""
        answer = await self._fetch(path, query, None, limit=limit)
        if not isinstance(answer, Binary):
            return answer
        content_type = answer.content_type.partition(";")[0].strip().lower()
        if content_type in ("application/json", "text/plain"):
            return _as_json(answer.content, query)
        return Binary(answer.content, content_type or "application/octet-stream")

    async def close(self) -> None:
        if self._own:
            await self._own.close()

    async def _fetch(
        self, path: str, query: Mapping[str, str], body: BytesPayload | None, *, limit: int,
        timeout: ClientTimeout | None = None,
    ) -> Binary | Retry | Unknown:  # fmt: skip
        url = _address(self._base + path, *query.items())
        method = "GET" if body is None else "POST"
        try:
            async with self._session().request(
                method, url, data=body, timeout=timeout or self._timeout, allow_redirects=False
            ) as response:
                if response.status != 200:
                    return _no_answer(response.status)
                return Binary(await _content(response, limit), response.headers.get("Content-Type", ""))
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            return Retry(
                5.0,
                f"连接不上平台，请检查网络、防火墙和 WECOM_API_BASE（{type(error).__name__}）",
                scope="api",
            )
        except TooLarge:
            return Unknown("平台的答复过大")
        except (ClientError, TimeoutError, OSError) as error:
            # Its text may hold the whole URL, token included: only the kind is told.
            return Unknown(f"没有收到平台的答复（{type(error).__name__}）")

    def _session(self) -> ClientSession:
        if self._given:
            return self._given
        if self._own is None:
            self._own = ClientSession(cookie_jar=DummyCookieJar(), trust_env=False)
        return self._own


def _limits(timeout_s: float) -> ClientTimeout:
    return ClientTimeout(total=timeout_s, sock_connect=min(CONNECT_TIMEOUT_S, timeout_s))


@lru_cache(maxsize=32)
def _address(base: str, *query: tuple[str, str]) -> URL:
    # Made once for each token: the object remembers its parts, which is a tenth of the cost of a send.
    return URL(f"{base}?{urlencode(query)}", encoded=True)


async def _content(response: ClientResponse, limit: int) -> bytes:
    if (response.content_length or limit) < limit and "Content-Encoding" not in response.headers:
        return await response.read()
    content = bytearray()
    async for chunk in response.content.iter_any():
        content += chunk
        if len(content) > limit:
            raise TooLarge
    return bytes(content)


def _no_answer(status: int) -> Retry | Unknown:
    """The platform itself answers 200 to everything. A gateway that gives up may have passed it on."""
    if status >= 500 or status == 408:
        return Unknown(f"平台答复 HTTP {status}")
    return Retry(60.0, f"平台答复 HTTP {status}，请核对 WECOM_API_BASE 和出口代理", scope="api")


def _as_json(content: bytes, query: Mapping[str, str]) -> dict[str, Any] | Unknown:
    try:
        answer = json.loads(content.decode())
    except (ValueError, RecursionError):
        return Unknown("平台的答复不是 JSON")
    if isinstance(answer, dict) and isinstance(answer.get("errcode"), int):
        if answer["errcode"]:
            answer["errmsg"] = _hidden(str(answer.get("errmsg", "")), query)
        return answer
    return Unknown("平台的答复没有 errcode")


def _hidden(said: str, query: Mapping[str, str]) -> str:
    """The platform's words without what was asked with: token and secret among it."""
    for value in filter(None, query.values()):
        said = said.replace(value, "***")
    return said
