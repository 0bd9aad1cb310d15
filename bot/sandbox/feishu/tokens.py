"""Tenant access tokens: two hours of the messenger's time, and a second one beside the first in its last half hour.

Follows the page of 2025-03-26.
"""

import hmac
import secrets
from datetime import datetime, timedelta

from bot.sandbox.config import FeishuConfig
from bot.sandbox.errors import ApiError
from bot.sandbox.wire import Json, text_of

LIFETIME, OVERLAP = timedelta(hours=2), timedelta(minutes=30)


class Tokens:
    def __init__(self, config: FeishuConfig) -> None:
        self._config = config
        self._expiry: dict[str, datetime] = {}
        self._current = ""

    def get(self, body: Json, now: datetime) -> Json:
        self._check_credentials(body)
        ends = self._expiry.get(self._current)
        if ends is None or not now + OVERLAP <= ends <= now + LIFETIME:
            self._current = "t-" + secrets.token_urlsafe(30)
            self._expiry[self._current] = ends = now + LIFETIME
        return {"tenant_access_token": self._current, "expire": int((ends - now).total_seconds())}

    def check(self, authorization: str, now: datetime) -> None:
        if not authorization:
            raise ApiError(99991661, "Missing access token for authorization")
        token = authorization.removeprefix("Bearer ")
        if not token.startswith("t-"):
            raise ApiError(99991671, "Invalid access token, the token format must start with t- or u-")
        if self._expiry.get(token, now) <= now:
            raise ApiError(
                99991663, "Invalid access token for authorization. Please make a request with token attached"
            )

    def revoke(self) -> None:
        """The platform may take a token back early."""
        self._expiry.clear()
        self._current = ""

    def _check_credentials(self, body: Json) -> None:
        if text_of(body, "app_id") != self._config.app_id:
            raise ApiError(10003, "invalid param")
        if not hmac.compare_digest(text_of(body, "app_secret").encode(), self._config.app_secret.encode()):
            raise ApiError(10014, "app secret invalid")
