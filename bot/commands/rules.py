"""`rules`: the rule file of this deployment: shown, checked, and set as the next version."""

import argparse
import difflib
from pathlib import Path
from typing import Any

from bot import settings as bot_settings
from bot.commands.database import domain_now, opened
from handlers import calendars
from models import calendars as rows
from models import db, rulebook
from models.errors import OperatorError
from models.policy import PolicyVersion
from models.rules.policy import load_policy
from models.rules.rule_text import with_version
from models.wording import calendars as words


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    verbs = parser.add_subparsers(dest="verb", required=True)
    show = verbs.add_parser("show", help="the rules in force, to be copied and edited")
    show.add_argument("--version", type=int, help="an earlier version")
    for word, what in (
        ("check", "whether a file reads, and where it differs"),
        ("set", "in force at once; what runs keeps its version"),
    ):
        verbs.add_parser(word, help=what).add_argument("file", type=Path)
    return _run


async def _run(args: argparse.Namespace) -> int:
    async with opened(bot_settings.load()):
        now = await domain_now()
        await rulebook.seed(now)
        if args.verb == "show":
            print(await _text(args.version), end="")
            return 0
        text = _read(args.file)
        load_policy(text)
        lines = _diff(await rows.rules_in_force(), text)
        print("\n".join([*lines, words.rules_good(_count(lines))] if args.verb == "check" else lines))
        if args.verb == "set":
            version = await db.tx(lambda: calendars.put_rules(text, now=now, actor="cli"))
            print(words.rules_saved(version, _count(lines)) if version else words.rules_same())
    return 0


async def _text(version: int | None) -> str:
    if version is None:
        return await rows.rules_in_force()
    found = await PolicyVersion.filter(version=version).first()
    if found is None:
        raise OperatorError(f"there is no version {version} of the rules; leave --version out for the newest")
    return found.text


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise OperatorError(f"{path} does not open: {error.strerror}. Check the path and your rights") from None
    except UnicodeDecodeError:
        raise OperatorError(f"{path} is not UTF-8; save it anew as UTF-8") from None


def _diff(standing: str, text: str) -> list[str]:
    old, new = (with_version(one, 0).strip().splitlines() for one in (standing, text))
    return [
        line for line in difflib.unified_diff(old, new, lineterm="", n=0) if not line.startswith(("---", "+++", "@@"))
    ]


def _count(lines: list[str]) -> int:
    return max(sum(line.startswith(sign) for line in lines) for sign in "+-") if lines else 0
