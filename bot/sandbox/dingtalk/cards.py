"""Interactive cards: made of a template's variables, changed by the bot's own id of them, each press told to the bot.

Follows open.dingtalk.com/document/development/create-and-deliver-cards (2026-04-24), interactive-card-update-interface
(2025-09-23) and event-callback-card (2026-08-04), register-card-callback-address (2025-09-23). The template is ours: title, body, fields, button1 to button6, settled.
"""

import json
import secrets

from bot.sandbox.dingtalk.errors import DingError
from bot.sandbox.dingtalk.ledger import Send
from bot.sandbox.dingtalk.state import PLATFORM, CardRoute, State
from bot.sandbox.phones import BOT, Entry, bubble
from bot.sandbox.roster import account_of, phone_of
from bot.sandbox.wire import Json, object_of, text_of

SPACE = "dtv1.card//im_robot."
VALUE_BYTES = 1024


def create(state: State, raw: str, body: Json) -> Json:
    user, card_id = _receiver(body), text_of(body, "outTrackId")
    if not card_id:
        raise DingError("param.outTrackIdEmpty", "outTrackId")
    if text_of(body, "cardTemplateId") != state.config.card_template or not state.config.card_template:
        raise DingError("param.templateNotExist", "cardTemplateId")
    if text_of(object_of(body, "imRobotOpenDeliverModel"), "robotCode") != state.config.robot_code:
        raise DingError("param.openDeliverModelError", "robotCode")
    if (fault := _way_back(state, body)) is not None:
        raise DingError(fault, "callbackType")
    if state.world.phones.sent_as(card_id):
        raise DingError("param.cardAlreadyExist", "outTrackId")
    if not state.people.reaches(user):
        raise DingError("param.userIdNotExist", user)
    card: Json = {"outTrackId": card_id, "params": _params(body), "route": text_of(body, "callbackRouteKey")}
    shown = bubble(phone_of(PLATFORM, user), state.world.now(), BOT, "card", msgid=card_id, card=card)
    state.world.phones.show(shown)
    carrier = secrets.token_urlsafe(18)
    state.ledger.record(Send(state.world.now(), raw, "", carrier, "card", {user: "shown"}))
    place = {"spaceType": "IM_ROBOT", "spaceId": user, "success": True, "carrierId": carrier, "errorMsg": ""}
    return {"success": True, "result": {"outTrackId": card_id, "deliverResults": [place]}}


def change(state: State, body: Json) -> Json:
    entries = state.world.phones.sent_as(text_of(body, "outTrackId"))
    if not entries:
        raise DingError("param.cardNotExist", "outTrackId")
    params = _params(body)
    if not params:
        raise DingError("param.cardDataAndPrivateDataBothEmpty", "cardData")
    by_key = object_of(body, "cardUpdateOptions").get("updateCardDataByKey") is True
    for entry in entries:
        card = entry.card or {}
        whole = object_of(card, "params") | params if by_key else params
        settled = text_of(whole, "settled")
        state.world.phones.change(entry.id, card=card | {"params": whole}, settled=settled, pressed="")
    return {"success": True, "result": True}


def press(entry: Entry, action: str) -> Json:
    """What the platform tells of a press."""
    card = entry.card or {}
    words = text_of(object_of(card, "params"), f"button{action.removeprefix('b')}")
    private = {"actionIds": [action], "params": {"text": words} if words else {}}
    user = account_of(entry.user)[1]
    return {
        "type": "actionCallback",
        "outTrackId": text_of(card, "outTrackId"),
        "corpId": "dingsandbox0001",
        "userId": user,
        "userIdType": 1,
        "spaceType": "IM_ROBOT",
        "spaceId": user,
        "extension": "{}",
        "content": json.dumps({"cardPrivateData": private}, ensure_ascii=False),
    }


def register(state: State, body: Json) -> Json:
    """Where presses are posted to; a name that is known keeps its address unless the update is forced."""
    route, url = text_of(body, "callbackRouteKey"), text_of(body, "callbackUrl")
    if not route or not url.startswith(("http://", "https://")):
        raise DingError("param.invalid", "callbackUrl")
    if route not in state.card_routes or body.get("forceUpdate") is True:
        state.keep_route(CardRoute(route, url, text_of(body, "apiSecret")))
    kept = state.card_routes[route]
    return {"success": True, "result": {"callbackUrl": kept.url, "apiSecret": kept.secret}}


def _way_back(state: State, body: Json) -> str | None:
    """What is wrong with how a press is to be told."""
    kind = text_of(body, "callbackType")
    if kind == "HTTP":
        return None if text_of(body, "callbackRouteKey") in state.card_routes else "param.invalid"
    return None if kind == "STREAM" else "param.invalid"


def _receiver(body: Json) -> str:
    space = text_of(body, "openSpaceId")
    if not space.lower().startswith(SPACE):
        raise DingError("param.openSpaceIdInvalid" if space else "param.openSpaceIdEmpty", "openSpaceId")
    return space[len(SPACE) :].lower()


def _params(body: Json) -> Json:
    params = object_of(object_of(body, "cardData"), "cardParamMap")
    for name, value in params.items():
        if not isinstance(value, str) or len(value.encode()) > VALUE_BYTES:
            raise DingError("param.invalid", name)
    return params
