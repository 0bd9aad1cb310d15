"""What an operator sets up in a messenger's own console, step by step, for `doctor` and for whoever reads it there."""


def feishu(public_url: str) -> tuple[str, ...]:
    """In the order in which the developer console asks for it."""
    address = f"{public_url.rstrip('/') or '（先填 PUBLIC_URL）'}/callback/feishu"
    return (
        "应用：开发者后台“创建企业自建应用”，“添加应用能力”里开启机器人；App ID、App Secret 在“凭证与基础信息”",
        "权限：im:message（收发单聊消息）、im:message.p2p_msg:readonly（读发给机器人的消息）、im:resource（图片和文件）、"
        "contact:user.employee_id:readonly（按用户 ID 认人；不开就在通讯录里填 open_id）",
        f"事件：“事件与回调”选“将事件发送至开发者服务器”，地址 {address}，订阅 im.message.receive_v1、"
        "im.chat.access_event.bot_p2p_chat_entered_v1、application.bot.menu_v6",
        "卡片：同一页“回调配置”填同一地址，订阅 card.action.trigger；不订阅，按钮点了没有反应",
        "加密：“加密策略”里设 Encrypt Key，连同 Verification Token 抄到 FEISHU_ENCRYPT_KEY、FEISHU_VERIFICATION_TOKEN",
        "菜单（可选）：机器人的自定义菜单选“推送事件”，事件 ID 填 today、my_tasks 或 help",
        "发布：可用范围包含通讯录里的每一个人，创建版本并发布后才生效；卡片要求飞书 7.20 及以上",
    )


def unsigned() -> tuple[str, str]:
    """What is wrong, and how to mend it."""
    return (
        "没有 Encrypt Key：事件不加密也不签名，谁拿到 Verification Token 都能冒充",
        "在开发者后台“事件与回调 → 加密策略”设置 Encrypt Key，抄到 FEISHU_ENCRYPT_KEY 后重启",
    )


def no_address() -> tuple[str, str]:
    return (
        "PUBLIC_URL 没有填，平台的回调地址无从谈起",
        "把外面访问的地址填到 PUBLIC_URL，如 https://mashang.example.gov.cn",
    )
