"""Paths of the contract that nobody built yet, or no setting turns on: they say so, with 501, instead of not being there."""

from collections.abc import Iterable

from aiohttp import web

from bot.web.server import Handler
from models.errors import NotYet

PATHS = {
    "/callback/dingtalk": "DingTalk's robot by HTTP: it is on with DINGTALK_MODE=http and the app's credentials",
    "/callback/dingtalk/events": "DingTalk's events by HTTP: they are on with DINGTALK_TOKEN and DINGTALK_AES_KEY",
    "/callback/feishu": "Feishu: it is on with FEISHU_APP_ID and FEISHU_ENCRYPT_KEY or FEISHU_VERIFICATION_TOKEN, and without FEISHU_MODE=stream",
    "/admin": "the console: not built yet",
    r"/admin/{rest:[\s\S]*}": "the console: not built yet",
}


def routes(built: Iterable[web.RouteDef]) -> list[web.RouteDef]:
    """Those of them that no other route serves."""
    taken = {route.path for route in built}
    return [web.route("*", path, _not_yet(what)) for path, what in PATHS.items() if path not in taken]


def _not_yet(what: str) -> Handler:
    async def refuse(request: web.Request) -> web.StreamResponse:
        raise NotYet(f"{what}; nothing was changed")

    return refuse
