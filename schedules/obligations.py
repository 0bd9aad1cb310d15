"""Judges each obligation at its moment: half of the clock, run out, last window, the telephone list, dated lines."""

from collections.abc import Sequence
from datetime import datetime

from models import judging, obligations, rulebook
from schedules.contract import DueSweep, Key


class ObligationSweep(DueSweep):
    kind = "obligation"

    async def run_many(self, keys: Sequence[Key], now: datetime) -> None:
        """Many in a handful of statements: an office's Monday morning has hundreds due at once."""
        if taken := await obligations.take_due(self.kind, [key.id for key in keys], now):
            await judging.step_many(taken, now, await rulebook.current())

    async def work(self, key: int, now: datetime) -> None:
        await judging.step_many([key], now, await rulebook.current())
