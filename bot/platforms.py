"""The messengers there are, one line each; those that the settings turn on become channels."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.channels.contract import Channel
from bot.channels.wecom import WeComChannel, WeComSettings
from bot.settings import Settings

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Platform:
    """`needs` are the settings it cannot do without, `place` where an operator finds them, `app` which of them names it."""

    name: str
    build: Callable[[Settings, Now], Channel]
    needs: tuple[str, ...]
    app: str
    place: str


def channels(given: Settings, now: Now) -> dict[str, Channel]:
    """By platform; the caller closes them. `now` is domain time."""
    return {name: PLATFORMS[name].build(given, now) for name in given.platforms}


def _wecom(given: Settings, now: Now) -> Channel:
    settings = WeComSettings(
        corp_id=given.wecom_corp_id, agent_id=given.wecom_agent_id, secret=given.wecom_secret.get_secret_value(),
        token=given.wecom_token.get_secret_value(), aes_key=given.wecom_encoding_aes_key.get_secret_value(),
        api_base=given.wecom_api_base, skew_s=given.callback_skew_s,
    )  # fmt: skip
    return WeComChannel(settings, now=now)


PLATFORMS = {
    "wecom": Platform(
        "WeCom",
        _wecom,
        ("wecom_corp_id", "wecom_agent_id", "wecom_secret"),
        "wecom_agent_id",
        "the app's page in the WeCom console",
    ),
}
