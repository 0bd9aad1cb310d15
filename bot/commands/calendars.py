"""`calendar`: the State Council's notice of a year, the city's own days and office hours; previewed, then in force."""

import argparse
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bot import settings as bot_settings
from bot.commands.database import domain_now, opened
from bot.documents.reader import read_tables
from handlers import calendars
from models import db, rulebook
from models.errors import OperatorError
from models.rules.holiday_notice import read_notice
from models.wording import calendars as words

PLAIN = {".txt", ".csv", ".tsv", ".md"}
MOST_BYTES = 1024 * 1024


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    verbs = parser.add_subparsers(dest="verb", required=True)
    load = verbs.add_parser("import", help="a notice: .docx, .xlsx, .txt or .csv, by its sentences or one day a row")
    load.add_argument("file", type=Path)
    load.add_argument("--year", type=int, help="which year it speaks of, where it does not say")
    load.add_argument(
        "--local", action="store_true", help="the city's own days off and office hours, not the national notice"
    )
    load.add_argument("--dry-run", action="store_true", help="show what was understood and write nothing")
    load.add_argument("--confirm", action="store_true", help="replace the notice of that year that was imported before")
    decide = verbs.add_parser("set", help="decide a single day: off, work, or usual again")
    decide.add_argument("day", type=date.fromisoformat, metavar="YYYY-MM-DD")
    decide.add_argument("what", choices=["off", "work", "usual"])
    decide.add_argument("--note", default="", help="why: 防汛、市庆")
    show = verbs.add_parser("show", help="days off and made-up days of a year")
    show.add_argument("year", type=int, nargs="?")
    return _run


async def _run(args: argparse.Namespace) -> int:
    read = await _read(args.file) if args.verb == "import" else None
    async with opened(bot_settings.load()):
        await rulebook.seed(await domain_now())
        if read is not None:
            return await _import(args, *read)
        return await (_set(args) if args.verb == "set" else _show(args))


async def _read(path: Path) -> tuple[list[str], list[Sequence[str]]]:
    """Lines of text, and rows of tables."""
    data = _bytes(path)
    if path.suffix.lower() not in PLAIN:
        sheets = await read_tables(data, path.name)
        return [text for sheet in sheets for text in sheet.texts], [row for sheet in sheets for row in sheet.rows]
    if len(data) > MOST_BYTES:
        raise OperatorError(f"{path} is larger than 1 MB; a notice is a page")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).splitlines(), []
        except UnicodeDecodeError:
            continue
    raise OperatorError(f"{path} is no text in UTF-8 or GB18030; save it anew as UTF-8")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OperatorError(f"{path} does not open: {error.strerror}. Check the path and your rights") from None


async def _import(args: argparse.Namespace, texts: list[str], rows: list[Sequence[str]]) -> int:
    now, national = await domain_now(), not args.local
    year = args.year if national else args.year or now.year
    usual = (await rulebook.current()).policy.hours
    notice = read_notice(texts, rows, year=year, national=national, usual=usual)
    found = await calendars.preview(notice, national=national)
    print(words.understood(notice, found.changed, national=national))
    if args.dry_run:
        print(words.not_shown_to_be_saved())
    elif found.differs and not args.confirm:
        print(words.needs_confirm(notice.year or 0))
    elif not (found.is_known and not found.changed):
        text = "\n".join([*texts, *(",".join(row) for row in rows)])
        version, moved = await db.tx(
            lambda: calendars.put_notice(notice, text, national=national, now=now, actor="cli")
        )
        print(words.saved(version, moved))
    return 0


async def _set(args: argparse.Namespace) -> int:
    now = await domain_now()
    if args.what == "usual":
        version, moved = await db.tx(lambda: calendars.put_usual(args.day, now=now, actor="cli"))
    else:
        is_workday = args.what == "work"
        version, moved = await db.tx(
            lambda: calendars.put_day(args.day, is_workday=is_workday, note=args.note, now=now, actor="cli")
        )
    print(words.saved(version, moved))
    return 0


async def _show(args: argparse.Namespace) -> int:
    calendar = (await rulebook.current()).calendar
    year = args.year or calendar.local(await domain_now()).year
    if not 2015 <= year <= 2198:
        raise OperatorError(f"the calendar reaches from 2015 to 2198, not to {year}")
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    off = [day for day in days if day.year == year and day.weekday() < 5 and not calendar.is_workday(day)]
    work = [day for day in days if day.year == year and day.weekday() >= 5 and calendar.is_workday(day)]
    print(
        words.year(year, off, work, calendar.season_on(date(year, 1, 1)), is_provisional=calendar.is_provisional(year))
    )
    return 0
