"""What the platform knows of its app, beside what the phones show."""

from collections.abc import Callable

from bot.sandbox.config import WeComConfig
from bot.sandbox.logins import Codes
from bot.sandbox.wecom.ledger import Ledger
from bot.sandbox.wecom.menus import Menu
from bot.sandbox.wecom.tickets import Tickets
from bot.sandbox.wecom.tokens import Tokens
from bot.sandbox.wire import Json
from bot.sandbox.world import World


class State:
    """Tokens are of this run only."""

    def __init__(self, world: World, config: WeComConfig) -> None:
        self.world = world
        self.config = config
        self.tokens = Tokens(config)
        self.codes = Codes()
        self.empty()

    def empty(self) -> None:
        journal = self.world.journal
        self.tokens.revoke()
        self.tickets = Tickets(journal)
        self.ledger = Ledger(journal)
        self.menu = Menu(journal)

    def loaders(self) -> dict[str, Callable[[Json], None]]:
        return {"ticket": self.tickets.load, "send": self.ledger.load, "menu": self.menu.load}
