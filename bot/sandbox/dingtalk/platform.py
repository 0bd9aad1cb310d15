"""The platform's two HTTP faces, on one port: /v1.0 with the token in a header, the older paths with it in the query."""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp import BodyPartReader, web

from bot.sandbox.dingtalk import afterwards, cards, contacts, login
from bot.sandbox.dingtalk.contents import Content, read_answer, read_message
from bot.sandbox.dingtalk.errors import DingError
from bot.sandbox.dingtalk.gateway import Gateway
from bot.sandbox.dingtalk.ledger import Send
from bot.sandbox.dingtalk.state import PLATFORM, State
from bot.sandbox.faults import Fault
from bot.sandbox.media import sniff
from bot.sandbox.phones import BOT, bubble
from bot.sandbox.roster import fold, phone_of
from bot.sandbox.wire import Json, strings_of, text_of

MOST_USERS = 20
MIB = 1 << 20
UPLOADS = {"image": 20 * MIB, "voice": 2 * MIB, "video": 20 * MIB, "file": 20 * MIB}

# Calls that bring another proof than the app's token.
OWN_PROOF = {
    "/v1.0/oauth2/accessToken", "/robot/sendBySession", "/v1.0/oauth2/userAccessToken", "/v1.0/contact/users/me",
}  # fmt: skip

Act = Callable[[State, web.Request], Awaitable[Json]]
Listed = Callable[[State, web.Request, Json], Awaitable[Json]]
CONTACTS = {
    "/topapi/v2/department/listsub": contacts.below,
    "/topapi/v2/user/list": contacts.members,
    "/topapi/v2/user/get": contacts.member,
    "/topapi/v2/user/getbymobile": contacts.by_mobile,
}


def routes(state: State, gateway: Gateway) -> list[web.RouteDef]:
    acts: dict[str, tuple[Act, bool]] = {  # and whether the call counts against second and month
        "/v1.0/oauth2/accessToken": (_grant, False),
        "/v1.0/robot/oToMessages/batchSend": (_send, True),
        "/v1.0/robot/otoMessages/batchRecall": (_recall, True),
        "/v1.0/robot/messageFiles/download": (_download, True),
        "/v1.0/card/instances/createAndDeliver": (_create_card, True),
        "/v1.0/card/callbacks/register": (_register_presses, True),
        "/media/upload": (_upload, False),
        "/robot/sendBySession": (_send_by_session, False),
        **{path: (partial(_read, listed), False) for path, listed in CONTACTS.items()},
        "/v1.0/oauth2/userAccessToken": (_of_body(login.user_token), False),
        "/topapi/v2/user/getuserinfo": (_of_body(login.in_app), False),
        "/topapi/user/getbyunionid": (_of_body(login.by_union), False),
    }
    return [
        *(web.post(path, partial(_answer, state, act, counts)) for path, (act, counts) in acts.items()),
        web.get("/v1.0/robot/oToMessages/readStatus", partial(_answer, state, _read_status, True)),
        web.put("/v1.0/card/instances", partial(_answer, state, _change_card, True)),
        web.post("/v1.0/gateway/connections/open", partial(_open, state, gateway)),
        web.get("/connect", gateway.connect),
        web.get("/v1.0/contact/users/me", partial(_answer, state, _me, False)),
        *login.routes(state),
        web.route("*", "/v1.0/{rest:.*}", _nowhere("404", "请求的URI地址不存在")),
        web.route("*", "/topapi/{rest:.*}", _nowhere("22", "不合法ApiName")),
    ]


