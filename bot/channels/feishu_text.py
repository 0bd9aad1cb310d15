"""What people typed, made harmless for Feishu's texts, posts and cards: never a mention, a style or a link of its own."""

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_TAG = re.compile(r"<(?=[/a-zA-Z])")


def clean(text: str) -> str:
    """Without characters no phone shows, among them those that turn the direction of what follows."""
    return _CONTROL.sub("", text)


def inert(text: str) -> str:
    """For a text message: `<at user_id="all">` and `[words](address)` stay the words they are."""
    return _TAG.sub("＜", clean(text)).replace("](", "]（")


def cut(text: str, limit: int) -> str:
    """At most so many characters, the last one … where something is missing."""
    text = clean(text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def cut_bytes(text: str, limit: int) -> str:
    """At most so many bytes of UTF-8, whole characters only."""
    raw = text.encode()
    return text if len(raw) <= limit else raw[:limit].decode("utf-8", "ignore")


def one_line(text: str) -> str:
    return " ".join(text.split())
