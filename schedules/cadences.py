"""A period of reports that was set, changed or has lapsed: what is open and not due yet is planned anew."""

from datetime import datetime

from models import cadences
from schedules.contract import DueSweep


class CadenceSweep(DueSweep):
    kind = cadences.SWEEP

    async def work(self, key: int, now: datetime) -> None:
        await cadences.take_up(key, now)
