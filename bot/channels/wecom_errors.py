"""What WeCom's error codes (page 90313, 2024-04) mean: wait, or mend settings, person or text."""

from models.messages import Refused, Retry

OK = 0
TOKEN_REFUSED = frozenset({40014, 42001})
RATE_LIMITED = 45009
CARD_ID_USED = 42014
MEDIA_GONE = 40007
GROUP_KNOWN = 86215  # our own id of a group: an earlier attempt made it
TICKET_USED = 60140

_SECRET = "请在管理后台核对企业 ID 和应用 Secret，改好 WECOM_CORP_ID、WECOM_SECRET 后重启"
_PERMISSION = "请管理员在企业微信管理后台检查该应用的接口权限"
_DISABLED = "请管理员在企业微信管理后台重新启用该应用"
_AGENT = "请核对 WECOM_AGENT_ID，应为该 Secret 所属应用的 AgentId"

MENDING = {
    40001: _SECRET,
    40013: "企业 ID 不正确，请核对 WECOM_CORP_ID",
    40091: _SECRET,
    41002: "缺少企业 ID，请填写 WECOM_CORP_ID",
    41004: "缺少应用 Secret，请填写 WECOM_SECRET",
    45031: "应用 Secret 需要重置，请在管理后台重置后更新 WECOM_SECRET",
    60020: "本机出口 IP 不在“企业可信IP”名单内，请在管理后台该应用下添加，约一分钟后生效",
    48001: _PERMISSION,
    48002: _PERMISSION,
    48004: _PERMISSION,
    48005: _PERMISSION,
    48008: _PERMISSION,
    48009: _PERMISSION,
    48006: "应用长期未使用，接口权限已被收回，请管理员在管理后台恢复",
    50003: _DISABLED,
    50006: _DISABLED,
    60031: _DISABLED,
    301002: _AGENT,
    40056: _AGENT,
    301007: "该企业已被解散或封禁，请联系企业微信客服",
    43009: "该企业尚未认证，请先完成企业认证",
    43012: "应用未配置接收消息的 URL，卡片按钮无法使用，请在管理后台“接收消息”中保存回调地址",
    50001: "网页授权域名未登记，请在管理后台设置可信域名",
    85005: "可信域名未验证，请在管理后台完成域名验证",
}
# Only cards need the callback address: texts go on.
CARDS_ONLY = 43012
BAD_SECRET = frozenset({40001, 40013, 40091, 45031})

_NOT_THERE = {81013, 81012, 82001, 82002, 82003, 40003, 40032, 46004, 60111, 301021, 40066, 40068}
_OUT_OF_RANGE = {40031, 50002, 60011, 60021, 92000}
_RECIPIENT = frozenset(_NOT_THERE | _OUT_OF_RANGE)
_AGAIN = {
    -1: Retry(3.0, "系统繁忙"),
    6000: Retry(2.0, "数据版本冲突"),
    45033: Retry(5.0, "并发超限", scope="api"),
    301022: Retry(5.0, "系统失败"),
    81026: Retry(300.0, "功能维护中", scope="api"),
}
_ROBOT = "群机器人的 key 已失效，或机器人已移出该群；请在群里重新添加机器人，把新的 key 填入 WECOM_WEBHOOK_KEY 后重启"
_NO_GROUP = "该群不存在或已解散，请重新建群"
_GROUP = {
    **dict.fromkeys((86001, 86003, 40050, 49008), _NO_GROUP),
    86008: "该群不是本应用建的，应用发不进去；请改用群机器人，或由应用新建群",
    86217: "发送者不在该群内",
    48002: "应用群聊要求应用的可见范围包含根部门；请在管理后台调整可见范围后重新建群，或改用群机器人",
    **dict.fromkeys((93000, 93004, 93006, 93008), _ROBOT),
}


def group_verdict(code: int, error: str) -> Retry | Refused:
    """The same of what was posted to a group, or of making one: the group is what somebody has to mend."""
    if mending := _GROUP.get(code):
        return Refused(f"{mending}（{error}）", blame="recipient")
    return verdict(code, error)


def verdict(code: int, error: str) -> Retry | Refused:
    """What any code means but success, a token to renew and the rate limit, which are the caller's.

    `error` is the code and the platform's words.
    """
    if again := _AGAIN.get(code):
        return Retry(again.after_s, f"{again.error}（{error}）", scope=again.scope)
    if mending := MENDING.get(code):
        return Refused(f"{mending}（{error}）", blame="config")
    if code in _RECIPIENT:
        return Refused(error, blame="recipient")
    return Refused(error, blame="content")
