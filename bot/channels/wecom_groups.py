"""WeCom's groups: 应用群聊, which the app makes itself (pages 90244, 2022-08-13, 90245, 2024-11-29, 90248, 2026-02-06), and
the webhook of a group's robot, now called 消息推送 (page 91770, 2025-08-07).

Neither knows a repeat of what was sent. A webhook's key is a credential: what is kept names it and does not hold it.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.channels.wecom_errors import GROUP_KNOWN, OK, RATE_LIMITED, group_verdict
from bot.channels.wecom_inbound import USERID
from bot.channels.wecom_render import as_json, cut, cut_bytes
from models.messages import Delivered, Outgoing, OutgoingKind, Refused, Retry

CREATE, SEND, WEBHOOK_SEND = "appchat/create", "appchat/send", "webhook/send"
PER_MINUTE = 16  # of a webhook, whose limit is 20; the app's own is a multiple of that
NAME_CHARS = 50
MEMBERS = range(2, 2001)
WEBHOOK = "webhook"
THROTTLED_S = 60.0
_CHAT = re.compile(r"[0-9A-Za-z_-]{1,57}")
BY_WEBHOOK = b'{"webhook":'
_BEGINS = (b'{"chatid":', BY_WEBHOOK)
_FORMS = {OutgoingKind.TEXT: "text", OutgoingKind.MARKDOWN: "markdown"}


def render(message: Outgoing, group: str) -> bytes:
    """Raises ValueError for what a group does not take."""
    if (name := webhook_of(group)) is not None:
        return as_json({"webhook": name, "told": _content(message)})
    if not _CHAT.fullmatch(group):
        raise ValueError("not the id of a group")
    if message.kind is OutgoingKind.GROUP:
        return as_json({"chatid": group} | _new(message))
    if message.kind in (OutgoingKind.IMAGE, OutgoingKind.FILE) and message.media:
        content: dict[str, Any] = {"msgtype": message.kind, message.kind: {"media_id": message.media}}
        return as_json({"chatid": group} | content | {"safe": 0})
    return as_json({"chatid": group} | _content(message) | {"safe": 0})


def webhook_of(group: str) -> str | None:
    """Which key of the settings: webhook is the only one, webhook:城建专班 the one of that name; None for 应用群聊."""
    kind, _, name = group.partition(":")
    return name if kind == WEBHOOK else None


def is_for_group(body: bytes) -> bool:
    return body.startswith(_BEGINS)


def keys(setting: str) -> dict[str, str]:
    """By name: one key alone has none, several stand as 城建专班=KEY, parted by commas or spaces."""
    pairs = (one.rpartition("=") for one in setting.replace(",", " ").split())
    return {name: key for name, _, key in pairs}


def webhook_call(body: bytes, known: Mapping[str, str]) -> tuple[str, bytes] | Refused:
    """The key and the body of a call."""
    told = json.loads(body)
    if key := known.get(told["webhook"]):
        return key, as_json(told["told"])
    return Refused("没有这个群机器人的 key，请填写 WECOM_WEBHOOK_KEY 后重启", blame="config")


def settled(reply: dict[str, Any], said: str, body: bytes) -> Delivered | Retry | Refused:
    """Of one post, whichever way it went. A limit of groups keeps nobody's own messages back."""
    code = reply["errcode"]
    if code in (OK, GROUP_KNOWN):
        return Delivered(platform_id=json.loads(body).get("chatid"))
    if code == RATE_LIMITED:
        return Retry(THROTTLED_S, f"群消息超过平台频率限制（{said}）")
    return group_verdict(code, said)


def _content(message: Outgoing) -> dict[str, Any]:
    if message.kind not in _FORMS:
        raise ValueError("a message that a group has no form for")
    form = _FORMS[message.kind]
    # <@userid> would call on somebody
    return {"msgtype": form, form: {"content": cut_bytes(message.text.replace("<@", "＜@"))}}


def _new(message: Outgoing) -> dict[str, Any]:
    members = list(dict.fromkeys(message.members))
    if len(members) not in MEMBERS or not all(USERID.fullmatch(one) for one in members):
        raise ValueError("a group of WeCom has 2 to 2000 members")
    return {"name": cut(message.text, NAME_CHARS), "owner": members[0], "userlist": members}
