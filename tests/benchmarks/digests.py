"""A leader's morning and his questions over a year of a million updates: 1,000 units, 20,000 tasks, a mayor and twelve others."""

import gc
import resource
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from aiohttp.test_utils import TestClient, TestServer

from bot.web import api, server
from handlers import chat
from models import db, digesting, lamps, portfolios, rulebook
from models.messages import Inbound, InboundKind
from models.papers import facts
from models.people import Role
from models.portfolios import Portfolio, Reader
from models.rulebook import Rulebook
from models.settings import ApiKey, hash_token
from models.tasks import Plan
from tests.benchmarks import beats, filling
from tests.benchmarks.figures import Figure, middle
from tests.benchmarks.filling import Raw, many, text

NOW = datetime(2026, 6, 10, 0, 0, tzinfo=UTC)  # eight in the morning of a Wednesday
UNITS, TASKS, UPDATES = 1000, 20_000, 1_000_000
LEADERS = 12
MAYOR = 2 * UNITS + 1  # the post and its holder; the other leaders' numbers follow
SINCE = NOW - timedelta(days=1)
WHERE = "Look at models/overview.py, digesting.py and decisions.py (EXPLAIN QUERY PLAN)."
TOKEN = "msk_" + "b" * 43


def measure(migrated: Path, *, quick: bool) -> list[Figure]:
    engines = ("sqlite",) if quick else ("sqlite", "postgres")
    return [figure for engine in engines for figure in _on(engine, migrated, rounds=5 if quick else 9)]


