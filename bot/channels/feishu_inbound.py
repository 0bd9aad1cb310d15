"""What an opened Feishu event says: messages (page of 2026-04-20), taps on cards (2026-05-09), menu, opened chats, messages read, people who left."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.channels.feishu_text import clean
from models.errors import CallbackRefused
from models.messages import Inbound, InboundKind

PLATFORM = "feishu"
MESSAGE, TAP = "im.message.receive_v1", "card.action.trigger"
MENU, ENTERED = "application.bot.menu_v6", "im.chat.access_event.bot_p2p_chat_entered_v1"
LEFT, READ = "contact.user.deleted_v3", "im.message.message_read_v1"

_USER = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_ID = re.compile(r"[A-Za-z0-9_.:-]{1,120}")
_MENTION = re.compile(r"@_user_\d+|@_all")
_UNUSABLE = {"file": "file", "folder": "file", "media": "video", "location": "location"}
_EPOCH = datetime.fromtimestamp(0, UTC)

Json = dict[str, Any]
Heading = tuple[str, str, str, datetime]


@dataclass(frozen=True, slots=True)
class Ids:
    """`message_id` is the platform's own for a message, which may come under a second event id; else the event's."""

    message_id: str
    user: str


def parse(text: str | bytes) -> Json:
    """One JSON object; CallbackRefused for anything else. Numbers nobody can store are none."""
    try:
        found = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise CallbackRefused("bad_json") from None
    if not isinstance(found, dict):
        raise CallbackRefused("bad_json")
    return found


def _no_number(said: str) -> None:
    raise ValueError(said)


def identify(event: Json) -> Ids | None:
    """Who did what; None for an event that nobody of ours did, or that we have no use for. CallbackRefused without ids."""
    reader = _OF.get(_text(_dict(event, "header"), "event_type"))
    if reader is None:
        return None
    names = reader.person(_dict(event, "event"))
    user = next(iter(_ids(names)), "")
    if not user:
        raise CallbackRefused("no_sender")
    return Ids(_message_id(event), user)


def kept(event: Json) -> str:
    """What the inbox stores: without the tokens that came with it. CallbackRefused for a number too large to be one."""
    header, inner = dict(_dict(event, "header")), dict(_dict(event, "event"))
    header.pop("token", None)
    inner.pop("token", None)
    try:
        return json.dumps({"header": header, "event": inner}, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    except ValueError:
        raise CallbackRefused("bad_json") from None


def read(payload: str) -> Inbound:
    """Never raises for what `identify` accepted; what is unknown is OTHER, its type as key."""
    event = parse(payload)
    ids = identify(event)
    assert ids is not None, "only what was identified is stored"
    header, inner = _dict(event, "header"), _dict(event, "event")
    reader = _OF[_text(header, "event_type")]
    said_at = _moment(_text(_dict(inner, "message"), "create_time") or _text(header, "create_time"))
    others = tuple(dict.fromkeys(_ids(reader.person(inner))))[1:]
    return reader.read(inner, (PLATFORM, ids.message_id, ids.user, said_at), others)


def _message_id(event: Json) -> str:
    header = _dict(event, "header")
    of_message = _text(_dict(_dict(event, "event"), "message"), "message_id")
    found = of_message if _text(header, "event_type") == MESSAGE else _text(header, "event_id")
    if not _ID.fullmatch(found):
        raise CallbackRefused("no_message_id")
    return found


def _ids(names: Json) -> Iterator[str]:
    """The person's ids, the one that the tenant's own administrators see first. Without a permission it is empty."""
    for name in ("user_id", "open_id", "union_id"):
        if _USER.fullmatch(found := _text(names, name)):
            yield found.casefold()


def _message(inner: Json, heading: Heading, others: tuple[str, ...]) -> Inbound:
    message = _dict(inner, "message")
    kind, content = _text(message, "message_type"), _content(message)
    is_from_person = _text(_dict(inner, "sender"), "sender_type") == "user"
    if is_from_person and _is_in_group(message) and _is_to_us(message):
        return _in_group(content if kind == "text" else {}, message, heading, others)
    if not is_from_person or not _is_to_us(message):
        return Inbound(*heading, InboundKind.OTHER, key=kind or None, aliases=others)
    if kind == "text":
        return Inbound(*heading, InboundKind.TEXT, text=_spoken(_text(content, "text"), message), aliases=others)
    if kind == "post":
        return _post(content, message, heading, others)
    media = _media(message, content, kind)
    if kind == "image" and media:
        return Inbound(*heading, InboundKind.IMAGE, media=media, aliases=others)
    if kind == "audio":
        return Inbound(*heading, InboundKind.VOICE, media=media, aliases=others)
    if sent := _UNUSABLE.get(kind):
        name = _text(content, "file_name")
        return Inbound(*heading, InboundKind.UNUSABLE, text=name, media=media, key=sent, aliases=others)
    return Inbound(*heading, InboundKind.OTHER, media=media, key=kind or None, aliases=others)


def _in_group(content: Json, message: Json, heading: Heading, others: tuple[str, ...]) -> Inbound:
    """Its words and where they were said; pictures and voices of a group are nobody's report."""
    words = _spoken(_text(content, "text"), message)
    return Inbound(*heading, InboundKind.TEXT, text=words, aliases=others, group=_text(message, "chat_id"))


