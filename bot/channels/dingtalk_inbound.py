"""What comes from DingTalk (pages receive-message, 2025-12-29, robot-message-type, 2026-05-15, and the event pages): ids, meaning.

What is kept is JSON as it came, without the address that answers go by, which is a secret.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from bot.channels import dingtalk_cards
from models.errors import CallbackRefused
from models.messages import WITHHELD, Inbound, InboundKind

PLATFORM = "dingtalk"
USERID = re.compile(r"[A-Za-z0-9_.@-]{1,64}")
GROUP = re.compile(r"[\x21-\x7e]{1,57}")  # openConversationId
LEFT = "user_leave_org"
CHANGES = frozenset({LEFT})  # the events that change something here; every other is passed by

_MESSAGE_ID = re.compile(r"[\x21-\x7e]{1,100}")
_SPACES = str.maketrans({"\u2005": " ", "\u00a0": " ", "\u200b": ""})
_SECRETS = ("sessionWebhook", "sessionWebhookExpiredTime")
_EPOCH = datetime.fromtimestamp(0, UTC)
DEPTH = 16

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ids:
    message_id: str
    user: str


def opened(text: str | bytes) -> dict[str, Any]:
    """A JSON object; raises CallbackRefused for anything else, twin keys and nonsense among it."""
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise CallbackRefused("not_json") from None
    if not isinstance(found, dict) or _depth(found) > DEPTH:
        raise CallbackRefused("not_an_object")
    return found


def identify(body: Json, robot: str) -> Ids | None:
    """None for whoever is no member of the organisation, or whom a robot that is not published cannot name.

    Raises CallbackRefused for another robot's message, and for one without an id.
    """
    if body.get("robotCode") not in (None, "", robot):
        raise CallbackRefused("foreign_robot")
    message_id = _word(body.get("msgId"))
    if not message_id:
        raise CallbackRefused("no_message_id")
    user = _word(body.get("senderStaffId"))
    return Ids(_short(message_id), user.casefold()) if USERID.fullmatch(user) else None


def identify_event(event: Json) -> Ids | None:
    """None for an event that changes nothing here, or names nobody."""
    users = people_of(event)
    if kind_of(event) not in CHANGES or not users:
        return None
    told = json.dumps(event, sort_keys=True, ensure_ascii=False)
    number = _word(_found(event, "eventId")) or _digest(told)
    return Ids(_short(f"event-{number}"), users[0])


def identify_press(told: Json, frame_id: str) -> Ids | None:
    """A press has no id but its frame's; None for whatever else a card reports."""
    user = _word(told.get("userId"))
    is_press = _word(told.get("outTrackId")) and dingtalk_cards.pressed(told) and USERID.fullmatch(user)
    return Ids(_short(f"press-{frame_id}"), user.casefold()) if is_press and frame_id else None


def kind_of(event: Json) -> str:
    return _word(_found(event, "EventType"))


def people_of(event: Json) -> list[str]:
    """One id or a list of them, by either spelling."""
    named = _found(event, "UserId")
    listed = [named] if isinstance(named, str) else named if isinstance(named, list) else []
    return [one.casefold() for one in map(_word, listed) if USERID.fullmatch(one)]


def kept(body: Json) -> str:
    """As it is stored. No database takes a NUL the same way as another."""
    told = {name: value for name, value in body.items() if name not in _SECRETS}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("\\u0000", "")


def read(payload: str) -> Inbound:
    """Never raises for what was kept; what is unknown is OTHER, its type as key."""
    body = json.loads(payload)
    if kind_of(body):
        ids = identify_event(body)
        heading = (PLATFORM, ids.message_id if ids else "", ids.user if ids else "", _moment(_found(body, "EventTime")))
        return Inbound(*heading, InboundKind.LEFT, text=",".join(people_of(body)))
    if card := _word(body.get("outTrackId")):
        return _press(body, card)
    ids = Ids(_short(_word(body.get("msgId"))), _word(body.get("senderStaffId")).casefold())
    return _message(body, (PLATFORM, ids.message_id, ids.user, _moment(body.get("createAt"))))


