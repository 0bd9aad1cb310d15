"""What the platform knows of its app, beside what the phones show."""

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from bot.sandbox.config import DingTalkConfig
from bot.sandbox.dingtalk.errors import DingError
from bot.sandbox.dingtalk.ledger import Ledger
from bot.sandbox.dingtalk.tokens import Tokens
from bot.sandbox.logins import Codes
from bot.sandbox.roster import Directory
from bot.sandbox.wire import Json, text_of
from bot.sandbox.world import World

PLATFORM = "dingtalk"
SESSION = timedelta(minutes=90)


@dataclass(frozen=True, slots=True)
class Session:
    """An address that a message brought along, good for answers into its chat."""

    phone: str
    until: datetime


@dataclass(frozen=True, slots=True)
class CardRoute:
    """Where presses on the cards of this name are posted to, and what signs them."""

    name: str
    url: str
    secret: str


class State:
    """Tokens and sessions are of this run only."""

    def __init__(self, world: World, config: DingTalkConfig) -> None:
        self.world = world
        self.config = config
        self.tokens = Tokens(config)
        self.codes = Codes()
        self.user_tokens: dict[str, str] = {}
        self.empty()

    def empty(self) -> None:
        self.tokens.revoke()
        self.ledger = Ledger(self.world.journal, self.config)
        self._sessions: dict[str, Session] = {}
        self.card_routes: dict[str, CardRoute] = {}

    def loaders(self) -> dict[str, Callable[[Json], None]]:
        return {"ding_send": self.ledger.load, "ding_route": self._load_route}

    def keep_route(self, route: CardRoute) -> None:
        self.card_routes[route.name] = route
        self.world.journal.write("ding_route", asdict(route))

    def _load_route(self, state: Json) -> None:
        route = CardRoute(text_of(state, "name"), text_of(state, "url"), text_of(state, "secret"))
        self.card_routes[route.name] = route

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
