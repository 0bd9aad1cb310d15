"""HTTP by hand: any bytes go out, and what comes back is told in three words."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from wecom_by_hand import PATH


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` 0: the connection was closed without one."""

    status: int
    body: bytes
    seconds: float


def request(method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> bytes:
    lines = {"Host": "bot", "Connection": "close", "Content-Length": str(len(body))} | dict(headers or {})
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode("utf-8", "surrogateescape") + body


def post(query: Mapping[str, str] | list[tuple[str, str]], body: bytes) -> bytes:
    """A callback as the platform posts it."""
    return request("POST", f"{PATH}?{urlencode(query)}", body)


def chunked(query: Mapping[str, str], size: int, chunk: int = 65536) -> bytes:
    """The same, its length not told beforehand."""
    head = f"POST {PATH}?{urlencode(query)} HTTP/1.1\r\nHost: bot\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    return (
        head.encode() + b"".join(b"%x\r\n%s\r\n" % (chunk, b"A" * chunk) for _ in range(size // chunk)) + b"0\r\n\r\n"
    )


async def send(port: int, raw: bytes, *, timeout_s: float = 10.0) -> Answer:
    loop = asyncio.get_running_loop()
    began = loop.time()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(timeout_s):
            sending = asyncio.create_task(_write(writer, raw))
            answer = await _read(reader)
            sending.cancel()
    finally:
        writer.close()
    status, body = answer
    return Answer(status, body, loop.time() - began)


async def _write(writer: asyncio.StreamWriter, raw: bytes) -> None:
    try:
        writer.write(raw)
        await writer.drain()
    except ConnectionError:
        return  # it heard enough


async def _read(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")),
            None,
        )
        body = b"" if head.startswith(b"HTTP/1.1 304") else await reader.readexactly(length) if length else b""
    except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return 0, b""
    return int(head.split(b" ", 2)[1]), body
