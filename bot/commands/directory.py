"""`sync-contacts` and `export-contacts`: the contacts beside the messenger's own directory, and a workbook made of it."""

import argparse
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot import settings
from bot.channels.contract import Directory
from bot.clock import RealClock
from bot.commands.database import domain_now, opened
from bot.commands.exporting import check, write
from bot.directory import read_patiently
from bot.platforms import PLATFORMS, channels
from bot.settings import Settings
from handlers import directory as handler
from models import db
from models.errors import MashangError, OperatorError
from models.papers.workbook import Page
from models.papers.workbook import write as as_workbook
from models.rules.directory import Entry
from models.rules.directory_template import template
from models.wording import directory as words


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    parser.add_argument("--platform", choices=list(PLATFORMS), help="which messenger; all that are on without it")
    if name == "sync-contacts":
        parser.add_argument("--dry-run", action="store_true", help="show the difference and write nothing")
        parser.add_argument("--confirm", action="store_true", help="write the accounts that are certain")
        return _sync
    parser.add_argument("file", type=Path, help="where to write it, a name that ends in .xlsx")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    return _export


async def _sync(args: argparse.Namespace) -> int:
    given = settings.load()
    async with opened(given), _directories(given, args.platform) as directories:
        units = await handler.short_names()
        fills = 0
        for platform, directory in directories.items():
            now = await domain_now()
            entries = await _read(platform, directory, await handler.mobiles(now))
            found = await handler.compared(platform, entries, now)
            print("\n".join([words.summary(platform, found.people, found.match), *words.all_lines(found.match, units)]))
            if args.confirm and not args.dry_run:
                print(words.written(platform, await _fill(found)))
            fills += len(found.match.fills)
    print(words.UNTOUCHED)
    if fills and not args.confirm:
        print("以上没有写入；核对后加 --confirm 再执行一次。")
    return 0


async def _fill(found: handler.Compared) -> int:
    now = await domain_now()
    return await db.tx(lambda: handler.fill(found.platform, found.match.fills, now=now, actor="cli"))


async def _export(args: argparse.Namespace) -> int:
    check(args.file, ".xlsx", force=args.force)
    given = settings.load()
    async with _directories(given, args.platform) as directories:
        if len(directories) > 1:
            raise OperatorError(f"{', '.join(directories)} are on: name one of them with --platform")
        [(platform, directory)] = directories.items()
        made = template(await _read(platform, directory, ()), platform)
    write(args.file, as_workbook([Page(sheet, (1,)) for sheet in made.sheets], made_at=RealClock().now()))
    print(
        f"已写入{args.file}：单位{made.units}个，其中{made.headed}个有负责人。补全简称、分管领导和联络员后用 import-units 导入。"
    )
    return 0


@asynccontextmanager
async def _directories(given: Settings, platform: str | None) -> AsyncIterator[dict[str, Directory]]:
    """Those of the messengers that are on, or of the one that was named."""
    if platform and platform not in given.platforms:
        raise OperatorError(f"{platform} is not configured; see deploy/env.example")
    found = channels(given, RealClock().now)
    try:
        open_ones = {name: one.directory for name, one in found.items() if platform in (None, name)}
        shown = {name: one for name, one in open_ones.items() if one is not None}
        if not shown:
            raise OperatorError("no messenger with a directory is configured; see deploy/env.example")
        yield shown
    finally:
        for channel in found.values():
            await channel.close()


async def _read(platform: str, directory: Directory, mobiles: Sequence[str]) -> list[Entry]:
    entries = await read_patiently(directory, mobiles)
    if not isinstance(entries, list):
        raise MashangError(f"the directory of {platform} was not read: {entries.error}. Nothing was changed")
    if not entries:
        raise MashangError(
            f"the directory of {platform} is empty for this app: widen its visible scope. Nothing was changed"
        )
    return entries
