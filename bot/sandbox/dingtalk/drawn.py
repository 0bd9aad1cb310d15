"""How an interactive card of our template looks: by its variables."""

from bot.sandbox.faces import FacedButton, cut
from bot.sandbox.wire import Json, object_of, text_of

BUTTON = 20


def is_drawn(card: Json) -> bool:
    """An interactive card, not an ActionCard."""
    return "outTrackId" in card


def buttons(card: Json) -> list[FacedButton]:
    params = object_of(card, "params")
    named = [(f"b{n}", text_of(params, f"button{n}")) for n in range(1, 7)]
    return [FacedButton(key, cut(text, BUTTON)) for key, text in named if text]


def lines(card: Json) -> list[tuple[str, str]]:
    params = object_of(card, "params")
    return [(what, text) for what in ("title", "body") if (text := text_of(params, what))]


def fields(card: Json) -> list[tuple[str, str]]:
    pairs = (line.partition("：") for line in text_of(object_of(card, "params"), "fields").splitlines())
    return [(name, value) for name, _, value in pairs if value]
