"""`import-units` and `import-plan`: a preview row by row, then rows in the database; a revised plan is a diff."""

import argparse
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import settings
from bot.commands import previews
from bot.commands.database import opened
from bot.documents.reader import read_tables
from handlers import contacts as contacts_handler
from handlers import plans
from models import assigning, chain, db, people
from models.errors import OperatorError
from models.rules.contacts import Contacts, read_contacts
from models.rules.plan.reading import read_plan
from models.rules.plan.values import PlanReading


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="show what was understood and write nothing")
    parser.add_argument("--json", action="store_true", help="the same as JSON")
    if name == "import-units":
        return _units
    parser.add_argument("--units", type=Path, metavar="FILE", help="the contacts workbook, to know the units by")
    parser.add_argument(
        "--column", action="append", default=[], metavar="NAME=LETTER", help="which column is 牵头单位 …"
    )
    parser.add_argument("--paper", metavar="文号", help="the paper it was issued under, where the file does not say")
    parser.add_argument("--confirm", action="store_true", help="carry out the diff of a revised plan")
    parser.add_argument("--assign", action="store_true", help="queue what was never dispatched")
    return _plan


async def _units(args: argparse.Namespace) -> int:
    contacts = await _contacts(args.file)
    if args.json:
        print(json.dumps(contacts.to_json(), ensure_ascii=False, indent=1))
    else:
        print(previews.of_contacts(contacts))
    if args.dry_run:
        return 0
    async with opened(settings.load()):
        now = datetime.now(UTC)
        result = await db.tx(lambda: contacts_handler.import_contacts(contacts, now=now, actor="cli"))
    _say(args, previews.of_contacts_result(result))
    return 0


async def _plan(args: argparse.Namespace) -> int:
    columns = _columns(args.column)
    sheets = await read_tables(_bytes(args.file), args.file.name)
    contacts = await _contacts(args.units) if args.units else None
    if args.dry_run:
        reading = read_plan(sheets, contacts=contacts, columns=columns, today=datetime.now(UTC).date())
        _show(args, reading)
        return 0
    async with opened(settings.load()):
        now = datetime.now(UTC)
        if contacts is not None:
            await db.tx(lambda: contacts_handler.import_contacts(contacts, now=now, actor="cli"))
        reading = read_plan(sheets, contacts=await people.directory(), columns=columns, today=now.date())
        reading = replace(reading, doc_number=args.paper or reading.doc_number)
        _show(args, reading)
        outcome = await db.tx(
            lambda: plans.import_plan(reading, file_name=args.file.name, now=now, actor="cli", confirm=args.confirm)
        )
        _say(args, previews.of_outcome(outcome))
        if outcome.needs_confirm:
            return 0
        _say(args, previews.of_gaps(await chain.gaps(now)))
        if args.assign:
            _say(args, previews.of_queue(await db.tx(assigning.queue)))
    return 0


def _say(args: argparse.Namespace, text: str) -> None:
    """Beside JSON on stdout, what was done goes to stderr."""
    print(text, file=sys.stderr if args.json else sys.stdout)


def _show(args: argparse.Namespace, reading: PlanReading) -> None:
    print(json.dumps(reading.to_json(), ensure_ascii=False, indent=1) if args.json else previews.of_plan(reading))


async def _contacts(path: Path) -> Contacts:
    return read_contacts(await read_tables(_bytes(path), path.name))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OperatorError(f"{path} does not open: {error.strerror}. Check the path and your rights") from None


def _columns(given: list[str]) -> dict[str, str]:
    found = {}
    for one in given:
        name, _, letter = one.partition("=")
        if not name or not letter.isalpha():
            raise OperatorError(f"--column {one!r} is not of the form NAME=LETTER, as in --column 牵头单位=E")
        found[name] = letter.upper()
    return found
