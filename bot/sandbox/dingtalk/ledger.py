"""What the bot sent and what the people did, as the platform counts it: by the second, and by the month."""

from collections import defaultdict, deque
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from bot.sandbox.clock import SHANGHAI, parse_moment, stamp
from bot.sandbox.config import DingTalkConfig
from bot.sandbox.dingtalk.errors import DingError
from bot.sandbox.journal import Journal
from bot.sandbox.wire import Json, text_of

A_SECOND = 20


@dataclass(frozen=True, slots=True)
class Send:
    """`fates` by person: shown, invalid."""

    at: datetime
    raw: str
    code: str = ""
    key: str = ""
    kind: str = ""
    fates: dict[str, str] = field(default_factory=dict)
    platform: str = "dingtalk"

    def as_json(self) -> Json:
        return asdict(self) | {"at": stamp(self.at)}


class Ledger:
    def __init__(self, journal: Journal, config: DingTalkConfig) -> None:
        self._journal = journal
        self._config = config
        self._sends: list[Send] = []
        self._calls: dict[str, deque[datetime]] = defaultdict(lambda: deque(maxlen=A_SECOND))
        self._used: dict[tuple[str, str], int] = defaultdict(int)  # by what, in which month

    def count_call(self, path: str, now: datetime) -> None:
        """Raises DingError for one call too many in this second or month."""
        if self._is_too_fast(path, now):
            raise DingError("Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", "调用该接口的QPS超限", 403)
        if self._is_used_up("call", self._config.monthly_calls, now):
            raise DingError("Forbidden.AccessDenied.ApiCountLimitForOrg", "本月调用量已达上限", 403)
        self._calls[path].append(now)

    def count_second(self, path: str, now: datetime) -> None:
        """Of what the month does not count, in the older words."""
        if self._is_too_fast(path, now):
            raise DingError("90018", "您的服务器调用钉钉开放平台当前接口的所有请求都被暂时禁用了")
        self._calls[path].append(now)

    def _is_too_fast(self, path: str, now: datetime) -> bool:
        recent = self._calls[path]
        return len(recent) == A_SECOND and now - recent[0] < timedelta(seconds=1)

    def count_message(self, now: datetime) -> bool:
        """Whether the month's messages still reach to pass this one on with its words."""
        return not self._is_used_up("message", self._config.monthly_messages, now)

    def record(self, send: Send) -> None:
        self._sends.append(send)
        self._journal.write("ding_send", send.as_json())

    def of(self, key: str) -> Send | None:
        """What was sent and answered with this key."""
        return next((send for send in reversed(self._sends) if send.key == key), None)

    def all(self) -> list[Json]:
        return [send.as_json() for send in self._sends]

    def load(self, state: Json) -> None:
        known = {name: value for name, value in state.items() if name in Send.__dataclass_fields__}
        self._sends.append(Send(**known | {"at": parse_moment(text_of(state, "at"))}))  # type: ignore[arg-type]

    def _is_used_up(self, what: str, most: int, now: datetime) -> bool:
        month = what, f"{now.astimezone(SHANGHAI):%Y-%m}"
        if most and self._used[month] >= most:
            return True
        self._used[month] += 1
        return False
