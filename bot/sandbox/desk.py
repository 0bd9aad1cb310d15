"""The messenger's HTTP face below /sandbox: the phones for people and tests, and the desk behind them."""

import json
from datetime import datetime
from typing import TypeVar
from urllib.parse import quote

from aiohttp import web
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from bot.sandbox.clock import parse_moment, stamp
from bot.sandbox.errors import HandError
from bot.sandbox.faults import FaultOrder
from bot.sandbox.hands import Hand, MenuPress, Say, Tap
from bot.sandbox.keys import SWITCHBOARD, WORLD
from bot.sandbox.personnel import Change
from bot.sandbox.phones import BOT, Entry
from bot.sandbox.roster import FIRST, Person, account_of
from bot.sandbox.wire import Json
from bot.sandbox.world import World

SHOWN_OF_PERSON = frozenset(("user", "name", "title", "unit", "role", "platform", "is_second"))
LONGEST_WAIT_S = 60.0

Body = TypeVar("Body", bound=BaseModel)


class Told(BaseModel):
    now: str


class Seen(BaseModel):
    user: str
    id: int


class Resend(BaseModel):
    user: str
    message: int | None = None


class People(BaseModel):
    people: list[Person] = Field(default_factory=list)


def routes() -> list[web.RouteDef]:
    return [
        web.post("/sandbox/say", say),
        web.post("/sandbox/tap", tap),
        web.post("/sandbox/menu", press_menu),
        web.get("/sandbox/menu", show_menu),
        web.post("/sandbox/enter", enter),
        web.post("/sandbox/resend", resend),
        web.get("/sandbox/messages", messages),
        web.post("/sandbox/seen", seen),
        web.get("/sandbox/unread", unread),
        web.get("/sandbox/people", people),
        web.post("/sandbox/people", tell_people),
        web.post("/sandbox/personnel", change_personnel),
        web.get("/sandbox/time", show_time),
        web.post("/sandbox/time", tell_time),
        web.get("/sandbox/faults", show_faults),
        web.post("/sandbox/faults", order_fault),
        web.delete("/sandbox/faults", clear_faults),
        web.get("/sandbox/ledger", ledger),
        web.get("/sandbox/idle", idle),
        web.post("/sandbox/verify", verify),
        web.post("/sandbox/revoke-token", revoke_token),
        web.post("/sandbox/reset", reset),
        web.get("/sandbox/media/{id}", picture),
    ]


async def say(request: web.Request) -> web.Response:
    hand = await _read(request, Say)
    msgids = request.app[SWITCHBOARD].say(hand, origin=str(request.url.origin()))
    return _json({"msgid": msgids[-1], "msgids": msgids})


async def tap(request: web.Request) -> web.Response:
    return _json(request.app[SWITCHBOARD].tap(await _read(request, Tap)))


async def press_menu(request: web.Request) -> web.Response:
    request.app[SWITCHBOARD].press_menu(await _read(request, MenuPress))
    return _json({})


async def show_menu(request: web.Request) -> web.Response:
    return _json({"button": request.app[SWITCHBOARD].menu(request.query.get("user", ""))})


async def enter(request: web.Request) -> web.Response:
    request.app[SWITCHBOARD].enter(await _read(request, Hand))
    return _json({})


async def resend(request: web.Request) -> web.Response:
    asked = await _read(request, Resend)
    world = request.app[WORLD]
    lost = world.phones.undelivered(world.roster.phone(asked.user))
    chosen = [entry for entry in lost if asked.message in (None, entry.id)]
    request.app[SWITCHBOARD].resend(chosen)
    return _json({"resent": len(chosen)})


async def messages(request: web.Request) -> web.Response:
    """`after` is an id, a msgid or a moment; `since_rev` asks for what changed after that rev."""
    user, since_rev = request.query.get("user", ""), request.query.get("since_rev", "0")
    if not user or not since_rev.isdigit():
        raise HandError(400, "请指明 user。")
    world = request.app[WORLD]
    entries = world.phones.of(world.roster.phone(user, request.query.get("platform", "")), since_rev=int(since_rev))
    return _json([entry.as_json() for entry in _after(entries, request.query.get("after", ""))])


def _after(entries: list[Entry], after: str) -> list[Entry]:
    if not after:
        return entries
    known = next((entry.id for entry in entries if entry.msgid == after), None)
    if known is not None or after.isdigit():
        number = int(after) if known is None else known
        return [entry for entry in entries if entry.id > number]
    moment = _moment(after)
    return [entry for entry in entries if entry.at > moment]


def _moment(text: str) -> datetime:
    try:
        return parse_moment(text.replace(" ", "+"))
    except ValueError:
        raise HandError(400, f"看不懂的时间：{text}") from None


async def seen(request: web.Request) -> web.Response:
    body = await _read(request, Seen)
    world = request.app[WORLD]
    user, phones = world.roster.phone(body.user), world.phones
    fresh = [one for one in phones.of(user, after=phones.seen(user)) if one.sender == BOT and one.id <= body.id]
    phones.mark_seen(user, body.id)
    request.app[SWITCHBOARD].looked_at(fresh)
    return _json({})


