"""What the local messenger must know of the apps it plays the platforms for."""

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WeComConfig:
    corp_id: str
    agent_id: int
    secret: str
    token: str
    aes_key: str
    callback_url: str
    app_name: str = "马上"


@dataclass(frozen=True, slots=True)
class DingTalkConfig:
    """`callback_url` is used by HTTP only; `events_url` where there is a token. 0 a month = not counted."""

    client_id: str
    client_secret: str
    robot_code: str
    is_stream: bool = True
    callback_url: str = ""
    events_url: str = ""
    token: str = ""
    aes_key: str = ""
    corp_id: str = "dingsandbox0001"
    card_template: str = ""
    monthly_calls: int = 0
    monthly_messages: int = 0


@dataclass(frozen=True, slots=True)
class FeishuConfig:
    """Without an `encrypt_key` events come in plain, proven by the `verification_token` alone; by a long connection too."""

    app_id: str
    app_secret: str
    encrypt_key: str
    verification_token: str
    callback_url: str
    is_stream: bool = False


@dataclass(frozen=True, slots=True)
class SandboxConfig:
    """A platform without its part is not played. `retry_gaps_s` are real seconds between the tries of a callback: one
    try more than there are gaps. `trusted` are the hosts, with their ports, that a login page leads a browser back to.
    """

    wecom: WeComConfig | None = None
    dingtalk: DingTalkConfig | None = None
    feishu: FeishuConfig | None = None
    host: str = "127.0.0.1"
    port: int = 8090
    state_file: Path | None = None
    retry_gaps_s: tuple[float, ...] = (1.0, 2.0, 4.0)
    callback_timeout_s: float = 5.0
    trusted: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not is_loopback(self.host):
            raise ValueError(f"the sandbox listens on loopback only, not on {self.host}: use 127.0.0.1")


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
