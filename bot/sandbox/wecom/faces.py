"""How a card looks on a phone: what is cut, what can be pressed, what it says in plain text."""

from bot.sandbox.faces import FacedButton, cut
from bot.sandbox.wire import Json, number_of, object_of, objects_of, text_of

TITLE, DESC, SUBTITLE, FIELD_NAME, FIELD_VALUE, BUTTON = 36, 44, 160, 5, 30, 10
CALLS_BACK = frozenset({"button_interaction", "vote_interaction", "multiple_interaction"})
STYLES = {1: "primary", 2: "secondary", 3: "plain", 4: "danger"}


def buttons(card: Json) -> list[FacedButton]:
    if text_of(card, "card_type") in ("vote_interaction", "multiple_interaction"):
        submit = object_of(card, "submit_button")
        return [FacedButton(text_of(submit, "key"), cut(text_of(submit, "text") or "提交", BUTTON), "primary")]
    return [_button(item) for item in objects_of(card, "button_list")]


def _button(item: Json) -> FacedButton:
    style = STYLES.get(number_of(item, "style") or 3, "plain")
    is_link = number_of(item, "type") == 1
    url = text_of(item, "url") if is_link else ""
    return FacedButton("" if is_link else text_of(item, "key"), cut(text_of(item, "text"), BUTTON), style, url)


def corner_menu(card: Json) -> list[FacedButton]:
    entries = objects_of(object_of(card, "action_menu"), "action_list")
    return [FacedButton(text_of(entry, "key"), text_of(entry, "text")) for entry in entries]


def fields(card: Json) -> list[tuple[str, str]]:
    return [
        (cut(text_of(item, "keyname"), FIELD_NAME), cut(text_of(item, "value"), FIELD_VALUE))
        for item in objects_of(card, "horizontal_content_list")
    ]


def lines(card: Json) -> list[tuple[str, str]]:
    """(what it is, what it says) from top to bottom, empty parts left out."""
    title, emphasis = object_of(card, "main_title"), object_of(card, "emphasis_content")
    quote = object_of(card, "quote_area")
    parts = [
        ("source", cut(text_of(object_of(card, "source"), "desc"), 20)),
        ("title", cut(text_of(title, "title"), TITLE)),
        ("desc", cut(text_of(title, "desc"), DESC)),
        ("emphasis", " ".join(filter(None, (text_of(emphasis, "title"), text_of(emphasis, "desc"))))),
        ("quote", " ".join(filter(None, (text_of(quote, "title"), text_of(quote, "quote_text"))))),
        ("body", cut(text_of(card, "sub_title_text"), SUBTITLE)),
    ]
    return [(what, text) for what, text in parts if text]


def plain_text(card: Json) -> str:
    """The card read aloud, without its buttons."""
    read = [text for what, text in lines(card) if what != "source"]
    return "\n".join(read + [f"{name}：{value}" for name, value in fields(card)])


def shown(card: Json) -> Json:
    """What the page draws, beside the raw card."""
    return {
        "lines": [{"what": what, "text": text} for what, text in lines(card)],
        "fields": [{"name": name, "value": value} for name, value in fields(card)],
        "menu": [entry.as_json() for entry in corner_menu(card)],
    }
