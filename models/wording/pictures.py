"""What stands in the picture of a leader's digest."""

from collections.abc import Mapping
from datetime import datetime

from models.overview import Overview, Tally
from models.rules import standing_picture as picture
from models.rules.standing_picture import Picture, Row
from models.wording.digest import WORDS, of
from models.wording.phrases import day, local

STANDINGS = ("自报", "已对账", "已核")
NAME = "分管情况{}.png"


def name(at: datetime) -> str:
    """As the phone keeps it: 分管情况0731.png"""
    return NAME.format(f"{local(at):%m%d}")


def standing(to: str, at: datetime, found: Overview, standings: Mapping[str, int], *, whole: bool) -> Picture:
    rows, rest = picture.chosen([_row(tally) for tally in found.units])
    rows += [picture.together(f"其余{len(rest)}个单位", rest)] if rest else []
    legend = tuple((key, WORDS[key]) for key, _ in picture.row("", found.whole.shown, None, None).shown)
    title = f"{day(local(at).date())} {to} {of(whole)}{found.whole.total}项"
    return Picture(title, _row(found.whole), tuple(rows), legend, _notes(at, standings))


def said(found: Picture) -> str:
    """What the outbox says of it."""
    return f"图：{found.title}"


def _row(tally: Tally) -> Row:
    gap = picture.gap(tally.percent, tally.expected)
    words = f"快{gap}个百分点" if gap > 0 else f"慢{-gap}个百分点" if gap < 0 else "与序时持平"
    return picture.row(tally.name or "平均", tally.shown, tally.percent, tally.expected, words)


def _notes(at: datetime, standings: Mapping[str, int]) -> tuple[str, ...]:
    """Each is a line that fits; a task counts with the weakest that its percentage rests on."""
    counted = "、".join(f"{word}{standings[word]}项" for word in STANDINGS if standings.get(word))
    as_of = f"截至{day(local(at).date())}{local(at):%H:%M}，竖线为序时。"
    return (as_of, *([f"进度{counted}。"] if counted else []), "看单位，回单位名；看一项，回编号。")
