"""A suspension that has reached its day ends by itself."""

from datetime import datetime

from models import pauses, rulebook
from schedules.contract import DueSweep


class PauseSweep(DueSweep):
    kind = "pause"

    async def work(self, key: int, now: datetime) -> None:
        await pauses.run_out(key, now, await rulebook.current())
