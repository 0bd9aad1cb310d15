"""承诺账 in words: the line of its morning, what a word made of it, and how it stands."""

from collections.abc import Sequence
from datetime import date

from models.wording.phrases import day, fit, plain, short

HIDDEN = "内容在内网台账"


def due_today(number: str, said_on: date, words: str) -> str:
    return f"{number} 您{day(said_on)}定的今天：“{plain(short(words, 24))}”"


def due_before(number: str, on: date, words: str) -> str:
    return f"{number} 您定的{day(on)}已到：“{plain(short(words, 24))}”。完了回“{number.removesuffix('号')} 完了”，没完回新的日子"


def settled(on: date, *, moved_to: date | None) -> str:
    return f"{day(on)}的承诺改到{day(moved_to)}" if moved_to else f"{day(on)}的承诺记为兑现"


def standing(on: date, words: str, *, kept: bool | None, moved: bool, whose: str = "您") -> str:
    state = "已改期" if moved else {None: "", True: "已兑现", False: "未兑现"}[kept]
    return f"{whose}定的{day(on)}：“{plain(short(words, 20))}”{state}"


def of_task(number: str, unit: str, on: date, words: str, *, kept: bool | None, moved: bool, is_past: bool) -> str:
    """5号市水利局 4月10日：“剩下的4月10日前全部进场”已兑现"""
    state = "已改期" if moved else {None: "（已到，待回）" if is_past else "", True: "已兑现", False: "未兑现"}[kept]
    return f"{number}{unit} {day(on)}：“{plain(short(words, 24))}”{state}"


def all_of(lines: Sequence[str], ahead: int, kept: int, moved: int, broken: int, *, is_own: bool) -> str:
    whose = "您手上" if is_own else "分管任务"
    if not lines:
        return f"{whose}近来没有报过日子的承诺。"
    parts = ((ahead, "待兑现"), (kept, "近60天兑现"), (moved, "改期"), (broken, "未兑现"))
    counts = "、".join(f"{word}{n}" for n, word in parts if n)
    tail = "完了回“编号 完了”，有变回新的日子。" if is_own and ahead else ""
    return fit([f"{whose}的承诺：{counts}。", *lines, tail] if tail else [f"{whose}的承诺：{counts}。", *lines])


def own_words(own: int, confirmed: int, phoned: int) -> str:
    """To the head alone."""
    by_phone = f"，电话里说{phoned}条" if phoned else ""
    return f"本月您亲自回{own}条，联络员备好您确认{confirmed}条{by_phone}。这个数只有您看得到。"


def kept_lately(found: Sequence[tuple[str, date]], broken: Sequence[tuple[str, date]]) -> str:
    """For a leader, of tasks: 承诺兑现：5号（4月10日）；未兑现：8号（4月3日）。"""
    said = [f"兑现：{_each(found)}"] if found else []
    said += [f"未兑现：{_each(broken)}"] if broken else []
    return f"承诺{'；'.join(said)}。" if said else ""


def _each(found: Sequence[tuple[str, date]]) -> str:
    return "、".join(f"{number}（{day(on)}）" for number, on in found)