async def unread(request: web.Request) -> web.Response:
    """The list of chats; only its `rev` when the caller knows that one already."""
    world, phones = request.app[WORLD], request.app[WORLD].phones
    answer: Json = {"now": stamp(world.now()), "rev": f"{world.life}.{phones.rev}"}
    if request.query.get("rev") == answer["rev"]:
        return _json(answer)
    briefs: Json = {user: _brief(phones.latest(user), phones.unread(user)) for user in phones.owners()}
    return _json(answer | {"phones": briefs})


def _brief(last: Entry | None, count: int) -> Json:
    if last is None:
        return {"unread": count, "at": None, "kind": "", "text": ""}
    return {"unread": count, "at": stamp(last.at), "kind": last.kind, "text": last.plain_text[:40]}


async def people(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    everyone = world.roster.everyone()
    known = [
        person.model_dump(include=set(SHOWN_OF_PERSON)) | {"known": True, "phone": person.key} for person in everyone
    ]
    return _json([*known, *_strangers(world)])


def _strangers(world: World) -> list[Json]:
    """Phones of people the roster does not know (any more)."""
    owners = [phone for phone in world.phones.owners() if world.roster.find(phone) is None]
    return [_stranger(phone, *account_of(phone)) for phone in owners]


def _stranger(phone: str, platform: str, user: str) -> Json:
    blank = dict.fromkeys(("title", "unit", "role"), "")
    return {"user": user, "name": user, **blank, "platform": platform, "known": False, "phone": phone}


async def tell_people(request: web.Request) -> web.Response:
    try:
        told = TypeAdapter(People | list[Person]).validate_json(await request.read())
    except ValidationError as error:
        raise HandError(400, _explain(error)) from None
    request.app[WORLD].roster.replace(told.people if isinstance(told, People) else told)
    return _json({"people": len(request.app[WORLD].roster.everyone())})


async def change_personnel(request: web.Request) -> web.Response:
    """Somebody leaves, moves or joins: no callback tells of it, the directory shows it when it is read."""
    request.app[WORLD].personnel.change(await _read(request, Change))
    return _json({})


async def show_time(request: web.Request) -> web.Response:
    return _json({"now": stamp(request.app[WORLD].now())})


async def tell_time(request: web.Request) -> web.Response:
    """Never backwards: the answer is the time that holds."""
    told = await _read(request, Told)
    return _json({"now": stamp(request.app[WORLD].clock.tell(_moment(told.now)))})


async def show_faults(request: web.Request) -> web.Response:
    return _json(request.app[WORLD].faults.standing())


async def order_fault(request: web.Request) -> web.Response:
    request.app[WORLD].faults.order(await _read(request, FaultOrder))
    return await show_faults(request)


async def clear_faults(request: web.Request) -> web.Response:
    request.app[WORLD].faults.clear()
    return _json([])


async def ledger(request: web.Request) -> web.Response:
    """All platforms together; each line of another than the first names its own."""
    messengers = request.app[SWITCHBOARD].all()
    sends = [send for one in messengers for send in one.sends()]
    return _json({"sends": sends, "callbacks": [tried for one in messengers for tried in one.tries()]})


async def idle(request: web.Request) -> web.Response:
    """`wait_s` holds the answer until nothing is pending, at most so long."""
    try:
        wait_s = float(request.query.get("wait_s", "0"))
    except ValueError:
        raise HandError(400, "wait_s 应是秒数。") from None
    await request.app[SWITCHBOARD].wait_until_quiet(max(0.0, min(wait_s, LONGEST_WAIT_S)))
    return _json({"pending": request.app[SWITCHBOARD].pending})


async def verify(request: web.Request) -> web.Response:
    """The console's "save settings": proves the callback address; the answer says what was wrong with it."""
    cause = await request.app[SWITCHBOARD].verify_address(request.query.get("platform", FIRST))
    return _json({"ok": not cause, "cause": cause})


async def revoke_token(request: web.Request) -> web.Response:
    for messenger in request.app[SWITCHBOARD].all():
        messenger.revoke_tokens()
    return _json({})


async def reset(request: web.Request) -> web.Response:
    request.app[WORLD].reset()
    return _json({})


async def picture(request: web.Request) -> web.Response:
    media = request.app[WORLD].media.on_phone(request.match_info["id"])
    if media is None:
        raise HandError(404, "没有这个文件。")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(media.name)}"}
    is_shown = media.content_type.startswith("image/")
    return web.Response(body=media.content, content_type=media.content_type, headers={} if is_shown else headers)


async def _read(request: web.Request, model: type[Body]) -> Body:
    try:
        return model.model_validate_json(await request.read())
    except ValidationError as error:
        raise HandError(400, _explain(error)) from None


def _explain(error: ValidationError) -> str:
    places = "、".join(".".join(map(str, fault["loc"])) or "内容" for fault in error.errors())
    return f"请求不合要求：{places}"


def _json(body: object) -> web.Response:
    return web.json_response(body, dumps=lambda value: json.dumps(value, ensure_ascii=False))
