"""Who is logged in to the pages, the links that log somebody in once, and what was tried too often.

Tokens are random, and kept by their hash alone. Whoever left, or whose account is no longer his, is out at his next request.
"""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from models import db, people
from models.fields import MomentField
from models.people import Account, Role
from models.settings import hash_token

LINK_LASTS = timedelta(minutes=5)
SESSION_LASTS = timedelta(hours=12)
OFFICE_IDLES = timedelta(minutes=30)  # 督查室 sees everything
SEEN_EVERY = timedelta(minutes=1)
HOUR, KEPT = timedelta(hours=1), timedelta(days=1)
MOST_LINKS, MOST_FAILURES = 10, 20  # an hour: of an account, of an address


class WebSession(Model):
    id = fields.BigIntField(primary_key=True)
    token_hash = fields.CharField(max_length=64)
    account_id = fields.BigIntField()
    created_at = MomentField()
    seen_at = MomentField()
    ended_at = MomentField(null=True)

    class Meta:
        table = "web_session"


class LoginLink(Model):
    id = fields.BigIntField(primary_key=True)
    token_hash = fields.CharField(max_length=64)
    account_id = fields.BigIntField()
    created_at = MomentField()
    used_at = MomentField(null=True)

    class Meta:
        table = "login_link"


class LoginMark(Model):
    """`spent`: a state that came back once. `failed`: somebody at this address showed what was not good."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=8)
    subject = fields.CharField(max_length=64)
    at = MomentField()

    class Meta:
        table = "login_mark"


class Standing(StrEnum):
    """Of a link."""

    GOOD = "good"
    USED = "used"
    OVER = "over"
    NEVER = "never"  # guessed, or cut short


_address: list[str] = []


def open_at(address: str) -> None:
    """Where the pages are reached; empty: nobody said."""
    _address[:] = [address] if address else []


def address() -> str:
    return _address[0] if _address else ""


async def may_enter(account: Account, now: datetime) -> bool:
    """Whether the contacts know this person, and his messenger still does."""
    person = await account.person
    return not account.stale and person.known and bool((await people.identity_of(person, now)).posts)


async def link(account: Account, now: datetime) -> str | None:
    """The token of a new one; None after too many of them."""
    if await LoginLink.filter(account_id=account.id, created_at__gt=now - HOUR).count() >= MOST_LINKS:
        return None
    token = secrets.token_urlsafe(32)
    await LoginLink.create(token_hash=hash_token(token), account_id=account.id, created_at=now)
    await LoginLink.filter(created_at__lt=now - KEPT).delete()
    return token


async def look_at(token: str, now: datetime) -> tuple[Standing, Account | None]:
    """What this link is good for, without using it."""
    found = await LoginLink.filter(token_hash=hash_token(token)).first()
    if found is None:
        return Standing.NEVER, None
    if found.created_at + LINK_LASTS <= now:
        return Standing.OVER, None
    if found.used_at is not None:
        return Standing.USED, None
    account = await Account.filter(id=found.account_id).select_related("person").first()
    return (Standing.GOOD, account) if account else (Standing.OVER, None)


async def use(token: str, now: datetime) -> bool:
    """Whether it was good, and ours was its one use."""
    unused = LoginLink.filter(token_hash=hash_token(token), used_at=None, created_at__gt=now - LINK_LASTS)
    return bool(await unused.update(used_at=now))


async def spend(state: str, now: datetime) -> bool:
    """Whether it had not come back before."""
    try:
        await db.tx(lambda: LoginMark.create(kind="spent", subject=hash_token(state), at=now))
    except db.IntegrityError:
        return False
    await LoginMark.filter(at__lt=now - KEPT).delete()
    return True


async def failed(subject: str, now: datetime) -> None:
    await LoginMark.create(kind="failed", subject=hash_token(subject), at=now)


async def is_locked(subject: str, now: datetime) -> bool:
    lately = LoginMark.filter(kind="failed", subject=hash_token(subject), at__gt=now - HOUR)
    return await lately.count() >= MOST_FAILURES


async def begin(account: Account, now: datetime) -> str:
    """A new session; its token is told once."""
    token = secrets.token_urlsafe(32)
    await WebSession.create(token_hash=hash_token(token), account_id=account.id, created_at=now, seen_at=now)
    await WebSession.filter(created_at__lt=now - SESSION_LASTS - KEPT).delete()
    return token


async def whose(token: str, now: datetime) -> Account | None:
    """The account, with its person, that this session is of; one that is over is ended."""
    found = await WebSession.filter(token_hash=hash_token(token), ended_at=None).first()
    if found is None:
        return None
    account = await Account.filter(id=found.account_id).select_related("person").first()
    if account is None or found.created_at + SESSION_LASTS <= now or not await may_enter(account, now):
        await end(token, now)
        return None
    if now - found.seen_at > OFFICE_IDLES and (await people.identity_of(account.person, now)).has(Role.ADMIN):
        await end(token, now)
        return None
    if now - found.seen_at > SEEN_EVERY:
        await WebSession.filter(id=found.id).update(seen_at=now)
    return account


async def end(token: str, now: datetime) -> None:
    await WebSession.filter(token_hash=hash_token(token), ended_at=None).update(ended_at=now)
