"""How far a messenger's monthly allowance reaches for those who are in the contacts, for `doctor`."""

from datetime import datetime

from bot.platforms import PLATFORMS
from bot.settings import Settings
from models import quotas, rulebook
from models.people import Account
from models.quotas import Quota
from models.rules.delivery import Role

WEEKS = 22 / 5  # of a month, in working days


def most(people: int, a_week: int) -> Quota:
    """What so many people cause in a month at the most: each message asks for a reply, each reply is answered."""
    said = round(people * a_week * WEEKS)
    return Quota(sends=2 * said, received=said)


async def told(given: Settings, now: datetime) -> list[tuple[str, str, bool]]:
    """Messenger, what is to be said of it, and whether the month reaches for whatever the rules let out."""
    allowed = {
        "dingtalk": Quota(given.dingtalk_monthly_calls, given.dingtalk_monthly_messages),
        "feishu": Quota(given.feishu_monthly_calls, 0),
    }
    found = []
    for name in given.platforms:
        quota = allowed.get(name, Quota(0, 0))
        if quota.sends or quota.received:
            found.append((name, *await _of(name, quota, now)))
    return found


async def _of(name: str, quota: Quota, now: datetime) -> tuple[str, bool]:
    book = await rulebook.current()
    a_week = book.policy.delivery.budgets[Role.HEAD].routine_week
    people = await Account.filter(platform=name, stale=False).count()
    need, used = most(people, a_week), await quotas.used(name, now, book.calendar)
    parts = [
        f"{label} {used_up:,} of {limit:,} used, at most {needed:,} needed"
        for label, used_up, limit, needed in (
            ("calls", used.sends, quota.sends, need.sends),
            ("messages in", used.received, quota.received, need.received),
        )
        if limit
    ]
    reaches = all(
        not limit or needed <= limit for limit, needed in ((quota.sends, need.sends), (quota.received, need.received))
    )
    hint = "" if reaches else f"; more of {PLATFORMS[name].name} is bought, or fewer people get messages of it"
    return f"month for {people} accounts, {a_week} messages a week each: {'; '.join(parts)}{hint}", reaches
