"""The app's menu below the chat."""

from bot.sandbox.errors import ApiError
from bot.sandbox.journal import Journal
from bot.sandbox.wire import Json, objects_of, text_of

DEFAULT: list[Json] = [
    {"type": "click", "name": "我的任务", "key": "my_tasks"},
    {"type": "click", "name": "今日", "key": "today"},
    {"type": "click", "name": "帮助", "key": "help"},
]
NAME_BYTES, SUB_NAME_BYTES, KEY_BYTES, URL_BYTES = 16, 40, 128, 1024
PICTURES = ("pic_sysphoto", "pic_photo_or_album", "pic_weixin")
NEEDS_KEY = frozenset(("click", "scancode_push", "scancode_waitmsg", "location_select", *PICTURES))


class Menu:
    """Before the app sets one of its own, the phones show the usual three entries."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._buttons: list[Json] | None = None

    def create(self, body: Json) -> None:
        buttons = objects_of(body, "button")
        _check_buttons(buttons)
        self._set(buttons)

    def get(self) -> list[Json]:
        if not self._buttons:
            raise ApiError(46003, "no menu set")
        return self._buttons

    def delete(self) -> None:
        self._set(None)

    def shown(self) -> list[Json]:
        return self._buttons or DEFAULT

    def has(self, key: str) -> bool:
        entries = [entry for button in self.shown() for entry in (button, *objects_of(button, "sub_button"))]
        return any(text_of(entry, "key") == key for entry in entries)

    def load(self, state: Json) -> None:
        self._buttons = objects_of(state, "button") or None

    def _set(self, buttons: list[Json] | None) -> None:
        self._buttons = buttons
        self._journal.write("menu", {"button": buttons or []})


def _check_buttons(buttons: list[Json]) -> None:
    if not 1 <= len(buttons) <= 3:
        raise ApiError(40017, "1-3 buttons")
    for button in buttons:
        _check_name(button, NAME_BYTES, 40018)
        entries = objects_of(button, "sub_button")
        if len(entries) > 5:
            raise ApiError(40023, "at most 5 sub buttons")
        for entry in entries:
            _check_name(entry, SUB_NAME_BYTES, 40024)
            _check_entry(entry)
        if not entries:
            _check_entry(button)


def _check_name(button: Json, limit: int, errcode: int) -> None:
    if not 0 < len(text_of(button, "name").encode()) <= limit:
        raise ApiError(errcode, "button name missing or too long")


def _check_entry(entry: Json) -> None:
    kind = text_of(entry, "type")
    if kind in NEEDS_KEY:
        if not 0 < len(text_of(entry, "key").encode()) <= KEY_BYTES:
            raise ApiError(40019, "button key missing or too long")
    elif kind == "view":
        if not 0 < len(text_of(entry, "url").encode()) <= URL_BYTES:
            raise ApiError(40020, "button url missing or too long")
    elif kind != "view_miniprogram":
        raise ApiError(40016, "button type illegal")
