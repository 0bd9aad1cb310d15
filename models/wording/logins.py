"""What is said about logging in to the pages: in chat, and on the page when it does not work."""

from dataclasses import dataclass

from models.wording.phrases import plain


def link(address: str) -> str:
    return f"点开后按“进入”，5分钟内有效，只能用一次，请勿转发：\n{address}"


def too_many() -> str:
    return "一小时内要了太多次登录链接，请稍后再试。"


def no_pages() -> str:
    return "网页还没有开通，先在这里办：回“我的任务”“进度 46”都能看。"


@dataclass(frozen=True, slots=True)
class Trouble:
    """`again`: whether the page offers the ways to log in."""

    status: int
    title: str
    what: str
    how: str
    again: bool = True


_ASK = "在企业微信、钉钉或飞书里给“马上”发“登录”，点开新的链接。"
CODE_OVER = Trouble(403, "登录没有完成", "这次登录已过期，或已经用过。", "请重新登录。")
STATE_OVER = Trouble(
    403, "登录没有完成", "这次登录不是从本机这个浏览器发起的，或已超过10分钟，或已经用过。", "请重新登录。"
)
REFUSED = Trouble(403, "没有登录", "您在登录页上取消了，或平台没有给出身份。", "需要时请重新登录。")
LINK_OVER = Trouble(403, "链接已失效", "登录链接5分钟内有效，这个已过期或不完整。", _ASK)
LINK_USED = Trouble(403, "链接已用过", "登录链接只能用一次。", f"如果刚才不是您本人点的，请告诉督查室。{_ASK}")
UNKNOWN = Trouble(
    403, "还没有登记", "您的账号不在本市督查通讯录里，或已停用。", "请联系市政府督查室登记后再来。", again=False
)
OUTSIDE = Trouble(403, "不是本单位组织的账号", "平台说这个账号不属于本组织。", "请换用本组织的账号登录。")
TOO_OFTEN = Trouble(
    429, "试得太多了", "这个网络一小时内登录失败太多次。", "请一小时后再试，或直接在聊天里办。", again=False
)
NOT_NOW = Trouble(503, "暂时登录不了", "平台这会儿没有答复。", "请过几分钟再试，或直接在聊天里办。")
NOT_SET_UP = Trouble(503, "暂时登录不了", "这个平台的网页登录还没有配好。", f"请告诉督查室。也可以{_ASK}")
NO_WAY = Trouble(404, "没有这种登录方式", "本系统没有接入这个平台，或它不能从这里登录。", _ASK)
NOT_OPEN = Trouble(501, "网页还没有开通", "管理员还没有设置网页地址或密钥。", "请先在聊天里办。", again=False)
NO_PAGE = Trouble(404, "没有这个页面", "地址可能写错了。", "回清单看看。", again=False)
NO_TASK = Trouble(404, "没有这一项", "您名下没有这个编号的任务。", "回清单看编号。", again=False)


def who(name: str, posts: str) -> str:
    return f"{plain(name)}（{posts}）" if posts else plain(name)
