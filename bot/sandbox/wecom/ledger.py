"""Every send as it was received, with what became of it for each person: the memory of limits."""

import hashlib
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from bot.sandbox.clock import parse_moment, stamp
from bot.sandbox.journal import Journal
from bot.sandbox.wire import Json, text_of

SHOWN, DROPPED, INVALID, UNLICENSED = "shown", "dropped", "invalid", "unlicensed"
PER_MINUTE, PER_HOUR = 30, 1000


@dataclass(frozen=True, slots=True)
class Send:
    """`fates` by person; `repeats` is the msgid of the earlier send that this one only repeats."""

    at: datetime
    raw: str
    errcode: int = 0
    msgid: str = ""
    kind: str = ""
    task_id: str = ""
    fates: dict[str, str] = field(default_factory=dict)
    repeats: str = ""

    def as_json(self) -> Json:
        return asdict(self) | {"at": stamp(self.at)}


class Ledger:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._sends: list[Send] = []
        self._by_msgid: dict[str, Send] = {}
        self._accepted: dict[str, Send] = {}
        self._task_ids: set[str] = set()
        self._shown_at: dict[str, deque[datetime]] = defaultdict(lambda: deque(maxlen=PER_HOUR))

    def record(self, send: Send) -> None:
        self._keep(send)
        self._journal.write("send", send.as_json())

    def find(self, msgid: str) -> Send | None:
        return self._by_msgid.get(msgid)

    def same_within(self, raw: str, interval_s: int, now: datetime) -> Send | None:
        """The accepted send of the very same bytes, if it is young enough."""
        earlier = self._accepted.get(_digest(raw))
        return earlier if earlier and now - earlier.at <= timedelta(seconds=interval_s) else None

    def knows_task(self, task_id: str) -> bool:
        return task_id in self._task_ids

    def is_flooded(self, user: str, now: datetime) -> bool:
        """Whether one more message in this minute or hour is one too many for the person."""
        moments = [moment for moment in self._shown_at[user] if moment <= now]
        last_minute = sum(now - moment < timedelta(minutes=1) for moment in moments)
        last_hour = sum(now - moment < timedelta(hours=1) for moment in moments)
        return last_minute >= PER_MINUTE or last_hour >= PER_HOUR

    def shown_between(self, start: datetime, end: datetime) -> int:
        """Person-times, as the platform counts the daily quota."""
        sends = [send for send in self._sends if start <= send.at < end]
        return sum(fate == SHOWN for send in sends for fate in send.fates.values())

    def all(self) -> Iterable[Send]:
        return tuple(self._sends)

    def load(self, state: Json) -> None:
        known = {name: value for name, value in state.items() if name in Send.__dataclass_fields__}
        self._keep(Send(**known | {"at": parse_moment(text_of(state, "at"))}))  # type: ignore[arg-type]

    def _keep(self, send: Send) -> None:
        self._sends.append(send)
        if send.msgid and not send.repeats:
            self._by_msgid[send.msgid] = send
            self._accepted[_digest(send.raw)] = send
        if send.task_id and send.errcode == 0:
            self._task_ids.add(send.task_id)
        for user, fate in send.fates.items():
            if fate == SHOWN:
                self._shown_at[user].append(send.at)


def _digest(raw: str) -> str:
    return hashlib.sha256(raw.encode()).hexdigest()
