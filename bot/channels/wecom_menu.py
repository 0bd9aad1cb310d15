"""The menu below the app's chat (page 90231): made of the words it stands for, read, taken away."""

import json
from collections.abc import Mapping

from bot.channels.wecom_api import Json, WeComApi
from bot.channels.wecom_errors import OK
from models.errors import OperatorError

NONE_SET = 46003
BUTTONS, NAME_BYTES, KEY_BYTES = 3, 16, 128


class WeComMenu:
    """Each call raises OperatorError with what the platform said."""

    def __init__(self, api: WeComApi, agent_id: int) -> None:
        self._api = api
        self._query = {"agentid": str(agent_id)}

    async def set(self, entries: Mapping[str, str]) -> None:
        """Names by the keys that a press is told by."""
        await self._call("menu/create", body_of(entries))

    async def shown(self) -> list[str]:
        """The names, those of a submenu below theirs; none where no menu is set."""
        answer = await self._call("menu/get", None, frozenset({OK, NONE_SET}))
        listed = answer.get("button")
        return [name for button in listed for name in _names(button)] if isinstance(listed, list) else []

    async def remove(self) -> None:
        await self._call("menu/delete", None, frozenset({OK, NONE_SET}))

    async def _call(self, path: str, body: bytes | None, answers: frozenset[int] = frozenset({OK})) -> Json:
        answer = await self._api.call(path, body, answers=answers, query=self._query)
        if isinstance(answer, dict):
            return answer
        raise OperatorError(f"the menu was left as it is: {answer.error}")


def body_of(entries: Mapping[str, str]) -> bytes:
    """Raises ValueError for what the platform would not take."""
    if not 1 <= len(entries) <= BUTTONS:
        raise ValueError(f"a menu has 1 to {BUTTONS} entries")
    if any(len(name.encode()) > NAME_BYTES or not name for name in entries.values()):
        raise ValueError(f"an entry of the menu has 1 to {NAME_BYTES} bytes")
    if any(not 1 <= len(key.encode()) <= KEY_BYTES for key in entries):
        raise ValueError(f"a key of the menu has 1 to {KEY_BYTES} bytes")
    buttons = [{"type": "click", "name": name, "key": key} for key, name in entries.items()]
    return json.dumps({"button": buttons}, ensure_ascii=False, separators=(",", ":")).encode()


def _names(button: object) -> list[str]:
    if not isinstance(button, dict):
        return []
    below = button.get("sub_button")
    names = [f"  {one.get('name', '')}" for one in below if isinstance(one, dict)] if isinstance(below, list) else []
    return [str(button.get("name", "")), *names]
