"""What a robot's message shows on a phone, checked as the platform checks it.

Follows open.dingtalk.com/document/development/robot-message-type (2026-05-15) and, for answers into a chat,
/dingstart/robot-reply-and-send-messages (2026-06-30).
"""

import json
from dataclasses import dataclass

from bot.sandbox.dingtalk.errors import DingError
from bot.sandbox.wire import Json, object_of, objects_of, text_of

PARAM_BYTES = 15_000
FILES = frozenset(("xlsx", "pdf", "zip", "rar", "doc", "docx"))
KEYS: dict[str, tuple[str, ...]] = {
    "sampleText": ("content",),
    "sampleMarkdown": ("title", "text"),
    "sampleImageMsg": ("photoURL",),
    "sampleLink": ("title", "text", "picUrl", "messageUrl"),
    "sampleActionCard": ("title", "text", "singleTitle", "singleURL"),
    **{f"sampleActionCard{n}": ("title", "text", *(f"action{what}{i}" for i in range(1, n + 1) for what in ("Title", "URL"))) for n in range(2, 6)},
    "sampleActionCard6": ("title", "text", "buttonTitle1", "buttonUrl1", "buttonTitle2", "buttonUrl2"),
    "sampleFile": ("mediaId", "fileName", "fileType"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Content:
    """`card` is title, text in markdown, and buttons of title and url."""

    kind: str
    text: str = ""
    media: str = ""
    card: Json | None = None


def read_message(body: Json) -> Content:
    """The content of a send; raises DingError."""
    key, param = text_of(body, "msgKey"), _param(body)
    if key not in KEYS:
        raise DingError("invalidParameter.msgKey.invalid" if key else "invalidParameter.msgKey.empty", "msgKey")
    for name in KEYS[key]:
        if not isinstance(param.get(name), str) or (name != "picUrl" and not param[name]):
            raise DingError("invalidParameter.msgParam.invalid", f"msgParam.{name}")
    return _content(key, param)


def _param(body: Json) -> Json:
    raw = body.get("msgParam")
    if not isinstance(raw, str):
        raise DingError("invalidParameter.msgParam.invalid", "msgParam must be a string")
    if len(raw.encode()) > PARAM_BYTES:
        raise DingError("invalidParameter.msgParam.tooLong", "msgParam too long")
    try:
        param = json.loads(raw)
    except ValueError:
        param = None
    if not isinstance(param, dict):
        raise DingError("invalidParameter.msgParam.invalid", "msgParam is no JSON object")
    return param


def _content(key: str, param: Json) -> Content:
    match key:
        case "sampleText":
            return Content("text", text_of(param, "content"))
        case "sampleMarkdown":
            return Content("markdown", text_of(param, "text"))
        case "sampleImageMsg":
            return Content("image", media=text_of(param, "photoURL").removeprefix("@"))
        case "sampleLink":
            return Content("link", "\n".join(text_of(param, name) for name in ("title", "text", "messageUrl")))
        case "sampleFile":
            if text_of(param, "fileType") not in FILES:
                raise DingError("invalidParameter.msgParam.invalid", "fileType")
            return Content("file", text_of(param, "fileName"), media=text_of(param, "mediaId").removeprefix("@"))
        case _:
            return Content("card", card=_card(param, _buttons(param)))


def _buttons(param: Json) -> list[tuple[str, str]]:
    names = [("singleTitle", "singleURL")]
    names += [(f"actionTitle{n}", f"actionURL{n}") for n in range(1, 6)]
    names += [(f"buttonTitle{n}", f"buttonUrl{n}") for n in (1, 2)]
    return [(text_of(param, title), text_of(param, url)) for title, url in names if title in param]


def _card(param: Json, buttons: list[tuple[str, str]]) -> Json:
    listed = [{"title": title, "url": url} for title, url in buttons]
    return {"title": text_of(param, "title"), "text": text_of(param, "text"), "buttons": listed}


def read_answer(body: Json) -> Content | None:
    """The content of an answer into a chat; None for silence. Raises DingError."""
    kind = text_of(body, "msgtype")
    part = object_of(body, kind)
    match kind:
        case "empty":
            return None
        case "text" if text_of(part, "content"):
            return Content("text", text_of(part, "content"))
        case "markdown" if text_of(part, "title") and text_of(part, "text"):
            return Content("markdown", text_of(part, "text"))
        case "actionCard" if text_of(part, "title") and text_of(part, "text"):
            listed = [(text_of(one, "title"), text_of(one, "actionURL")) for one in objects_of(part, "btns")]
            return Content("card", card=_card(part, _buttons(part) or listed))
        case _:
            raise DingError("400402", "消息内容不完整")
