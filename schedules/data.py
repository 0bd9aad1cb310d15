"""待数据 ends two working days after the figures were to be published."""

from datetime import datetime

from models import deciding
from schedules.contract import DueSweep


class DataSweep(DueSweep):
    kind = deciding.DATA

    async def work(self, key: int, now: datetime) -> None:
        await deciding.data_should_be_there(key, now)
