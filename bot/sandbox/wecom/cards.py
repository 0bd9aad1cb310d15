"""The platform's checks of a template card before it is taken.

Follows developer.work.weixin.qq.com/document/path/90236 (2025-09-24) and the error list 90313. Over-long
display texts are not refused: the phone cuts them.
"""

import re
from collections.abc import Callable, Iterable

from bot.sandbox.errors import ApiError
from bot.sandbox.wecom.faces import CALLS_BACK
from bot.sandbox.wire import Json, number_of, object_of, objects_of, text_of

TASK_ID = re.compile(r"[0-9A-Za-z_\-@]{1,128}")
KEY_BYTES, OPTION_ID_BYTES = 1024, 128


def check_card(card: Json, *, is_update: bool = False) -> None:
    """Raises ApiError with the platform's code for the first fault found."""
    kind = text_of(card, "card_type")
    checks = CHECKS.get(kind)
    if checks is None:
        raise ApiError(42031, "card_type missing or illegal")
    if not is_update:
        _check_nothing_settled(card)
    _check_task_id(card, required=kind in CALLS_BACK)
    for check in checks:
        check(card)


def needs_callback(card: Json) -> bool:
    return text_of(card, "card_type") in CALLS_BACK or bool(object_of(card, "action_menu"))


def _require(fact: object, errcode: int, text: str) -> None:
    if not fact:
        raise ApiError(errcode, text)


def _is_key(text: str, limit: int = KEY_BYTES) -> bool:
    return 0 < len(text.encode()) <= limit


def _are_unique(values: Iterable[str]) -> bool:
    known = list(values)
    return len(known) == len(set(known))


def _check_nothing_settled(card: Json) -> None:
    questions = [
        object_of(card, "button_selection"),
        object_of(card, "checkbox"),
        *objects_of(card, "select_list"),
    ]
    is_settled = "replace_text" in card or any("disable" in question for question in questions)
    _require(not is_settled, 40058, "replace_text and disable are for updates")


def _check_task_id(card: Json, *, required: bool) -> None:
    if "task_id" in card or required or object_of(card, "action_menu"):
        _require(TASK_ID.fullmatch(text_of(card, "task_id")), 42014, "task_id missing or illegal")


def _title(card: Json) -> None:
    _require(text_of(object_of(card, "main_title"), "title"), 42033, "main_title.title missing")


def _title_or_subtitle(card: Json) -> None:
    title = text_of(object_of(card, "main_title"), "title") or text_of(card, "sub_title_text")
    _require(title, 42033, "main_title.title and sub_title_text both missing")


def _action_menu(card: Json) -> None:
    menu = object_of(card, "action_menu")
    if not menu:
        return
    entries = objects_of(menu, "action_list")
    _require(text_of(menu, "desc") and 1 <= len(entries) <= 3, 40058, "action_menu needs desc and 1-3 actions")
    _require(all(text_of(entry, "text") for entry in entries), 42038, "action text missing")
    _require(all(_is_key(text_of(entry, "key")) for entry in entries), 42039, "action key illegal")
    _require(_are_unique(text_of(entry, "key") for entry in entries), 42051, "action keys clash")


def _jump(item: Json) -> None:
    kind = number_of(item, "type") or 0
    _require(kind != 1 or text_of(item, "url"), 42028, "url missing")
    _require(kind != 2 or text_of(item, "appid"), 42030, "appid missing")


def _quote(card: Json) -> None:
    _jump(object_of(card, "quote_area"))


def _fields(card: Json) -> None:
    items = objects_of(card, "horizontal_content_list")
    _require(len(items) <= 6, 42035, "horizontal_content_list longer than 6")
    for item in items:
        kind = number_of(item, "type") or 0
        _require(text_of(item, "keyname"), 42027, "keyname missing")
        _require(kind != 1 or text_of(item, "url"), 42028, "url missing")
        _require(kind != 2 or text_of(item, "media_id"), 42029, "media_id missing")
        _require(kind != 3 or text_of(item, "userid"), 42050, "userid missing")


def _jump_list(card: Json) -> None:
    items = objects_of(card, "jump_list")
    _require(len(items) <= 3, 42042, "jump_list longer than 3")
    for item in items:
        _require(text_of(item, "title"), 42033, "jump title missing")
        _jump(item)


def _card_action(card: Json) -> None:
    action = object_of(card, "card_action")
    _require(number_of(action, "type") in (1, 2), 42045, "card_action missing or illegal")
    _jump(action)


def _optional_action(card: Json) -> None:
    if "card_action" in card:
        action = object_of(card, "card_action")
        _require((number_of(action, "type") or 0) in (0, 1, 2), 42045, "card_action illegal")
        _jump(action)


def _picture(card: Json) -> None:
    image, area = object_of(card, "card_image"), object_of(card, "image_text_area")
    _require(image or area, 42044, "card_image and image_text_area both missing")
    _require(not image or text_of(image, "url"), 42044, "card_image.url missing")
    _require(not area or text_of(area, "image_url"), 42028, "image_text_area.image_url missing")


def _vertical(card: Json) -> None:
    items = objects_of(card, "vertical_content_list")
    _require(len(items) <= 4, 42036, "vertical_content_list longer than 4")
    _require(all(text_of(item, "title") for item in items), 42033, "vertical title missing")


def _buttons(card: Json) -> None:
    items = objects_of(card, "button_list")
    _require(1 <= len(items) <= 6, 40058, "button_list needs 1-6 buttons")
    for item in items:
        _require(text_of(item, "text"), 42038, "button text missing")
        is_link = number_of(item, "type") == 1
        _require(not is_link or text_of(item, "url"), 42028, "button url missing")
        _require(is_link or _is_key(text_of(item, "key")), 42039, "button key missing or longer than 1024 bytes")
    keys = [text_of(item, "key") for item in items if number_of(item, "type") != 1]
    _require(_are_unique(keys), 42039, "button keys clash")


def _options(question: Json, most: int) -> None:
    options = objects_of(question, "option_list")
    _require(_is_key(text_of(question, "question_key")), 42043, "question_key missing or illegal")
    _require(1 <= len(options) <= most, 42037, f"option_list needs 1-{most} options")
    ids = [text_of(option, "id") for option in options]
    _require(all(_is_key(one, OPTION_ID_BYTES) for one in ids) and _are_unique(ids), 42040, "option id illegal")
    _require(all(text_of(option, "text") for option in options), 42041, "option text missing")


def _selection(card: Json) -> None:
    if "button_selection" in card:
        _options(object_of(card, "button_selection"), 10)


def _checkbox(card: Json) -> None:
    _options(object_of(card, "checkbox"), 20)


def _selects(card: Json) -> None:
    questions = objects_of(card, "select_list")
    _require(1 <= len(questions) <= 3, 42047, "select_list needs 1-3 questions")
    for question in questions:
        _options(question, 10)
    _require(_are_unique(text_of(question, "question_key") for question in questions), 42043, "questions clash")


def _submit(card: Json) -> None:
    submit = object_of(card, "submit_button")
    _require(_is_key(text_of(submit, "key")), 42046, "submit_button.key missing or illegal")


CHECKS: dict[str, tuple[Callable[[Json], None], ...]] = {
    "text_notice": (_title_or_subtitle, _action_menu, _quote, _fields, _jump_list, _card_action),
    "news_notice": (_title, _action_menu, _quote, _picture, _vertical, _fields, _jump_list, _card_action),
    "button_interaction": (_title, _action_menu, _quote, _fields, _selection, _buttons, _optional_action),
    "vote_interaction": (_title, _checkbox, _submit),
    "multiple_interaction": (_title, _selects, _submit),
}
