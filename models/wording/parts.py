"""子项: what a task is divided into, and what is still open of it."""

from collections.abc import Mapping, Sequence

from models.messages import Button, ButtonStyle, Card
from models.parts import Part
from models.rules.part_words import DraftPart
from models.tasks import Task
from models.wording.phrases import day, plain, short
from models.wording.replies import LAMPS

SHOWN = 4
ON_A_CARD = 130  # characters; more is told in a text of its own
KEEP, DROP = "keep", "drop"
YES = {"确认", "确认下达", "下达", "对", "对的", "可以", "好", "好的", "是", "是的", "没问题"}
NO = {"不分", "不分了", "不对", "不要", "取消", "重来"}
DIVIDE = "46 分子项：1 管线迁改 市住建局 6月20日；2 桥梁施工 市水利局 9月30日"


def summary(parts: Sequence[Part], slow: Part | None) -> str:
    """子项已销号1/3，最慢🔴46.2号"""
    done = sum(part.is_done for part in parts)
    last = f"，最慢{LAMPS[slow.lamp]}{slow.task.number}" if slow else ""
    return f"子项已销号{done}/{len(parts)}{last}"


def lines(parts: Sequence[Part]) -> list[str]:
    """🟡46.1号 管线迁改（市住建局，推进中，6月20日）"""
    said = [
        f"{LAMPS[part.lamp]}{part.task.number} {plain(part.task.chat_title(16))}（{_facts(part)}）" for part in parts
    ]
    rest = len(said) - SHOWN
    return said if rest <= 0 else [*said[:SHOWN], f"另有{rest}个子项"]


def _facts(part: Part) -> str:
    unit = part.assignment.unit.short if part.assignment else "没有牵头单位"
    return "，".join([unit, part.state.label, *([day(part.task.due)] if part.task.due else [])])


def cannot_divide(number: str, found: Sequence[Task]) -> str:
    """Empty where the number means one line of the plan that parts can be made of."""
    if "." in number:
        return f"{number}号本身是子项，不再往下分。"
    if number.startswith("J"):
        return f"{number}号是交办事项，不分子项。请分别交办给各单位。"
    if not found:
        return f"计划里没有已下达或可下达的{number}号，没有改动。回“进度 {number}”核对。"
    return f"{number}号有{len(found)}项任务，请先在计划里改成不同的序号。" if len(found) > 1 else ""


def office_divides(number: str) -> str:
    return f"{number}号没有改动：分子项由督查室定。请把这一句转给督查室，由督查室分开下达。"


def lacking(number: str, drafts: Sequence[DraftPart], most: int) -> str:
    """The first thing that has to be said again; empty where everything is there."""
    if not drafts or len(drafts) > most:
        return f"请一次写1至{most}个子项，用分号隔开，如“{DIVIDE}”。"
    for n, draft in enumerate(drafts, 1):
        said = f"第{n}个子项" + (f"“{plain(short(draft.title, 16))}”" if draft.title else "")
        if draft.wrong:
            return f"{said}的日期“{draft.wrong}”不存在，请改好后整句重发。"
        if not draft.unit:
            return f"{said}没看出牵头单位，请写通讯录里的单位名称或简称，整句重发。"
        if len(draft.title) < 2:
            return f"{said}没有写要做什么，请补上后整句重发。"
    return ""


def drafted(whole: Task, first: int, drafts: Sequence[DraftPart], units: Mapping[str, str]) -> str:
    """What will be kept and given out, line by line."""
    rest = f"期限同{whole.number}" + (f"（{day(whole.due)}）" if whole.due else "")
    return "\n".join(
        f"{whole.seq}.{n} {plain(short(draft.title, 24))} {units[draft.unit]} {day(draft.due) if draft.due else rest}"
        for n, draft in enumerate(drafts, first)
    )


def proposal(card_id: str, whole: Task, count: int, body: str) -> Card:
    title = f"{whole.number} {plain(whole.chat_title(14))}：分{count}个子项"
    body = f"{body}\n对的点“下达”；不对请整句重发。"
    return Card(card_id, title, body, (), (Button(KEEP, "下达", ButtonStyle.PRIMARY), Button(DROP, "不分")))


def divided(number: str, parts: Sequence[str]) -> str:
    named = "、".join(one.removesuffix("号") for one in parts)
    return f"已记：{number}分{len(parts)}个子项（{named}号），下一个下达时段发给各单位。{number}待子项都销号后报结。"


def not_divided(number: str) -> str:
    return f"好的，{number}没有分子项，没有改动。"


def of_whole(number: str, title: str) -> str:
    return f"是{number} {plain(title)}的子项"


def unfinished(number: str, parts: Sequence[Part]) -> str:
    """What stands between a task and its completion, by name."""
    named = "、".join(_open(part) for part in parts[:SHOWN])
    rest = f"等{len(parts)}项" if len(parts) > SHOWN else ""
    return f"{number}还有子项没有销号：{named}{rest}。子项都销号后再报结；确需先报结的，请督查室写明理由。"


def _open(part: Part) -> str:
    unit = f"{part.assignment.unit.short}，" if part.assignment else ""
    return f"{part.task.number}（{unit}{part.state.label}）"


def all_done(number: str) -> str:
    return f"{number}的子项都已销号，可以报结了：回“{number.removesuffix('号')} 报结”加依据"


def waived(number: str, reason: str) -> str:
    return f"{number}准予先报结：{plain(short(reason, 60))}。已告知牵头单位，未销号的子项照常催办。"


def waived_to_unit(number: str, reason: str, signature: str) -> str:
    return f"{number}子项未全部销号，可先报结（{plain(short(reason, 60))}）。{signature}"


def ask_reason(number: str) -> str:
    return f"请写明理由，如“{number} 准予报结：桥梁由省里另行组织”。"


def nothing_to_waive(number: str) -> str:
    return f"{number}号没有未销号的子项，不用准予。"
