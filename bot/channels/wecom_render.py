"""The bodies WeCom takes: messages (page 90236, 2025-09-24) and changes of cards (page 94888, 2025-07-24).

Lengths are cut here as a last defence only; whoever words a message folds it before.
"""

import json
import re
from typing import Any
from zlib import crc32

from bot.channels.wecom_inbound import USERID
from models.messages import Button, ButtonStyle, Card, Outgoing, OutgoingKind

TEXT_BYTES = 2048
TITLE_CHARS, BODY_CHARS, SETTLED_CHARS = 36, 160, 20
FIELDS, FIELD_NAME_CHARS, FIELD_VALUE_CHARS = 6, 5, 30
BUTTONS, BUTTON_CHARS, BUTTON_KEY_BYTES = 6, 10, 1024
REPEAT_MAX_S = 14400
REPEAT_SPREAD_S = 3600
RECALL_S = 23 * 3600  # the platform takes back for 24 hours
SAFE_REPEAT_S = REPEAT_MAX_S - REPEAT_SPREAD_S

_STYLES = {ButtonStyle.PRIMARY: 1, ButtonStyle.PLAIN: 3, ButtonStyle.DANGER: 4}
_TASK_ID = re.compile(r"[0-9A-Za-z_@-]{1,128}")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile(r"\\(?=u[0-9A-Fa-f]{4})")


def render(message: Outgoing, user: str, *, agent_id: int) -> bytes:
    """Raises ValueError for a receiver or a card the platform would take for something else."""
    if not USERID.fullmatch(user) or user.casefold() == "@all":
        raise ValueError("not the id of one person")
    match message.kind:
        case OutgoingKind.RECALL if message.recalls:
            body = {"msgid": message.recalls}
        case OutgoingKind.CARD_UPDATE:
            body = _update(message, user, agent_id)
        case OutgoingKind.CARD if message.card and message.card.buttons:
            body = _send(user, agent_id, message, "template_card", _interaction(message.card))
        case OutgoingKind.CARD if message.card:
            body = _send(user, agent_id, message, "text", {"content": cut_bytes(_as_text(message.card))})
        case OutgoingKind.MARKDOWN:
            body = _send(user, agent_id, message, "markdown", {"content": cut_bytes(message.text)})
        case OutgoingKind.TEXT:
            body = _send(user, agent_id, message, "text", {"content": cut_bytes(message.text)})
        case OutgoingKind.IMAGE | OutgoingKind.FILE if message.media:
            body = _send(user, agent_id, message, message.kind, {"media_id": message.media})
        case OutgoingKind.IMAGE | OutgoingKind.FILE:
            raise ValueError("a picture or file that was not uploaded")
        case _:
            raise ValueError("a card message without its card")
    return as_json(body)


def as_json(body: dict[str, Any]) -> bytes:
    # Real characters: \uXXXX escapes are answered with 40033.
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def cut_bytes(text: str, limit: int = TEXT_BYTES) -> str:
    """At most so many bytes of UTF-8, whole characters only."""
    text = _clean(text)
    raw = text.encode()
    return text if len(raw) <= limit else raw[:limit].decode("utf-8", "ignore")


def cut(text: str, limit: int) -> str:
    """At most so many characters, the last one … where something is missing."""
    text = _clean(text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _clean(text: str) -> str:
    # Without what JSON would write as an escape, and without text that looks like one.
    return _LOOKS_ESCAPED.sub("＼", _CONTROL.sub("", text))


def _send(user: str, agent_id: int, message: Outgoing, msgtype: str, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "touser": user,
        "msgtype": msgtype,
        "agentid": agent_id,
        msgtype: content,
        "enable_duplicate_check": 1,
        "duplicate_check_interval": _repeat_interval(message.ref),
    }


def _repeat_interval(ref: str) -> int:
    # The platform swallows an identical request within the interval. Two messages that merely say the same
    # (已记下) must both arrive, so the interval itself tells them apart: the one field nobody sees.
    return REPEAT_MAX_S - crc32(ref.encode()) % REPEAT_SPREAD_S


def _update(message: Outgoing, user: str, agent_id: int) -> dict[str, Any]:
    if not message.ticket:
        raise ValueError("a card is changed only with its ticket")
    settled = cut(message.settled, SETTLED_CHARS) if message.settled else None
    body: dict[str, Any] = {"userids": [user], "agentid": agent_id, "response_code": message.ticket}
    if message.card is None:
        return body | {"button": {"replace_name": settled or "已处理"}}
    card = _interaction(message.card, settled=settled)
    return body | {"template_card": card | ({"replace_text": settled} if settled else {})}


def _interaction(card: Card, *, settled: str | None = None) -> dict[str, Any]:
    if not _TASK_ID.fullmatch(card.id):
        raise ValueError("a card's id has other characters than the platform takes")
    parts: dict[str, Any] = {
        "card_type": "button_interaction",
        "task_id": card.id,
        "main_title": {"title": cut(_one_line(card.title), TITLE_CHARS) or "通知"},
        "sub_title_text": cut(card.body, BODY_CHARS),
        "horizontal_content_list": [_field(*pair) for pair in card.fields if pair[0]][:FIELDS],
        "button_list": _buttons(card.buttons, settled),
    }
    return {name: part for name, part in parts.items() if part}


def _field(name: str, value: str) -> dict[str, str]:
    return {
        "keyname": cut(_one_line(name), FIELD_NAME_CHARS),
        "value": cut(_one_line(value), FIELD_VALUE_CHARS),
    }


def _buttons(buttons: tuple[Button, ...], settled: str | None) -> list[dict[str, Any]]:
    # This kind of card must have a button, even where replace_text takes its place.
    shown = buttons[:BUTTONS] or (Button("settled", settled or "已处理"),)
    if len({button.key for button in shown}) < len(shown):
        raise ValueError("two buttons of a card share a key")
    return [_button(button) for button in shown]


def _button(button: Button) -> dict[str, Any]:
    if not 1 <= len(button.key.encode()) <= BUTTON_KEY_BYTES:
        raise ValueError("a button's key is empty or too long")
    return {
        "text": cut(_one_line(button.text), BUTTON_CHARS),
        "style": _STYLES[button.style],
        "key": button.key,
    }


def _as_text(card: Card) -> str:
    lines = [card.title, card.body, *(f"{name}：{value}" for name, value in card.fields)]
    return "\n".join(line for line in lines if line)


def _one_line(text: str) -> str:
    return " ".join(text.split())
