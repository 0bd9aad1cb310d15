"""Twenty officials who report at once, as the platform delivers it: one callback in five twice, three tries each."""

import asyncio
import random
from dataclasses import dataclass, field

from aiohttp import ClientError
from running_bot import Bot
from small_city import head_of, tasks_of
from wecom_by_hand import Message, typed

CLIENTS = 20
TRIES = 3
TWICE = 0.2
PAUSE_S = 0.3
PATIENT = 0.9


@dataclass
class Said:
    """The ledger of what was said and what the bot promised with a 200."""

    offered: dict[str, Message] = field(default_factory=dict)
    promised: set[str] = field(default_factory=set)
    statuses: dict[int, int] = field(default_factory=dict)
    unanswered: int = 0

    def note(self, message: Message, status: int | None) -> None:
        if status is None:
            self.unanswered += 1
            return
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if status == 200:
            self.promised.add(message.msgid)


@dataclass
class Offices:
    """Each client speaks for a head of his own."""

    bots: list[Bot]
    seed: int = 0
    pause_s: float = PAUSE_S
    said: Said = field(default_factory=Said)
    _stopped: bool = False

    async def talk(self) -> None:
        """Until `stop`."""
        async with asyncio.TaskGroup() as group:
            for client in range(CLIENTS):
                group.create_task(self._client(client, random.Random(self.seed * 1000 + client)))

    def stop(self) -> None:
        self._stopped = True

    async def _client(self, client: int, dice: random.Random) -> None:
        turn = 0
        while not self._stopped:
            await asyncio.sleep(self.pause_s * dice.uniform(0.2, 1.8))
            if not any(bot.answers for bot in self.bots) and dice.random() < PATIENT:
                continue  # some try while it is down, too
            turn += 1
            await self._say(self._word(client, turn, dice), dice)

    @staticmethod
    def _word(client: int, turn: int, dice: random.Random) -> Message:
        number = dice.choice(tasks_of(client))
        return typed(
            head_of(client),
            f"{number}进度{1 + turn % 95}%，第{turn}批已开工，3月{dice.randint(1, 28)}日前完成下一批",
        )

    async def _say(self, message: Message, dice: random.Random) -> None:
        self.said.offered[message.msgid] = message
        if dice.random() >= TWICE:
            await self._deliver(message, dice)
        elif dice.random() < 0.5:
            await asyncio.gather(self._deliver(message, dice), self._deliver(message, dice))
        else:
            await self._deliver(message, dice)
            await asyncio.sleep(dice.uniform(0, 0.5))
            await self._deliver(message, dice)

    async def _deliver(self, message: Message, dice: random.Random) -> None:
        for _ in range(TRIES):
            bot = dice.choice([bot for bot in self.bots if bot.is_up] or self.bots)
            try:
                status = await bot.hear(message)
            except (ClientError, TimeoutError):
                self.said.note(message, None)
            else:
                self.said.note(message, status)
                if status == 200:
                    return
            await asyncio.sleep(dice.uniform(0.1, 0.6))
