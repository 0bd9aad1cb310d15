"""Cuts a reply on several tasks into what it says about each, by the numbers people use for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from models.rules.date_steps import number
from models.rules.dates import FoundDate
from models.rules.reading.values import TaskContext

_CIRCLED = {"①": "1", "②": "2", "③": "3", "④": "4", "⑤": "5", "⑥": "6", "⑦": "7", "⑧": "8", "⑨": "9"}
_SPELT = "[一二三四五六七八九十]{1,3}"
_FILLER = "·"  # stands where the number stood, so that it is no figure and breaks no clause
_JOINS = "和、及与跟,， "
MOST_PARTS = 20
MOST_MENTIONS = 60


@dataclass(frozen=True, slots=True)
class Section:
    """The stretch of the reply on one task; `text` begins at `offset` of the whole."""

    task: TaskContext
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class _Mention:
    ref: str
    start: int
    end: int
    begins: int  # where what is said about it begins


def sections(
    text: str, tasks: Sequence[TaskContext], dates: Sequence[FoundDate], *, others: Sequence[str] = ()
) -> tuple[Section, ...]:
    """One section for each task mentioned, in order; none when the reply names no number.

    `others` are numbers of tasks that are not asked for: what is said of them is nobody else's.
    """
    known = {task.ref: task for task in tasks if task.ref}
    if len(known) < 2:
        return ()
    mentions = _mentions(text, tuple(dict.fromkeys((*known, *others))), dates)
    masked = _mask(text, mentions)
    order = [ref for ref in dict.fromkeys(mention.ref for mention in mentions) if ref in known][:MOST_PARTS]
    return tuple(_section(known[ref], masked, mentions) for ref in order)


def _mentions(text: str, refs: tuple[str, ...], dates: Sequence[FoundDate]) -> list[_Mention]:
    found: list[_Mention] = []
    for match in islice(_pattern(refs).finditer(text), MOST_MENTIONS):
        ref = next(value for value in match.groups() if value)
        if match["spelt"] or match["counted"]:
            ref = str(number(ref))
        if ref not in refs and ref not in _CIRCLED:
            continue
        if any(day.start < match.end() and match.start() < day.end for day in dates):
            continue
        floor = found[-1].end if found else 0
        begins = _clause_start(text, match.start(), floor) if match["bracket"] or match["inside"] else match.start()
        found.append(_Mention(_CIRCLED.get(ref, ref), match.start(), match.end(), begins))
    return found


@lru_cache(maxsize=128)
def _pattern(refs: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(refs, key=len, reverse=True)
    ref = "|".join(re.escape(each) for each in longest_first)
    circles = "".join(circle for circle, digit in _CIRCLED.items() if digit in refs) or "①"
    return re.compile(
        rf"[(（](?:任务|第)?(?P<bracket>{ref})[号项#]?(?:任务)?[)）]"
        rf"|(?:任务|第|#|编号|序号)\s?(?P<named>{ref})(?!\d)[号项]?(?:任务)?[:：、.]?"
        rf"|(?<![\d.第年月])(?P<together>{ref})(?=\s?[、，,和及与]\s?(?:\d{{1,4}}(?:\.\d{{1,2}})?\s?[、，,和及与]\s?){{0,20}}\d{{1,4}}(?:\.\d{{1,2}})?\s?号(?!楼|线(?!路)|[院池井]))"
        rf"|(?<![\d.第年月])(?P<numbered>{ref})\s?(?:号(?!楼|线(?!路)|[院池井])|#)(?:任务|项目)?[:：、]?"
        rf"|(?:(?<=[\n,，。;；\s])|^)(?P<listed>{ref})(?:[、.:：](?!\d)|\s+(?=[一-鿿])|"
        f"(?=[一-鿿]{{0,2}}(?:完成|办结|还|没|未|已|正|申请)))"
        rf"|(?<!\d)(?P<inside>{ref})(?=里面)|(?P<circled>[{circles}])"
        rf"|(?:任务|事项)(?P<spelt>{_SPELT})[:：、.]?|第(?P<counted>{_SPELT})(?:项(?:任务)?|号任务)[:：、]?"
    )


def _clause_start(text: str, position: int, floor: int) -> int:
    marks = (text.rfind(mark, floor, position) for mark in ",，。;；!！\n")
    return max(floor, max(marks) + 1)


def _mask(text: str, mentions: Sequence[_Mention]) -> str:
    for mention in mentions:
        text = text[: mention.start] + _FILLER * (mention.end - mention.start) + text[mention.end :]
    return text


def _end(text: str, mentions: Sequence[_Mention], n: int) -> int:
    """Up to the next number; 12号和13号 share what follows them both."""
    while n + 1 < len(mentions):
        if text[mentions[n].end : mentions[n + 1].begins].strip(_JOINS):
            return mentions[n + 1].begins
        n += 1
    return len(text)


def _section(task: TaskContext, text: str, mentions: Sequence[_Mention]) -> Section:
    """All stretches on the task; what lies between them is blanked to breaks, so that places stay true."""
    stretches = [
        (mention.begins, _end(text, mentions, n)) for n, mention in enumerate(mentions) if mention.ref == task.ref
    ]
    start, parts, at = stretches[0][0], [], stretches[0][0]
    for begin, end in stretches:
        if begin < at:
            continue
        parts += ["\n" * (begin - at), text[begin:end]]
        at = end
    return Section(task, "".join(parts), start)
