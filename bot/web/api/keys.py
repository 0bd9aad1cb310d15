"""Who calls: the bearer token of a request, and what its role may do."""

import hmac
import re
from dataclasses import dataclass
from enum import StrEnum

from aiohttp import web

from bot.telemetry import log
from bot.web.api.refusals import Refused
from models.settings import ApiKey, hash_token

HOW = "send Authorization: Bearer msk_…; `mashang api-key create NAME --role reader` prints a token"
_BEARER = re.compile(r"bearer +(msk_[0-9A-Za-z_-]{16,128}) *", re.IGNORECASE)


class Access(StrEnum):
    """A policy: who may use a route. An admin may whatever a reader may."""

    READER = "reader"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Caller:
    name: str
    role: Access

    @property
    def is_admin(self) -> bool:
        return self.role is Access.ADMIN


async def caller_of(request: web.Request) -> Caller:
    """One text for every cause: an answer must not tell a revoked token from one that never was."""
    found = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    key = await _key(found[1]) if found else None
    if key is None:
        raise Refused(401, HOW, WWW_Authenticate='Bearer realm="mashang"')
    return Caller(key.name, Access(key.role))


async def _key(token: str) -> ApiKey | None:
    """The look-up goes by the hash of 256 random bits: its timing tells nothing about any token."""
    wanted = hash_token(token)
    key = await ApiKey.filter(token_hash=wanted, revoked_at=None).first()
    return key if key and hmac.compare_digest(key.token_hash, wanted) else None


def check(caller: Caller, policy: Access) -> None:
    if policy is Access.ADMIN and not caller.is_admin:
        log.warning("api_refused", key=caller.name)
        raise Refused(403, "this needs a key with the role admin")
