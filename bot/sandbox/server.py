"""The messenger as one web application: platform, phones, desk and page."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from aiohttp import web

from bot.sandbox import desk
from bot.sandbox.config import SandboxConfig
from bot.sandbox.dingtalk.messenger import DingTalk
from bot.sandbox.errors import HandError
from bot.sandbox.feishu.messenger import Feishu
from bot.sandbox.keys import SWITCHBOARD, WORLD
from bot.sandbox.messenger import Messenger
from bot.sandbox.switchboard import Switchboard
from bot.sandbox.wecom.messenger import WeCom
from bot.sandbox.world import World

STATIC = Path(__file__).parent / "static"
LARGEST_BODY = 24 << 20
POLICY = "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; frame-ancestors 'self'"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def create_app(config: SandboxConfig) -> web.Application:
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[_tell_what_is_wrong, _harden])
    app[WORLD] = world = World(config)
    app[SWITCHBOARD] = switchboard = Switchboard(world, _messengers(config, world))
    world.load()
    for messenger in switchboard.all():
        app.add_routes(messenger.routes())
    app.add_routes([*desk.routes(), web.get("/", _to_page), web.get("/sandbox", _to_page)])
    app.add_routes([web.get("/sandbox/", _page), web.static("/sandbox/static", STATIC)])
    app.cleanup_ctx.append(_carry_callbacks)
    return app


def _messengers(config: SandboxConfig, world: World) -> list[Messenger]:
    """One line a platform."""
    found: list[Messenger] = []
    if config.wecom is not None:
        found.append(WeCom(world, config.wecom))
    if config.dingtalk is not None:
        found.append(DingTalk(world, config.dingtalk))
    if config.feishu is not None:
        found.append(Feishu(world, config.feishu))
    return found


async def serve(config: SandboxConfig) -> None:
    """Runs until cancelled."""
    runner = web.AppRunner(create_app(config), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, config.host, config.port).start()
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


async def _carry_callbacks(app: web.Application) -> AsyncIterator[None]:
    for messenger in app[SWITCHBOARD].all():
        await messenger.open()
    yield
    for messenger in app[SWITCHBOARD].all():
        await messenger.close()


@web.middleware
async def _tell_what_is_wrong(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except HandError as error:
        body = {"error": {"code": error.status, "message": error.say}}
        return web.json_response(body, status=error.status, dumps=lambda one: json.dumps(one, ensure_ascii=False))


@web.middleware
async def _harden(request: web.Request, handler: Handler) -> web.StreamResponse:
    response = await handler(request)
    if request.path.startswith("/sandbox"):
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-cache"
    return response


async def _page(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(STATIC / "index.html")


async def _to_page(_request: web.Request) -> web.Response:
    raise web.HTTPFound("/sandbox/")
