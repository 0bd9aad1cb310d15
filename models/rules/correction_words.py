"""Corrections that give no value: what is said not to be so (没办结, 没有困难, 日子不定了)."""

import re
from dataclasses import dataclass

_NUMBER = r"J?\d{1,4}(?:\.\d{1,2})?"
_NUMBERED = rf"第?(?P<number>{_NUMBER})\s*[号项]?"
_NOT_DONE = re.compile(
    rf"(?:更正|不对|错了|说错了|报错了)?[:：，,。 ]*(?:{_NUMBERED})?[:：，, ]*(?:其实|实际上?|目前|现在)?(?:还|尚|并)?(?:没有?|未|不是)(?:有)?(?:全部|完全|真正)?"
    r"(?:办结|报结|完成|办完|完工|竣工|做完|干完|结束)(?:的|了|呢|任务)?(?:[，,。；; ]+(?P<rest>.*?))?[。.！!]*",
    re.IGNORECASE | re.DOTALL,
)
_NO_TROUBLE = re.compile(
    r"(?:没有?|无|不存在)(?:什么|任何)?(?:困难|问题|障碍|卡点|堵点)|(?:困难|问题|卡点)(?:已经?|都)?(?:解决|没有|没了|消除|不存在)"
)
_NO_DAY = re.compile(
    r"(?:日子|日期|时间|承诺)(?:还|先|都)?(?:不定|没定|未定|不算|取消|作废|不作数|待定)|没(?:有)?(?:定|说|承诺)(?:过)?(?:日子|日期|时间)"
)
_UNDO = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:撤销|撤回|取消)\s*(?:上一条|刚才(?:那|这)?(?:一)?条|上条|{_NUMBERED}(?:的?报结)?)?[。]*",
        rf"{_NUMBERED}(?:的?报结)?\s*(?:撤销|撤回|取消)[。]*",
        rf"(?=.{{0,3}}(?:刚|上|[那这]|\d))我?(?:刚才|刚刚|刚|上面|上次)?(?:说|报|发)?的?(?:{_NUMBERED})?"
        r"的?(?:[那这上]?一?[条句个](?:进展|话|数)?)?(?:都|先)?(?:不算数?|作废|不作数|删掉|删了|不要了|当我没说)了?[吧啊。！!]*",
    )
)
_FIGURE = r"(?P<{name}>\d{{1,9}}(?:\.\d{{1,4}})?)\s*(?P<{name}_unit>(?![号项])[万亿]?[一-鿿%]{{0,3}}?)"
_INSTEAD = re.compile(
    r"(?:不对|错了|[报写打]错了)?[啊吧]?[，,。 ]*(?:(?:刚才|刚刚)?(?:那个)?数?)?不是"
    rf"{_FIGURE.format(name='wrong')}[，,、。 ]*(?:而|应该?|其实)?(?:是|改[成为]){_FIGURE.format(name='right')}[的了吧啊]*[。.！!]*"
)
_NOT_THE_OTHER = re.compile(
    rf"(?:不对|错了|[报写打]错了)?[啊吧]?[，,。 ]*(?:第?(?P<number>{_NUMBER})\s*号)?[一-鿿]{{0,8}}?(?:应该?)?是?"
    rf"{_FIGURE.format(name='right')}[，,、。 ]*(?:而)?不是{_FIGURE.format(name='wrong')}[的了吧啊]*[。.！!]*"
)


def read_undo(text: str) -> str | None:
    """撤销 46, 刚才那条不算: the number, "" for what was said last; None where nothing is taken back."""
    match = next((found for pattern in _UNDO if (found := pattern.fullmatch(text.strip()[:40]))), None)
    return None if match is None else (match["number"] or "").upper()


@dataclass(frozen=True, slots=True)
class Instead:
    """A figure put in another's place: the new one as written, with its unit and the number of its task where they are named."""

    wrong: float
    right: str
    unit: str
    number: str = ""


def read_instead(text: str) -> Instead | None:
    """不是1100是1010; 46号完工38不是52."""
    text = text.strip()[:60]
    match = _INSTEAD.fullmatch(text) or _NOT_THE_OTHER.fullmatch(text)
    if match is None:
        return None
    number = match.groupdict().get("number") or ""
    return Instead(float(match["wrong"]), match["right"], match["right_unit"], number.upper())


@dataclass(frozen=True, slots=True)
class Denial:
    """Of the task named, or the one just spoken of; `rest` is how it stands instead."""

    number: str
    rest: str


def read_denial(text: str) -> Denial | None:
    """46没办结，还差验收: it is not done, though it was reported so."""
    match = _NOT_DONE.fullmatch(text.strip()[:400])
    return None if match is None else Denial((match["number"] or "").upper().lstrip("0"), (match["rest"] or "").strip())


def cleared(text: str) -> frozenset[str]:
    """The fields of a reading that the correction says there is nothing of."""
    found = {"blockers": _NO_TROUBLE, "next_date": _NO_DAY}
    return frozenset(name for name, pattern in found.items() if pattern.search(text))
