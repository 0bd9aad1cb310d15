"""Paths of the contract that nobody built yet: they say so, with 501, instead of not being there."""

from collections.abc import Iterable

from aiohttp import web

from bot.web.server import Handler
from models.errors import NotYet

PATHS = {
    "/callback/dingtalk": "DingTalk",
    "/callback/dingtalk/events": "DingTalk",
    "/callback/feishu": "Feishu",
    "/admin": "the console",
    r"/admin/{rest:[\s\S]*}": "the console",
    "/m": "the phone pages",
    r"/m/{rest:[\s\S]*}": "the phone pages",
}


def routes(built: Iterable[web.RouteDef]) -> list[web.RouteDef]:
    """Those of them that no other route serves."""
    taken = {route.path for route in built}
    return [web.route("*", path, _not_yet(what)) for path, what in PATHS.items() if path not in taken]


def _not_yet(what: str) -> Handler:
    async def refuse(request: web.Request) -> web.StreamResponse:
        raise NotYet(f"{what}: not built yet; nothing was changed")

    return refuse
