"""到期未更新: the line a leader reads, and the proof of it that 督查室 sees the day before."""

from collections.abc import Sequence
from datetime import date, datetime

from models.wording.phrases import day, fit, local, plain, short

HOW = "缓报回“缓 46 原因”（一次，2个工作日）；补一句回“加 46 …”；不回即照此列入。"
KINDS = {"全年目标": "", "认领": "未认领"}


def line(
    number: str, unit: str, name: str, due_at: datetime | None, *, leader: str = "", note: str = "", off_chat: bool = False
) -> str:  # fmt: skip
    """沈在舟：46号 市住建局 月报，6月25日到期未更新（已电话了解，下周补）"""
    what = "" if off_chat else KINDS.get(name, plain(short(name, 16)))
    due = f"，{day(local(due_at).date())}到期未更新" if due_at else "，到期未更新"
    added = f"（{plain(short(note, 40))}）" if note else ""
    return f"{leader + '：' if leader else ''}{number} {unit}{' ' + what if what else ''}{due}{added}"


def proof(lines: Sequence[str]) -> str:
    return fit([f"明天列入分管领导摘要{len(lines)}项，请过目：", *lines, HOW])


def nothing() -> str:
    return "明天没有要列入分管领导摘要的事项。"


def held(number: str, until: date) -> str:
    return f"{number}缓到{day(until)}，理由已留存；到时还没更新，再请您过目。"


def held_before(number: str) -> str:
    return f"{number}已缓过一次，没有改动。要补充情况回“加 {number.removesuffix('号')} …”。"


def added(number: str) -> str:
    return f"{number}已补上这一句，随摘要一并列出。"


def why_needed(number: str) -> str:
    return f"缓报请带一句原因，如“缓 {number} 路局批复下周二到”。没有改动。"


def not_named(number: str) -> str:
    return f"{number}号不在要列入摘要的事项里，没有改动。"
