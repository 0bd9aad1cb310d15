"""What an operator sets up in a messenger's own console, step by step, for `doctor` and for whoever reads it there."""

from urllib.parse import urlsplit


def feishu(public_url: str, *, is_stream: bool) -> tuple[str, ...]:
    """In the order in which the developer console asks for it."""
    address = f"{public_url.rstrip('/') or '（先填 PUBLIC_URL）'}/callback/feishu"
    way = "选“使用长连接接收事件”" if is_stream else f"选“将事件发送至开发者服务器”，地址 {address}"
    same = "同样选长连接" if is_stream else "填同一地址"
    secret = (
        "加密：“加密策略”里设 Encrypt Key，连同 Verification Token 抄到 FEISHU_ENCRYPT_KEY、FEISHU_VERIFICATION_TOKEN"
    )
    return (
        "应用：开发者后台“创建企业自建应用”，“添加应用能力”里开启机器人；App ID、App Secret 在“凭证与基础信息”",
        "权限：im:message（收发单聊消息）、im:message.p2p_msg:readonly（读发给机器人的消息）、im:resource（图片和文件）、"
        "contact:user.employee_id:readonly（按用户 ID 认人；不开就在通讯录里填 open_id）",
        f"事件：“事件与回调”{way}，订阅 im.message.receive_v1、im.chat.access_event.bot_p2p_chat_entered_v1、"
        "application.bot.menu_v6、im.message.message_read_v1（已读）、contact.user.deleted_v3（员工离职，另需通讯录权限）",
        f"卡片：同一页“回调配置”{same}，订阅 card.action.trigger；不订阅，按钮点了没有反应",
        *(() if is_stream else (secret,)),
        "通讯录（可选）：补账号、夜间核对离任要 contact:contact.base:readonly 等通讯录权限，通讯录权限范围选全部成员，清单见 deploy/runbook.md",
        "菜单（可选）：机器人的自定义菜单选“推送事件”，事件 ID 填 today、my_tasks 或 help",
        "发布：可用范围包含通讯录里的每一个人，创建版本并发布后才生效；卡片要求飞书 7.20 及以上",
    )


def dingtalk(public_url: str, *, is_stream: bool) -> tuple[str, ...]:
    base = f"{public_url.rstrip('/') or '（先填 PUBLIC_URL）'}/callback/dingtalk"
    receives = "Stream 模式（机器人主动连出，不需要公网地址）" if is_stream else f"HTTP 模式，消息接收地址 {base}"
    pushed = (
        "Stream 模式推送"
        if is_stream
        else f" HTTP 推送，地址 {base}/events，加密 aes_key 和签名 token 抄到 DINGTALK_AES_KEY、DINGTALK_TOKEN"
    )
    return (
        "应用：开发者后台创建企业内部应用；Client ID、Client Secret 在“凭证与基础信息”",
        f"机器人：“添加应用能力”里开启机器人，消息接收选 {receives}；RobotCode 与 Client ID 不同时抄到 DINGTALK_ROBOT_CODE",
        "权限：企业内机器人发送消息 qyapi_robot_sendmsg（收发消息、图片和文件都靠它）",
        f"事件（可选）：“事件订阅”选{pushed}；只订阅通讯录用户离职 user_leave_org，不占额度；其余事件用不着，多数要占额度",
        "通讯录（可选）：补账号、夜间核对离任要 qyapi_get_department_list、qyapi_get_department_member、qyapi_get_member，通讯录接口权限范围选全部员工",
        "发布：可见范围包含通讯录里的每一个人，创建版本并发布；发布前收到的消息不带账号，机器人认不出人",
        "额度：标准版每月接口调用 5000 次、接收消息 3000 条，全组织共用；按实际版本填 DINGTALK_MONTHLY_CALLS、DINGTALK_MONTHLY_MESSAGES",
        "卡片（可选）：按 deploy/dingtalk-card.md 画好互动卡片模板、开通 Card.Instance.Write，模板 ID 抄到 DINGTALK_CARD_TEMPLATE；不画，按钮就代打一句话",
        "测试环境另建应用：同一个应用连两处，消息会被随机分走",
    )


def wecom_pages(public_url: str) -> tuple[str, ...]:
    """What a browser needs to be let in; the same for the other two below."""
    host, home = _host(public_url), _home(public_url)
    return (
        f"网页（可选）：应用页“网页授权及JS-SDK”设可信域名 {host}（带端口的连端口一起填），按提示放校验文件；不设，点开报 50001",
        f"扫码（可选）：应用页“企业微信授权登录”设授权回调域 {host}；私有化部署没有扫码页的，设 WECOM_SCAN_URL=off",
        f"主页（可选）：应用主页填 {home}",
    )


def dingtalk_pages(public_url: str) -> tuple[str, ...]:
    return (
        f"网页（可选）：“安全设置”的重定向 URL 填 {_back(public_url, 'dingtalk')}；权限 Contact.User.Read（个人信息读）、"
        "qyapi_get_member（成员信息读）；企业 CorpId 抄到 DINGTALK_CORP_ID，钉钉里点开才不用再按一下",
        f"主页（可选）：“添加应用能力”里加网页应用，首页地址 {_home(public_url)}",
    )


def feishu_pages(public_url: str) -> tuple[str, ...]:
    return (
        f"网页（可选）：“安全设置”的重定向 URL 填 {_back(public_url, 'feishu')}；权限 contact:contact.base:readonly 和"
        " contact:user.employee_id:readonly，登录的人要在通讯录权限范围内",
        f"主页（可选）：“添加应用能力”里加网页应用，桌面端和移动端主页都填 {_home(public_url)}",
    )


def _home(public_url: str) -> str:
    return f"{public_url.rstrip('/') or '（先填 PUBLIC_URL）'}/m/"


def _back(public_url: str, platform: str) -> str:
    return f"{public_url.rstrip('/') or '（先填 PUBLIC_URL）'}/login/{platform}/back"


def _host(public_url: str) -> str:
    return urlsplit(public_url).netloc or "（先填 PUBLIC_URL）"


def unsigned_body() -> tuple[str, str]:
    return (
        "HTTP 模式的签名不含正文，截到一次请求头的人一小时内可以冒充别人说话",
        "在开发者后台把机器人改成 Stream 模式，并设 DINGTALK_MODE=stream；确要用 HTTP，就在反向代理上只放行钉钉的出口地址",
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
