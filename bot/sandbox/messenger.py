"""The seam between phones and platforms: what a platform must be able to do to be played here."""

from typing import Protocol

from aiohttp import web

from bot.sandbox.hands import Hand, MenuPress, Say, Tap
from bot.sandbox.phones import Entry
from bot.sandbox.wire import Json


class Messenger(Protocol):
    """One platform: its API for the bot, and the way there for what people do. A hand's `user` is a phone it serves.

    What a hand cannot do raises HandError.
    """

    platform: str

    def routes(self) -> list[web.RouteDef]:
        """The platform's API and whatever else the bot calls."""
        ...

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    def say(self, hand: Say, *, origin: str) -> list[str]:
        """The message ids, one for each bubble; `origin` is where pictures can be fetched."""
        ...

    def tap(self, hand: Tap) -> Json: ...

    def press_menu(self, hand: MenuPress) -> None: ...

    def enter(self, hand: Hand) -> None: ...

    def menu(self) -> list[Json]:
        """What stands below the chat."""
        ...

    def looked_at(self, entries: list[Entry]) -> None:
        """What the bot wrote was on the screen for the first time."""
        ...

    def resend(self, entries: list[Entry]) -> None:
        """Words that did not get through, once more."""
        ...

    @property
    def pending(self) -> int:
        """What people did and the bot has neither answered nor let pass."""
        ...

    async def wait_until_quiet(self, timeout_s: float) -> None: ...

    def tries(self) -> list[Json]:
        """Every attempt to reach the bot."""
        ...

    def sends(self) -> list[Json]:
        """Every message that the bot sent, with what became of it."""
        ...

    async def verify_address(self) -> str:
        """The console's "save settings": what is wrong with the bot's address, or nothing."""
        ...

    def revoke_tokens(self) -> None: ...
