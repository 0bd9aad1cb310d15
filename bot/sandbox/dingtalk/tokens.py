"""Access tokens of the app: the same one for two hours, longer with each call for it."""

import hmac
import secrets
from datetime import datetime, timedelta

from bot.sandbox.config import DingTalkConfig
from bot.sandbox.dingtalk.errors import DingError
from bot.sandbox.wire import Json, text_of

LIFETIME = timedelta(seconds=7200)


class Tokens:
    def __init__(self, config: DingTalkConfig) -> None:
        self._config = config
        self._current = ""
        self._ends_at: datetime | None = None

    def get(self, body: Json, now: datetime) -> Json:
        given = text_of(body, "appKey"), text_of(body, "appSecret")
        if not self.is_ours(*given):
            raise DingError("invalidClientIdOrSecret", "无效的clientId或者clientSecret")
        if not self._current or self._ends_at is None or self._ends_at <= now:
            self._current = secrets.token_hex(16)
        self._ends_at = now + LIFETIME
        return {"accessToken": self._current, "expireIn": int(LIFETIME.total_seconds())}

    def is_ours(self, client_id: str, secret: str) -> bool:
        is_same = hmac.compare_digest(secret.encode(), self._config.client_secret.encode())
        return client_id == self._config.client_id and is_same

    def holds(self, token: str, now: datetime) -> bool:
        return bool(token) and token == self._current and self._ends_at is not None and now < self._ends_at

    def revoke(self) -> None:
        self._current = ""
