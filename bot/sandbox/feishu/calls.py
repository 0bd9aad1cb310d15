"""One call of the platform's API, its token already checked."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.sandbox.errors import ApiError
from bot.sandbox.feishu.state import State
from bot.sandbox.roster import Directory
from bot.sandbox.wire import Json
from bot.sandbox.world import World


@dataclass(frozen=True)
class Call:
    """`names` are the parts of the path that stand for ids."""

    state: State
    names: dict[str, str]
    query: dict[str, str]
    raw: str
    now: datetime

    @property
    def world(self) -> World:
        return self.state.world

    @property
    def people(self) -> Directory:
        return self.state.people

    @property
    def app_id(self) -> str:
        return self.state.config.app_id

    @cached_property
    def body(self) -> Json:
        """Raises 9499 for anything but a JSON object."""
        try:
            body = json.loads(self.raw)
        except ValueError:
            raise ApiError(9499, "Invalid request body") from None
        if not isinstance(body, dict):
            raise ApiError(9499, "Invalid request body")
        return body
