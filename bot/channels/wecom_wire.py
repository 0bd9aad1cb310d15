"""WeCom's server on the wire: the token in the query, HTTP 200 for every answer, an `errcode` inside."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from aiohttp import BytesPayload, ClientSession
from yarl import URL

from bot.authorities import trusted
from bot.channels.line import TIMEOUT_S, Got, Line
from models.messages import Retry, Unknown

__all__ = ["TIMEOUT_S", "Binary", "Wire"]

ANSWER_BYTES = 1 << 20
_JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Binary:
    content: bytes
    content_type: str


class Wire:
    """Nothing here raises for what the server or the network does."""

    def __init__(
        self, api_base: str, session: ClientSession | None = None, *, timeout_s: float = TIMEOUT_S, ca: str = ""
    ) -> None:
        self._line = Line(
            api_base,
            setting="WECOM_API_BASE",
            session=session,
            timeout_s=timeout_s,
            tls=trusted(ca, "WECOM_CA"),
        )
        self._base = api_base.rstrip("/") + "/cgi-bin/"

    async def ask(
        self, path: str, query: Mapping[str, str], body: bytes | None = None, *,
        content_type: str = _JSON, timeout_s: float | None = None,
    ) -> dict[str, Any] | Retry | Unknown:  # fmt: skip
        """The platform's JSON, which has an integer `errcode`; Retry when it certainly had no effect."""
        payload = None if body is None else BytesPayload(body, content_type=content_type)
        answer = await self._fetch(path, query, payload, limit=ANSWER_BYTES, timeout_s=timeout_s)
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
        await self._line.close()

    async def _fetch(
        self,
        path: str,
        query: Mapping[str, str],
        body: BytesPayload | None,
        *,
        limit: int,
        timeout_s: float | None = None,
    ) -> Binary | Retry | Unknown:
        url = _address(self._base + path, *query.items())
        answer = await self._line.fetch("GET" if body is None else "POST", url, body, limit=limit, timeout_s=timeout_s)
        if not isinstance(answer, Got):
            return answer
        return Binary(answer.content, answer.content_type) if answer.status == 200 else _no_answer(answer.status)


@lru_cache(maxsize=32)
def _address(base: str, *query: tuple[str, str]) -> URL:
    # Made once for each token: the object remembers its parts, which is a tenth of the cost of a send.
    return URL(f"{base}?{urlencode(query)}", encoded=True)


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
