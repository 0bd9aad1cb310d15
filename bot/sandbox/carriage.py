"""Carries what people did to the bot, in each person's order, and shows on the phone whether it got there."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.sandbox.phones import DELIVERED, ME, PENDING, UNDELIVERED, Entry, bubble
from bot.sandbox.world import World


@dataclass(frozen=True, slots=True)
class Callback:
    """`plaintext` is what the platform says of it. `entry` is the bubble with the person's words; a press has a
    `label` and the `card` pressed.
    """

    user: str
    plaintext: str
    entry: int | None = None
    label: str = ""
    card: int | None = None


Deliver = Callable[[Callback], Awaitable[bool]]


class Carriage:
    """`deliver` tries as often as its platform does, and says whether the bot took it."""

    def __init__(self, world: World, deliver: Deliver) -> None:
        self._world = world
        self._deliver = deliver
        self._waiting: dict[str, deque[Callback]] = defaultdict(deque)
        self._carriers: dict[str, asyncio.Task[None]] = {}
        self._quiet = asyncio.Event()
        self._quiet.set()

    @property
    def pending(self) -> int:
        """Callbacks neither answered nor given up."""
        return sum(map(len, self._waiting.values()))

    async def close(self) -> None:
        carriers = list(self._carriers.values())
        for carrier in carriers:
            carrier.cancel()
        await asyncio.gather(*carriers, return_exceptions=True)

    async def wait_until_quiet(self, timeout_s: float) -> None:
        try:
            async with asyncio.timeout(timeout_s):
                await self._quiet.wait()
        except TimeoutError:
            return

    def enqueue(self, callback: Callback) -> None:
        self._waiting[callback.user].append(callback)
        self._quiet.clear()
        if callback.user not in self._carriers:
            self._carriers[callback.user] = asyncio.create_task(self._carry(callback.user))

    def resend(self, entries: list[Entry]) -> None:
        for entry in entries:
            self._world.phones.change(entry.id, delivery=PENDING)
            self.enqueue(Callback(entry.user, entry.callback, entry.id))

    async def _carry(self, user: str) -> None:
        """One person's callbacks, one after the other."""
        waiting = self._waiting[user]
        try:
            while waiting:
                self._settle(waiting[0], is_answered=await self._deliver(waiting[0]))
                waiting.popleft()
        finally:
            del self._carriers[user], self._waiting[user]
            if not self.pending:
                self._quiet.set()

    def _settle(self, callback: Callback, *, is_answered: bool) -> None:
        phones, number = self._world.phones, callback.entry or callback.card
        if number is not None and phones.find(callback.user, number) is None:
            return  # the phones were made new meanwhile
        if callback.entry is not None:
            self._mark_own(callback.user, callback.entry, is_answered=is_answered)
        elif not is_answered:
            self._show_lost_press(callback)

    def _mark_own(self, user: str, number: int, *, is_answered: bool) -> None:
        entry = self._world.phones.find(user, number)
        is_done_notice = is_answered and entry is not None and entry.kind == "notice"
        state = DELIVERED if is_answered else UNDELIVERED
        self._world.phones.change(number, delivery=state, recalled=is_done_notice)

    def _show_lost_press(self, callback: Callback) -> None:
        phones, now = self._world.phones, self._world.now()
        if callback.card is not None:
            phones.change(callback.card, pressed="")
        if callback.label:
            notice = bubble(callback.user, now, ME, "notice", text=callback.label, callback=callback.plaintext)
            phones.show(replace(notice, delivery=UNDELIVERED))


class Carried:
    """What every messenger answers of its carriage."""

    _carriage: Carriage

    def resend(self, entries: list[Entry]) -> None:
        self._carriage.resend(entries)

    def looked_at(self, entries: list[Entry]) -> None:
        """A messenger tells the bot nothing of it, unless it says otherwise."""

    @property
    def pending(self) -> int:
        return self._carriage.pending

    async def wait_until_quiet(self, timeout_s: float) -> None:
        await self._carriage.wait_until_quiet(timeout_s)
