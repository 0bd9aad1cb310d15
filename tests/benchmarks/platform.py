"""The least a platform can be: it hands out a token and takes every message. Counts them on /count."""

import argparse
import asyncio
from typing import cast

import uvloop

TOKEN = b'{"errcode":0,"errmsg":"ok","access_token":"benchmark-access-token","expires_in":7200}'
TAKEN = b'{"errcode":0,"errmsg":"ok","invaliduser":"","msgid":"m%d"}'


class Platform(asyncio.Protocol):
    taken = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance
        self._heard = b""

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while (found := _request(self._heard)) is not None:
            path, self._heard = found
            self._answer(path)

    def _answer(self, path: bytes) -> None:
        if b"/gettoken" in path:
            body = TOKEN
        elif b"/count" in path:
            body = b"%d" % Platform.taken
        else:
            Platform.taken += 1
            body = TAKEN % Platform.taken
        self._transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )


def _request(heard: bytes) -> tuple[bytes, bytes] | None:
    """The path of the first whole request, and what follows it."""
    head, ended, rest = heard.partition(b"\r\n\r\n")
    if not ended:
        return None
    low = head.lower()
    at = low.find(b"\r\ncontent-length:")
    length = int(low[at + 17 :].split(b"\r", 1)[0]) if at >= 0 else 0
    return (head.split(b" ", 2)[1], rest[length:]) if len(rest) >= length else None


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Platform, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    uvloop.run(serve(parser.parse_args().port))
