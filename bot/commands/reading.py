"""`read`: what a reply means, without a database."""

import argparse
import json
import re
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import city_words
from models.errors import OperatorError
from models.rules.reading import IndicatorTarget, TaskContext, explain, predict, read_reply
from models.rules.reading.lexicon import Lexicon
from models.rules.reading.meanings import MEANINGS

SHANGHAI = ZoneInfo("Asia/Shanghai")
_TARGET = re.compile(r"(?P<name>[^=＝]+)[=＝]\s*(?P<target>\d+(?:\.\d+)?)\s*(?P<unit>\D.*)")


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    parser.add_argument("text", nargs="?", help="the reply; standard input when there is neither this nor --jsonl")
    parser.add_argument("--jsonl", type=Path, metavar="FILE", help="one reply a line; prints one prediction a line")
    parser.add_argument("--lexicon", default="", metavar="FILE", help="a city's own table of words, to try it")
    parser.add_argument("--meanings", action="store_true", help="list what a word of such a table can mean")
    parser.add_argument("--explain", action="store_true", help="say in Chinese what was read from which words, and why")
    parser.add_argument("--title", default="", help="of the task it answers")
    parser.add_argument(
        "--indicator",
        action="append",
        default=[],
        metavar="改造危桥=46座",
        help="what the task counts; may be repeated",
    )
    parser.add_argument("--due", type=date.fromisoformat, metavar="DAY", help="of the task: 2026-12-31")
    parser.add_argument("--sent", type=date.fromisoformat, metavar="DAY", help="when it was written; today without it")
    return run


def run(args: argparse.Namespace) -> int:
    if args.meanings:
        return _meanings()
    lexicon = city_words.lexicon(args.lexicon)
    if args.jsonl:
        return _lines(args.jsonl, lexicon)
    text = args.text if args.text is not None else sys.stdin.read()
    now = datetime.now(SHANGHAI)
    sent_at = datetime.combine(args.sent, time(9), SHANGHAI) if args.sent else now
    tasks = _tasks(args)
    if args.explain:
        print("\n".join(explain(text, sent_at=sent_at, tasks=tasks, lexicon=lexicon)))
    else:
        reading = read_reply(text, sent_at=sent_at, tasks=tasks, lexicon=lexicon)
        print(json.dumps(reading.to_json(), ensure_ascii=False))
    return 0


def _tasks(args: argparse.Namespace) -> list[TaskContext]:
    """The one that --title and --indicator describe, if any."""
    indicators = tuple(_indicator(words) for words in args.indicator)
    title = args.title or "、".join(each.name for each in indicators)
    return [TaskContext("", title, args.due, indicators)] if title or args.due else []


def _indicator(words: str) -> IndicatorTarget:
    match = _TARGET.fullmatch(words.strip())
    if match is None:
        raise OperatorError(f"--indicator {words}：请写成 名称=目标数和单位，如 改造危桥=46座")
    return IndicatorTarget(match["name"].strip(), float(match["target"]), match["unit"].strip())


def _meanings() -> int:
    print("\n".join(f"{meaning}：{told}" for meaning, told in MEANINGS.items()))
    return 0


def _lines(path: Path, lexicon: Lexicon | None) -> int:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OperatorError(f"{path} does not open as UTF-8 text: {error}") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            print(json.dumps(predict(_row(path, number, line), lexicon), ensure_ascii=False))
    return 0


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
        return {"id": row["id"], **row}
    except (ValueError, KeyError, TypeError) as error:
        raise OperatorError(f"{path} line {number} is no reply with an id: {error}") from None