def _is_to_us(message: Json) -> bool:
    """In a group only what names a robot is said to one; the rest is talk among people."""
    return not _is_in_group(message) or any(
        _text(one, "mentioned_type") == "bot" for one in _dicts(message, "mentions")
    )


def _is_in_group(message: Json) -> bool:
    return _text(message, "chat_type") not in ("", "p2p")


def _spoken(text: str, message: Json) -> str:
    """The words with names in place of `@_user_1`, the robot's own left out."""
    names = {_text(one, "key"): _name(one) for one in _dicts(message, "mentions")}
    return _MENTION.sub(lambda found: names.get(found[0], found[0] if found[0] != "@_all" else ""), text).strip()


def _name(mention: Json) -> str:
    return "" if _text(mention, "mentioned_type") == "bot" else "@" + _text(mention, "name")


def _post(content: Json, message: Json, heading: Heading, others: tuple[str, ...]) -> Inbound:
    """Its words; a picture among them is taken along, or is all there is."""
    inner = next((one for one in content.values() if isinstance(one, dict)), content)  # some come under their language
    lines = [[part for part in line if isinstance(part, dict)] for line in _lists(inner, "content")]
    words = ["".join(_of_post(part) for part in line) for line in lines]
    text = "\n".join(line for line in (_text(inner, "title"), *words) if line.strip())
    picture = next((part for line in lines for part in line if _text(part, "tag") == "img"), None)
    media = _media(message, picture, "image") if picture else None
    kind = InboundKind.TEXT if text or not media else InboundKind.IMAGE
    return Inbound(*heading, kind, text=_spoken(text, message), media=media, aliases=others)


def _of_post(part: Json) -> str:
    match _text(part, "tag"):
        case "at":
            return (
                _text(part, "user_id") if _MENTION.fullmatch(_text(part, "user_id")) else f"@{_text(part, 'user_name')}"
            )
        case "emotion" | "img" | "media" | "hr":
            return ""
        case _:
            return _text(part, "text")


def _media(message: Json, content: Json, kind: str) -> str | None:
    """What fetches it: a file belongs to its message, and its kind is asked for by name."""
    key = _text(content, "image_key") if kind == "image" else _text(content, "file_key")
    found = f"{_text(message, 'message_id')}/{key}/{'image' if kind == 'image' else 'file'}"
    return found if key and len(found) <= 480 and not re.search(r"[^A-Za-z0-9_/.-]|\.\.", found) else None


