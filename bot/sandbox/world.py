"""Everything the messenger knows, put together and read back from its journal."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.sandbox.clock import Clock
from bot.sandbox.config import SandboxConfig
from bot.sandbox.faults import Faults
from bot.sandbox.journal import Journal
from bot.sandbox.media import MediaStore
from bot.sandbox.personnel import Personnel
from bot.sandbox.phones import Phones
from bot.sandbox.roster import Roster
from bot.sandbox.wire import Json

Loaders = dict[str, Callable[[Json], None]]


class Part(Protocol):
    """What a platform remembers of its own."""

    def empty(self) -> None:
        """As out of the box."""
        ...

    def loaders(self) -> Loaders:
        """By kind of journal line; asked anew after each `empty`."""
        ...


class World:
    """The phones' state, and the platforms' as its parts. Faults and the told time are of this run only."""

    def __init__(self, config: SandboxConfig) -> None:
        self.config = config
        self.clock = Clock()
        self.faults = Faults()
        self.journal = Journal(config.state_file, self.clock)
        self._parts: list[Part] = []
        self._empty()

    def join(self, part: Part) -> None:
        self._parts.append(part)

    def now(self) -> datetime:
        return self.clock.now()

    def reset(self) -> None:
        """All phones new, as out of the box; the next moment told is believed again."""
        self.journal.erase()
        self.faults.clear()
        self.clock.reset()
        self._empty()
        for part in self._parts:
            part.empty()

    def load(self) -> None:
        """Read the journal back, once every part has joined."""
        loaders = self._loaders()
        latest: datetime | None = None
        for kind, at, state in self.journal.lines():
            if load := loaders.get(kind):
                load(state)
            latest = max(latest or at, at)
        if latest is not None:
            self.clock.tell(latest)

    def _empty(self) -> None:
        self.life = secrets.token_hex(4)  # another one tells pages to forget what they show
        self.personnel = Personnel(self.journal)
        self.roster = Roster(self.journal, self.personnel)
        self.phones = Phones(self.journal)
        self.media = MediaStore(self.journal)

    def _loaders(self) -> Loaders:
        found: Loaders = {
            "roster": self.roster.load,
            "personnel": self.personnel.load,
            "entry": self.phones.load,
            "seen": self.phones.load_seen,
            "media": self.media.load,
        }
        for part in self._parts:
            found |= part.loaders()
        return found
