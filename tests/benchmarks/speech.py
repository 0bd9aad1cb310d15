"""How long one reply takes to read, and the worst text a person may send."""

import json
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

from models.rules.reading import predict
from tests.benchmarks.figures import Figure, middle

REPLIES = Path(__file__).parents[1] / "data" / "replies"
LONGEST = 2048
WHERE = "Profile: cProfile over models.rules.reading.predict."
BRICKS = (
    "1", "一", "0.", "%", "完成", "投资", "亿元", "月", "号", "的", "“", "，", "。", "\n", " ", "第一", "12月31日", "同比增长",
    "已完成投资35亿元，占年度计划的", "需要财政局", "因为资金没有到位，", "一是", "1.", "①", "预计下周五", "/", "-", "～", "十百千万",
)  # fmt: skip


def measure(migrated: Path, *, quick: bool) -> list[Figure]:
    rows = [json.loads(line) for path in sorted(REPLIES.glob("*.jsonl")) for line in path.read_text().splitlines()]
    for row in rows:
        predict(row)
    each = [_best_us(lambda row=row: predict(row), 3) for row in rows]
    worst = [(brick, _best_us(lambda brick=brick: predict(_long(rows[0], brick)), 2)) for brick in BRICKS]
    brick, slowest = max(worst, key=lambda found: found[1])
    steepest, growth = max(((brick, _growth(rows[0], brick)) for brick in BRICKS), key=lambda found: found[1])
    return [
        middle(f"a reply read ({len(rows)} of them), median", [median(each)], "us", at_most=400, where=WHERE),
        Figure("  the slowest of them", max(each), "us"),
        Figure(
            f"the worst of {len(BRICKS)} texts of {LONGEST} bytes ({brick!r} repeated)",
            slowest / 1000,
            "ms",
            at_most=5,
            where=WHERE,
        ),
        Figure(f"  twice the text costs so many times as much ({steepest!r})", growth, "x", at_most=2.3, where=WHERE),
        _beside_jionlp(rows),
    ]


def _growth(row: dict[str, Any], brick: str) -> float:
    once, twice = (_best_us(lambda size=size: predict(_long(row, brick, size)), 5) for size in (LONGEST // 2, LONGEST))
    return twice / once


def _beside_jionlp(rows: list[dict[str, Any]]) -> Figure:
    """On replies pasted together; it reads the times alone."""
    try:
        ner = import_module("jionlp").ner
    except ImportError:
        return Figure("jionlp is not installed (245 MB): .venv/bin/pip install jionlp", 0, "")
    pasted = "；".join(row["reply"] for row in rows).encode()[:LONGEST].decode("utf-8", "ignore")
    theirs = _best_us(lambda: ner.extract_time(pasted, time_base=time.time()), 3)
    ours = _best_us(lambda: predict({**rows[0], "reply": pasted}), 3)
    return Figure(
        f"times as fast as jionlp reads the times of {LONGEST} bytes", theirs / ours, "x", at_least=3, where=WHERE
    )


def _best_us(work: Callable[[], Any], times: int) -> float:
    """The quickest of so many, in processor time: what else the machine does meanwhile is not the reader's."""
    found = []
    for _ in range(times):
        began = time.thread_time()
        work()
        found.append((time.thread_time() - began) * 1e6)
    return min(found)


def _long(row: dict[str, Any], brick: str, size: int = LONGEST) -> dict[str, Any]:
    text = (brick * size).encode()[:size].decode("utf-8", "ignore")
    return {**row, "reply": text}
