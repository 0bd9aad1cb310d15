"""How a platform's cards look on a phone: one face a platform."""

from dataclasses import dataclass
from typing import Protocol

from bot.sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class FacedButton:
    """`key` is what a press is known by; a button with a `url` opens a page instead."""

    key: str
    text: str
    style: str = "plain"
    url: str = ""

    def as_json(self) -> Json:
        shown: Json = {"key": self.key, "text": self.text, "style": self.style}
        return shown | {"url": self.url} if self.url else shown


class Face(Protocol):
    def buttons(self, card: Json) -> list[FacedButton]: ...

    def plain_text(self, card: Json) -> str:
        """The card read aloud, without its buttons."""
        ...

    def shown(self, card: Json) -> Json:
        """What the page draws, beside the raw card: lines, fields, menu."""
        ...


def cut(text: str, length: int) -> str:
    """Longer than the platform displays is cut, as on the phone."""
    return text if len(text) <= length else text[: length - 1] + "…"