async def _answer(state: State, act: Act, counts: bool, request: web.Request) -> web.StreamResponse:
    fault = state.world.faults.take(request.path.strip("/"))
    if fault is not None and (fault.code or fault.errcode is not None or fault.status is not None):
        await asyncio.sleep(fault.delay_s)
        return _refused(fault)
    done = await _do(state, act, counts, request)
    if fault is not None:  # the effect has taken place; only its answer goes wrong
        await asyncio.sleep(fault.delay_s)
        if fault.drop_after and request.transport is not None:
            request.transport.abort()
        if fault.truncate and isinstance(done.body, bytes):
            return web.Response(body=done.body[: len(done.body) // 2], content_type="application/json")
    return done


def _refused(fault: Fault) -> web.Response:
    if fault.code:
        return DingError(fault.code, fault.errmsg, fault.status or 400).answer("fault")
    if fault.errcode is not None:
        return DingError(str(fault.errcode), fault.errmsg).answer("fault")
    return web.Response(status=fault.status or 502, text="<html>bad gateway</html>", content_type="text/html")


async def _do(state: State, act: Act, counts: bool, request: web.Request) -> web.Response:
    try:
        _check_token(state, request)
        if counts:
            state.ledger.count_call(request.path, state.world.now())
        told = await act(state, request)
    except DingError as error:
        return error.answer(secrets.token_hex(8))
    return web.json_response(told, dumps=partial(json.dumps, ensure_ascii=False))


def _check_token(state: State, request: web.Request) -> None:
    if request.path in OWN_PROOF:
        return
    if request.path.startswith("/v1.0/"):
        if not (given := request.headers.get("x-acs-dingtalk-access-token", "")):
            raise DingError("AuthenticationFailed.MissingParameter", "x-acs-dingtalk-access-token")
        if not state.tokens.holds(given, state.world.now()):
            raise DingError("InvalidAuthentication", "不合法的access_token")
    elif not state.tokens.holds(request.query.get("access_token", ""), state.world.now()):
        raise DingError("40014", "不合法的access_token")


async def _grant(state: State, request: web.Request) -> Json:
    return state.tokens.get(await _body(request), state.world.now())


def _of_body(answer: Callable[[State, Json], Json]) -> Act:
    async def act(state: State, request: web.Request) -> Json:
        return answer(state, await _body(request))

    return act


async def _me(state: State, request: web.Request) -> Json:
    return login.me(state, request.headers.get("x-acs-dingtalk-access-token", ""))


async def _open(state: State, gateway: Gateway, request: web.Request) -> web.StreamResponse:
    fault = state.world.faults.take(request.path.strip("/"))
    return _refused(fault) if fault is not None else await gateway.open(request)


async def _send(state: State, request: web.Request) -> Json:
    raw = (await request.read()).decode(errors="replace")
    try:
        return _sent(state, raw, await _body(request))
    except DingError as error:
        state.ledger.record(Send(state.world.now(), raw, error.code))
        raise


def _sent(state: State, raw: str, body: Json) -> Json:
    if text_of(body, "robotCode") != state.config.robot_code:
        raise DingError("invalidParameter.robotCode.notExsit", "robotCode 不存在")
    users = [fold(user) for user in strings_of(body, "userIds")]
    if not users:
        raise DingError("invalidParameter.userIds.empty", "userIds 不能为空")
    if len(users) > MOST_USERS:
        raise DingError("invalidParameter.userIds.overMax", "userIds 超过100个")
    content, key = read_message(body), secrets.token_urlsafe(18) + "=="
    if content.media and state.world.media.get(content.media, state.world.now()) is None:
        raise DingError("invalidParameter.msgParam.invalid", "mediaId")
    fates = {user: "shown" if state.people.reaches(user) else "invalid" for user in users}
    for user, fate in fates.items():
        if fate == "shown":
            _show(state, phone_of(PLATFORM, user), content, key)
    state.ledger.record(Send(state.world.now(), raw, "", key, content.kind, fates))
    missing = [user for user, fate in fates.items() if fate == "invalid"]
    return {"processQueryKey": key, "invalidStaffIdList": missing, "flowControlledStaffIdList": []}


async def _read_status(state: State, request: web.Request) -> Json:
    return afterwards.read_status(state, request.query.get("robotCode", ""), request.query.get("processQueryKey", ""))


async def _recall(state: State, request: web.Request) -> Json:
    return afterwards.recall(state, await _body(request))


async def _create_card(state: State, request: web.Request) -> Json:
    raw = (await request.read()).decode(errors="replace")
    return cards.create(state, raw, await _body(request))


async def _register_presses(state: State, request: web.Request) -> Json:
    return cards.register(state, await _body(request))


async def _change_card(state: State, request: web.Request) -> Json:
    return cards.change(state, await _body(request))


def _show(state: State, phone: str, content: Content, key: str) -> None:
    parts = {"text": content.text, "media": content.media, "card": content.card}
    state.world.phones.show(bubble(phone, state.world.now(), BOT, content.kind, msgid=key, **parts))


async def _send_by_session(state: State, request: web.Request) -> Json:
    phone = state.phone_of_session(request.query.get("session", ""))
    content = read_answer(await _body(request))
    if content is not None:
        _show(state, phone, content, secrets.token_urlsafe(18))
    return {"errcode": 0, "errmsg": "ok"}


async def _read(listed: Listed, state: State, request: web.Request) -> Json:
    """By the second it counts like any call; the month does not count it."""
    state.ledger.count_second(request.path, state.world.now())
    return await listed(state, request, await _body(request))


async def _download(state: State, request: web.Request) -> Json:
    body = await _body(request)
    if text_of(body, "robotCode") != state.config.robot_code:
        raise DingError("invalidParameter.robotCode.auth", "robotCode")
    media = state.world.media.get(text_of(body, "downloadCode").removeprefix("dc"), state.world.now())
    if media is None:
        raise DingError("invalidParameter.downloadCode", "downloadCode")
    return {"downloadUrl": f"{request.url.origin()}/sandbox/media/{media.id}"}


async def _upload(state: State, request: web.Request) -> Json:
    if not request.content_type.startswith("multipart/"):
        raise DingError("40035", "缺少参数 media")
    kind, name, content = "", "media", b""
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.name == "type":
            kind = (await part.text()).strip()
        elif isinstance(part, BodyPartReader) and part.name == "media":
            name, content = part.filename or name, bytes(await part.read())
    if kind not in UPLOADS or not content or len(content) > UPLOADS[kind]:
        raise DingError("40004", "不合法的媒体文件")
    if kind == "image" and not sniff(content).startswith("image/"):
        raise DingError("40005", "不合法的媒体文件类型")
    media = state.world.media.put(kind, name, content, now=state.world.now())
    return {
        "errcode": 0,
        "errmsg": "ok",
        "media_id": f"@{media.id}",
        "type": kind,
        "created_at": state.world.clock.seconds() * 1000,
    }


async def _body(request: web.Request) -> Json:
    try:
        body = json.loads(await request.read())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise DingError("Missingbody", "body is mandatory for this action.")
    return body


def _nowhere(code: str, text: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        return DingError(code, text).answer("nowhere")

    return answer