def _on(engine: str, migrated: Path, *, rounds: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder, filling.databases(engine, migrated, Path(folder)) as filled:
        began = time.perf_counter()
        url = filled(fill)
        took = Figure(f"{engine}: {UPDATES:,} updates filled in", time.perf_counter() - began, "s")
        with filling.opened(url) as raw:
            return [took, *filling.lived(_morning(url, raw, rounds))]


async def _morning(url: str, raw: Raw, rounds: int) -> list[Figure]:
    async with _opened(url) as book:
        fresh = await _seconds(lambda: lamps.refresh_all(book, NOW))
        again = await _seconds(lambda: lamps.refresh_all(book, NOW))
        readers = [r for r in await portfolios.readers(NOW) if r.role is Role.LEADER]
        before = _peak_mib()
        found = await _digests(readers, book, raw, rounds)
        grown = _peak_mib() - before
        return [
            Figure("the lamps of all made fresh: the first time", fresh, "s"),
            Figure("  every morning after, with nothing changed", again, "s"),
            *found,
            Figure("memory that composing took beyond", grown, "MiB"),
            *await _questions(rounds, book),
        ]


@asynccontextmanager
async def _opened(url: str) -> Any:
    await db.open_database(url)
    try:
        await rulebook.seed(NOW)
        yield await rulebook.current()
    finally:
        await db.close()


async def _digests(readers: list[Reader], book: Rulebook, raw: Raw, rounds: int) -> list[Figure]:
    """Product and reference in turn; each composes from nothing, as on a leader's first morning, which says the most."""
    names = ("mayor", "mayor raw", "all", "all raw", "one raw", "year raw")
    took: dict[str, list[float]] = {name: [] for name in names}
    wholes = [await portfolios.of_posts([reader.post], NOW) for reader in readers]
    for _ in range(rounds):
        took["mayor"].append(await _seconds(lambda: _compose(readers[:1], book)))
        took["mayor raw"].append(_raw(raw, wholes[0]))
        took["all"].append(await _seconds(lambda: _compose(readers, book)))
        took["all raw"].append(sum(_raw(raw, one) for one in wholes))
        took["one raw"].append(_raw(raw, wholes[0]) + _raw(raw, wholes[0], "t.leader_post_id, a.unit_id"))
    took["year raw"] = [_timed(raw, YEAR) for _ in range(3)]
    ms = {name: [1000 * one for one in each] for name, each in took.items()}
    shares = [p / r for p, r in zip(ms["mayor"], ms["mayor raw"], strict=True)]
    of_all = [p / r for p, r in zip(ms["all"], ms["all raw"], strict=True)]
    return [
        middle("the mayor's digest", ms["mayor"], "ms"),
        middle("  raw GROUP BY unit: lamps, means, the day's movements", ms["mayor raw"], "ms"),
        middle("  digest : raw", shares, "x", at_most=2, where=WHERE),
        middle(f"the digests of all {len(readers)} leaders", ms["all"], "ms"),
        middle("  raw GROUP BY unit of each portfolio", ms["all raw"], "ms"),
        middle("  digests : raw", of_all, "x", at_most=2, where=WHERE),
        middle("  raw GROUP BY leader and unit, once for all", ms["one raw"], "ms"),
        middle("raw GROUP BY unit over the words of the whole year", ms["year raw"], "ms"),
        Figure("  the mayor's digest : that", median(ms["mayor"]) / median(ms["year raw"]), "x"),
    ]


async def _compose(readers: list[Reader], book: Rulebook) -> None:
    for reader in readers:
        composed = await digesting.compose(reader, NOW.date(), NOW, book, last=None)
        if not composed.figures[0]["value"]:
            raise RuntimeError(f"nothing in the digest of {reader.person.name}")


def _raw(raw: Raw, portfolio: Portfolio, group: str = "a.unit_id") -> float:
    """The best statements known for the counts and means of every unit, and for what went on since the day before."""
    given = portfolio.counted_sql()
    standing = (
        f"SELECT {group}, COUNT(*), COUNT(CASE a.lamp WHEN 'red' THEN 1 END), COUNT(CASE a.lamp WHEN 'yellow' THEN 1 END),"
        " COUNT(CASE a.lamp WHEN 'green' THEN 1 END), COUNT(CASE a.because WHEN 'closed' THEN 1 END), AVG(a.percent), AVG(a.expected)"
        f" FROM assignment a JOIN task t ON t.id = a.task_id WHERE {given} GROUP BY {group}"
    )
    moved = (
        f"WITH m AS MATERIALIZED (SELECT * FROM movement WHERE at > {text(SINCE)} AND percent IS NOT NULL)"
        f" SELECT {group}, COUNT(DISTINCT a.id), SUM(m.percent - COALESCE(m.percent_before, 0)), MAX(m.at) FROM m"
        " JOIN assignment a ON a.id = m.assignment_id JOIN task t ON t.id = a.task_id"
        f" WHERE {given} GROUP BY {group}"
    )
    return _timed(raw, standing) + _timed(raw, moved)


YEAR = (
    "SELECT a.unit_id, COUNT(*), COUNT(DISTINCT e.task_id), MAX(e.at) FROM event e JOIN assignment a ON a.id = e.assignment_id"
    " WHERE e.kind = 'reported' GROUP BY a.unit_id"
)


def _timed(raw: Raw, statement: str) -> float:
    began = time.perf_counter()
    if len(raw.run(statement)) < UNITS // LEADERS // 2:
        raise RuntimeError(f"too few rows of {statement}")
    return time.perf_counter() - began


async def _questions(rounds: int, book: Rulebook) -> list[Figure]:
    asked = [("高新区", MAYOR), ("46", MAYOR), ("进度 46", MAYOR), ("哪些滞后", MAYOR), ("高新区", MAYOR + 10)]
    found = []
    for number, (words, person) in enumerate(asked):
        ms = [1000 * await _seconds(partial(_say, person, words, 100 * number + turn)) for turn in range(rounds)]
        who = "the mayor" if person == MAYOR else "a leader"
        where = "Look at handlers/leaders.py and views.py."
        found.append(middle(f"{who} asks “{words}”", ms, "ms", at_most=50, where=where))
    plan = await Plan.get(id=1)
    sheet = await _seconds(lambda: facts.of_plan(plan, NOW.date(), book))
    return [
        *found,
        middle("/api/v1/tasks, the first page", await _pages(rounds), "ms"),
        Figure("export-plan: the figures of all lines", sheet, "s"),
    ]


async def _say(person: int, words: str, turn: int) -> None:
    inbound = Inbound("wecom", f"bench{turn}", f"u{person}", NOW, InboundKind.TEXT, words)
    before = await _answers(person)
    await db.tx(lambda: chat.hear(inbound, turn + 1, NOW))
    if await _answers(person) == before:
        raise RuntimeError(f"{words} was not answered")


async def _answers(person: int) -> int:
    [row] = await db.rows("SELECT COUNT(*) AS n FROM outbox WHERE person_id = ?", person)
    return int(row["n"])


async def _pages(rounds: int) -> list[float]:
    await ApiKey.create(name="bench", role="admin", token_hash=hash_token(TOKEN), created_at=NOW)
    async with TestClient(TestServer(server.build(api.routes(lambda: NOW)))) as client:
        return [1000 * await _seconds(lambda: _page(client)) for _ in range(rounds + 1)][1:]


async def _page(client: TestClient[Any, Any]) -> None:
    async with client.get("/api/v1/tasks", headers={"Authorization": f"Bearer {TOKEN}"}) as answer:
        if answer.status != 200 or not await answer.read():
            raise RuntimeError(f"/api/v1/tasks answered {answer.status}")


async def _seconds(work: Callable[[], Awaitable[object]]) -> float:
    gc.collect()
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(raw: Raw) -> None:
    """Every unit leads twenty tasks; each of these was reported on fifty times in the year up to this morning."""
    beats.people(raw, UNITS, NOW)
    raw.run("UPDATE unit SET name = '临江高新技术产业开发区', short_names = '[\"高新区\"]' WHERE id = 46")
    _leaders(raw)
    _tasks(raw)
    _words(raw)
    _clocks(raw)


def _leaders(raw: Raw) -> None:
    first, count = MAYOR - 1, LEADERS + 1
    many(raw, count, f"INSERT INTO person (id, name, known) SELECT {first} + i, '领导' || i, TRUE")
    many(
        raw,
        count,
        f"INSERT INTO account (platform, userid, person_id) SELECT 'wecom', 'u' || ({first} + i), {first} + i",
    )
    title = "CASE i WHEN 1 THEN '市长' ELSE '副市长' END"
    many(raw, count, f"INSERT INTO post (id, role, title, ordinal) SELECT {first} + i, 'leader', {title}, i")
    since = text(NOW - timedelta(days=365))
    many(raw, count, f"INSERT INTO holding (post_id, person_id, since) SELECT {first} + i, {first} + i, {since}")


def _tasks(raw: Raw) -> None:
    """A unit's tasks are all of one leader; where they should stand by now some are far behind, and a tenth are done."""
    raw.run(
        f"INSERT INTO plan (id, title, year, layout, imported_at) VALUES (1, '重点任务', 2026, '{{}}', {text(NOW - timedelta(days=150))})"
    )
    many(
        raw, TASKS,
        "INSERT INTO task (id, identity, plan_id, seq, sheet, row, section, title, goal, task_class, state, source, leader_post_id, due,"
        " due_kind, line, created_at)"
        f" SELECT i, 't' || i, 1, i, '分工', i + 3, '第' || (1 + i / 2000) || '部分', '推进第' || i || '项工程建设', '完成投资', 'T3', 'live',"
        f" 'plan', {MAYOR + 1} + (i % {UNITS}) % {LEADERS}, '2026-12-31', 'date', '{{}}', {text(NOW - timedelta(days=150))}",
    )  # fmt: skip
    many(
        raw,
        TASKS,
        "INSERT INTO indicator (task_id, name, target, unit, comparator) SELECT i, '完成投资', 100, '亿元', '>='",
    )
    for on in ("2026-06-30", "2026-09-30"):
        many(raw, TASKS, f"INSERT INTO milestone (task_id, name, due) SELECT i, '主体工程过半', '{on}'")
    many(
        raw, TASKS,
        "INSERT INTO assignment (id, task_id, unit_id, role, ordinal, state, told_percent, lamp, figures, commitments,"
        " last_word_at, last_words, dispatched_at, delivered_at)"
        f" SELECT i, i, 1 + i % {UNITS}, 'lead', 0, CASE WHEN i % 10 = 0 THEN 'closed' ELSE 'in_progress' END, (i * 37) % 60,"
        f" 'white', '[]', '[]', {text(SINCE)}, '已完成投资，正在推进', {text(NOW - timedelta(days=150))}, {text(NOW - timedelta(days=150))}",
    )  # fmt: skip


def _words(raw: Raw) -> None:
    """In the order in which they were said, one every half minute of the year; each moved its task by a point."""
    first, step = NOW - timedelta(days=365), 365 * 86400 // UPDATES
    last = f"{raw.later(first, f'i * {step}')}"
    said = '\'{"text": "完成投资\' || (i / 20000) || \'亿元，卡在土地手续", "reading": {"percent": \' || (i / 20000) || \', "blockers": ["土地手续"]}}\''
    said = f"CAST({said} AS {raw.json})"
    many(
        raw, UPDATES,
        "INSERT INTO event (id, task_id, assignment_id, kind, at, person_id, data)"
        f" SELECT i, 1 + i % {TASKS}, 1 + i % {TASKS}, 'reported', {last}, 1 + (1 + i % {TASKS}) % {UNITS}, {said}",
    )  # fmt: skip
    many(
        raw, UPDATES,
        "INSERT INTO movement (assignment_id, at, event_id, percent_before, percent, lamp_before, lamp)"
        f" SELECT 1 + i % {TASKS}, {last}, i, i / {TASKS}, i / {TASKS} + 1, 'green', 'green'",
    )  # fmt: skip


def _clocks(raw: Raw) -> None:
    """A monthly clock of each task, met for half a year and now open; of some of them help is asked, and their leader is told."""
    many(
        raw, 7 * TASKS,
        "INSERT INTO obligation (kind, task_id, assignment_id, unit_id, period, name, started_at, due_at, rung, rung_at, rule, state)"
        f" SELECT 'K4', 1 + i % {TASKS}, 1 + i % {TASKS}, 1 + (1 + i % {TASKS}) % {UNITS}, 'p' || (i / {TASKS}), '进展', {text(SINCE)},"
        f" {text(NOW + timedelta(days=5))}, 0, {text(SINCE)}, 'K4@1', CASE WHEN i / {TASKS} >= 6 THEN 'open' ELSE 'met' END",
    )  # fmt: skip
    for kind, every, first in (("K8", 400, 1_000_000), ("K5", 200, 2_000_000)):
        many(
            raw, TASKS // every,
            "INSERT INTO obligation (id, kind, task_id, assignment_id, unit_id, period, name, started_at, due_at, rung, rung_at, rule, state)"
            f" SELECT {first} + i, '{kind}', i * {every}, i * {every}, 1 + (i * {every}) % {UNITS}, 'h' || i, '协调', {text(SINCE)},"
            f" {text(NOW)}, 4, {text(SINCE)}, '{kind}@1', 'open'",
        )  # fmt: skip
    many(
        raw, TASKS // 200,
        "INSERT INTO naming (obligation_id, assignment_id, leader_post_id, raised_at, proof_on)"
        f" SELECT 2000000 + i, i * 200, {MAYOR + 1} + (i * 200 % {UNITS}) % {LEADERS}, {text(NOW - timedelta(hours=20))}, '2026-06-09'",
    )  # fmt: skip
