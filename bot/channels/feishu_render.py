"""The bodies Feishu takes: messages (page of 2026-04-10), their contents (2025-06-12) and changed cards (2025-07-15).

A card is JSON 2.0, which refuses what it does not know, so that each attribute here is one of its pages. All that
people typed goes into `plain_text`, which has no mentions and no links.
"""

import json
import re
from hashlib import sha256
from typing import Any

from bot.channels.feishu_text import cut, cut_bytes, inert, one_line
from models.messages import Button, ButtonStyle, Card, Outgoing, OutgoingKind, group_of

# 20 % below the platform's 150 KB and 30 KB of a request. Quoted twice over, one byte of words becomes four at most.
REQUEST_BYTES, CARD_BYTES = 120_000, 24_000
TEXT_BYTES = REQUEST_BYTES // 4
TITLE_CHARS, BODY_CHARS = 60, 1600
FIELDS, FIELD_NAME_CHARS, FIELD_VALUE_CHARS = 6, 12, 120
BUTTONS, BUTTON_CHARS, BUTTON_KEY_BYTES = 6, 20, 1024
# The platform knows a `uuid` again for an hour.
SAFE_REPEAT_S = 48 * 60
RECALL_S = 23 * 3600  # the organisation sets it, 24 hours as a rule; where it set less, the platform says so

_STYLES = {ButtonStyle.PRIMARY: "primary", ButtonStyle.PLAIN: "default", ButtonStyle.DANGER: "danger"}
_CHAT = re.compile(r"oc_[A-Za-z0-9_-]{1,54}")
_USER = re.compile(r"[A-Za-z0-9_.@-]{1,64}")
_MESSAGE_ID = re.compile(r"om_[0-9A-Za-z_-]{1,120}")
_DONE = "已处理"


