"""`rehearse`: who would receive what and when in the days to come, under the rules in force; nothing is sent."""

import argparse
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot import scratch, settings
from bot.commands.database import domain_now, opened
from bot.rehearsal import Rehearsed, play
from bot.settings import Settings
from bot.telemetry import set_up_logs
from models.wording import rehearsal as words
from models.wording.rehearsal import Sending

MOST_DAYS = 31


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    parser.add_argument(
        "--days",
        type=int,
        choices=range(1, MOST_DAYS + 1),
        default=7,
        metavar="N",
        help=f"1 to {MOST_DAYS}; 7 without it",
    )
    parser.add_argument("--json", action="store_true", help="one line a message, with its whole text")
    return _run


async def _run(args: argparse.Namespace) -> int:
    given = settings.load()
    set_up_logs(given.secrets(), level="ERROR")
    with TemporaryDirectory(prefix="mashang-rehearsal-") as folder:
        found = await _rehearsed(given, args.days, Path(folder))
    if args.json:
        print("".join(f"{line}\n" for line in _json(found.sendings)), end="")
    else:
        print(words.whole(found.sendings, found.since, found.until, found.rules))
    return 0


async def _rehearsed(given: Settings, days: int, folder: Path) -> Rehearsed:
    """On a copy: the database itself is only read, whether the bot runs or not."""
    url = await scratch.copy(given.database_url, folder)
    async with opened(given.model_copy(update={"database_url": url})):
        since = await domain_now()
        return await play(since, since + timedelta(days=days), given.platforms)


def _json(found: Sequence[Sending]) -> list[str]:
    return [
        json.dumps(
            {
                "at": one.at.isoformat(), "user": one.user, "person": one.person, "unit": one.unit, "role": one.role,
                "reason": one.reason, "what": one.what, "occasions": list(one.occasions), "text": one.text,
            },
            ensure_ascii=False,
        )
        for one in found
    ]  # fmt: skip
