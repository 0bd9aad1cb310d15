"""A beat with a thousand obligations due, among ten thousand and among a million that are open."""

import asyncio
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.clock import VirtualClock
from bot.ticker import Ticker
from models import db, rulebook
from schedules import SWEEPS
from tests.benchmarks import servers
from tests.benchmarks.figures import Figure, middle

FIRST = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)  # ten in the morning of a Wednesday
DUE = 1000
UNITS = 200
WHERE = "Look at the plan of each statement in schedules/ and models/clocks.py (EXPLAIN QUERY PLAN)."
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "


def measure(migrated: Path, *, quick: bool) -> list[Figure]:
    few, many = (10_000, 100_000) if quick else (10_000, 1_000_000)
    rounds = 3 if quick else 5
    full: dict[int, list[float]] = {few: [], many: []}
    idle: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        urls = {count: _filled(migrated, Path(folder) / f"{count}.sqlite3", count, rounds) for count in full}
        for turn, name in servers.in_turn(rounds, [str(count) for count in full]):
            took, nothing = asyncio.run(_beat(urls[int(name)], turn))
            full[int(name)].append(took * 1000)
            idle += [nothing * 1000] if int(name) == many else []
    shares = [large / small for small, large in zip(full[few], full[many], strict=True)]
    found = [middle(f"a beat with {DUE:,} due among {count:,} open", took, "ms") for count, took in full.items()]
    found.append(middle(f"  {many:,} : {few:,}", shares, "x", at_most=1.3, where=WHERE))
    return [*found, middle(f"a beat with nothing due among {many:,} open", idle, "ms", at_most=2, where=WHERE)]


def _filled(migrated: Path, database: Path, count: int, rounds: int) -> str:
    shutil.copyfile(migrated, database)
    with closing(sqlite3.connect(database)) as raw, raw:
        fill(raw, count, rounds)
    return f"sqlite://{database}"


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


def fill(raw: sqlite3.Connection, count: int, rounds: int) -> None:
    """So many open obligations and as many notices said long ago: ten of each task, a task in ten units' hands."""
    _units(raw)
    tasks = count // 10
    _many(
        raw,
        tasks,
        "INSERT INTO task (id, identity, seq, title, task_class, state, created_at) SELECT i, 't' || i, i, '任务' || i, 'T3', 'live', :now",
        now=_text(FIRST),
    )
    _many(
        raw, tasks,
        "INSERT INTO assignment (id, task_id, unit_id, role, state) SELECT i, i, 1 + i % :units, 'lead', 'in_progress'", units=UNITS,
    )  # fmt: skip
    _obligations(raw, count, rounds)
    _many(
        raw, count,
        "INSERT INTO notice (key, person_id, obligation_id, assignment_id, form, occasion, state, created_at)"
        " SELECT 'old' || i, 1 + i % :units, i, 1 + i % :tasks, 'line', 'half', 'sent', :now", units=UNITS, tasks=tasks, now=_text(FIRST),
    )  # fmt: skip


def _units(raw: sqlite3.Connection) -> None:
    long_ago = _text(FIRST - timedelta(days=365))
    for kind, role in ((0, "head"), (UNITS, "liaison")):
        _many(raw, UNITS, "INSERT INTO person (id, name) SELECT :kind + i, '某某' || i", kind=kind)
        _many(
            raw,
            UNITS,
            "INSERT INTO account (platform, userid, person_id) SELECT 'wecom', 'u' || (:kind + i), :kind + i",
            kind=kind,
        )
        if role == "head":
            _many(raw, UNITS, "INSERT INTO unit (id, name, kind) SELECT i, '单位' || i, 'department'")
        _many(raw, UNITS, "INSERT INTO post (id, unit_id, role) SELECT :kind + i, i, :role", kind=kind, role=role)
        _many(
            raw,
            UNITS,
            "INSERT INTO holding (post_id, person_id, since) SELECT :kind + i, :kind + i, :since",
            kind=kind,
            since=long_ago,
        )


def _obligations(raw: sqlite3.Connection, count: int, rounds: int) -> None:
    """Monthly reports that ran out an hour ago and are due to be raised, and others that are looked at in days to come."""
    step = count // DUE
    _many(
        raw, count,
        "INSERT INTO obligation (id, kind, task_id, assignment_id, unit_id, period, name, started_at, due_at, rung, rung_at, next_at, rule, state)"
        " SELECT i, 'K4', 1 + i % :tasks, 1 + i % :tasks, 1 + (1 + i % :tasks) % :units, 'p' || (i / :tasks), '进展', :began, :ran_out, 0, :began,"
        " strftime('%Y-%m-%d %H:%M:%S', :first, (CASE WHEN i % :step < :rounds THEN (i % :step) || ' minutes'"
        " ELSE (1 + i % 60) || ' days' END)) || '+00:00', 'K4@1', 'open'",
        tasks=count // 10, units=UNITS, step=step, rounds=rounds, first=FIRST.strftime("%Y-%m-%d %H:%M:%S"),
        began=_text(FIRST - timedelta(days=30)), ran_out=_text(FIRST - timedelta(hours=1)),
    )  # fmt: skip
    raw.execute(
        "INSERT INTO due (due_at, kind, id) SELECT next_at, 'obligation', id FROM obligation ORDER BY next_at, id"
    )


def _many(raw: sqlite3.Connection, count: int, statement: str, **values: Any) -> None:
    insert, _, select = statement.partition(" SELECT ")
    table = insert.split()[2]
    names, defaults = _defaults(raw, table, insert)
    columns = insert[:-1] + "".join(f", {name}" for name in names) + ")"
    raw.execute(
        f"{NUMBERS.format(count=count)}{columns} SELECT {select}{''.join(f', {value}' for value in defaults)} FROM n",
        values,
    )


def _defaults(raw: sqlite3.Connection, table: str, insert: str) -> tuple[list[str], list[str]]:
    """What the statement leaves out and the table does not allow to be missing: nothing, of the column's kind."""
    given = set(insert[insert.index("(") + 1 : insert.rindex(")")].replace(" ", "").split(","))
    missing = [
        (name, kind) for _, name, kind, needed, default, key in raw.execute(f"PRAGMA table_info({table})")
        if needed and default is None and not key and name not in given
    ]  # fmt: skip
    return [name for name, _ in missing], [_nothing(kind) for _, kind in missing]


def _nothing(kind: str) -> str:
    if kind.startswith(("INT", "BIGINT", "REAL", "SMALLINT", "BOOL")):
        return "0"
    return "'[]'" if kind == "JSON" else "''"


def _text(at: datetime) -> str:
    return at.isoformat(sep=" ")
