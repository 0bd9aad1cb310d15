"""Answers by the address that a message brought along (page robot-reply-and-send-messages, 2026-06-30): for some ninety
minutes, without a token, where the ordinary way is closed. In memory only: whoever has the address can write into the chat.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from yarl import URL

from bot.channels.dingtalk_inbound import is_in_group

REMEMBERED = 2048
PATH = "/robot/sendBySession"


class Sessions:
    """`is_of_platform` tells the platform's own addresses from others; `now` is domain time."""

    def __init__(self, is_of_platform: Callable[[URL], bool], *, now: Callable[[], datetime]) -> None:
        self._is_of_platform = is_of_platform
        self._now = now
        self._known: dict[str, tuple[URL, datetime]] = {}

    def remember(self, user: str, body: Mapping[str, Any]) -> None:
        """What the message says, where it can be believed. A group's address leads into the group."""
        if is_in_group(body):
            return
        try:
            url = URL(str(body["sessionWebhook"]), encoded=True)
            until = datetime.fromtimestamp(int(body["sessionWebhookExpiredTime"]) / 1000, UTC)
        except (KeyError, ValueError, TypeError, OverflowError, OSError):
            return
        if not (self._is_of_platform(url) and url.path == PATH):
            return
        self._known.pop(user, None)
        if len(self._known) >= REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[user] = (url, until)

    def of(self, user: str) -> URL | None:
        found = self._known.get(user)
        return found[0] if found and found[1] > self._now() else None

    def forget(self, user: str) -> None:
        self._known.pop(user, None)
