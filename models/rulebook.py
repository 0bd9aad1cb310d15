"""The rule set in force and the calendar, read from the database and kept until they change."""

from dataclasses import dataclass
from datetime import date, datetime

from models import db
from models.policy import CalendarDay, PolicyVersion
from models.rules.calendar import Calendar
from models.rules.policy import default_text, load_policy
from models.rules.rule_set import Policy

_kept: dict[str, "Rulebook"] = {}


@dataclass(frozen=True, slots=True)
class Rulebook:
    policy: Policy
    calendar: Calendar

    def rule(self, kind: str) -> str:
        """How an obligation names the rule it began under: K2@1."""
        return f"{kind}@{self.policy.version}"


async def current() -> Rulebook:
    mark = await _mark()
    if mark not in _kept:
        _kept.clear()
        _kept[mark] = await _read()
    return _kept[mark]


async def seed(now: datetime) -> None:
    """A new database starts with the shipped rule set as version 1."""
    if not await PolicyVersion.exists():
        policy = load_policy(default_text())
        await PolicyVersion.create(version=policy.version, text=default_text(), created_at=now)


async def _mark() -> str:
    [row] = await db.rows(
        "SELECT (SELECT MAX(version) FROM policy_version) AS policy, (SELECT COUNT(*) FROM calendar_day) AS days,"
        " (SELECT MAX(id) FROM calendar_day) AS newest"
    )
    return f"{row['policy']}/{row['days']}/{row['newest']}"


async def _read() -> Rulebook:
    newest = await PolicyVersion.all().order_by("-version").first()
    policy = load_policy(newest.text if newest else default_text())
    days = await CalendarDay.all()
    overrides: dict[date, bool] = {day.day: day.is_workday for day in days}
    official = {day.day.year for day in days if day.source == "国务院通知"}
    return Rulebook(policy, Calendar(overrides, windows=policy.hours, official_years=official))
