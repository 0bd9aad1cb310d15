"""How long one reply takes to read, and the worst text a person may send."""

import json
import time
from collections.abc import Callable
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
    ]


def _best_us(work: Callable[[], Any], times: int) -> float:
    """The quickest of so many, in processor time: what else the machine does meanwhile is not the reader's."""
    found = []
    for _ in range(times):
        began = time.thread_time()
        work()
        found.append((time.thread_time() - began) * 1e6)
    return min(found)


def _long(row: dict[str, Any], brick: str) -> dict[str, Any]:
    text = (brick * LONGEST).encode()[:LONGEST].decode("utf-8", "ignore")
    return {**row, "reply": text}
