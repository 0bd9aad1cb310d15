"""The bodies DingTalk takes: messages of a robot to one person (pages chatbots-send-one-on-one-chat-messages-in-batches,
2026-04-22, and robot-message-type, 2026-05-15), and the same as an answer into a chat.

A button types its words into the chat as if the person had (`dtmd://`): it needs neither an address nor a template.
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from bot.channels import dingtalk_cards
from bot.channels.dingtalk_inbound import GROUP, USERID
from models.messages import Button, Card, Outgoing, OutgoingKind, Retry, group_of

TEXT_BYTES = 6000
BUTTONS = 5
TITLE_CHARS, BUTTON_CHARS, FIELDS = 64, 20, 6
FILES = frozenset({"xlsx", "pdf", "zip", "rar", "doc", "docx"})
TYPES = "dtmd://dingtalkclient/sendMessage?content="
ON_PHONES = frozenset({"SUCCESS", "SUCESS"})  # a sample of the page spells it so
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
# Inside a card's text these would be read as markdown: their wide brothers look the same and mean nothing.
_PLAIN = str.maketrans(
    {
        "*": "＊",
        "#": "＃",
        "[": "［",
        "]": "］",
        "`": "｀",
        "_": "＿",
        "!": "！",
        "<": "＜",
        ">": "＞",
        "\\": "＼",
        "~": "～",
        "|": "｜",
    }
)


def render(message: Outgoing, user: str, *, robot: str, template: str = "", route: str = "") -> bytes:
    """Raises ValueError for a receiver or a message the platform would not take."""
    if (group := group_of(user)) is not None:
        return _to_group(message, group, robot)
    if not USERID.fullmatch(user) or user.casefold() == "@all":
        raise ValueError("not the id of one person")
    if template and message.kind is OutgoingKind.CARD_UPDATE:
        return _as_json(dingtalk_cards.change(message)).encode()
    if template and message.kind is OutgoingKind.CARD and message.card and message.card.buttons:
        return _as_json(dingtalk_cards.create(message.card, user, template=template, robot=robot, route=route)).encode()
    key, param = _content(message)
    body = {"robotCode": robot, "userIds": [user], "msgKey": key, "msgParam": _as_json(param)}
    return _as_json(body).encode()


def _to_group(message: Outgoing, group: str, robot: str) -> bytes:
    """Page the-robot-sends-a-group-message, 2025-10-21."""
    if not GROUP.fullmatch(group):
        raise ValueError("not the id of a group")
    if message.kind is OutgoingKind.CARD:
        raise ValueError("a card in a group would be everybody's")
    key, param = _content(message)
    return _as_json(
        {"robotCode": robot, "openConversationId": group, "msgKey": key, "msgParam": _as_json(param)}
    ).encode()


def receivers(sent: Mapping[str, Any]) -> set[str]:
    """Of a body of the robot's."""
    return {str(user).casefold() for user in sent["userIds"]}


def words_of(body: bytes) -> str | None:
    """What bodies must have in common to go to many in one call; None for a card, which is one person's, and for a group."""
    sent = json.loads(body)
    return f"{sent['msgKey']} {sent['msgParam']}" if "userIds" in sent else None


def joined(each: Sequence[Mapping[str, Any]]) -> bytes:
    """One body for the receivers of all these, whose words are the same."""
    return _as_json({**each[0], "userIds": [user for sent in each for user in sent["userIds"]]}).encode()


def readers(told: Mapping[str, Any]) -> frozenset[str] | Retry:
    """Of the answer about one call (page chatbot-batch-query-the-read-status-of-messages, 2026-04-22), who has read it."""
    if told.get("sendStatus") not in ON_PHONES:
        return Retry(60.0, f"还没有送达（{told.get('sendStatus')}）")
    listed = told.get("messageReadInfoList")
    found = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return frozenset(str(one.get("userId")).casefold() for one in found if one.get("readStatus") == "READ")


