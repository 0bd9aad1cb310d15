"""What was said goes to another task: where it is now, and why it cannot go."""

from collections.abc import Sequence

from models.messages import Button, Card
from models.wording.phrases import plain, short

STAYS = "stays"


def moved(from_: str, to: str) -> str:
    return f"好的，这句已从{from_}移到{to}，{from_}恢复到上一次。"


def back(from_: str, to: str) -> str:
    return f"已撤回移动：这句回到{to}，{from_}恢复到上一次。"


def help_stays(number: str) -> str:
    return f"{number}已转出的求助还在对方手里，不需要了回“撤回求助 {number.removesuffix('号')}”。"


def nothing_to_move(number: str) -> str:
    return f"{number}号近日没有您报的内容，没有改动。回“{number}历史”看经过。"


def which_of_them(numbers: Sequence[str], to: str) -> str:
    n = numbers[0].removesuffix("号")
    return f"上一条说了{'、'.join(numbers)}，移哪一句？回“不是{n}，是{to or '…'}”。"


def is_there(number: str) -> str:
    return f"这句本来就记在{number}，没有改动。"


def has_ended(number: str, state: str) -> str:
    return f"{number}现在是“{state}”，移不过去，没有改动。"


def ask_where(card_id: str, text: str, others: Sequence[tuple[str, str]]) -> Card:
    buttons = (*(Button(key, name) for key, name in others), Button(STAYS, "不用移"))
    return Card(card_id, "这句移到哪一项", f"“{plain(short(text, 60))}”是哪一项的？也可直接回编号。", (), buttons)


def stays(number: str) -> str:
    return f"好的，仍记在{number}，没有改动。"
