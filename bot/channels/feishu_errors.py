"""What Feishu's error codes mean (message pages of 2026-04, generic codes of 2025-08-20): wait, or mend settings, person or text."""

from models.messages import Refused, Retry

OK = 0
TOKEN_REFUSED = frozenset({99991661, 99991663, 99991664, 99991665, 99991668, 99991671, 99991677})
RATE_LIMITED = frozenset({99991400, 230020})
# Of an upload the platform no longer takes from us, or that was made for another kind of message.
WITHDRAWN = 230011  # taken back already
MEDIA_GONE = frozenset({230017, 230055})

_SECRET = "请在飞书开发者后台“凭证与基础信息”核对 App ID 和 App Secret，改好 FEISHU_APP_ID、FEISHU_APP_SECRET 后重启"
_PERMISSION = "请在开发者后台“权限管理”开通 im:message 等权限，并创建版本、发布后生效"
_DISABLED = "应用已停用或未发布，请管理员在飞书管理后台启用该应用，或在开发者后台发布版本"

MENDING = {
    10003: _SECRET,
    10014: _SECRET,
    99991401: "本机出口 IP 不在应用的 IP 白名单内，请在开发者后台“安全设置”添加",
    99991403: "本月接口调用额度已用完，下月1日恢复；请管理员在飞书管理后台升级版本或增购",
    99991662: _DISABLED,
    99991673: _DISABLED,
    99991672: _PERMISSION,
    99991679: _PERMISSION,
    230006: "应用没有开启机器人能力，请在开发者后台“添加应用能力”开启机器人并发布版本",
    230027: _PERMISSION,
}
BAD_SECRET = frozenset({10003, 10014})

_CONNECTION = {
    1: "长连接网关忙，稍后再连",
    403: "应用不能用长连接：只有企业自建应用可以，且“事件与回调”里要选“使用长连接接收”",
    514: _SECRET,
    1000040344: _SECRET,
    1000040350: "长连接已达上限，请检查是否另有程序用同一应用连接",
}
_AVAILABILITY = "收信人不在应用的可用范围内，请在开发者后台“版本管理与发布”调整可用范围后发布"
_RECIPIENT = {
    230002: "机器人不在该群里",
    230013: _AVAILABILITY,
    230029: "收信人已离职",
    230034: "收信人的账号不存在，请核对通讯录里的飞书账号",
    230035: "收信人屏蔽了机器人，或被禁言",
    230038: "收信人不在本组织内",
    230053: "收信人停用了机器人",
    232009: "该群已解散",
    99992351: "收信人的 open_id 不存在，请核对通讯录里的飞书账号",
    99992361: "收信人的 open_id 属于另一个应用：open_id 因应用而异，请改填用户 ID（user_id）或本应用的 open_id",
}  # fmt: skip
_AGAIN = {230049: Retry(3.0, "同一条消息正在发送")}


def verdict(code: int, error: str) -> Retry | Refused:
    """What any code means but success, a token to renew, the rate limits and a lost file, which are the caller's.

    `error` is the code and the platform's words.
    """
    if again := _AGAIN.get(code):
        return Retry(again.after_s, f"{again.error}（{error}）", scope=again.scope)
    if mending := MENDING.get(code):
        return Refused(f"{mending}（{error}）", blame="config")
    if missing := _RECIPIENT.get(code):
        return Refused(f"{missing}（{error}）", blame="recipient")
    return Refused(error, blame="content")


def connection_fault(code: int, error: str) -> str:
    """Why there is no long connection, in Chinese."""
    return f"{_CONNECTION.get(code, '长连接没有建立')}（{error}）"
