"""The one way out to a platform's server: a fixed host, no redirects, limited time and size, secrets never told."""

from collections.abc import Mapping
from dataclasses import dataclass
from ssl import SSLContext

from aiohttp import (
    BytesPayload,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    TCPConnector,
)
from aiohttp.client_exceptions import ClientConnectorCertificateError, ClientConnectorError
from aiohttp.client_reqrep import ClientResponse
from yarl import URL

from models.errors import OperatorError
from models.messages import Retry, Unknown

CONNECT_TIMEOUT_S = 5.0
TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class Got:
    """An answer, whatever it says."""

    status: int
    content: bytes
    content_type: str
    headers: Mapping[str, str]


TOO_LARGE = "平台的答复过大"


class TooLarge(Exception):
    pass


class Line:
    """Nothing here raises for what the server or the network does. `setting` names the address in what is said of it."""

    def __init__(
        self, base: str, *, setting: str, session: ClientSession | None = None, timeout_s: float = TIMEOUT_S,
        tls: SSLContext | None = None,
    ) -> None:  # fmt: skip
        at = URL(base)
        if at.scheme not in ("http", "https") or not at.host or at.user or at.query_string:
            raise OperatorError(f"{setting} 应为 https://主机名 形式的地址")
        self._setting = setting
        self._given = session
        self._tls = tls
        self._own: ClientSession | None = None
        self._timeout = _limits(timeout_s)

    async def fetch(
        self, method: str, url: URL, body: BytesPayload | None, *, limit: int, headers: Mapping[str, str] | None = None,
        timeout_s: float | None = None,
    ) -> Got | Retry | Unknown:  # fmt: skip
        """Retry when it certainly had no effect, Unknown when it may have had one."""
        timeout = _limits(timeout_s) if timeout_s else self._timeout
        try:
            async with self.session().request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                content = await _content(response, limit)
                return Got(response.status, content, response.headers.get("Content-Type", ""), response.headers)
        except ClientConnectorCertificateError:
            said = f"平台的证书不被信任：私有化部署请填写 CA 证书文件（如 WECOM_CA_FILE），并核对 {self._setting}"
            return Retry(5.0, said, scope="api")
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            said = f"连接不上平台，请检查网络、防火墙和 {self._setting}（{type(error).__name__}）"
            return Retry(5.0, said, scope="api")
        except TooLarge:
            return Unknown(TOO_LARGE)
        except (ClientError, TimeoutError, OSError) as error:
            # Its text may hold the whole URL, token included: only the kind is told.
            return Unknown(f"没有收到平台的答复（{type(error).__name__}）")

    def session(self) -> ClientSession:
        if self._given:
            return self._given
        if self._own is None:
            connector = TCPConnector(ssl=self._tls) if self._tls else None
            self._own = ClientSession(connector=connector, cookie_jar=DummyCookieJar(), trust_env=False)
        return self._own

    async def close(self) -> None:
        if self._own:
            await self._own.close()


def _limits(timeout_s: float) -> ClientTimeout:
    return ClientTimeout(total=timeout_s, sock_connect=min(CONNECT_TIMEOUT_S, timeout_s))


async def _content(response: ClientResponse, limit: int) -> bytes:
    if (response.content_length or limit) < limit and "Content-Encoding" not in response.headers:
        return await response.read()
    content = bytearray()
    async for chunk in response.content.iter_any():
        content += chunk
        if len(content) > limit:
            raise TooLarge
    return bytes(content)