def as_session(sent: Mapping[str, Any]) -> bytes | None:
    """The same message as an answer into the chat; None for what cannot go there."""
    key, param = str(sent["msgKey"]), json.loads(sent["msgParam"])
    if key == "sampleText":
        return _as_json({"msgtype": "text", "text": param}).encode()
    if key == "sampleMarkdown":
        return _as_json({"msgtype": "markdown", "markdown": param}).encode()
    if key.startswith("sampleActionCard"):
        return _as_json({"msgtype": "actionCard", "actionCard": _session_card(param)}).encode()
    return None


def _session_card(param: dict[str, str]) -> dict[str, Any]:
    if "singleTitle" in param:
        return param
    numbers = [n for n in range(1, BUTTONS + 1) if f"actionTitle{n}" in param]
    buttons = [{"title": param[f"actionTitle{n}"], "actionURL": param[f"actionURL{n}"]} for n in numbers]
    return {"title": param["title"], "text": param["text"], "btnOrientation": "0", "btns": buttons}


def _content(message: Outgoing) -> tuple[str, dict[str, str]]:
    match message.kind:
        case OutgoingKind.TEXT:
            return "sampleText", {"content": cut_bytes(message.text)}
        case OutgoingKind.MARKDOWN:
            return "sampleMarkdown", {"title": _title(message.text), "text": _lines(cut_bytes(message.text))}
        case OutgoingKind.CARD if message.card:
            return _card(message.card)
        case OutgoingKind.IMAGE if message.media:
            return "sampleImageMsg", {"photoURL": message.media}
        case OutgoingKind.FILE if message.media and message.file:
            return _file(message.file.name, message.media)
        case _:
            raise ValueError("a message that this platform has no form for")


def _file(name: str, media: str) -> tuple[str, dict[str, str]]:
    kind = PurePath(name).suffix.lstrip(".").lower()
    if kind not in FILES:
        raise ValueError(f"《{name}》钉钉机器人发不了，只能发 {'、'.join(sorted(FILES))}")
    return "sampleFile", {"mediaId": media, "fileName": name, "fileType": kind}


def _card(card: Card) -> tuple[str, dict[str, str]]:
    heading = {"title": _cut(card.title, TITLE_CHARS) or "通知", "text": _card_text(card)}
    if len(card.buttons) > BUTTONS:
        raise ValueError("more buttons than a card of this platform has")
    match card.buttons:
        case ():
            return "sampleMarkdown", heading
        case (only,):
            return "sampleActionCard", heading | {"singleTitle": _label(only), "singleURL": _address(only)}
        case several:
            pairs = [(f"actionTitle{n}", f"actionURL{n}", button) for n, button in enumerate(several, start=1)]
            links = {name: value for t, u, b in pairs for name, value in ((t, _label(b)), (u, _address(b)))}
            return f"sampleActionCard{len(several)}", heading | links


def _card_text(card: Card) -> str:
    fields = [f"- {_plain(name)}：{_plain(value)}" for name, value in card.fields if name][:FIELDS]
    body = [_plain(line) for line in card.body.splitlines() if line.strip()]
    head = f"#### {_plain(card.title)}"
    # a list ends only where an empty line stands, a paragraph's line with two spaces
    blocks = [head, "\n".join(fields), "  \n".join(body)]
    return cut_bytes("\n\n".join(block for block in blocks if block), TEXT_BYTES * 2)


def _label(button: Button) -> str:
    return _cut(button.text, BUTTON_CHARS)


def _address(button: Button) -> str:
    if not button.says:
        raise ValueError("a button that says nothing")
    return TYPES + quote(button.says, safe="")


def cut_bytes(text: str, limit: int = TEXT_BYTES) -> str:
    """At most so many bytes of UTF-8, whole characters only."""
    text = _CONTROL.sub("", text)
    raw = text.encode()
    return text if len(raw) <= limit else raw[:limit].decode("utf-8", "ignore")


def _cut(text: str, limit: int) -> str:
    text = " ".join(_CONTROL.sub("", text).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _plain(text: str) -> str:
    return " ".join(_CONTROL.sub("", text).translate(_PLAIN).split())


def _title(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return _cut(first.strip("#> *"), TITLE_CHARS) or "通知"


def _lines(text: str) -> str:
    """A line break counts only with two spaces before it."""
    return re.sub(r"(?<=\S)\n(?=\S)", "  \n", text)


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
