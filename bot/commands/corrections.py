"""`export-corrections`: what people put right, as labelled replies without names, for whoever teaches the reader."""

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from bot import settings
from bot.commands.database import opened
from bot.commands.exporting import check, write
from models import db, pairs

SUFFIX = ".jsonl"


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    parser.add_argument("file", type=Path, help=f"where to write it, a name that ends in {SUFFIX}")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    return run


async def run(args: argparse.Namespace) -> int:
    check(args.file, SUFFIX, force=args.force)
    async with opened(settings.load()):
        found = await db.tx(pairs.rows)
    lines = [json.dumps(row, ensure_ascii=False) for row in found]
    write(args.file, "".join(f"{line}\n" for line in lines).encode())
    counts = Counter(row["why"] for row in found)
    said = f"读错{counts[pairs.MISREAD]}、改口{counts[pairs.RESTATED]}、移项{counts[pairs.MOVED]}"
    print(f"已写入{args.file}：{len(found)}条更正（{said}），人名、电话、单位名称已换掉，内部事项不在其中")
    return 0
