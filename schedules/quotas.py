"""A messenger's monthly allowance is warned of before it runs out: at 70 %, at 90 % and at its end, each once a month."""

from datetime import datetime

from models import quotas, rulebook, telling
from models.rules.contact_matching import PLATFORMS
from models.wording import quotas as words
from schedules.contract import MorningSweep

LEVELS = (100, 90, quotas.SHORT)  # percent


class QuotaSweep(MorningSweep):
    kind = "quota"

    async def happen(self, now: datetime) -> None:
        calendar = (await rulebook.current()).calendar
        today = calendar.local(now).date()
        for platform, quota in quotas.kept().items():
            used = await quotas.used(platform, now, calendar)
            for what, spent, most in (("发", used.sends, quota.sends), ("收", used.received, quota.received)):
                if most and (level := next((one for one in LEVELS if spent * 100 >= most * one), None)):
                    said = words.nearly_used(PLATFORMS[platform], what, spent, most, today)
                    await telling.tell_office(f"quota:{platform}:{what}:{today:%Y-%m}:{level}", said, now)
