"""The office of stories with a clock that stands still between two turns, and hands that reach the phones directly.

Everything else is the bot as it runs: callbacks and sends go over the wire, handlers, schedules and sender are its own.
Nothing works by itself in the background: a moment is worked when the clock is turned to it, so that the same seed
plays the same year.
"""

from datetime import datetime

from office import Office

from bot.app import App
from bot.clock import VirtualClock
from bot.commands.players import SHANGHAI
from bot.sandbox import clock as messenger_clock
from bot.sandbox.hands import Say, Tap
from bot.sandbox.keys import SWITCHBOARD, WORLD
from bot.sandbox.phones import BOT, Entry


class StandingClock(VirtualClock):
    def now(self) -> datetime:
        return self._at


class MessengerClock(messenger_clock.Clock):
    def now(self) -> datetime:
        return self._base


class StillApp(App):
    """Works when its clock is turned, and only then."""

    async def _set_clock(self) -> None:
        await super()._set_clock()
        self.clock = StandingClock(self.clock.now().replace(microsecond=0))

    async def _start_loops(self) -> None:
        await self.keep_time()
        self._stack.push_async_callback(self.presence.leave)
        await self.presence.announce()


class Town(Office):
    made_of = StillApp
    reads_digests = True

    async def start(self) -> None:
        self.messenger[WORLD].clock = MessengerClock()
        await super().start()

    @property
    def moment(self) -> datetime:
        return self._app.clock.now().astimezone(SHANGHAI)

    async def turn_to(self, at: datetime) -> None:
        await self._app.advance(at)

    async def say_it(self, user: str, text: str) -> None:
        self.messenger[SWITCHBOARD].say(Say(user=user, text=text), origin="http://127.0.0.1")
        await self.turn_to(self._app.clock.now())

    async def press(self, user: str, bubble: int, key: str) -> None:
        self.messenger[SWITCHBOARD].tap(Tap(user=user, message=bubble, button=key, stale=True))
        await self.turn_to(self._app.clock.now())

    def shown(self, user: str, *, after: int = 0) -> list[Entry]:
        """What the bot put on this phone after that bubble."""
        world = self.messenger[WORLD]
        return [e for e in world.phones.of(world.roster.phone(user), after=after) if e.sender == BOT]
