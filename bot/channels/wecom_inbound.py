"""What a decrypted WeCom callback says (pages 90239, 2019-10-23, and 90240, 2025-11-26): ids, meaning."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from models.errors import CallbackRefused
from models.messages import Inbound, InboundKind

PLATFORM = "wecom"
USERID = re.compile(r"[A-Za-z0-9_.@-]{1,64}")

# Leaf elements one after the other. A CDATA section is always taken whole, so that tags a member typed into
# his message are never mistaken for the platform's own. Possessive, and open sections run to the end: linear.
_SECTION = r"<!\[CDATA\[.*?(?:\]\]>|\Z)"
_LEAF = re.compile(rf"{_SECTION}|<(\w+)>((?>{_SECTION}|[^<]++)*+)</\1>", re.DOTALL | re.ASCII)
_CDATA = re.compile(_SECTION, re.DOTALL)
_MSG_ID = re.compile(r"[0-9]{1,20}")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WARNINGS = frozenset(
    {
        "inactive_alert",
        "low_active_alert",
        "low_active",
        "active_restored",
        "close_inactive_agent",
        "reopen_inactive_agent",
    }
)
_EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Ids:
    """`message_id` is the platform's MsgId; an event has none and gets a digest of all it says."""

    message_id: str
    user: str


def identify(plaintext: str) -> Ids:
    """Raises CallbackRefused for a text with a document type, or without a sender the platform could have."""
    if _declares(plaintext) and _declares(_CDATA.sub("", plaintext)):
        raise CallbackRefused("doctype_inside")
    leaves = _LEAF.findall(plaintext)
    named = dict(leaves)
    user = _value(named.get("FromUserName", ""))
    if not USERID.fullmatch(user):
        raise CallbackRefused("no_sender")
    message_id = _value(named.get("MsgId", ""))
    if not _MSG_ID.fullmatch(message_id):
        message_id = _event_id(leaves)
    return Ids(message_id, user.casefold())


def _declares(xml: str) -> bool:
    return "<!DOCTYPE" in xml or "<!ENTITY" in xml


def _value(inner: str) -> str:
    if inner.startswith("<![CDATA[") and inner.endswith("]]>"):
        inner = inner[9:-3]
    return inner.strip()


def _event_id(leaves: list[tuple[str, str]]) -> str:
    # FromUserName + CreateTime, the platform's own advice, has a resolution of one second: two taps collide.
    said = "\n".join(f"{name}={_value(inner)}" for name, inner in leaves)
    return "event-" + sha256(said.encode()).hexdigest()[:32]


def read(payload: str) -> Inbound:
    """Never raises for what `identify` accepted; what is unknown is OTHER, its type as key."""
    ids = identify(payload)
    root = _parsed(payload)
    if root is None:
        return Inbound(PLATFORM, ids.message_id, ids.user, _EPOCH, InboundKind.OTHER)
    heading = (PLATFORM, ids.message_id, ids.user, _moment(_text(root, "CreateTime")))
    if _text(root, "MsgType") == "event":
        return _event(root, heading)
    return _message(root, heading)


Heading = tuple[str, str, str, datetime]


def _message(root: Element, heading: Heading) -> Inbound:
    media = _text(root, "MediaId") or None
    match _text(root, "MsgType"):
        case "text":
            return Inbound(*heading, InboundKind.TEXT, text=_text(root, "Content"))
        case "image" if media:
            return Inbound(*heading, InboundKind.IMAGE, media=media)
        case "voice" if spoken := _text(root, "Recognition"):
            return Inbound(*heading, InboundKind.VOICE, text=spoken, media=media)
        case "video" | "location" | "link" | "file" as sent:
            return Inbound(*heading, InboundKind.UNUSABLE, text=_text(root, "Title"), media=media, key=sent)
        case other:
            return Inbound(*heading, InboundKind.OTHER, media=media, key=other or None)


def _event(root: Element, heading: Heading) -> Inbound:
    event, key = _text(root, "Event"), _text(root, "EventKey") or None
    match event:
        case "template_card_event" | "template_card_menu_event":
            kind = InboundKind.TAP if event == "template_card_event" else InboundKind.MENU
            return _card_event(root, heading, kind)
        case "click":
            return Inbound(*heading, InboundKind.MENU, key=key)
        case "enter_agent":
            return Inbound(*heading, InboundKind.ENTER)
        case "subscribe" | "unsubscribe":  # the app's visible range, which is all the bot can reach
            kind = InboundKind.JOINED if event == "subscribe" else InboundKind.LEFT
            return Inbound(*heading, kind, text=heading[2], key=event)
        case "change_contact":
            return _of_contacts(root, heading)
        case _ if event in _WARNINGS:
            return Inbound(*heading, InboundKind.WARNED, key=event)
        case _:
            return Inbound(*heading, InboundKind.OTHER, key=event or None)


def _card_event(root: Element, heading: Heading, kind: InboundKind) -> Inbound:
    return Inbound(
        *heading,
        kind,
        text=",".join(_chosen(root)),
        card=_text(root, "TaskId") or None,
        key=_text(root, "EventKey") or None,
        ticket=_text(root, "ResponseCode") or None,
    )


def _of_contacts(root: Element, heading: Heading) -> Inbound:
    """Whoever came, went or has another id; what else changed in the contacts is read by the next look at them."""
    change, user, named = (_text(root, name) for name in ("ChangeType", "UserID", "NewUserID"))
    user, named = user.casefold(), named.casefold()
    match change:
        case "create_user" | "delete_user" if user:
            kind = InboundKind.JOINED if change == "create_user" else InboundKind.LEFT
            return Inbound(*heading, kind, text=user)
        case "update_user" if user and named and named != user:
            platform, message_id, _, said_at = heading
            return Inbound(platform, message_id, named, said_at, InboundKind.RENAMED, aliases=(user,))
        case _:
            return Inbound(*heading, InboundKind.OTHER, key="change_contact")


def _chosen(root: Element) -> list[str]:
    # Older copies of the page spell it OpitonIds, and so do some servers.
    options = [*root.iter("OptionId"), *root.iter("OpitonId")]
    return [option.text.strip() for option in options if option.text]


def _parsed(payload: str) -> Element | None:
    try:
        return fromstring(_NOT_XML.sub("", payload), forbid_dtd=True)  # type: ignore[no-any-return]
    except (ParseError, DefusedXmlException, ValueError):
        return None


def _text(root: Element, name: str) -> str:
    return (root.findtext(name) or "").strip()


def _moment(seconds: str) -> datetime:
    """The epoch for what is no time: the receiver then takes the time of receipt."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return _EPOCH
