"""What DingTalk's error codes mean: wait, or mend settings, person or text (pages call-frequency-limit, 2026-01-22,
how-to-process-api-throttling, 2026-05-09, and server-api-error-codes-1, 2026-05-06).

The new API answers HTTP 4xx with a `code` in words, the old one HTTP 200 with a number, often inside another (88).
"""

from models.messages import Refused, Retry, Unknown

OK = ""
TOKEN_REFUSED = frozenset({"40014", "42001", "40001", "InvalidAuthentication", "invalidParameter.token.invalid"})
BAD_SECRET = frozenset({"invalidClientIdOrSecret", "40096", "authFailed", "invalid.client", "unauthorized.client"})
SESSION_OVER = "300001"
CARD_KNOWN = "param.cardAlreadyExist"
QUOTA = frozenset({"90020", "Forbidden.AccessDenied.ApiCountLimitForOrg"})

_SECRET = "请在钉钉开发者后台核对 Client ID 和 Client Secret，改好 DINGTALK_CLIENT_ID、DINGTALK_CLIENT_SECRET 后重启"
_PERMISSION = "请管理员在钉钉开发者后台给应用开通所缺的权限（发消息是 qyapi_robot_sendmsg），并发布新版本"
_ADDRESS = "本机出口 IP 不在服务器出口 IP 名单内，请在开发者后台该应用的安全设置里添加"
_ROBOT = "请核对 DINGTALK_ROBOT_CODE，应为开发者后台该应用“机器人”页上的 RobotCode，机器人须已发布且未停用"
_TEMPLATE = "请核对 DINGTALK_CARD_TEMPLATE，应为卡片平台上已发布、属于本应用的模板 ID，变量见 deploy/dingtalk-card.md"
_PROXY = "平台没有收到 accessToken：出口代理去掉了请求头 x-acs-dingtalk-access-token，请放行，或核对 DINGTALK_API_BASE"
_QUOTA = "本组织本月的接口调用额度已用完，下月自动恢复；要马上恢复请在钉钉后台升级或加购"
MENDING = dict.fromkeys(BAD_SECRET, _SECRET) | {
    "60011": _PERMISSION,
    "Forbidden.AccessDenied.AccessTokenPermissionDenied": _PERMISSION,
    "60020": _ADDRESS,
    "Forbidden.AccessDenied.IpNotInWhiteList": _ADDRESS,
    "invalidParameter.robotCode.empty": _ROBOT,
    "invalidParameter.robotCode.notExsit": _ROBOT,  # their spelling
    "invalidParameter.robotCode.invalid": _ROBOT,
    "invalidParameter.robotCode.auth": _ROBOT,
    "robot.oto.notExist": _ROBOT,
    "chatbotId.notAllow.sendOTO": _ROBOT,
    "param.templateNotExist": _TEMPLATE,
    "param.templateUnpublished": _TEMPLATE,
    "param.cardTemplateIdEmpty": _TEMPLATE,
    "AuthenticationFailed.MissingParameter": _PROXY,
    "not.allowed.robotCode": _ROBOT,
    "bot.stopped": _ROBOT,
    "bot.forbidden.sendMessage": _ROBOT,
    "send.forbidden": _ROBOT,
}
_NO_GROUP = "该群不存在或已解散，请在新群里添加机器人，@它说一声“登记本群：群名”"
_GROUP = dict.fromkeys(("group.disbanded", "invalid.openConversationId", "miss.openConversationId"), _NO_GROUP)
RECIPIENT = frozenset(
    {"33012", "60121", "50002", "staffId.notExisted", "illegal.receivers", "miss.staffId", "param.userIdNotExist"}
)
# Seconds to wait. A limit of the app on one call is over in a second; a ban of its address lasts minutes.
THROTTLED: dict[str, tuple[float, ...]] = {
    "90018": (1.0, 2.0, 4.0),
    "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi": (1.0, 2.0, 4.0),
    "Forbidden.AccessDenied.QpmLimitForAppkeyAndApi": (60.0,),
    "90002": (1.0, 2.0, 4.0, 8.0),
    "Forbidden.AccessDenied.QpsLimitForApi": (1.0, 2.0, 4.0, 8.0),
    **dict.fromkeys(("send.too.fast", "send.byToken.tooFast", "too.many.people", "too.many.group"), (2.0, 4.0, 8.0, 60.0)),
    **dict.fromkeys(("system.busy", "systemBusy", "qps.exceed.limit", "request.too.fast"), (2.0, 4.0, 8.0, 60.0)),
    "daily.call.limit": (3600.0,),
}  # fmt: skip
AGAIN = {"-1": 3.0, "processQueryKey.expireTime": 60.0}  # the latter: not known yet, or not any more
_BANNED = frozenset({str(code) for code in range(90001, 90018)} - {"90002"})
BANNED_S = 300.0


def steps_of(code: str) -> tuple[float, ...] | None:
    """How long calls have to wait for a limit, longer each time; None for what is no limit."""
    return (BANNED_S,) if code in _BANNED else THROTTLED.get(code)


def verdict(code: str, status: int, error: str) -> Retry | Refused | Unknown:
    """What any code means but success, a token to renew and a limit, which are the caller's. `error` is what is told."""
    if code in QUOTA:
        return Refused(f"{_QUOTA}（{error}）", blame="config")
    if mending := MENDING.get(code):
        return Refused(f"{mending}（{error}）", blame="config")
    if missing := _GROUP.get(code):
        return Refused(f"{missing}（{error}）", blame="recipient")
    if code in RECIPIENT:
        return Refused(error, blame="recipient")
    if code in AGAIN:
        return Retry(AGAIN[code], f"系统繁忙（{error}）")
    # A robot's message has no key: after a fault of the server's own nobody knows whether it went out.
    if status >= 500 or code in {"unknown.send.result", "unknownError", "system.error"}:
        return Unknown(f"平台没有说清是否已发（{error}）")
    return Refused(error, blame="content")
