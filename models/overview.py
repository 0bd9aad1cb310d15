"""How a portfolio stands: the same few queries behind digests, answers in the chat, pictures and pages.

However many tasks there are, each answer is one query over columns that are kept fresh.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from tortoise.expressions import Q, RawSQL
from tortoise.queryset import QuerySet

from models import db, movements
from models.events import Event
from models.lamps import DONE
from models.people import Unit
from models.portfolios import Portfolio
from models.rules.pace import Because, Lamp
from models.tasks import Assignment

SHOWN = f"CASE WHEN a.because = '{Because.CLOSED}' THEN '{DONE}' ELSE a.lamp END"
SLOW = (Lamp.RED.value, Lamp.YELLOW.value)


@dataclass(slots=True)
class Tally:
    """Tasks by what they show, and the mean of their bars: both means are of those that have a pace."""

    name: str = ""
    unit_id: int = 0
    shown: dict[str, int] = field(default_factory=dict)
    _sums: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])  # of percent, of expected, how many have both

    @property
    def total(self) -> int:
        return sum(self.shown.values())

    @property
    def percent(self) -> float | None:
        return round(self._sums[0] / self._sums[2], 1) if self._sums[2] else None

    @property
    def expected(self) -> float | None:
        return round(self._sums[1] / self._sums[2], 1) if self._sums[2] else None

    def add(self, row: dict[str, Any]) -> None:
        self.shown[row["shown"]] = self.shown.get(row["shown"], 0) + int(row["n"])
        for place, column in enumerate(("percents", "expecteds", "measured")):
            self._sums[place] += float(row[column] or 0)


@dataclass(frozen=True, slots=True)
class Overview:
    whole: Tally
    units: list[Tally]  # in official order
    sections: list[Tally]  # in the order of the plan


async def overview(portfolio: Portfolio) -> Overview:
    """Counts and bars of the whole, of each unit and of each section, in one walk through the tasks."""
    found = await db.rows(
        f"WITH g AS MATERIALIZED ({_counted(portfolio, 'a.unit_id, t.section')})"
        f" SELECT g.unit_id, NULL AS section, shown, {SUMS} FROM g GROUP BY g.unit_id, shown"
        f" UNION ALL SELECT NULL AS unit_id, section, shown, {SUMS} FROM g GROUP BY section, shown"
    )
    names = await db.rows("SELECT id, name, short_names FROM unit ORDER BY ordinal, id")
    by_unit, by_section = dict[int, Tally](), dict[str, Tally]()
    first: dict[str, int] = {}
    whole = Tally()
    for row in found:
        if row["unit_id"] is None:
            name = row["section"] or ""
            by_section.setdefault(name, Tally(name)).add(row)
            first[name] = min(first.get(name, row["place"] or 0), row["place"] or 0)
            whole.add(row)
        else:
            by_unit.setdefault(row["unit_id"], Tally(unit_id=row["unit_id"])).add(row)
    units = []
    for row in names:
        if tally := by_unit.get(row["id"]):
            tally.name = _short(row)
            units.append(tally)
    return Overview(whole, units, sorted(by_section.values(), key=lambda tally: first[tally.name]))


async def tally_of(portfolio: Portfolio, unit: Unit) -> Tally | None:
    """What one unit has in it."""
    tally = Tally(unit.short, unit.id)
    for row in await db.rows(_counted(portfolio, "a.unit_id", f"a.unit_id = {int(unit.id)}")):
        tally.add(row)
    return tally if tally.total else None


async def whole(portfolio: Portfolio) -> Tally:
    """The counts alone, where nobody asks by unit or section."""
    tally = Tally()
    for row in await db.rows(_counted(portfolio, "t.state")):
        tally.add(row)
    return tally


SUMS = "SUM(n) AS n, MIN(place) AS place, SUM(percents) AS percents, SUM(expecteds) AS expecteds, SUM(measured) AS measured"


def _counted(portfolio: Portfolio, by: str, where: str = "TRUE") -> str:
    return (
        f"SELECT {by}, {SHOWN} AS shown, COUNT(*) AS n, MIN(t.row) AS place,"
        " SUM(CASE WHEN a.expected IS NULL THEN 0 WHEN a.percent > 100 THEN 100 ELSE COALESCE(a.percent, 0) END) AS percents,"
        " SUM(a.expected) AS expecteds, COUNT(a.expected) AS measured"
        f" FROM assignment a JOIN task t ON t.id = a.task_id WHERE {portfolio.counted_sql()} AND {where} GROUP BY {by}, {SHOWN}"
    )


async def standings(portfolio: Portfolio) -> dict[str, int]:
    """How many percentages are 自报, 已对账 or 已核."""
    found = await db.rows(
        "SELECT a.standing, COUNT(*) AS n FROM assignment a JOIN task t ON t.id = a.task_id"
        f" WHERE {portfolio.counted_sql()} AND a.standing IS NOT NULL GROUP BY 1"
    )
    return {row["standing"]: row["n"] for row in found}


def _short(row: dict[str, Any]) -> str:
    kept = row["short_names"]
    names = orjson.loads(kept) if isinstance(kept, str | bytes) else kept
    return str(names[0]) if names else str(row["name"])


async def slowest(portfolio: Portfolio, *, most: int) -> list[Assignment]:
    """Those that are behind, red before yellow, the farthest behind first; a red task speaks for its parts."""
    rows = await db.rows(
        f"SELECT a.id FROM assignment a JOIN task t ON t.id = a.task_id WHERE {portfolio.sql()}"
        f" AND NOT EXISTS (SELECT 1 FROM assignment w WHERE w.task_id = t.parent_id AND w.role = 'lead' AND w.ordinal = 0"
        f" AND w.lamp = '{Lamp.RED}' AND COALESCE(w.because, '') <> '{Because.CLOSED}')"
        f" AND a.lamp IN ('{SLOW[0]}', '{SLOW[1]}') AND COALESCE(a.because, '') <> '{Because.CLOSED}'"
        " ORDER BY CASE a.lamp WHEN 'red' THEN 0 ELSE 1 END, COALESCE(a.points, 0), a.id LIMIT ?",
        most,
    )
    return await loaded([row["id"] for row in rows])


async def of_unit(portfolio: Portfolio, unit_id: int, *, most: int) -> list[Assignment]:
    """This unit's whole tasks, those that are behind first."""
    order = "CASE a.lamp WHEN 'red' THEN 0 WHEN 'yellow' THEN 1 ELSE 2 END, COALESCE(a.points, 0), t.row, a.id"
    rows = await db.rows(
        f"SELECT a.id FROM assignment a JOIN task t ON t.id = a.task_id WHERE {portfolio.counted_sql()} AND a.unit_id = ?"
        f" ORDER BY {order} LIMIT ?",
        unit_id, most,
    )  # fmt: skip
    return await loaded([row["id"] for row in rows])


