"""Access tokens: one per app, good for two hours of the messenger's time."""

import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.sandbox.config import WeComConfig
from bot.sandbox.errors import ApiError
from bot.sandbox.wire import Json

LIFETIME = timedelta(seconds=7200)


class Tokens:
    def __init__(self, config: WeComConfig) -> None:
        self._config = config
        self._expiry: dict[str, datetime] = {}
        self._current = ""

    def get(self, query: Mapping[str, str], now: datetime) -> Json:
        """The same token until it expires, with what is left of its life."""
        self._check_credentials(query)
        if not self._current or self._expiry[self._current] <= now:
            self._current = secrets.token_urlsafe(48)
            self._expiry[self._current] = now + LIFETIME
        # The first moment told may lie before the token was made: its life must not grow by that.
        self._expiry[self._current] = min(self._expiry[self._current], now + LIFETIME)
        left = int((self._expiry[self._current] - now).total_seconds())
        return {"access_token": self._current, "expires_in": left}

    def check(self, token: str, now: datetime) -> None:
        if not token:
            raise ApiError(41001, "access_token missing")
        expiry = self._expiry.get(token)
        if expiry is None:
            raise ApiError(40014, "invalid access_token")
        if expiry <= now:
            raise ApiError(42001, "access_token expired")

    def revoke(self) -> None:
        """The platform may take a token back early."""
        self._expiry.clear()
        self._current = ""

    def _check_credentials(self, query: Mapping[str, str]) -> None:
        if not query.get("corpid"):
            raise ApiError(41002, "corpid missing")
        if not query.get("corpsecret"):
            raise ApiError(41004, "corpsecret missing")
        if query["corpid"] != self._config.corp_id:
            raise ApiError(40013, "invalid corpid")
        if not hmac.compare_digest(query["corpsecret"].encode(), self._config.secret.encode()):
            raise ApiError(40001, "invalid credential")
