"""The rule set in force and the calendar, read from the database and kept until they change."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zlib import crc32

from models import db, schedules
from models.policy import NATIONAL, CalendarDay, CalendarNotice, PolicyVersion
from models.rules.cadence import Cadence, with_cadences
from models.rules.calendar import Calendar
from models.rules.policy import default_text, load_policy
from models.rules.rule_set import Policy

_kept: dict[str, "Rulebook"] = {}


@dataclass(frozen=True, slots=True)
class Rulebook:
    policy: Policy
    calendar: Calendar
    calendar_mark: str = ""  # changes with the calendar and the office hours
    versions: Mapping[int, Policy] = field(default_factory=dict)
    cadences: tuple[Cadence, ...] = ()  # how often progress is asked for, where rows say so

    def policy_of(self, rule: str) -> Policy:
        """The rules that an obligation began under: K2@1."""
        _, _, version = rule.rpartition("@")
        return self.versions.get(int(version) if version.isdigit() else 0, self.policy)

    def rule(self, kind: str) -> str:
        """How an obligation names the rule it began under: K2@1."""
        return f"{kind}@{self.policy.version}"


async def current() -> Rulebook:
    mark = await _mark()
    if mark not in _kept:
        _kept.clear()
        _kept[mark] = await read()
    return _kept[mark]


async def seed(now: datetime) -> None:
    """A new database starts with the shipped rule set as version 1, and the lists that every city has."""
    if not await PolicyVersion.exists():
        policy = load_policy(default_text())
        await PolicyVersion.create(version=policy.version, text=default_text(), created_at=now)
    newest = await PolicyVersion.all().order_by("-version").first()
    await schedules.seed(load_policy(newest.text if newest else default_text()).day, now)


async def _mark() -> str:
    [row] = await db.rows(
        "SELECT (SELECT MAX(version) FROM policy_version) AS policy, (SELECT COUNT(*) FROM calendar_day) AS days,"
        " (SELECT MAX(id) FROM calendar_day) AS newest, (SELECT MAX(version) FROM calendar_notice) AS notice,"
        " (SELECT SUM(version) FROM schedule WHERE kind <> 'broadcast') AS lists"
    )
    return f"{row['policy']}/{row['days']}/{row['newest']}/{row['notice']}/{row['lists']}"


async def read() -> Rulebook:
    """From the rows as they are, whatever was kept."""
    texts = {row.version: row.text for row in await PolicyVersion.all().order_by("version")} or {1: default_text()}
    lists = await schedules.Schedule.filter(kind__in=list(schedules.TIMES))
    times = {schedules.TIMES[one.kind]: min(one.recurrence.at) for one in lists}
    cadences = await schedules.cadences()
    versions = {
        version: with_cadences(_with_times(load_policy(text), times), cadences) for version, text in texts.items()
    }
    policy = versions[max(versions)]
    days = await CalendarDay.all().order_by("id")
    official = {notice.year for notice in await CalendarNotice.filter(source=NATIONAL) if notice.year}
    calendar = Calendar(
        {day.day: day.is_workday for day in days}, windows=policy.hours, official_years=official,
        names={day.day: day.note for day in days if day.note and not day.is_workday},
    )  # fmt: skip
    newest = max((day.id for day in days), default=0)
    return Rulebook(policy, calendar, f"{len(days)}/{newest}/{crc32(repr(policy.hours).encode())}", versions, cadences)


def _with_times(policy: Policy, times: Mapping[str, Any]) -> Policy:
    """When the lists come is what their schedules say; the rule file only seeds them."""
    return replace(policy, day=replace(policy.day, **times))
