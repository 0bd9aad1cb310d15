"""`export-plan` and `export-report`: the sheet that was imported with what became of it, and a draft of the 督查通报."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import settings
from bot.commands.database import opened
from models import db, rulebook
from models import settings as stored
from models.errors import OperatorError
from models.papers import Make, Paper, facts, report, sheet

MAKERS: dict[str, tuple[str, Make]] = {
    "export-plan": (".xlsx", sheet.of_plan),
    "export-report": (".docx", report.of_plan),
}


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    suffix, make = MAKERS[name]
    parser.add_argument("file", type=Path, help=f"where to write it, a name that ends in {suffix}")
    parser.add_argument("--plan", type=int, metavar="ID", help="which plan; the newest without it")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")

    async def run(args: argparse.Namespace) -> int:
        check(args.file, suffix, force=args.force)
        async with opened(settings.load()):
            paper = await db.tx(lambda: _made(args.plan, make))
        write(args.file, paper.content)
        print(f"已写入{args.file}：{paper.about}")
        return 0

    return run


async def _made(plan_id: int | None, make: Make) -> Paper:
    plan = await facts.plan_asked(plan_id)
    return await make(plan, await _now(), await rulebook.current())


async def _now() -> datetime:
    """The bot's own time: where the clock is turned by hand, it stands in the database."""
    turned = await stored.get("virtual_now")
    return datetime.fromisoformat(turned) if turned else datetime.now(UTC)


def check(path: Path, suffix: str, *, force: bool) -> None:
    if path.suffix.lower() != suffix:
        raise OperatorError(f"{path.name} should end in {suffix}")
    if path.exists() and not force:
        raise OperatorError(f"{path} is there already; name another file, or add --force to write over it")


def write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise OperatorError(f"{path} cannot be written: {error.strerror}. Check the folder and your rights") from None
