"""Leads each hand to the messenger of its phone, and asks all of them at once."""

import asyncio
from collections.abc import Iterable

from bot.sandbox.errors import HandError
from bot.sandbox.hands import Hand, MenuPress, Say, Tap, check_account
from bot.sandbox.messenger import Messenger
from bot.sandbox.phones import Entry
from bot.sandbox.roster import account_of
from bot.sandbox.wire import Json
from bot.sandbox.world import World

NAMES = {"wecom": "企业微信", "dingtalk": "钉钉", "feishu": "飞书"}


class Switchboard:
    def __init__(self, world: World, messengers: Iterable[Messenger]) -> None:
        self._world = world
        self._messengers = {one.platform: one for one in messengers}

    def all(self) -> list[Messenger]:
        return list(self._messengers.values())

    def say(self, hand: Say, *, origin: str) -> list[str]:
        """The message ids, one for each bubble."""
        if not (hand.image or hand.voice or hand.text or hand.other):
            raise HandError(400, "要发的内容是空的。")
        return self._of(hand).say(hand, origin=origin)

    def tap(self, hand: Tap) -> Json:
        return self._of(hand).tap(hand)

    def press_menu(self, hand: MenuPress) -> None:
        self._of(hand).press_menu(hand)

    def enter(self, hand: Hand) -> None:
        self._of(hand).enter(hand)

    def menu(self, user: str) -> list[Json]:
        messenger = self._messengers.get(account_of(self._world.roster.phone(user))[0])
        return messenger.menu() if messenger else []

    def looked_at(self, entries: list[Entry]) -> None:
        for platform in {entry.platform for entry in entries}:
            self._messengers[platform].looked_at([entry for entry in entries if entry.platform == platform])

    def resend(self, entries: list[Entry]) -> None:
        for entry in entries:
            self._messengers[entry.platform].resend([entry])

    @property
    def pending(self) -> int:
        return sum(one.pending for one in self._messengers.values())

    async def wait_until_quiet(self, timeout_s: float) -> None:
        await asyncio.gather(*(one.wait_until_quiet(timeout_s) for one in self._messengers.values()))

    async def verify_address(self, platform: str) -> str:
        return await self._named(platform).verify_address()

    def _of(self, hand: Hand) -> Messenger:
        """The messenger of this hand's phone; the hand is told which phone that is."""
        hand.user = self._world.roster.phone(hand.user, hand.platform)
        messenger = self._named(account_of(hand.user)[0])
        check_account(hand.user)
        return messenger

    def _named(self, platform: str) -> Messenger:
        if messenger := self._messengers.get(platform):
            return messenger
        played = "、".join(NAMES.get(one, one) for one in self._messengers) or "没有一部"
        raise HandError(501, f"沙箱现在没有 {NAMES.get(platform, platform)} 的手机，只有：{played}。")
