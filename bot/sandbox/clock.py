"""The messenger's time: told by the bot, ticking at real speed in between, never running backwards."""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock:
    """Until the first `tell` it shows real time; the first moment told is believed whatever it is."""

    def __init__(self) -> None:
        self._base = _whole(datetime.now(UTC))
        self._since = time.monotonic()
        self._told = False

    def now(self) -> datetime:
        """In whole milliseconds, as stamps show it."""
        return self._base + timedelta(milliseconds=int((time.monotonic() - self._since) * 1000))

    def tell(self, moment: datetime) -> datetime:
        if not self._told or moment > self.now():
            self._base, self._since, self._told = _whole(moment.astimezone(UTC)), time.monotonic(), True
        return self.now()

    def seconds(self) -> int:
        """Unix seconds, as callbacks and media stamps carry them."""
        return int(self.now().timestamp())

    def reset(self) -> None:
        self._told = False


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def stamp(moment: datetime) -> str:
    """ISO with the office's offset, as phones show it."""
    return moment.astimezone(SHANGHAI).isoformat(timespec="milliseconds")


def parse_moment(text: str) -> datetime:
    """A moment without an offset is the office's time. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
