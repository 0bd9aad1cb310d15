"""`assign`: an order (交办) as in chat, from the command line; the running bot reads its dates and dispatches it."""

import argparse
from datetime import UTC, date, datetime
from typing import Any

from bot import settings
from bot.commands.database import opened
from models import db, orders, people
from models.errors import OperatorError
from models.people import Unit
from models.rules.dates import find_dates

LONGEST = 1000  # characters


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    parser.add_argument("unit", help="full or short name, as in the contacts")
    parser.add_argument("text", help="what is to be done; may say by when: 周五前报防汛预案")
    parser.add_argument("--due", metavar="DATE", help="2026-03-06, or in words: 周五")
    parser.add_argument("--class", dest="task_class", choices=["T1", "T2"], help="T1 today, T2 within days")
    parser.add_argument("--source", default="", help="what it rests on: 批示 临政办发〔2026〕3号")
    return _assign


async def _assign(args: argparse.Namespace) -> int:
    text = args.text.strip()
    if not text or len(text) > LONGEST:
        raise OperatorError(f"TEXT says what is to be done, in 1 to {LONGEST} characters")
    due = _due(args.due)
    said = text if due or not args.due else f"{args.due.removesuffix('前')}前{text}"

    async def body() -> str:
        now = datetime.now(UTC)
        unit = await _unit(args.unit)
        order = await orders.queue(
            said, unit, now, actor="cli", due=due, task_class=args.task_class or "", source=args.source
        )
        return f"{order.number} for {unit.short} is recorded; the running bot dispatches it in the next working window"

    async with opened(settings.load()):
        print(await db.tx(body))
    return 0


def _due(given: str | None) -> date | None:
    """A date of the calendar now, words later; what is neither is refused."""
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        if not find_dates(f"{given.removesuffix('前')}前", now=datetime.now(UTC).date()):
            raise OperatorError(f"--due {given!r} is no date; write 2026-03-06, or words such as 周五") from None
        return None


async def _unit(name: str) -> Unit:
    full = (await people.directory()).resolve(name)
    unit = await Unit.filter(name=full).first() if full else None
    if unit is None:
        known = "、".join(u.short for u in (await Unit.all().order_by("ordinal", "id").limit(8)))
        raise OperatorError(f"there is no unit {name!r} in the contacts; known are {known or 'none yet'} …")
    return unit