def render(message: Outgoing, user: str) -> bytes:
    """Raises ValueError for a receiver or a card the platform would take for something else."""
    if (group := group_of(user)) is not None:
        return _to_group(message, group)
    if not _USER.fullmatch(user) or user.strip("@").casefold() == "all":
        raise ValueError("not the id of one person")
    match message.kind:
        case OutgoingKind.RECALL if message.recalls and _MESSAGE_ID.fullmatch(message.recalls):
            return as_json({"message_id": message.recalls}).encode()
        case OutgoingKind.CARD_UPDATE:
            return _update(message)
        case OutgoingKind.CARD if message.card and message.card.buttons:
            return _send(message, user, "interactive", _card(message.card), most=CARD_BYTES)
        case OutgoingKind.CARD if message.card:
            return _send(message, user, "text", {"text": _harmless(_as_text(message.card))})
        case OutgoingKind.TEXT:
            return _send(message, user, "text", {"text": _harmless(message.text)})
        case OutgoingKind.MARKDOWN:
            words = cut_bytes(inert(message.text), CARD_BYTES // 4)
            return _send(
                message, user, "post", {"zh_cn": {"content": [[{"tag": "md", "text": words}]]}}, most=CARD_BYTES
            )
        case OutgoingKind.IMAGE if message.media:
            return _send(message, user, "image", {"image_key": message.media})
        case OutgoingKind.FILE if message.media:
            return _send(message, user, "file", {"file_key": message.media})
        case OutgoingKind.IMAGE | OutgoingKind.FILE:
            raise ValueError("a picture or file that was not uploaded")
        case _:
            raise ValueError("a card message without its card")


def receive_id_type(user: str) -> str:
    """What kind of id this is: the contacts may hold any of them, and each says so by its form."""
    if _CHAT.fullmatch(user):
        return "chat_id"
    if user.startswith("ou_"):
        return "open_id"
    if user.startswith("on_"):
        return "union_id"
    return "email" if "@" in user else "user_id"


def _to_group(message: Outgoing, group: str) -> bytes:
    if not _CHAT.fullmatch(group):
        raise ValueError("not the id of a group")
    if message.kind in (OutgoingKind.CARD, OutgoingKind.CARD_UPDATE):
        raise ValueError("a card in a group would be everybody's")
    return render(message, group)


def _send(message: Outgoing, user: str, kind: str, content: dict[str, Any], *, most: int = REQUEST_BYTES) -> bytes:
    told = as_json(content)
    body = as_json(
        {"receive_id": user, "msg_type": kind, "content": told, "uuid": _uuid(message.ref, user, kind, told)}
    )
    return _within(body.encode(), most)


def _uuid(*parts: str) -> str:
    # Of the words too: a database that was made anew gives its first messages the numbers of the old one's.
    return "ms-" + sha256("\n".join(parts).encode()).hexdigest()[:40]


def _update(message: Outgoing) -> bytes:
    if not message.ticket or not _MESSAGE_ID.fullmatch(message.ticket):
        raise ValueError("a card is changed only by the id of its message")
    if message.card is None:
        raise ValueError("a card is changed as a whole")
    settled = one_line(message.settled) if message.settled else None
    content = as_json(_card(message.card, settled=settled))
    return _within(as_json({"message_id": message.ticket, "content": content}).encode(), CARD_BYTES)


def _within(body: bytes, most: int) -> bytes:
    if len(body) > most:
        raise ValueError(f"a message of {len(body)} bytes, and the platform takes {most}")
    return body


def _card(card: Card, *, settled: str | None = None) -> dict[str, Any]:
    title = cut(one_line(card.title), TITLE_CHARS) or "通知"
    is_over = settled is not None or not card.buttons
    body = [_words(cut(card.body, BODY_CHARS))] if card.body else []
    fields = [_field(name, value) for name, value in card.fields[:FIELDS] if name]
    return {
        "schema": "2.0",
        "config": {"update_multi": True, "enable_forward": False, "summary": {"content": title}},
        "header": {"title": _plain(title), "template": "grey" if is_over else "blue"},
        "body": {"elements": [*body, *fields, _buttons(card, settled)]},
    }


def _plain(text: str) -> dict[str, str]:
    return {"tag": "plain_text", "content": text}


def _words(text: str, **look: str) -> dict[str, Any]:
    return {"tag": "div", "text": _plain(text) | look}


def _field(name: str, value: str) -> dict[str, Any]:
    shown = _words(cut(one_line(name), FIELD_NAME_CHARS), text_color="grey")
    told = _words(cut(one_line(value), FIELD_VALUE_CHARS))
    return _columns("none", (shown, 1), (told, 3))


def _columns(flex: str, *parts: tuple[dict[str, Any], int]) -> dict[str, Any]:
    """Side by side; a weight of 0 is as wide as its content."""
    columns = [
        {"tag": "column", "elements": [part]}
        | ({"width": "weighted", "weight": weight} if weight else {"width": "auto"})
        for part, weight in parts
    ]
    return {"tag": "column_set", "flex_mode": flex, "columns": columns}


def _buttons(card: Card, settled: str | None) -> dict[str, Any]:
    if settled is not None or not card.buttons:
        word = cut(settled or _DONE, BUTTON_CHARS)
        return {"tag": "button", "text": _plain(word), "type": "default", "disabled": True}
    shown = card.buttons[:BUTTONS]
    if len({button.key for button in shown}) < len(shown):
        raise ValueError("two buttons of a card share a key")
    return _columns("flow", *((_button(card.id, button), 0) for button in shown))


def _button(card_id: str, button: Button) -> dict[str, Any]:
    if not 1 <= len(button.key.encode()) <= BUTTON_KEY_BYTES:
        raise ValueError("a button's key is empty or too long")
    value = {"card": card_id, "key": button.key}
    return {
        "tag": "button",
        "text": _plain(cut(one_line(button.text), BUTTON_CHARS)),
        "type": _STYLES[button.style],
        "behaviors": [{"type": "callback", "value": value}],
    }


def _as_text(card: Card) -> str:
    lines = [card.title, card.body, *(f"{name}：{value}" for name, value in card.fields)]
    return "\n".join(line for line in lines if line)


def _harmless(text: str) -> str:
    return cut_bytes(inert(text), TEXT_BYTES)


def as_json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
