"""`read`: what a reply means, without a database."""

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from models.errors import OperatorError
from models.rules.reading import explain, predict, read_reply, without_task


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    parser.add_argument("text", nargs="?", help="the reply; standard input when there is neither this nor --jsonl")
    parser.add_argument("--jsonl", type=Path, metavar="FILE", help="one reply a line; prints one prediction a line")
    parser.add_argument("--explain", action="store_true", help="say in Chinese what was read from which words")
    return run


def run(args: argparse.Namespace) -> int:
    if args.jsonl:
        return _lines(args.jsonl)
    text = args.text if args.text is not None else sys.stdin.read()
    reading = read_reply(text, sent_at=datetime.now(ZoneInfo("Asia/Shanghai")), tasks=())
    said = [*explain(reading, text), *without_task(reading, text)]
    print("\n".join(said) if args.explain else json.dumps(reading.to_json(), ensure_ascii=False))
    return 0


def _lines(path: Path) -> int:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OperatorError(f"{path} does not open as UTF-8 text: {error}") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            print(json.dumps(predict(_row(path, number, line)), ensure_ascii=False))
    return 0


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
        return {"id": row["id"], **row}
    except (ValueError, KeyError, TypeError) as error:
        raise OperatorError(f"{path} line {number} is no reply with an id: {error}") from None
