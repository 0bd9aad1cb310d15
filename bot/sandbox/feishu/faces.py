"""How a Feishu card looks on a phone: a coloured head, words, pairs side by side, buttons."""

import json

from bot.sandbox.faces import FacedButton, cut
from bot.sandbox.feishu.cards import parts_of
from bot.sandbox.wire import Json, object_of, objects_of, text_of

STYLES = {"primary": "primary", "primary_filled": "primary", "danger": "danger", "danger_filled": "danger"}
TITLE, BUTTON = 60, 24
DEFAULT_TEMPLATE = "default"


def buttons(card: Json) -> list[FacedButton]:
    """Those that can be pressed. A press is known by what its button sends back."""
    return [_button(part) for part in parts_of(card) if text_of(part, "tag") == "button" and not part.get("disabled")]


def settled(card: Json) -> str:
    """The word on the dead button of a card that has no living one."""
    dead = [part for part in parts_of(card) if text_of(part, "tag") == "button" and part.get("disabled")]
    return text_of(object_of(dead[0], "text"), "content") if dead and not buttons(card) else ""


def value_of(card: Json, key: str) -> object:
    """What a press of this button sends back; None where there is no such button."""
    found = [part for part in parts_of(card) if text_of(part, "tag") == "button" and _key(part) == key]
    return _value(found[0]) if found else None


def title(card: Json) -> str:
    return cut(text_of(object_of(object_of(card, "header"), "title"), "content"), TITLE)


def plain_text(card: Json) -> str:
    words = [text for what, text in _lines(card) if text and what != "source"]
    return "\n".join(words + [f"{name}：{value}" for name, value in _fields(card)])


def shown(card: Json) -> Json:
    return {
        "lines": [{"what": what, "text": text} for what, text in _lines(card)],
        "fields": [{"name": name, "value": value} for name, value in _fields(card)],
        "menu": [],
        "look": "feishu",
        "template": text_of(object_of(card, "header"), "template") or DEFAULT_TEMPLATE,
    }


def _lines(card: Json) -> list[tuple[str, str]]:
    elements = objects_of(object_of(card, "body"), "elements")
    found = [("title", title(card)), *(("body", _words(one)) for one in elements)]
    return [(what, text) for what, text in found if text]


def _words(element: Json) -> str:
    match text_of(element, "tag"):
        case "div":
            return text_of(object_of(element, "text"), "content")
        case "markdown":
            return text_of(element, "content")
        case _:
            return ""


def _fields(card: Json) -> list[tuple[str, str]]:
    """Two columns of words side by side are a name and its value."""
    found = []
    for element in objects_of(object_of(card, "body"), "elements"):
        columns = [objects_of(column, "elements") for column in objects_of(element, "columns")]
        if len(columns) == 2 and all(len(one) == 1 and _words(one[0]) for one in columns):
            found.append((_words(columns[0][0]), _words(columns[1][0])))
    return found


def _button(part: Json) -> FacedButton:
    text = cut(text_of(object_of(part, "text"), "content"), BUTTON)
    opens = next((one for one in objects_of(part, "behaviors") if one.get("type") == "open_url"), {})
    style = STYLES.get(text_of(part, "type"), "plain")
    return FacedButton(_key(part), text, style, text_of(opens, "default_url"))


def _value(part: Json) -> object:
    calls = next((one for one in objects_of(part, "behaviors") if one.get("type") == "callback"), {})
    return calls.get("value")


def _key(part: Json) -> str:
    return json.dumps(_value(part), ensure_ascii=False, sort_keys=True)
