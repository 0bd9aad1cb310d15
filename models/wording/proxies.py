"""授权代回: who may answer for a head, said to him, to the colleague and to 督查室."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.wording.phrases import MOST_LINES, day, fold, plain, short

HOW = "回“授权 姓名 代回”即全部；只几项的，回“授权 姓名 代回 46、47”；有期限的，加“到6月30日”。"
STAYS = "认领、报结、异议、延期和转出仍由您定。"


@dataclass(frozen=True, slots=True)
class Given:
    """`numbers` empty: every task of the unit."""

    head: str
    person: str
    unit: str
    numbers: Sequence[str] = ()
    until: date | None = None
    unit_name: str = ""

    @property
    def what(self) -> str:
        bare = [number.removesuffix("号") for number in self.numbers]
        return f"{'、'.join(bare[:6])}号{f'等{len(bare)}项' if len(bare) > 6 else ''}" if bare else "全部任务"

    @property
    def end(self) -> str:
        return f"到{day(self.until)}" if self.until else "到您取消为止"


def given(one: Given, *, is_reached: bool) -> str:
    told = "会告知他" if is_reached else "他还没有可用的账号，登记账号后才用得上"
    return (
        f"好的，{one.person}可以代您回{one.what}的进展，{one.end}，{told}。\n{STAYS}回“取消授权 {one.person}”即收回。"
    )


def to_colleague(one: Given) -> str:
    end = f"到{day(one.until)}" if one.until else "到他收回为止"
    return f"{one.head}授权您代回{one.what}的进展，{end}；您回的即登记，记您代{one.head}。认领、报结仍由{one.head}定"


def shown(found: Sequence[Given]) -> str:
    """To the head."""
    if not found:
        return f"现在没有授权谁代回。{HOW}"
    lines = fold([f"{one.person}：{one.what}，{one.end}" for one in found], most=MOST_LINES, rest="另有{n}人")
    return "\n".join([f"可以代您回进展的{len(found)}人：", *lines, "回“取消授权 姓名”即收回。"])


def mine(found: Sequence[Given]) -> str:
    """To whoever may answer."""
    lines = [f"{one.head}：{one.what}，{f'到{day(one.until)}' if one.until else '到他收回为止'}" for one in found]
    return "\n".join(["您可以代回进展：", *fold(lines, most=MOST_LINES, rest="另有{n}条")])


def listed(found: Sequence[Given]) -> str:
    """To 督查室."""
    if not found:
        return "现在没有单位授权代回。"
    lines = [
        f"{one.unit} {one.person}代{one.head}：{one.what}{f'，到{day(one.until)}' if one.until else ''}"
        for one in found
    ]
    return "\n".join([f"授权代回{len(lines)}条：", *fold(lines, most=12, rest="另有{n}条，见 /api/v1/people")])


def taken_back(names: Sequence[str]) -> str:
    return f"已收回{'、'.join(names)}的授权，他备的进展仍请您确认。"


def to_colleague_ended(head: str) -> str:
    return f"{head}已收回代回授权，您备的进展由他确认后登记"


def nothing_to_take_back(name: str) -> str:
    return f"没有授权过{plain(short(name, 8))}代回，没有改动。" if name else "现在没有授权谁代回，没有改动。"


def only_the_head() -> str:
    return "授权代回由主要负责人本人定，没有改动。"


def himself() -> str:
    return "您自己回的本来就算数，不用授权。"


def unknown(name: str) -> str:
    return f"贵局通讯录里没有{plain(short(name, 8))}，没有授权。要加人请告诉督查室，登记为联络员或AB岗即可。"


def of_another_unit(name: str, unit: str) -> str:
    return f"{name}在{unit}，只能授权本单位的人，没有授权。"


def no_such_task(number: str) -> str:
    return f"没有找到您名下的{number}号，没有授权。回“我的任务”看编号。"


def unread_end(words: str) -> str:
    return f"没看懂“{plain(short(words, 12))}”是哪天，没有授权。请写日期，如“到6月30日”。"


def past_end(on: date) -> str:
    return f"{day(on)}已经过了，没有授权。请写以后的日期。"


def unclear() -> str:
    return f"授权他做什么？{HOW}"


def acceptance_is_his(number: str, head: str) -> str:
    return f"{number}还没认领，认领由{head}定。"
