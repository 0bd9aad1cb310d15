"""What the platform knows of its app, beside what the phones show."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.config import DingTalkConfig
from bot.sandbox.dingtalk.errors import DingError
from bot.sandbox.dingtalk.ledger import Ledger
from bot.sandbox.dingtalk.tokens import Tokens
from bot.sandbox.roster import Directory
from bot.sandbox.wire import Json
from bot.sandbox.world import World

PLATFORM = "dingtalk"
SESSION = timedelta(minutes=90)


@dataclass(frozen=True, slots=True)
class Session:
    """An address that a message brought along, good for answers into its chat."""

    phone: str
    until: datetime


class State:
    """Tokens and sessions are of this run only."""

    def __init__(self, world: World, config: DingTalkConfig) -> None:
        self.world = world
        self.config = config
        self.tokens = Tokens(config)
        self.empty()

    def empty(self) -> None:
        self.tokens.revoke()
        self.ledger = Ledger(self.world.journal, self.config)
        self._sessions: dict[str, Session] = {}

    def loaders(self) -> dict[str, Callable[[Json], None]]:
        return {"ding_send": self.ledger.load}

    @property
    def people(self) -> Directory:
        return self.world.roster.on(PLATFORM)

    def new_session(self, phone: str) -> tuple[str, datetime]:
        number, until = secrets.token_hex(16), self.world.now() + SESSION
        self._sessions[number] = Session(phone, until)
        return number, until

    def phone_of_session(self, number: str) -> str:
        session = self._sessions.get(number)
        if session is None or session.until <= self.world.now():
            raise DingError("300001", "session 不存在")
        return session.phone
