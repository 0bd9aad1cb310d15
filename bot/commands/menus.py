"""`menu`: what stands below the chat on WeCom; elsewhere it is set up in the developer console."""

import argparse
from datetime import UTC, datetime
from typing import Any

from bot import settings as bot_settings
from bot.platforms import wecom
from handlers.commands import MENU
from models.errors import OperatorError


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("show", help="the entries that are set")
    verbs.add_parser("set", help=f"the bot's own: {', '.join(MENU.values())}; replaces what is there")
    verbs.add_parser("remove", help="take the menu away")
    return _run


async def _run(args: argparse.Namespace) -> int:
    given = bot_settings.load()
    if not given.wecom_on:
        raise OperatorError(
            "WeCom is off: set WECOM_TOKEN and WECOM_ENCODING_AES_KEY; other menus are set up in the console"
        )
    channel = wecom(given, lambda: datetime.now(UTC))
    try:
        if args.verb == "set":
            await channel.menu.set(MENU)
        elif args.verb == "remove":
            await channel.menu.remove()
        print("\n".join(await channel.menu.shown()) or "no menu is set")
    finally:
        await channel.close()
    return 0
