"""Whether what was sent has arrived: what 督查室 reads when it asks."""

from collections.abc import Sequence
from datetime import datetime

from models.rules.contact_matching import PLATFORMS
from models.sendings import Became, Day, Sending
from models.wording.phrases import fit, fold, moment

REST = "另有{n}人，见控制台"


def of_task(number: str, found: Sequence[Sending]) -> str:
    if not found:
        return f"{number}还没有给谁发过消息。"
    return fit([f"{number}最近一次发给各人的消息：", *fold([_line(one) for one in found], rest=REST)])


def of_day(found: Day, now: datetime) -> str:
    if not found.counted:
        return "今天还没有主动发过消息。"
    counts = "、".join(f"{one.label}{found.counted[one]}" for one in Became if found.counted.get(one))
    head = f"今天主动发出的消息：{counts}。"
    if not found.worrying:
        return head
    lines = fold([_line(one) for one in found.worrying], rest=REST)
    return fit([head, "要留意的：", *lines, "没有送达和不知到没到的，请电话告知。"])


def _line(one: Sending) -> str:
    return f"{one.name}：{one.became.label}（{PLATFORMS.get(one.platform, one.platform)}，{moment(one.at)}）"
