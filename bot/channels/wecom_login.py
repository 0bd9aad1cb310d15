"""WeCom's word for whom a browser belongs to: silent inside the app, by a scan at a desk (pages 96441, 96442 and 98152)."""

from collections.abc import Mapping
from urllib.parse import urlencode

from bot.channels.contract import Login
from bot.channels.wecom_api import Fault, WeComApi, WeComSettings
from bot.channels.wecom_errors import OK
from models.messages import Refused

CODE_REFUSED = frozenset({40029, 42003, 42022})  # unknown, too old, used
MARKS = ("wxwork", "MicroMessenger")  # and WeChat, for members who read their work there
OFF = "off"  # of scan_url: a private deployment that has no such page


def login(settings: WeComSettings, api: WeComApi) -> Login:
    def inside(back: str, state: str) -> str:
        query = {"appid": settings.corp_id, "redirect_uri": back, "response_type": "code", "scope": "snsapi_base"}
        query |= {"state": state, "agentid": str(settings.agent_id)}
        return f"{settings.oauth_url}?{urlencode(query)}#wechat_redirect"

    def desk(back: str, state: str) -> str:
        query = {"login_type": "CorpApp", "appid": settings.corp_id, "agentid": str(settings.agent_id)}
        return f"{settings.scan_url}?{urlencode(query | {'redirect_uri': back, 'state': state, 'lang': 'zh'})}"

    async def redeem(brought: Mapping[str, str], back: str) -> tuple[str, ...] | Fault:
        query = {"code": brought.get("code", "")}
        answer = await api.call(settings.userinfo_path, None, answers=frozenset({OK, *CODE_REFUSED}), query=query)
        if not isinstance(answer, dict):
            return answer
        if answer["errcode"] in CODE_REFUSED:
            return Refused(f"{answer['errcode']} {answer.get('errmsg', '')}")
        # Private deployments answer by the older call, in capitals; who is no member has an openid only.
        userid = answer.get("userid") or answer.get("UserId")
        return (str(userid).casefold(),) if userid else Refused("不是本企业的成员", blame="recipient")

    return Login(MARKS, ("code",), inside, None if settings.scan_url == OFF else desk, redeem)
