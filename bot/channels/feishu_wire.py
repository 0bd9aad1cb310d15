"""Feishu's server on the wire: the token in a header, JSON with a `code`, HTTP 4xx beside it when it refuses."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import BytesPayload, ClientSession
from yarl import URL

from bot.authorities import trusted
from bot.channels.line import TIMEOUT_S, Got, Line
from models.messages import Retry, Unknown

__all__ = ["TIMEOUT_S", "Answer", "Ask", "Binary", "Wire"]

ANSWER_BYTES = 1 << 20
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
    path: str  # below /open-apis/, or another root
    body: bytes | None = None
    query: Mapping[str, str] | None = None
    content_type: str = JSON_TYPE
    timeout_s: float | None = None
    most_bytes: int = ANSWER_BYTES
    wants_file: bool = False
    root: str = "open-apis"


class Wire:
    """Nothing here raises for what the server or the network does."""

    def __init__(
        self, api_base: str, session: ClientSession | None = None, *, timeout_s: float = TIMEOUT_S, ca: str = ""
    ) -> None:
        """`ca` is the certificate (PEM) of the authority that signed the server's, where it is a city's own."""
        tls = trusted(ca, "FEISHU_CA")
        self._line = Line(api_base, setting="FEISHU_API_BASE", session=session, timeout_s=timeout_s, tls=tls)
        self._base = api_base.rstrip("/")

    async def send(
        self, ask: Ask, token: str = "", *, secrets: tuple[str, ...] = ()
    ) -> Answer | Binary | Retry | Unknown:
        """Retry when it certainly had no effect. A file only where one was asked for. `secrets` never come back in words."""
        got = await self._line.fetch(
            ask.method, URL(f"{self._base}/{ask.root}/{ask.path}").with_query(dict(ask.query or {})),
            None if ask.body is None else BytesPayload(ask.body, content_type=ask.content_type),
            limit=ask.most_bytes, headers={"Authorization": f"Bearer {token}"} if token else {}, timeout_s=ask.timeout_s,
        )  # fmt: skip
        return _read(ask, got, (token, *secrets)) if isinstance(got, Got) else got

    def session(self) -> ClientSession:
        return self._line.session()

    async def close(self) -> None:
        await self._line.close()


def _read(ask: Ask, got: Got, secrets: tuple[str, ...]) -> Answer | Binary | Retry | Unknown:
    """The platform refuses with its JSON and 4xx. A gateway that gives up may have passed the call on."""
    kind = got.content_type.partition(";")[0].strip().lower()
    if got.status >= 500 or got.status == 408:
        return Unknown(f"平台答复 HTTP {got.status}")
    if ask.wants_file and got.status == 200 and kind != "application/json":
        return Binary(got.content, kind or "application/octet-stream")
    answer = _answer(got.content, got.headers.get(RESET, ""), secrets)
    if answer is not None:
        return answer
    if got.status == 200:
        return Unknown("平台的答复不是飞书的 JSON")
    return Retry(60.0, f"平台答复 HTTP {got.status}，请核对 FEISHU_API_BASE 和出口代理", scope="api")


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
