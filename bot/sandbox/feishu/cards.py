"""The platform's checks of a card before it is taken: JSON 2.0 refuses every attribute that it does not know."""

import json

from bot.sandbox.errors import ApiError
from bot.sandbox.wire import Json, object_of, text_of

CARD_BYTES, MOST_ELEMENTS = 30 * 1024, 200
KNOWN = {
    "": {"schema", "config", "header", "body", "card_link"},
    "plain_text": {"tag", "content", "i18n_content", "text_size", "text_align", "text_color", "lines"},
    "div": {"tag", "element_id", "text", "icon", "width", "margin"},
    "markdown": {"tag", "element_id", "content", "text_size", "text_align", "icon", "margin"},
    "hr": {"tag", "element_id", "margin"},
    "column_set": {
        "tag", "element_id", "flex_mode", "horizontal_spacing", "horizontal_align", "background_style", "columns", "action", "margin",
    },
    "column": {
        "tag", "element_id", "width", "weight", "elements", "background_style", "horizontal_align", "vertical_align",
        "horizontal_spacing", "vertical_spacing", "direction", "padding", "margin", "action",
    },
    "button": {
        "tag", "element_id", "name", "type", "size", "width", "text", "icon", "hover_tips", "disabled", "disabled_tips",
        "confirm", "behaviors", "required", "form_action_type", "margin",
    },
}  # fmt: skip
CONFIG = {
    "streaming_mode", "streaming_config", "summary", "locales", "enable_forward", "update_multi", "width_mode",
    "use_custom_translation", "enable_forward_interaction", "style",
}  # fmt: skip
HEADER = {"title", "subtitle", "text_tag_list", "template", "icon", "padding"}
TEMPLATES = {
    "blue", "wathet", "turquoise", "green", "yellow", "orange", "red", "carmine", "violet", "purple", "indigo", "grey", "default",
}  # fmt: skip
BUTTONS = {
    "default",
    "primary",
    "danger",
    "text",
    "primary_text",
    "danger_text",
    "primary_filled",
    "danger_filled",
    "laser",
}


def read_card(content: str) -> Json:
    """Raises 230025 for one that is too large, 230099 for anything the platform would not draw."""
    if len(content.encode()) > CARD_BYTES:
        raise ApiError(230025, "The length of the message content reaches its limit.")
    try:
        card = json.loads(content)
    except ValueError:
        raise _bad("the card is not JSON") from None
    if not isinstance(card, dict) or card.get("schema") != "2.0":
        raise _bad("only cards of schema 2.0 are played here")
    _check(card)
    return card


def _check(card: Json) -> None:
    _only(card, KNOWN[""], "card")
    _only(object_of(card, "config"), CONFIG, "config")
    _only(object_of(card, "header"), HEADER, "header")
    if object_of(card, "config").get("update_multi") is False:
        raise _bad("update_multi must be true in schema 2.0")
    if text_of(object_of(card, "header"), "template") not in TEMPLATES | {""}:
        raise _bad("unknown header template")
    elements = object_of(card, "body").get("elements")
    if not isinstance(elements, list):
        raise _bad("body.elements missing")
    if len(list(parts_of(card))) > MOST_ELEMENTS:
        raise _bad("more than 200 elements")
    for part in parts_of(card):
        _check_part(part)


def parts_of(part: object) -> list[Json]:
    """Everything that has a tag, from top to bottom."""
    if isinstance(part, list):
        return [found for one in part for found in parts_of(one)]
    if not isinstance(part, dict):
        return []
    inner = [found for one in part.values() for found in parts_of(one)]
    return [part, *inner] if "tag" in part else inner


def _check_part(part: Json) -> None:
    tag = text_of(part, "tag")
    if tag not in KNOWN or not tag:
        raise _bad(f"not support tag: {tag}")
    _only(part, KNOWN[tag], tag)
    if tag == "button":
        _check_button(part)


def _check_button(button: Json) -> None:
    if not text_of(object_of(button, "text"), "content"):
        raise _bad("button without text")
    if text_of(button, "type") not in BUTTONS | {""}:
        raise _bad("unknown button type")
    behaviors = button.get("behaviors", [])
    known = isinstance(behaviors, list) and all(
        isinstance(one, dict) and one.get("type") in ("callback", "open_url") for one in behaviors
    )
    if not known:
        raise _bad("unknown behavior")


def _only(part: Json, known: set[str], where: str) -> None:
    if strange := sorted(set(part) - known):
        raise _bad(f"unknown property {strange[0]!r} in {where}")


def _bad(text: str) -> ApiError:
    return ApiError(230099, f"Failed to create card content, ext=ErrCode: 200621; ErrMsg: {text}; ErrorValue: ;")
