"""`api-key create` and `admin add`: who may come in by the REST API, and who is 督查室."""

import argparse
import secrets
from datetime import UTC, datetime
from typing import Any

from bot import settings as bot_settings
from bot.commands.database import opened
from models import audit, db, people
from models.errors import OperatorError
from models.people import Person, Role
from models.rules.contacts import is_safe_id
from models.settings import ApiKey, hash_token


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    verbs = parser.add_subparsers(dest="verb", required=True)
    if name == "api-key":
        create = verbs.add_parser("create", help="print a new token, once, as the last word")
        create.add_argument("name")
        create.add_argument("--role", choices=["admin", "reader"], required=True)
        revoke = verbs.add_parser("revoke", help="the key is refused from now on")
        revoke.add_argument("name")
        return lambda args: _create_key(args) if args.verb == "create" else _revoke_key(args)
    make = verbs.add_parser("add", help="make the person with this messenger account a member of 督查室")
    make.add_argument("user", help="the account in the messenger, as the contacts have it")
    make.add_argument("--platform", default="wecom")
    make.add_argument(
        "--first",
        action="store_true",
        help="nobody is in 督查室 yet: take the account as it is written, unknown or not",
    )
    return _add_admin


async def _create_key(args: argparse.Namespace) -> int:
    token = f"msk_{secrets.token_urlsafe(32)}"

    async def body() -> None:
        if await ApiKey.filter(name=args.name, revoked_at=None).exists():
            raise OperatorError(f"a key named {args.name!r} exists; revoke it first or choose another name")
        now = datetime.now(UTC)
        await ApiKey.filter(name=args.name).delete()
        await ApiKey.create(name=args.name, role=args.role, token_hash=hash_token(token), created_at=now)
        await audit.record("cli", "api_key_created", f"api_key:{args.name}", now=now, role=args.role)

    async with opened(bot_settings.load()):
        await db.tx(body)
    print(f"key {args.name} ({args.role}); the token is shown this once: {token}")
    return 0


async def _revoke_key(args: argparse.Namespace) -> int:
    async def body() -> int:
        now = datetime.now(UTC)
        gone = await ApiKey.filter(name=args.name, revoked_at=None).update(revoked_at=now)
        await audit.record("cli", "api_key_revoked", f"api_key:{args.name}", now=now)
        return gone

    async with opened(bot_settings.load()):
        if not await db.tx(body):
            raise OperatorError(f"there is no key named {args.name!r} in use")
    print(f"key {args.name} is refused from now on")
    return 0


async def _add_admin(args: argparse.Namespace) -> int:
    async def body() -> str:
        now = datetime.now(UTC)
        person = await people.person_at(args.platform, args.user) or await _first(args, now)
        await people.give_post(person, Role.ADMIN, now=now, title="督查室")
        await audit.record("cli", "admin_added", f"person:{person.id}", now=now)
        return person.name

    async with opened(bot_settings.load()):
        name = await db.tx(body)
    print(f"{name} belongs to 督查室 now")
    return 0


async def _first(args: argparse.Namespace, now: datetime) -> Person:
    """An account nobody knows is a slip of the keys, but for the very first one of a new database."""
    if accounts := await people.accounts_named(args.user):
        known = "; ".join(f"mashang admin add {one.userid} --platform {one.platform}" for one in accounts)
        raise OperatorError(f"{args.user} is a name; give the account: {known}")
    is_begin = not await people.office(now)
    if args.first and is_begin:
        if not is_safe_id(args.user):
            raise OperatorError(f"{args.user!r} is no account: letters, digits and _ . @ - only")
        return await people.make_at(args.platform, args.user)
    how = "import the contacts that have it first (mashang import-units FILE), or let its owner write to the bot once"
    if args.first:
        how += "; --first is over: somebody belongs to 督查室 already"
    elif is_begin:
        how += f"; to begin without either: mashang admin add {args.user} --first"
    raise OperatorError(f"nobody is known by the {args.platform} account {args.user!r}: {how}")
