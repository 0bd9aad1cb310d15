"""What a message/send asks to be shown: read, checked and cut as the platform does.

Follows developer.work.weixin.qq.com/document/path/90236 (2025-09-24).
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.errors import ApiError
from bot.sandbox.wecom.cards import check_card, needs_callback
from bot.sandbox.wire import Json, object_of, objects_of, text_of

TEXT_BYTES, TITLE_BYTES, DESCRIPTION_BYTES, URL_BYTES = 2048, 128, 512, 2048


@dataclass(frozen=True, slots=True)
class Content:
    kind: str
    text: str = ""
    media: str = ""
    card: Json | None = None

    @property
    def task_id(self) -> str:
        return text_of(self.card or {}, "task_id")

    @property
    def can_change(self) -> bool:
        """Whether the platform hands out a response code for it."""
        return self.card is not None and needs_callback(self.card)


def read_content(body: Json) -> Content:
    kind = text_of(body, "msgtype")
    reader = READERS.get(kind)
    if reader is None:
        raise ApiError(40008, "invalid msgtype")
    return reader(object_of(body, kind))


def cut_bytes(text: str, limit: int) -> str:
    """The longest beginning of whole characters within the limit."""
    return text.encode()[:limit].decode(errors="ignore")


def _text(part: Json) -> Content:
    return Content("text", _cut_content(part))


def _markdown(part: Json) -> Content:
    return Content("markdown", _cut_content(part))


def _cut_content(part: Json) -> str:
    content = text_of(part, "content")
    if not content:
        raise ApiError(44004, "content empty")
    return cut_bytes(content, TEXT_BYTES)


def _stored(kind: str) -> Callable[[Json], Content]:
    def read(part: Json) -> Content:
        if not text_of(part, "media_id"):
            raise ApiError(40007, "media_id missing")
        return Content(kind, text_of(part, "title"), media=text_of(part, "media_id"))

    return read


def _textcard(part: Json) -> Content:
    if not text_of(part, "title"):
        raise ApiError(41016, "title missing")
    if not text_of(part, "description"):
        raise ApiError(41033, "description missing")
    return Content("link", "\n".join(_linked(part)))


def _news(part: Json) -> Content:
    articles = objects_of(part, "articles")
    if not 1 <= len(articles) <= 8:
        raise ApiError(45008, "1-8 articles")
    if not all(text_of(article, "title") for article in articles):
        raise ApiError(41016, "title missing")
    return Content("link", "\n".join(line for article in articles for line in _linked(article)))


def _linked(part: Json) -> list[str]:
    url = text_of(part, "url")
    if len(url.encode()) > URL_BYTES:
        raise ApiError(40039, "url too long")
    if not url.startswith(("http://", "https://")):
        raise ApiError(45034, "url without scheme")
    title, description = text_of(part, "title"), text_of(part, "description")
    return [cut_bytes(title, TITLE_BYTES), cut_bytes(description, DESCRIPTION_BYTES), url]


def _template_card(part: Json) -> Content:
    check_card(part)
    return Content("card", card=part)


READERS: dict[str, Callable[[Json], Content]] = {
    "text": _text,
    "markdown": _markdown,
    "image": _stored("image"),
    "voice": _stored("voice"),
    "video": _stored("video"),
    "file": _stored("file"),
    "textcard": _textcard,
    "news": _news,
    "template_card": _template_card,
}
