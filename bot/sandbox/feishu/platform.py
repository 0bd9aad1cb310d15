"""The platform's HTTP face below /open-apis: `code`, `msg`, `data`; what it refuses is HTTP 400 with the code."""

import asyncio
import json
import re
import secrets
from collections.abc import Callable
from functools import partial

from aiohttp import BodyPartReader, web

from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault
from bot.sandbox.feishu import contacts, login, sending, uploads
from bot.sandbox.feishu.calls import Call
from bot.sandbox.feishu.state import State
from bot.sandbox.wire import Json

Endpoint = Callable[[Call], Json]
TOKEN = "auth/v3/tenant_access_token/internal"
IMAGES, FILES = "im/v1/images", "im/v1/files"
RESOURCE = re.compile(r"im/v1/messages/([^/]+)/resources/([^/]+)")
UNKNOWN = 99991400 + 4  # not a path of this platform

CALLS: list[tuple[str, str, Endpoint]] = [
    ("POST", r"im/v1/messages", sending.send),
    ("PATCH", r"im/v1/messages/(?P<message>[^/]+)", sending.change),
    ("DELETE", r"im/v1/messages/(?P<message>[^/]+)", sending.recall),
    ("GET", r"im/v1/messages/(?P<message>[^/]+)/read_users", sending.readers),
    ("POST", r"contact/v3/users/batch_get_id", contacts.by_mobile),
    ("GET", r"contact/v3/users/find_by_department", contacts.members),
    ("GET", r"contact/v3/users/(?P<user>[^/]+)", contacts.user),
    ("GET", r"contact/v3/departments/(?P<department>[^/]+)/children", contacts.children),
]


def routes(state: State) -> list[web.RouteDef]:
    return [web.route("*", "/open-apis/{endpoint:.+}", partial(answer, state)), *login.routes(state)]


async def answer(state: State, request: web.Request) -> web.StreamResponse:
    fault = state.world.faults.take(_name(request))
    if fault is None:
        return await _do(request, state)
    if fault.errcode is None and fault.status is None:
        return await _do_badly(request, fault, await _do(request, state))
    await asyncio.sleep(fault.delay_s)
    if fault.status is not None:
        return web.Response(status=fault.status, text="<html>bad gateway</html>", content_type="text/html")
    return _refuse(ApiError(fault.errcode or 0, fault.errmsg))


def _name(request: web.Request) -> str:
    """What a fault is ordered for: the path, a changed message being `im/v1/messages/patch`."""
    endpoint = request.match_info["endpoint"]
    is_change = request.method == "PATCH" and endpoint.startswith("im/v1/messages/")
    return "im/v1/messages/patch" if is_change else endpoint


async def _do_badly(request: web.Request, fault: Fault, done: web.StreamResponse) -> web.StreamResponse:
    """The effect has taken place; only its answer goes wrong."""
    await asyncio.sleep(fault.delay_s)
    if fault.drop_after and request.transport is not None:
        request.transport.abort()
    if fault.truncate and isinstance(done, web.Response) and isinstance(done.body, bytes):
        return web.Response(body=done.body[: len(done.body) // 2], content_type="application/json")
    return done


async def _do(request: web.Request, state: State) -> web.StreamResponse:
    endpoint, now = request.match_info["endpoint"], state.world.now()
    try:
        if endpoint == TOKEN and request.method == "POST":
            call = Call(state, {}, {}, (await request.read()).decode(errors="replace"), now)
            return _json({"code": 0, "msg": "ok"} | state.tokens.get(call.body, now))
        if endpoint == login.TOKEN and request.method == "POST":
            return _json(login.token(state, (await request.read()).decode(errors="replace")))
        if endpoint == login.ME and request.method == "GET":
            return _accept(login.me(state, request.headers.get("Authorization", "")))
        state.tokens.check(request.headers.get("Authorization", ""), now)
        if endpoint in (IMAGES, FILES) and request.method == "POST":
            return _accept(await _upload(request, state))
        if (found := RESOURCE.fullmatch(endpoint)) and request.method == "GET":
            return _resource(state, *found.groups(), kind=request.query.get("type", ""))
        return _accept(await _call(request, state))
    except ApiError as error:
        return _refuse(error)


async def _call(request: web.Request, state: State) -> Json:
    raw = (await request.read()).decode(errors="replace")
    for method, path, endpoint in CALLS:
        found = re.fullmatch(path, request.match_info["endpoint"])
        if found and method == request.method:
            return endpoint(Call(state, found.groupdict(), dict(request.query), raw, state.world.now()))
    raise ApiError(UNKNOWN, "404 page not found")


async def _upload(request: web.Request, state: State) -> Json:
    kind = "image" if request.match_info["endpoint"] == IMAGES else "file"
    told: dict[str, str] = {}
    if not request.content_type.startswith("multipart/"):
        raise ApiError(234001, "Invalid request param.")
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = bytes(await part.read())
        if part.name != kind:
            told[part.name] = content.decode(errors="replace")
            continue
        _check_form(kind, told)
        name = told.get("file_name") or part.filename or kind
        return {f"{kind}_key": uploads.put(state.world, kind, name, content, now=state.world.now())}
    raise ApiError(234001, "Invalid request param.")


def _check_form(kind: str, told: dict[str, str]) -> None:
    if kind == "image" and told.get("image_type") not in ("message", "avatar"):
        raise ApiError(234001, "Invalid request param: image_type")
    if kind == "file" and (told.get("file_type") not in uploads.SORTS or not told.get("file_name")):
        raise ApiError(234001, "Invalid request param: file_type or file_name")


def _resource(state: State, message: str, key: str, *, kind: str) -> web.Response:
    """What somebody sent: only together with the message it came in."""
    media = state.world.media.on_phone(key.partition("_v3_")[2])
    inside = media is not None and any(entry.media == media.id for entry in state.world.phones.sent_as(message))
    if media is None or not inside or kind not in ("image", "file"):
        raise ApiError(234003, "File not in message.")
    return web.Response(body=media.content, content_type=media.content_type)


def _accept(data: Json) -> web.Response:
    return _json({"code": 0, "msg": "success", "data": data})


def _refuse(error: ApiError) -> web.Response:
    status = 429 if error.errcode == 99991400 else 404 if error.errcode == UNKNOWN else 400
    log = secrets.token_hex(16)
    told = {"code": error.errcode, "msg": error.text, "error": {"log_id": log}}
    headers = {"X-Tt-Logid": log} | ({"x-ogw-ratelimit-reset": "1"} if status == 429 else {})
    return _json(told, status=status, headers=headers)


def _json(body: Json, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response(
        body, status=status, headers=headers, dumps=lambda one: json.dumps(one, ensure_ascii=False)
    )