def _press(told: Json, card: str) -> Inbound:
    """The button goes by its number, `#3`; what it means is known where the card is kept."""
    user, at = _word(told.get("userId")).casefold(), _moment(told.get("createAt"))
    number = _short(f"press-{_word(told.get('frameId'))}")
    return Inbound(
        PLATFORM, number, user, at, InboundKind.TAP, card=card, key=dingtalk_cards.pressed(told), ticket=card
    )


Heading = tuple[str, str, str, datetime]


def _message(body: Json, heading: Heading) -> Inbound:
    if body.get("errorCode") not in (None, 0, "0", ""):  # the month's messages are used up
        return Inbound(*heading, InboundKind.OTHER, key=WITHHELD)
    if is_in_group(body):
        return _in_group(body, heading)
    kind, content = _word(body.get("msgtype")), _object(body.get("content"))
    media = _word(content.get("downloadCode")) or None
    match kind:
        case "text":
            return Inbound(*heading, InboundKind.TEXT, text=_said(body))
        case "richText":
            return _rich(content, heading)
        case "picture" if media:
            return Inbound(*heading, InboundKind.IMAGE, media=media)
        case "audio" if spoken := _cleaned(_word(content.get("recognition"))):
            return Inbound(*heading, InboundKind.VOICE, text=spoken, media=media)
        case "audio":
            return Inbound(*heading, InboundKind.OTHER, media=media, key="voice")
        case "file" | "video" as sent:
            name = _cleaned(_word(content.get("fileName")))
            return Inbound(*heading, InboundKind.UNUSABLE, text=name, media=media, key=sent)
        case other:
            return Inbound(*heading, InboundKind.OTHER, media=media, key=other or None)


def is_in_group(body: Json) -> bool:
    return body.get("conversationType") == "2"


def _in_group(body: Json, heading: Heading) -> Inbound:
    """Its words and where they were said; pictures and voices of a group are nobody's report."""
    group = _word(body.get("conversationId"))  # the openConversationId of the calls
    words = _said(body) if _word(body.get("msgtype")) == "text" else ""
    return Inbound(
        *heading, InboundKind.TEXT, text=words, group=group if GROUP.fullmatch(group) else "",
        group_name=_cleaned(_word(body.get("conversationTitle"))),
    )  # fmt: skip


def _said(body: Json) -> str:
    """One page of the documentation has the text at the top: `content` instead of `text.content`."""
    text = body.get("text")
    return _cleaned(_word(text.get("content") if isinstance(text, Mapping) else body.get("content")))


def _rich(content: Json, heading: Heading) -> Inbound:
    parts = [part for part in _list(content.get("richText")) if isinstance(part, Mapping)]
    text = _cleaned("".join(_word(part.get("text")) for part in parts))
    media = next((code for part in parts if (code := _word(part.get("downloadCode")))), None)
    if not text and media:
        return Inbound(*heading, InboundKind.IMAGE, media=media)
    return Inbound(*heading, InboundKind.TEXT, text=text, media=media)


def _cleaned(text: str) -> str:
    """After an @ there is a space, of one kind or another."""
    return text.translate(_SPACES).strip()


def _found(body: Json, name: str) -> object:
    """Events spell their keys with a capital by HTTP and without by the stream."""
    return next((value for key, value in body.items() if key.casefold() == name.casefold()), None)


def _short(message_id: str) -> str:
    return message_id if _MESSAGE_ID.fullmatch(message_id) else _digest(message_id)


def _digest(text: str) -> str:
    """JSON can write half a surrogate pair, and UTF-8 cannot."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _object(value: object) -> Json:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _moment(milliseconds: object) -> datetime:
    """The epoch for what is no time: the receiver then takes the time of receipt."""
    try:
        return datetime.fromtimestamp(int(str(milliseconds)) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return _EPOCH


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    listed = list(pairs)
    found = dict(listed)
    if len(found) < len(listed):
        raise ValueError("twin keys")
    return found


def _refuse(name: str) -> None:
    raise ValueError(name)


def _depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max((_depth(one) for one in inner), default=0)
