"""Reference servers: the least that answering a callback can cost with aiohttp, without and with the envelope."""

import argparse
import asyncio

import uvloop
from aiohttp import web

from tests.benchmarks import wire


async def nothing(request: web.Request) -> web.Response:
    await request.read()
    return web.Response()


async def opened(request: web.Request) -> web.Response:
    wire.read(request.query, await request.read())
    return web.Response()


HANDLERS = {"noop": nothing, "crypto": opened}


def application(kind: str, path: str) -> web.Application:
    found = web.Application()
    found.router.add_post(path, HANDLERS[kind])
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=HANDLERS)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--path", required=True)
    parser.add_argument("--uvloop", action="store_true")
    given = parser.parse_args()
    loop = uvloop.new_event_loop() if given.uvloop else asyncio.new_event_loop()
    web.run_app(
        application(given.kind, given.path), host="127.0.0.1", port=given.port, access_log=None, print=None, loop=loop
    )
