"""The messengers there are, one line each; those that the settings turn on become channels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.contract import Channel
from bot.channels.dingtalk import DingTalkChannel, DingTalkSettings
from bot.channels.feishu import FeishuChannel, FeishuSettings
from bot.channels.wecom import WeComChannel, WeComSettings
from bot.settings import Settings
from models import conversations, logins, people, quotas, receipts, withdrawals
from models.quotas import Quota
from models.wording import consoles

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Platform:
    """`needs` are the settings it cannot do without, `place` where an operator finds them, `app` which of them names it.

    `on_by` are those that turn it on. `console`: what is set up there, `pages`: and for
    browsers, by PUBLIC_URL. `doubts`: what works and should
    not stay as it is, with how to mend it.
    """

    name: str
    build: Callable[[Settings, Now], Channel]
    needs: tuple[str, ...]
    app: str
    place: str
    on_by: str
    console: Callable[[Settings], tuple[str, ...]] = lambda _: ()
    pages: Callable[[str], tuple[str, ...]] = lambda _: ()
    doubts: Callable[[Settings], list[tuple[str, str]]] = lambda _: []


def channels(given: Settings, now: Now) -> dict[str, Channel]:
    """By platform; the caller closes them. `now` is domain time."""
    return {name: PLATFORMS[name].build(given, now) for name in given.platforms}


def announce(found: Mapping[str, Channel], *, pages_at: str = "") -> None:
    """Tell the models what this process can speak by, and how much of it a month; and where its pages are, if anywhere."""
    logins.open_at(pages_at)
    people.speak_on(found)
    able = {name: channel.capabilities for name, channel in found.items()}
    conversations.changeable_for({name: timedelta(seconds=can.card_update_s) for name, can in able.items()})
    receipts.ask_on(name for name, channel in found.items() if channel.read_by is not None)
    withdrawals.within({name: timedelta(seconds=can.recall_s) for name, can in able.items()})
    quotas.keep_to({name: Quota(can.monthly_sends, can.monthly_received) for name, can in able.items()})


def wecom(given: Settings, now: Now) -> WeComChannel:
    settings = WeComSettings(
        corp_id=given.wecom_corp_id, agent_id=given.wecom_agent_id, secret=given.wecom_secret.get_secret_value(),
        token=given.wecom_token.get_secret_value(), aes_key=given.wecom_encoding_aes_key.get_secret_value(),
        api_base=given.wecom_api_base, skew_s=given.callback_skew_s, ca=given.wecom_ca, without=given.wecom_without,
        webhook_keys=given.wecom_webhook_key.get_secret_value(),
        **_pages(given, "wecom", oauth_url=given.wecom_oauth_url, scan_url=given.wecom_scan_url),
        **({"userinfo_path": given.wecom_userinfo_path} if given.wecom_userinfo_path else {}),
    )  # fmt: skip
    return WeComChannel(settings, now=now)


def _dingtalk(given: Settings, now: Now) -> Channel:
    settings = DingTalkSettings(
        client_id=given.dingtalk_client_id, client_secret=given.dingtalk_client_secret.get_secret_value(),
        robot_code=given.dingtalk_robot_code, is_stream=given.dingtalk_mode == "stream",
        token=given.dingtalk_token.get_secret_value(), aes_key=given.dingtalk_aes_key.get_secret_value(),
        api_base=given.dingtalk_api_base, oapi_base=given.dingtalk_oapi_base, skew_s=given.callback_skew_s,
        card_template=given.dingtalk_card_template, public_url=given.address,
        monthly_calls=given.dingtalk_monthly_calls, monthly_messages=given.dingtalk_monthly_messages,
        corp_id=given.dingtalk_corp_id,
        **_pages(given, "dingtalk", login_url=given.dingtalk_login_url, jsapi_url=given.dingtalk_jsapi_url),
    )  # fmt: skip
    return DingTalkChannel(settings, now=now)


def _feishu(given: Settings, now: Now) -> Channel:
    settings = FeishuSettings(
        app_id=given.feishu_app_id, app_secret=given.feishu_app_secret.get_secret_value(),
        encrypt_key=given.feishu_encrypt_key.get_secret_value(),
        verification_token=given.feishu_verification_token.get_secret_value(),
        api_base=given.feishu_api_base, ca=given.feishu_ca, skew_s=given.callback_skew_s, is_stream=given.feishu_mode == "stream",
        monthly_calls=given.feishu_monthly_calls,
        **_pages(given, "feishu", login_url=given.feishu_login_url),
    )  # fmt: skip
    return FeishuChannel(settings, now=now)


def _pages(given: Settings, platform: str, **set_to: str) -> dict[str, str]:
    """The platform's own pages, unless another is set; in a sandbox those that it plays."""
    played = {name: f"{given.address}/sandbox/{platform}/{name.removesuffix('_url')}" for name in set_to}
    return (played if given.sandbox else {}) | {name: url for name, url in set_to.items() if url}


def _feishu_doubts(given: Settings) -> list[tuple[str, str]]:
    if given.feishu_mode == "stream":
        return []
    unsigned = [] if given.feishu_encrypt_key.get_secret_value() else [consoles.unsigned()]
    return unsigned + ([] if given.public_url or given.sandbox else [consoles.no_address()])


def _dingtalk_doubts(given: Settings) -> list[tuple[str, str]]:
    if given.dingtalk_mode == "stream":
        return []
    return [consoles.unsigned_body(), *([] if given.public_url or given.sandbox else [consoles.no_address()])]


PLATFORMS = {
    "wecom": Platform(
        "WeCom",
        wecom,
        ("wecom_corp_id", "wecom_agent_id", "wecom_secret"),
        "wecom_agent_id",
        "the app's page in the WeCom console",
        "WECOM_TOKEN and WECOM_ENCODING_AES_KEY",
        pages=consoles.wecom_pages,
    ),
    "feishu": Platform(
        "Feishu",
        _feishu,
        ("feishu_app_id", "feishu_app_secret"),
        "feishu_app_id",
        "凭证与基础信息 of the app in the Feishu developer console",
        "FEISHU_APP_ID with FEISHU_ENCRYPT_KEY or FEISHU_VERIFICATION_TOKEN, or with FEISHU_MODE=stream",
        console=lambda given: consoles.feishu(given.public_url, is_stream=given.feishu_mode == "stream"),
        pages=consoles.feishu_pages,
        doubts=_feishu_doubts,
    ),
    "dingtalk": Platform(
        "DingTalk",
        _dingtalk,
        ("dingtalk_client_id", "dingtalk_client_secret"),
        "dingtalk_client_id",
        "凭证与基础信息 in the DingTalk developer console",
        "DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET",
        console=lambda given: consoles.dingtalk(given.public_url, is_stream=given.dingtalk_mode == "stream"),
        pages=consoles.dingtalk_pages,
        doubts=_dingtalk_doubts,
    ),
}
