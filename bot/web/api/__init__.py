"""The REST API under /api/v1: bearer tokens, one table of routes, JSON in and out."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import cache
from typing import Any

from aiohttp import web
from pydantic import BaseModel
from tortoise.exceptions import DBConnectionError

from bot.web.api import asked
from bot.web.api.keys import Access, Caller, caller_of, check
from bot.web.api.openapi import Description, describe
from bot.web.api.refusals import Refused, file_answer, json_answer
from bot.web.api.table import PREFIX, TABLE, Route
from bot.web.api.written import Written, body_of
from bot.web.schemas import File
from models.errors import StorageBusy

__all__ = ["ROUTES", "routes"]

Now = Callable[[], datetime]
Serve = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def _openapi(want: asked.Asked, caller: Caller, now: datetime) -> Description:
    """This description."""
    return _description()


@cache
def _description() -> Description:
    return Description(describe(ROUTES))


ROUTES: tuple[Route[Any], ...] = (
    *TABLE,
    Route("GET", "/openapi.json", Access.READER, asked.Asked, Description, _openapi),
)


def routes(now: Now) -> list[web.RouteDef]:
    """Each route behind its policy; whatever else is asked below /api gets a JSON refusal."""
    found = []
    for path in dict.fromkeys(route.path for route in ROUTES):
        here = [route for route in ROUTES if route.path == path]
        found += [web.route(route.method, PREFIX + path, _serve(route, now)) for route in here]
        found.append(web.route("*", PREFIX + path, _wrong_method([route.method for route in here])))
    return [*found, web.route("*", r"/api/{rest:[\s\S]*}", _unknown)]  # a dot would miss %0A


def _serve(route: Route[Any], now: Now) -> Serve:
    async def serve(request: web.Request) -> web.StreamResponse:
        try:
            caller = await caller_of(request)
            check(caller, route.policy)
            body = await body_of(request) if issubclass(route.asked, Written) else None
            return await _answer(route, asked.read(route.asked, request, body), caller, now())
        except Refused as refusal:
            return refusal.answer()
        except (ConnectionError, TimeoutError, DBConnectionError) as error:
            raise StorageBusy(str(error)) from error

    return serve


async def _answer(route: Route[Any], want: asked.Asked, caller: Caller, now: datetime) -> web.Response:
    """The request has been read: a ValueError is our fault now, and must not pass for the caller's."""
    try:
        answer: BaseModel = await route.handler(want, caller, now)
        return file_answer(answer) if isinstance(answer, File) else json_answer(answer.model_dump_json(by_alias=True))
    except (LookupError, ValueError) as error:
        raise RuntimeError(f"{route.method} {route.path} failed") from error


def _wrong_method(allowed: list[str]) -> Serve:
    async def refuse(request: web.Request) -> web.StreamResponse:
        return Refused(405, f"this path takes {', '.join(allowed)}", Allow=", ".join(allowed)).answer()

    return refuse


async def _unknown(request: web.Request) -> web.StreamResponse:
    return Refused(404, f"there is nothing at this path; {PREFIX}/openapi.json lists what there is").answer()
