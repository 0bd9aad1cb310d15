"""One question to an OpenAI-compatible endpoint: three seconds in all, bounded in size, its answer read strictly."""

import asyncio
from dataclasses import dataclass

from aiohttp import ClientError, ClientSession, ClientTimeout, StreamReader, TCPConnector

from bot.authorities import trusted
from bot.second_reader.prompt import MOST_TOKENS, messages
from bot.second_reader.schema import NoAnswer, read_answer, read_envelope
from bot.settings import Settings
from models.rules.second_reading import Proposal
from models.second_readings import Sent

ANSWER_S = 3.0  # connecting and answering
MOST_BYTES = 64 * 1024
OK = 200


@dataclass(frozen=True, slots=True)
class Unanswered:
    """`is_down`: the endpoint itself fails, and not only this one answer of it."""

    outcome: str  # timeout | unreachable | refused | unreadable
    error: str
    is_down: bool = True


class Endpoint:
    """`ask` never raises for what the network or the endpoint does."""

    def __init__(self, given: Settings) -> None:
        self._url = f"{given.reader_url.rstrip('/')}/chat/completions"
        self._key = given.reader_key.get_secret_value()
        self._tls = trusted(given.reader_ca, "READER_CA")
        self._session: ClientSession | None = None
        self.model = given.reader_model

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def ask(self, sent: Sent) -> Proposal | Unanswered:
        body = {
            "model": self.model, "messages": messages(sent), "temperature": 0, "max_tokens": MOST_TOKENS, "stream": False,
            "response_format": {"type": "json_object"},
        }  # fmt: skip
        try:
            async with asyncio.timeout(ANSWER_S):
                content = await self._post(body)
        except TimeoutError:
            return Unanswered("timeout", f"no answer within {ANSWER_S:g} s")
        except (ClientError, OSError) as error:
            return Unanswered("unreachable", type(error).__name__)
        if isinstance(content, Unanswered):
            return content
        try:
            return read_answer(content)
        except NoAnswer as error:
            return Unanswered("unreadable", str(error), is_down=False)

    async def _post(self, body: dict[str, object]) -> str | Unanswered:
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        async with self._opened().post(self._url, json=body, headers=headers, allow_redirects=False) as got:
            if got.status != OK:
                return Unanswered("refused", f"HTTP {got.status}")
            content = await _read(got.content)
        if content is None:
            return Unanswered("unreadable", f"more than {MOST_BYTES} bytes")
        try:
            return read_envelope(content)
        except NoAnswer as error:
            return Unanswered("unreadable", str(error))

    def _opened(self) -> ClientSession:
        if self._session is None:
            connector = TCPConnector(ssl=self._tls) if self._tls else TCPConnector()
            self._session = ClientSession(connector=connector, timeout=ClientTimeout(total=ANSWER_S), trust_env=False)
        return self._session


async def _read(content: StreamReader) -> bytes | None:
    """None where it is more than anybody needs to say."""
    found = bytearray()
    async for chunk in content.iter_chunked(16_384):
        found += chunk
        if len(found) > MOST_BYTES:
            return None
    return bytes(found)