@dataclass(frozen=True, slots=True)
class Moved:
    assignment: Assignment
    points: float


async def moved(portfolio: Portfolio, since: datetime, *, most: int) -> list[Moved]:
    """What went on since then, the farthest first."""
    rows = await db.rows(
        "WITH m AS MATERIALIZED (SELECT assignment_id, percent - COALESCE(percent_before, 0) AS points FROM movement"
        " WHERE at > ? AND percent IS NOT NULL)"  # the day's few first: a planner may else walk through those of all years
        " SELECT a.id, SUM(m.points) AS points FROM m JOIN assignment a ON a.id = m.assignment_id"
        f" JOIN task t ON t.id = a.task_id WHERE {portfolio.sql()} GROUP BY a.id"
        " HAVING ABS(SUM(m.points)) >= 1 ORDER BY ABS(SUM(m.points)) DESC, a.id LIMIT ?",
        since, most,
    )  # fmt: skip
    points = {row["id"]: float(row["points"]) for row in rows}
    return [Moved(a, points[a.id]) for a in await loaded(list(points))]


async def loaded(ids: Sequence[int]) -> list[Assignment]:
    """In this order, with task and unit."""
    found = await Assignment.filter(id__in=list(ids)).select_related("task", "task__plan", "unit")
    by_id = {a.id: a for a in found}
    return [by_id[each] for each in ids if each in by_id]


def counted(portfolio: Portfolio, key: str, at: datetime) -> QuerySet[Assignment]:
    """What a count of a digest was counted from: the lamps as they were at that moment."""
    query = (
        portfolio.filter(Assignment.all())
        .filter(task__part__isnull=True)
        .filter(Q(dispatched_at=None) | Q(dispatched_at__lte=at))
    )
    if key == "total":
        return query
    moment = str(db.stored_moment(at))
    then = (
        'COALESCE((SELECT m.lamp FROM movement m WHERE m.assignment_id = "assignment"."id"'
        f" AND m.at <= '{moment}' ORDER BY m.id DESC LIMIT 1), 'white')"
    )
    return query.annotate(then=RawSQL(then)).filter(then=key)


async def shown_at(assignment_ids: Sequence[int], at: datetime) -> dict[int, str]:
    return await movements.lamps_at(at, assignment_ids)


async def last_words_at(assignment_ids: Sequence[int], at: datetime) -> dict[int, Event]:
    """The newest report of each that was in force at that moment and still is."""
    listed = ", ".join(str(int(each)) for each in assignment_ids) or "NULL"
    taken_back = (
        "SELECT 1 FROM event u WHERE u.assignment_id = r.assignment_id AND u.replaces = r.id AND u.kind = 'undone'"
    )
    replaced = f"SELECT 1 FROM event r WHERE r.assignment_id = e.assignment_id AND r.replaces = e.id AND NOT EXISTS ({taken_back})"
    rows = await db.rows(
        f"SELECT MAX(e.id) AS id FROM event e WHERE e.assignment_id IN ({listed}) AND e.kind = 'reported' AND e.at <= ?"
        f" AND NOT EXISTS ({replaced}) GROUP BY e.assignment_id",
        at,
    )
    return {e.assignment_id or 0: e for e in await Event.filter(id__in=[row["id"] for row in rows])}
