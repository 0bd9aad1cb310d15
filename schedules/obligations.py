"""Judges each obligation at its moment: half of the clock, run out, last window, the telephone list, dated lines."""

from datetime import datetime

from models import clocks, rulebook
from models.obligations import Obligation
from schedules.contract import DueSweep


class ObligationSweep(DueSweep):
    kind = "obligation"

    async def work(self, key: int, now: datetime) -> None:
        obligation = await Obligation.get(id=key)
        obligation.next_at = None  # its row of the due table was taken just now
        if obligation.state == "open":
            await clocks.step(obligation, now, await rulebook.current())
