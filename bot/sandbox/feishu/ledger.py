"""Every send as it was received, with what became of it: the memory of limits and of repeats."""

from collections import defaultdict, deque
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from bot.sandbox.clock import parse_moment, stamp
from bot.sandbox.journal import Journal
from bot.sandbox.wire import Json, text_of

PER_SECOND = 5
SECOND, REMEMBERED = timedelta(seconds=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Send:
    """`repeats`: the message that this one only repeats. `fates` as the other platforms tell them."""

    at: datetime
    raw: str
    errcode: int = 0
    msgid: str = ""
    kind: str = ""
    user: str = ""
    uuid: str = ""
    repeats: str = ""

    def as_json(self) -> Json:
        fates = {self.user: "shown"} if self.msgid and not self.repeats else {}
        return asdict(self) | {"at": stamp(self.at), "platform": "feishu", "fates": fates}


class Ledger:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._sends: list[Send] = []
        self._by_uuid: dict[str, Send] = {}
        self._moments: dict[str, deque[datetime]] = defaultdict(lambda: deque(maxlen=PER_SECOND))

    def record(self, send: Send) -> None:
        self._keep(send)
        self._journal.write("feishu_send", send.as_json())

    def same(self, uuid: str, now: datetime) -> Send | None:
        """The message that was sent with this `uuid` within the last hour."""
        earlier = self._by_uuid.get(uuid) if uuid else None
        return earlier if earlier and now - earlier.at < REMEMBERED else None

    def is_too_fast(self, name: str, now: datetime) -> bool:
        """The sixth within a second to one person, or of changes to one message. One that is not, counts."""
        moments = self._moments[name]
        if len(moments) == PER_SECOND and now - moments[0] < SECOND:
            return True
        moments.append(now)
        return False

    def all(self) -> list[Send]:
        return list(self._sends)

    def load(self, state: Json) -> None:
        known = {name: value for name, value in state.items() if name in Send.__dataclass_fields__}
        self._keep(Send(**known | {"at": parse_moment(text_of(state, "at"))}))  # type: ignore[arg-type]

    def _keep(self, send: Send) -> None:
        self._sends.append(send)
        if send.uuid and send.msgid and not send.repeats:
            self._by_uuid[send.uuid] = send
