"""Everything the messenger knows, put together and read back from its journal."""

import secrets
from collections.abc import Callable
from datetime import datetime

from bot.sandbox.clock import Clock
from bot.sandbox.config import SandboxConfig
from bot.sandbox.faults import Faults
from bot.sandbox.journal import Journal
from bot.sandbox.ledger import Ledger
from bot.sandbox.media import MediaStore
from bot.sandbox.menus import Menu
from bot.sandbox.phones import Phones
from bot.sandbox.roster import Roster
from bot.sandbox.tickets import Tickets
from bot.sandbox.tokens import Tokens
from bot.sandbox.wire import Json


class World:
    """The platform's and the phones' state. Faults, tokens and the told time are of this run only."""

    def __init__(self, config: SandboxConfig) -> None:
        self.config = config
        self.clock = Clock()
        self.faults = Faults()
        self.tokens = Tokens(config)
        self.journal = Journal(config.state_file, self.clock)
        self._empty()
        self._load()

    def now(self) -> datetime:
        return self.clock.now()

    def reset(self) -> None:
        """All phones new, as out of the box; the next moment told is believed again."""
        self.journal.erase()
        self.faults.clear()
        self.tokens.revoke()
        self.clock.reset()
        self._empty()

    def _empty(self) -> None:
        self.life = secrets.token_hex(4)  # another one tells pages to forget what they show
        self.roster = Roster(self.journal)
        self.phones = Phones(self.journal)
        self.tickets = Tickets(self.journal)
        self.ledger = Ledger(self.journal)
        self.media = MediaStore(self.journal)
        self.menu = Menu(self.journal)

    def _load(self) -> None:
        latest: datetime | None = None
        for kind, at, state in self.journal.lines():
            if load := self._loaders().get(kind):
                load(state)
            latest = max(latest or at, at)
        if latest is not None:
            self.clock.tell(latest)

    def _loaders(self) -> dict[str, Callable[[Json], None]]:
        return {
            "roster": self.roster.load,
            "entry": self.phones.load,
            "seen": self.phones.load_seen,
            "ticket": self.tickets.load,
            "send": self.ledger.load,
            "media": self.media.load,
            "menu": self.menu.load,
        }
