"""承诺账 in words: the line of its morning, what a word made of it, and how it stands."""

from datetime import date

from models.wording.phrases import day, plain, short


def due_today(number: str, said_on: date, words: str) -> str:
    return f"{number} 您{day(said_on)}定的今天：“{plain(short(words, 24))}”"


def due_before(number: str, on: date, words: str) -> str:
    return f"{number} 您定的{day(on)}已到：“{plain(short(words, 24))}”。完了回“{number.removesuffix('号')} 完了”，没完回新的日子"


def settled(on: date, *, moved_to: date | None) -> str:
    return f"{day(on)}的承诺改到{day(moved_to)}" if moved_to else f"{day(on)}的承诺记为兑现"


def standing(on: date, words: str, *, kept: bool | None, moved: bool, whose: str = "您") -> str:
    state = "已改期" if moved else {None: "", True: "已兑现", False: "未兑现"}[kept]
    return f"{whose}定的{day(on)}：“{plain(short(words, 20))}”{state}"
