"""开会, 出差, 暂停: what stands still and until when."""

from collections.abc import Sequence
from datetime import date, datetime

from models.wording.phrases import day, local, plain, short


def meeting(numbers: Sequence[str], until: datetime) -> str:
    bare = [number.removesuffix("号") for number in numbers]
    which = f"{'、'.join(bare[:4])}号" + (f"等{len(bare)}项" if len(bare) > 4 else "")
    return f"好的，您先忙。到{local(until):%H:%M}前，{which}的认领和进展不计时；节点和期限照算。联络员也可以代备。"


def away(deputy: str, until: date | None) -> str:
    when = f"{day(until)}前" if until else "这几天"
    return f"好的。{when}您的提醒发给AB岗{plain(deputy)}，时限照算，您回的一样算数。回来了说一声“回来了”即可。"


def away_alone() -> str:
    return "好的。贵局没有登记AB岗，时限照算，提醒仍发给您；联络员可以代备。"


def back() -> str:
    return "好的，提醒重新发给您。手上的事项，回“我的任务”看。"


def how_to_suspend(number: str) -> str:
    return f"暂停要有原因，并写到哪一天或依据的文号，如“{number} 暂停 公示期 到3月20日”。没有改动。"


def suspended(number: str, label: str, reason: str, until: date | None, officer: str) -> str:
    end = f"到{day(until)}" if until else "，恢复时间另行告知"
    return f"{number}暂停计时{end}：{label}（{plain(short(reason, 24))}）。{officer}"


def suspended_to_office(number: str, unit: str, label: str, until: date | None) -> str:
    end = f"到{day(until)}下班" if until else f"直到您回“{number.removesuffix('号')} 恢复”"
    return f"{number}（{unit}）已暂停计时{end}，{label}，理由已留存；期间不催办，期限顺延。"


def not_suspended(number: str) -> str:
    return f"{number}号现在没有暂停，没有改动。"


def resumed(number: str, officer: str) -> str:
    return f"{number}恢复计时，从暂停时的余数接着算。{officer}"


def resumed_to_office(number: str) -> str:
    return f"{number}已恢复计时，单位会在清单里看到。"


def ran_out(number: str) -> str:
    return f"{number}暂停到期，已恢复计时，从暂停时的余数接着算"
