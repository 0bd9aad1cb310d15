"""`worktime START MINUTES`: the end of so many working minutes."""

import argparse
from datetime import datetime
from typing import Any

from models.errors import OperatorError
from models.rules.calendar import Calendar

MOST_MINUTES = 10_000_000


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    parser.add_argument("start", help="an ISO moment: 2026-09-24T17:00+08:00")
    parser.add_argument("minutes", help="working minutes from there")
    return run


def run(args: argparse.Namespace) -> int:
    end = Calendar().add_minutes(_start(args.start), _minutes(args.minutes))
    print(end.at.isoformat(), *(["provisional"] if end.provisional else []))
    return 0


def _start(text: str) -> datetime:
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        raise OperatorError(f"{text!r} is no ISO moment; write it as 2026-09-24T17:00+08:00") from None
    if start.tzinfo is None:
        start = start.replace(tzinfo=Calendar().zone)
    if not 2015 <= start.year <= 2198:
        raise OperatorError(f"the calendar reaches from 2015 to 2198, not to {start.year}")
    return start


def _minutes(text: str) -> int:
    if not text.isdigit() or int(text) > MOST_MINUTES:
        raise OperatorError(f"{text!r} is no number of minutes between 0 and {MOST_MINUTES}")
    return int(text)
