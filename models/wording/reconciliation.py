"""月末对账: the card a unit confirms its figures with, and what is said around it."""

from collections.abc import Sequence
from datetime import date

from models.messages import Button, ButtonStyle, Card
from models.tasks import Assignment
from models.wording.phrases import day, fit, number, plain, short

CONFIRM, CHECKED, CHANGE = "confirm", "checked", "change"
ON_A_CARD = 6


def title(unit: str, month: date, found: Sequence[Assignment]) -> str:
    return f"{month.month}月对账：{unit}{len(found)}项，请核一遍"


def card(card_id: str, unit: str, found: Sequence[Assignment], *, month: date, until: date, prepares: bool) -> Card:
    """To the head, who confirms; to the liaison, who looks them over before."""
    rest = f"另有{len(found) - ON_A_CARD}项，回“对账”看全部。" if len(found) > ON_A_CARD else ""
    ends = f"{day(until)}下班前。只有对过的数进通报和报表。"
    first = Button(CHECKED, "我核过了") if prepares else Button(CONFIRM, "都对", ButtonStyle.PRIMARY)
    return Card(
        card_id, title(unit, month, found), rest + ends,
        tuple((a.task.number, figures(a, 30)) for a in found[:ON_A_CARD]), (first, Button(CHANGE, "有要改的")),
    )  # fmt: skip


def figures(assignment: Assignment, most: int = 60) -> str:
    """打通断头路5条，42%"""
    if assignment.task.off_chat:
        return "内部事项，数在内网台账"
    said = [f"{short(f['name'], 10)}{number(f['value'])}{f['unit']}" for f in assignment.figures]
    share = [f"进度{number(assignment.told_percent)}%"] if assignment.told_percent is not None else []
    return plain(short("、".join([*share, *said]), most))


def listed(unit: str, found: Sequence[Assignment], *, month: date) -> str:
    lines = [f"{a.task.number} {figures(a)}" for a in found]
    return fit([title(unit, month, found), *lines, "有不对的，回“更正 编号…”。"])


def line(unit: str, found: Sequence[Assignment], *, month: date, until: date) -> str:
    """Of the next list, where the card found no room."""
    return f"{month.month}月对账{day(until)}止，{unit}{len(found)}项待确认，回“对账”"


def to_prepare(found: Sequence[Assignment], *, month: date, until: date) -> str:
    return f"{month.month}月对账{day(until)}止，{len(found)}项的数请先核一遍，回“对账”；由负责人确认"


def prepared(name: str, *, month: date) -> str:
    return f"{month.month}月对账{name}已核过一遍，您回“对账”点“都对”即确认"


def thanks_for_preparing(head: str) -> str:
    return f"好的，已记您核过，待{head}确认后算数。"


def confirmed(numbers: Sequence[str], changed: Sequence[str]) -> str:
    said = f"已对账{len(numbers)}项：{'、'.join(numbers[:6])}{'等' if len(numbers) > 6 else ''}。" if numbers else ""
    rest = f"{'、'.join(changed[:6])}的数刚有变化，没有确认，请再回“对账”。" if changed else ""
    return said + rest


def how_to_change() -> str:
    return "哪一项不对，回“更正 3号打通6条”这样一句；改完再回“对账”。"


def nothing(*, month: date) -> str:
    return f"{month.month}月的数都已对账，没有待确认的。"


def not_now(opens: date, closes: date) -> str:
    until = f"至{day(closes)}" if closes != opens else ""
    return f"对账在{day(opens)}{until}。现在要改数，直接回“更正…”即可。"


def only_the_head() -> str:
    return "对账由主要负责人或AB岗确认，没有改动。"
