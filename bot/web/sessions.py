"""Cookies: one for whoever is logged in, one for a login under way that has to end in the browser it began in."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from bot.settings import Settings
from models import logins
from models.people import Account

ATTEMPT_LASTS = timedelta(minutes=10)
HOME = "/m/"
_OWN_PATH = re.compile(r"/(?:m|admin)(?:/[A-Za-z0-9._~%-]+)*/?")


def own_path(asked: str) -> str:
    """Where to go after a login: a page of ours, whatever was asked for."""
    return asked if _OWN_PATH.fullmatch(asked) and "%2f" not in asked.lower() and "/.." not in asked else HOME


@dataclass(frozen=True, slots=True)
class Attempt:
    """A login under way. Its `state` is the seal of the cookie: whoever has not the cookie has no use for it."""

    cookie: str
    state: str
    way: str
    until: datetime
    next_path: str


class Sessions:
    def __init__(self, given: Settings, now: Callable[[], datetime]) -> None:
        self._key = (given.secret_key.get_secret_value() or ("sandbox" if given.sandbox else "")).encode()
        self._now = now
        self.address = given.address
        self._is_https = given.address.startswith("https://")
        self._name = "__Host-mashang" if self._is_https else "mashang"
        self._attempt_name = f"{self._name}-login"

    @property
    def is_open(self) -> bool:
        """Whether there are an address to come back to, and a key to seal with."""
        return bool(self.address and self._key)

    async def whose(self, request: web.Request) -> Account | None:
        """The account, with its person, whose browser this is."""
        token = self._token(request)
        return await logins.whose(token, self._now()) if token else None

    async def begin(self, response: web.StreamResponse, account: Account) -> None:
        token = await logins.begin(account, self._now())
        self._set(response, self._name, f"{token}.{self._seal('session', token)}", logins.SESSION_LASTS)
        response.del_cookie(self._attempt_name, path="/", secure=self._is_https, httponly=True)

    async def end(self, request: web.Request, response: web.StreamResponse) -> None:
        if token := self._token(request):
            await logins.end(token, self._now())
        response.del_cookie(self._name, path="/", secure=self._is_https, httponly=True)

    def attempt(self, way: str, next_path: str) -> Attempt:
        until = self._now() + ATTEMPT_LASTS
        hidden = base64.urlsafe_b64encode(own_path(next_path).encode()).decode().rstrip("=")
        return self._opened(f"{secrets.token_urlsafe(24)}.{way}.{int(until.timestamp())}.{hidden}")

    def remember(self, response: web.StreamResponse, attempt: Attempt) -> None:
        self._set(response, self._attempt_name, attempt.cookie, ATTEMPT_LASTS)

    def returned(self, request: web.Request, way: str, state: str) -> Attempt | None:
        """The attempt of this browser that `state` was made for, unless it is over."""
        cookie = request.cookies.get(self._attempt_name, "")
        if not self.is_open or not _is_same(self._seal("state", cookie), state):
            return None
        attempt = self._opened(cookie)  # sealed by us: it reads
        return attempt if attempt.way == way and self._now() < attempt.until else None

    def _opened(self, cookie: str) -> Attempt:
        _, way, until, hidden = cookie.split(".")
        next_path = base64.urlsafe_b64decode(hidden + "=" * (-len(hidden) % 4)).decode()
        moment = datetime.fromtimestamp(int(until), tz=self._now().tzinfo)
        return Attempt(cookie, self._seal("state", cookie), way, moment, own_path(next_path))

    def _token(self, request: web.Request) -> str:
        """Of its session; empty for what we did not seal."""
        token, _, seal = request.cookies.get(self._name, "").partition(".")
        return token if token and self.is_open and _is_same(self._seal("session", token), seal) else ""

    def _seal(self, purpose: str, text: str) -> str:
        return hmac.new(self._key, f"{purpose}|{text}".encode(errors="replace"), hashlib.sha256).hexdigest()

    def _set(self, response: web.StreamResponse, name: str, value: str, lasts: timedelta) -> None:
        response.set_cookie(
            name, value, max_age=int(lasts.total_seconds()), path="/", httponly=True, samesite="Lax", secure=self._is_https
        )  # fmt: skip


def _is_same(ours: str, given: str) -> bool:
    return hmac.compare_digest(ours.encode(), given.encode(errors="replace"))
