"""A beat with a thousand obligations due, among ten thousand and among a million that are open; on both engines."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import VirtualClock
from bot.ticker import Ticker
from models import db, rulebook
from schedules import SWEEPS
from tests.benchmarks import filling, servers
from tests.benchmarks.figures import Figure, middle
from tests.benchmarks.filling import Raw, many, text

FIRST = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)  # ten in the morning of a Wednesday
DUE = 1000
UNITS = 200
WHERE = "Look at the plan of each statement in schedules/ and models/clocks.py (EXPLAIN QUERY PLAN)."


def measure(migrated: Path, *, quick: bool) -> list[Figure]:
    counts = (10_000, 100_000) if quick else (10_000, 1_000_000)
    return [
        figure
        for engine in ("sqlite", "postgres")
        for figure in _on(engine, migrated, counts, rounds=3 if quick else 5)
    ]


def _on(engine: str, migrated: Path, counts: tuple[int, int], *, rounds: int) -> list[Figure]:
    few, crowd = counts
    full: dict[int, list[float]] = {few: [], crowd: []}
    idle: list[float] = []
    with tempfile.TemporaryDirectory() as folder, filling.databases(engine, migrated, Path(folder)) as filled:
        urls = {count: filled(lambda raw, count=count: fill(raw, count, rounds)) for count in full}  # type: ignore[misc]
        for turn, name in servers.in_turn(rounds, [str(count) for count in full]):
            took, nothing = asyncio.run(_beat(urls[int(name)], turn))
            full[int(name)].append(took * 1000)
            idle += [nothing * 1000] if int(name) == crowd else []
    shares = [large / small for small, large in zip(full[few], full[crowd], strict=True)]
    found = [middle(f"{engine}: {DUE:,} due among {count:,} open", took, "ms") for count, took in full.items()]
    found.append(middle(f"  {crowd:,} : {few:,}", shares, "x", at_most=1.3, where=WHERE))
    return [*found, middle(f"{engine}: nothing due among {crowd:,} open", idle, "ms", at_most=2, where=WHERE)]


async def _beat(url: str, turn: int) -> tuple[float, float]:
    """Seconds with a thousand due, and then with nothing. Each round's are due a minute after those of the round before."""
    await db.open_database(url)
    try:
        await rulebook.seed(FIRST)
        at = FIRST + timedelta(minutes=turn)
        clock = VirtualClock(at - timedelta(seconds=20))
        ticker = Ticker(SWEEPS, clock, asyncio.Event())
        await ticker.beat()  # plans the next morning, reads the rules
        clock.jump(at)
        return await _timed(ticker.beat, DUE), await _timed(ticker.beat, 0)
    finally:
        await db.close()


async def _timed(work: Callable[[], Awaitable[int]], expected: int) -> float:
    began = time.perf_counter()
    fired = await work()
    took = time.perf_counter() - began
    if fired != expected:
        raise RuntimeError(f"{fired} items fired where {expected} were due")
    return took


def fill(raw: Raw, count: int, rounds: int) -> None:
    """So many open obligations and as many notices said long ago: ten of each task, a task in ten units' hands."""
    people(raw, UNITS, FIRST)
    tasks, now = count // 10, text(FIRST)
    many(
        raw, tasks,
        "INSERT INTO task (id, identity, seq, title, task_class, state, created_at)"
        f" SELECT i, 't' || i, i, '任务' || i, 'T3', 'live', {now}",
    )  # fmt: skip
    many(
        raw, tasks,
        "INSERT INTO assignment (id, task_id, unit_id, role, state)"
        f" SELECT i, i, 1 + i % {UNITS}, 'lead', 'in_progress'",
    )  # fmt: skip
    _obligations(raw, count, rounds)
    many(
        raw, count,
        "INSERT INTO notice (key, person_id, obligation_id, assignment_id, form, occasion, state, created_at)"
        f" SELECT 'old' || i, 1 + i % {UNITS}, i, 1 + i % {tasks}, 'line', 'half', 'sent', {now}",
    )  # fmt: skip


def people(raw: Raw, units: int, now: datetime) -> None:
    """Units, each with a head (the same number) and a liaison (so many further on), reachable on WeCom, on their posts for a year."""
    many(
        raw, units, "INSERT INTO unit (id, name, kind, contact, ordinal) SELECT i, '单位' || i, 'department', 'head', i"
    )
    for first, role in ((0, "head"), (units, "liaison")):
        many(raw, units, f"INSERT INTO person (id, name, known) SELECT {first} + i, '某某' || i, TRUE")
        many(
            raw, units,
            "INSERT INTO account (platform, userid, person_id)"
            f" SELECT 'wecom', 'u' || ({first} + i), {first} + i",
        )  # fmt: skip
        many(raw, units, f"INSERT INTO post (id, unit_id, role) SELECT {first} + i, i, '{role}'")
        many(
            raw, units,
            "INSERT INTO holding (post_id, person_id, since)"
            f" SELECT {first} + i, {first} + i, {text(now - timedelta(days=365))}",
        )  # fmt: skip


def _obligations(raw: Raw, count: int, rounds: int) -> None:
    """Monthly reports that ran out an hour ago and are due to be raised, and others that are looked at in days to come."""
    step, tasks = count // DUE, count // 10
    wait = f"CASE WHEN i % {step} < {rounds} THEN (i % {step}) * 60 ELSE (1 + i % 60) * 86400 END"
    many(
        raw, count,
        "INSERT INTO obligation (id, kind, task_id, assignment_id, unit_id, period, name, started_at, due_at, rung, rung_at, next_at,"
        f" rule, state) SELECT i, 'K4', 1 + i % {tasks}, 1 + i % {tasks}, 1 + (1 + i % {tasks}) % {UNITS}, 'p' || (i / {tasks}), '进展',"
        f" {text(FIRST - timedelta(days=30))}, {text(FIRST - timedelta(hours=1))}, 0, {text(FIRST - timedelta(days=30))},"
        f" {raw.later(FIRST, wait)}, 'K4@1', 'open'",
    )  # fmt: skip
    raw.run("INSERT INTO due (due_at, kind, id) SELECT next_at, 'obligation', id FROM obligation ORDER BY next_at, id")
