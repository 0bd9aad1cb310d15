"""The platform's HTTP face below /cgi-bin: always HTTP 200 with an errcode, unless a fault was ordered."""

import asyncio
import json
import secrets
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault
from bot.sandbox.wecom import contacts, login
from bot.sandbox.wecom.sending import Call, recall, send, statistics
from bot.sandbox.wecom.state import State
from bot.sandbox.wecom.updating import update_card
from bot.sandbox.wecom.uploads import check_upload, stored
from bot.sandbox.wire import Json
from bot.sandbox.world import World

Endpoint = Callable[[Call], Json]
MORE_INFO = "https://open.work.weixin.qq.com/devtool/query?e="

POSTS: dict[str, Endpoint] = {
    "message/send": send,
    "message/update_template_card": update_card,
    "message/recall": recall,
    "message/get_statistics": statistics,
    "menu/create": contacts.menu_create,
    "user/list_id": contacts.user_list_id,
}
GETS: dict[str, Endpoint] = {
    "menu/get": contacts.menu_get,
    "menu/delete": contacts.menu_delete,
    "user/get": contacts.user_get,
    "user/list": contacts.user_list,
    "user/simplelist": contacts.user_simplelist,
    "department/list": contacts.department_list,
    "department/simplelist": contacts.department_simplelist,
    "agent/get": contacts.agent_get,
    "getcallbackip": contacts.callback_addresses,
    "auth/getuserinfo": login.getuserinfo,
    "user/getuserinfo": login.older_getuserinfo,
}


def routes(state: State) -> list[web.RouteDef]:
    return [web.route("*", "/cgi-bin/{endpoint:.+}", partial(answer, state)), *login.routes(state)]


async def answer(state: State, request: web.Request) -> web.StreamResponse:
    world, endpoint = state.world, request.match_info["endpoint"]
    fault = world.faults.take(endpoint)
    if fault is None:
        return await _do(request, state, endpoint)
    if fault.errcode is None and fault.status is None:
        return await _do_badly(request, fault, await _do(request, state, endpoint))
    await asyncio.sleep(fault.delay_s)
    if fault.status is not None:
        return web.Response(status=fault.status, text="<html>bad gateway</html>", content_type="text/html")
    return _refuse(world, ApiError(fault.errcode or 0, fault.errmsg))


async def _do_badly(request: web.Request, fault: Fault, done: web.StreamResponse) -> web.StreamResponse:
    """The effect has taken place; only its answer goes wrong."""
    await asyncio.sleep(fault.delay_s)
    if fault.drop_after and request.transport is not None:
        request.transport.abort()
    if fault.truncate and isinstance(done, web.Response) and isinstance(done.body, bytes):
        return web.Response(body=done.body[: len(done.body) // 2], content_type="application/json")
    return done


async def _do(request: web.Request, state: State, endpoint: str) -> web.StreamResponse:
    world = state.world
    try:
        if endpoint == "gettoken":
            return _accept(state.tokens.get(request.query, world.now()))
        state.tokens.check(request.query.get("access_token", ""), world.now())
        if endpoint == "media/get":
            return _media_get(request, world)
        if endpoint == "media/upload":
            return _accept(await _media_upload(request, world))
        return _accept(_endpoint(request, endpoint)(await _call(request, state)))
    except ApiError as error:
        return _refuse(world, error)


def _endpoint(request: web.Request, endpoint: str) -> Endpoint:
    if found := (POSTS if request.method == "POST" else GETS).get(endpoint):
        return found
    if endpoint in POSTS:
        raise ApiError(43002, "require POST method")
    raise ApiError(40066 if endpoint not in GETS else 43001, "invalid url or method")


async def _call(request: web.Request, state: State) -> Call:
    raw = (await request.read()).decode(errors="replace")
    return Call(state, dict(request.query), raw, state.world.now())


async def _media_upload(request: web.Request, world: World) -> Json:
    kind = request.query.get("type", "")
    if not request.content_type.startswith("multipart/"):
        raise ApiError(41005, "missing media data")
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.name == "media":
            content = bytes(await part.read())
            check_upload(kind, content)
            media = world.media.put(kind, part.filename or "media", content, now=world.now())
            return {"type": kind, "media_id": media.id, "created_at": str(world.clock.seconds())}
    raise ApiError(41005, "missing media data")


def _media_get(request: web.Request, world: World) -> web.Response:
    media = stored(world.media, request.query.get("media_id", ""), world.now())
    headers = {"Content-Disposition": f'attachment; filename="{quote(media.name)}"'}
    try:
        part = request.http_range
    except ValueError:
        return web.Response(status=416)
    body = media.content[part]
    if len(body) == len(media.content):
        return web.Response(body=body, content_type=media.content_type, headers=headers)
    start = (part.start or 0) % len(media.content)
    headers["Content-Range"] = f"bytes {start}-{start + len(body) - 1}/{len(media.content)}"
    return web.Response(status=206, body=body, content_type=media.content_type, headers=headers)


def _accept(answer: Json) -> web.Response:
    return web.json_response({"errcode": 0, "errmsg": "ok", **answer}, dumps=_dumps)


def _refuse(world: World, error: ApiError) -> web.Response:
    hint = f"[{world.clock.seconds()}_{secrets.randbelow(100)}_{secrets.token_hex(16)}]"
    tail = f"hint: {hint}, from ip: 127.0.0.1, more info at {MORE_INFO}{error.errcode}"
    return web.json_response({"errcode": error.errcode, "errmsg": f"{error.text}, {tail}"}, dumps=_dumps)


def _dumps(body: object) -> str:
    return json.dumps(body, ensure_ascii=False)
