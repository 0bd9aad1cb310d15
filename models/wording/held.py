"""封存: to whoever sent it, and to the 保密员 who lets it through or has it purged by two."""

from datetime import datetime

from models.messages import Button, ButtonStyle, Card
from models.wording.phrases import day, local, plain

RELEASE, ASK_PURGE, PURGE, KEEP = "release", "ask-purge", "purge", "keep"
WHYS = {"marked": "带密级标志，或像是公文", "red-head": "像红头文件"}
WHATS = {True: "一张图", False: "一段话"}


def held_words() -> str:
    return (
        "这段话带有密级标志或像是公文，已就地封存，没有登记也没有转发。涉密内容请走机要渠道；进展请用一句不涉密的话报。"
    )


def held_picture() -> str:
    return "这张图像是公文，已就地封存，没有登记也没有转发。文件报文号即可；涉密内容请走机要渠道。不是公文的，保密员核对后放行。"


def line(name: str, *, is_picture: bool, why: str) -> str:
    return f"{plain(name)}发来的{WHATS[is_picture]}{WHYS[why]}，已封存未转发，请保密员处理，回“封存”看"


def card(card_id: str, name: str, at: datetime, *, is_picture: bool, why: str, phone: str) -> Card:
    """It says nothing of what was sent, and does not show it."""
    moment = local(at)
    body = f"{WHYS[why]}，没有登记也没有转发。请向本人核对：误判的放行；确属不该发的，由两人清除。"
    fields = (("发送人", f"{plain(name)} {phone}".strip()), ("时间", f"{day(moment.date())} {moment:%H:%M}"))
    buttons = (Button(RELEASE, "不涉密，放行"), Button(ASK_PURGE, "提请清除", ButtonStyle.DANGER))
    return Card(card_id, f"封存{WHATS[is_picture]}，请保密员处理", body, fields, buttons)


def purge_card(card_id: str, name: str, at: datetime, *, is_picture: bool, why: str, by: str) -> Card:
    moment = local(at)
    body = f"{by}提请清除。清除后不能恢复，只留哈希、经手人和原因。须您这第二人确认。"
    fields = (("发送人", plain(name)), ("时间", f"{day(moment.date())} {moment:%H:%M}"), ("原因", WHYS[why]))
    buttons = (Button(PURGE, "确认清除", ButtonStyle.DANGER), Button(KEEP, "先不清除"))
    return Card(card_id, f"清除封存的{WHATS[is_picture]}，请第二人确认", body, fields, buttons)


def purge_line(name: str, *, is_picture: bool, by: str) -> str:
    return f"{by}提请清除{plain(name)}发来的{WHATS[is_picture]}（已封存），等第二人确认，回“封存”看"


def released() -> str:
    return "已放行，已告知本人。"


def asked() -> str:
    return "已提请清除，等督查室另一人确认。在此之前仍封存。"


def nobody_else() -> str:
    return "清除须两人。督查室目前只登记了您一人，请先在通讯录里补一位，再点“提请清除”；在此之前仍封存。"


def not_twice() -> str:
    return "清除须两人，请由另一位确认。现在仍封存。"


def purged(sha: str) -> str:
    return f"已清除，留痕：{sha[:12]}。"


def kept_on() -> str:
    return "没有清除，仍封存。"


def nothing() -> str:
    return "现在没有封存待处理的。"


def let_through(at: datetime, *, is_picture: bool, number: str) -> str:
    moment = local(at)
    when = f"您{day(moment.date())}{moment:%H:%M}"
    if not is_picture:
        return f"{when}发的那段话已核对放行，请再发一次即登记"
    where = f"，已存为{number}的依据" if number else "。是哪一项的，回编号即可"
    return f"{when}发的图片已核对放行{where}"


def settled_word(kind: str, officer: str) -> str:
    return {RELEASE: f"已放行 {officer}", ASK_PURGE: f"{officer}提请清除", PURGE: f"已清除 {officer}", KEEP: "仍封存"}[
        kind
    ]
