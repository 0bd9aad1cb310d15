"""Looks at what was promised on its morning, before the lists go out."""

from datetime import datetime

from models import promises, rulebook
from schedules.contract import DueSweep


class PromiseSweep(DueSweep):
    kind = promises.SWEEP

    async def work(self, key: int, now: datetime) -> None:
        await promises.look(key, now, await rulebook.current())
