"""How an ActionCard looks on a phone of DingTalk: its markdown, and buttons below each other that type or open a page."""

from urllib.parse import unquote

from bot.sandbox.dingtalk import drawn as cards
from bot.sandbox.faces import FacedButton, cut
from bot.sandbox.wire import Json, objects_of, text_of

BUTTON = 20
TYPES = "dtmd://dingtalkclient/sendMessage?content="


def buttons(card: Json) -> list[FacedButton]:
    if cards.is_drawn(card):
        return cards.buttons(card)
    return [_button(one) for one in objects_of(card, "buttons")]


def _button(part: Json) -> FacedButton:
    title, url = cut(text_of(part, "title"), BUTTON), text_of(part, "url")
    is_page = url.startswith(("http://", "https://"))
    return FacedButton("" if is_page else url, title, "plain", url if is_page else "")


def typed_by(key: str) -> str:
    """What a press of this button writes into the chat; nothing for one that opens a page."""
    return unquote(key.removeprefix(TYPES)) if key.startswith(TYPES) else ""


def plain_text(card: Json) -> str:
    words = [text for _, text in _lines(card)] + [f"{name}：{value}" for name, value in _fields(card)]
    return "\n".join(words)


def shown(card: Json) -> Json:
    return {
        "lines": [{"what": what, "text": text} for what, text in _lines(card)],
        "fields": [{"name": name, "value": value} for name, value in _fields(card)],
        "menu": [],
        "look": "dingtalk",
    }


def _lines(card: Json) -> list[tuple[str, str]]:
    """Headings and paragraphs; a line of two spaces at its end goes on in the next."""
    if cards.is_drawn(card):
        return cards.lines(card)
    found = []
    for line in text_of(card, "text").splitlines():
        words = line.strip()
        if words.startswith("#"):
            found.append(("title", words.lstrip("# ")))
        elif words and _field(words) is None:
            found.append(("body", words.removeprefix("- ")))
    return found


def _fields(card: Json) -> list[tuple[str, str]]:
    if cards.is_drawn(card):
        return cards.fields(card)
    lines = (_field(line.strip()) for line in text_of(card, "text").splitlines())
    return [field for field in lines if field is not None]


def _field(line: str) -> tuple[str, str] | None:
    name, colon, value = line.removeprefix("- ").partition("：")
    return (name, value) if line.startswith("- ") and colon else None
