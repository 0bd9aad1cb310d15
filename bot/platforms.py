"""The messengers that the settings turn on, each as a channel."""

from collections.abc import Callable
from datetime import datetime

from bot.channels.contract import Channel
from bot.channels.wecom import WeComChannel, WeComSettings
from bot.settings import Settings


def channels(given: Settings, now: Callable[[], datetime]) -> dict[str, Channel]:
    """By platform; the caller closes them. `now` is domain time."""
    return {"wecom": _wecom(given, now)} if given.wecom_on else {}


def _wecom(given: Settings, now: Callable[[], datetime]) -> WeComChannel:
    settings = WeComSettings(
        corp_id=given.wecom_corp_id, agent_id=given.wecom_agent_id, secret=given.wecom_secret.get_secret_value(),
        token=given.wecom_token.get_secret_value(), aes_key=given.wecom_encoding_aes_key.get_secret_value(),
        api_base=given.wecom_api_base, skew_s=given.callback_skew_s,
    )  # fmt: skip
    return WeComChannel(settings, now=now)