def _content(message: Json) -> Json:
    try:
        return parse(_text(message, "content"))
    except CallbackRefused:
        return {}


def _tap(inner: Json, heading: Heading, others: tuple[str, ...]) -> Inbound:
    action, context = _dict(inner, "action"), _dict(inner, "context")
    value = _dict(action, "value")
    chosen = [one for one in (action.get("option"), *(_list(action, "options"))) if isinstance(one, str)]
    return Inbound(
        *heading, InboundKind.TAP, text=clean(",".join(chosen)), card=_text(value, "card") or None,
        key=_text(value, "key") or None, ticket=_text(context, "open_message_id") or None, aliases=others,
    )  # fmt: skip


def _menu(inner: Json, heading: Heading, others: tuple[str, ...]) -> Inbound:
    return Inbound(*heading, InboundKind.MENU, key=_text(inner, "event_key") or None, aliases=others)


def _entered(inner: Json, heading: Heading, others: tuple[str, ...]) -> Inbound:
    return Inbound(*heading, InboundKind.ENTER, aliases=others)


def _left(inner: Json, heading: Heading, others: tuple[str, ...]) -> Inbound:
    return Inbound(*heading, InboundKind.LEFT, text=",".join((heading[2], *others)))


def _was_read(inner: Json, heading: Heading, others: tuple[str, ...]) -> Inbound:
    """Of a chat of two only (page of 2024-08-09)."""
    platform, message_id, user, said_at = heading
    read_at = _moment(_text(_dict(inner, "reader"), "read_time"))
    ids = [one for one in _list(inner, "message_id_list") if isinstance(one, str) and _ID.fullmatch(one)]
    said_at = said_at if read_at == _EPOCH else read_at
    return Inbound(platform, message_id, user, said_at, InboundKind.READ, text=",".join(ids), aliases=others)


@dataclass(frozen=True, slots=True)
class Reader:
    """Of one type of event: where its person stands, and what it says."""

    person: Callable[[Json], Json]
    read: Callable[[Json, Heading, tuple[str, ...]], Inbound]


def _operator_id(inner: Json) -> Json:
    return _dict(_dict(inner, "operator"), "operator_id")


_OF: Mapping[str, Reader] = {
    MESSAGE: Reader(lambda inner: _dict(_dict(inner, "sender"), "sender_id"), _message),
    TAP: Reader(lambda inner: _dict(inner, "operator"), _tap),
    MENU: Reader(_operator_id, _menu),
    ENTERED: Reader(lambda inner: _dict(inner, "operator_id"), _entered),
    READ: Reader(lambda inner: _dict(_dict(inner, "reader"), "reader_id"), _was_read),
    LEFT: Reader(lambda inner: _dict(inner, "object"), _left),
}


def _text(found: Json, name: str) -> str:
    value = found.get(name)
    return clean(value) if isinstance(value, str) else ""


def _dict(found: Json, name: str) -> Json:
    value = found.get(name)
    return value if isinstance(value, dict) else {}


def _list(found: Json, name: str) -> list[Any]:
    value = found.get(name)
    return value if isinstance(value, list) else []


def _lists(found: Json, name: str) -> list[list[Any]]:
    return [one for one in _list(found, name) if isinstance(one, list)]


def _dicts(found: Json, name: str) -> list[Json]:
    return [one for one in _list(found, name) if isinstance(one, dict)]


def _moment(told: str) -> datetime:
    """Seconds, milliseconds, or of a tap microseconds; the epoch for what is no time: the receiver takes its own then."""
    if not told.isdecimal() or not told.isascii():
        return _EPOCH
    scale = 1e6 if len(told) > 14 else 1e3 if len(told) > 11 else 1.0
    try:
        return datetime.fromtimestamp(int(told) / scale, UTC)
    except (ValueError, OverflowError, OSError):
        return _EPOCH
