"""Interactive cards of DingTalk (pages create-and-deliver-cards, 2026-04-24, interactive-card-update-interface, 2025-09-23, and
event-callback-card, 2026-08-04): a template drawn by hand, filled by its variables, changed by our own id of the card.

Variables, all text: title, body, fields, button1 to button6, settled. A button whose text is empty and, once `settled` has a
word, every button is hidden by the template; button n is the action b{n}.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.channels.dingtalk_wire import Reply
from models.messages import Card, Delivered, Outgoing, Refused, Retry, Unknown

REGISTER = "/v1.0/card/callbacks/register"
CREATE, CHANGE = "/v1.0/card/instances/createAndDeliver", "/v1.0/card/instances"
BUTTONS = 6
VALUE_BYTES = 1000
SPACE = "dtv1.card//IM_ROBOT."
_ACTION = re.compile(r"b([1-9])")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")


def register(route: str, url: str, secret: str) -> bytes:
    """Where presses are posted to (page register-card-callback-address, 2025-09-23); the newest address holds."""
    told = {"callbackRouteKey": route, "callbackUrl": url, "apiSecret": secret, "forceUpdate": True}
    return json.dumps(told).encode()


def create(card: Card, user: str, *, template: str, robot: str, route: str = "") -> dict[str, Any]:
    """A press comes by the stream, or with a `route` to the address that was registered under it."""
    if len(card.buttons) > BUTTONS:
        raise ValueError("more buttons than the template has")
    title = _value(card.title) or "通知"
    return {
        "cardTemplateId": template,
        "outTrackId": card.id,
        "userIdType": 1,
        **({"callbackType": "HTTP", "callbackRouteKey": route} if route else {"callbackType": "STREAM"}),
        "cardData": {"cardParamMap": _params(card)},
        "openSpaceId": SPACE + user,
        "imRobotOpenSpaceModel": {"supportForward": False, "lastMessageI18n": {"ZH_CN": title}},
        "imRobotOpenDeliverModel": {"spaceType": "IM_ROBOT", "robotCode": robot},
    }


def change(message: Outgoing) -> dict[str, Any]:
    """Its ticket is our id of the card. By key: what is not named stays as it is."""
    if not message.ticket:
        raise ValueError("a card is changed by its id")
    params = _params(message.card) if message.card else {}
    if message.settled:
        params |= {"settled": _value(message.settled)}
    options = {"updateCardDataByKey": True, "updatePrivateDataByKey": True}
    return {
        "outTrackId": message.ticket,
        "cardData": {"cardParamMap": params},
        "cardUpdateOptions": options,
        "userIdType": 1,
    }


def created(reply: Reply, card_id: str) -> Delivered | Refused | Retry | Unknown:
    """Each place it was to be delivered to is asked."""
    result = reply.data.get("result")
    if not isinstance(result, dict) or reply.data.get("success") is False:
        return Unknown("平台的答复里没有卡片的投放结果")
    places = [place for place in result.get("deliverResults") or [] if isinstance(place, dict)]
    if lost := next((place for place in places if place.get("success") is False), None):
        return Refused(f"卡片没有投放到：{str(lost.get('errorMsg', ''))[:200]}")
    carrier = next((str(place["carrierId"]) for place in places if place.get("carrierId")), None)
    return Delivered(platform_id=carrier, ticket=card_id)


def pressed(told: Mapping[str, Any]) -> str | None:
    """Which button, as #3:认领 with the words it showed, or #3 where the template does not tell them; None for whatever
    else a card reports.
    """
    try:
        private = json.loads(str(told.get("content")))["cardPrivateData"]
        found = _ACTION.fullmatch(str(private["actionIds"][0]))
        words = (private.get("params") or {}).get("text")
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return None
    return f"#{found[1]}" + (f":{words}" if isinstance(words, str) and words else "") if found else None


def _params(card: Card) -> dict[str, str]:
    texts = [button.text for button in card.buttons] + [""] * BUTTONS
    fields = "\n".join(f"{name}：{value}" for name, value in card.fields if name)
    shown = {"title": card.title, "body": card.body, "fields": fields, "settled": ""}
    return {
        name: _value(value)
        for name, value in (shown | {f"button{n}": texts[n - 1] for n in range(1, BUTTONS + 1)}).items()
    }


def _value(text: str) -> str:
    raw = _CONTROL.sub("", text).encode()
    return raw[:VALUE_BYTES].decode("utf-8", "ignore")
