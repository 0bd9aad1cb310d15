"""The grammar around a figure: verbs split by 了, what is denied or but on paper, and where a bare figure ends."""

from __future__ import annotations

import re

_SPLIT = re.compile("(?<=[开完动竣停复])了(?=工)|(?<=封)了(?=顶)|(?<=验)了(?=收)|(?<=投)了(?=产)|(?<=签)了(?=约)")
_DENIED = re.compile(
    r"(?:(?<![有从])没有?|未(?!来)|不(?:肯|愿|让|给|能|敢|想|准|许))(?!问题|落下|断)[一-鿿]{0,6}$|最后的?\s*$"
)
_ON_PAPER = re.compile(
    r"(?:申报|上报|报批|送审|报[了送]|(?<!获)批[了复准]|意向|洽谈|(?<!座)谈[了过]?|报名|申请)[了的过到]{0,2}\s*$"
)
_OF_PAPERS = frozenset("报批审签谈请意")
_NOT_IT = re.compile(r"(?:(?<!是)(?<!要)不是|并非|不止是?)的?\s*$")
_BUT_IT = re.compile(r"(?:^|[,，。;；\s个])[^,，。;；]{0,6}?(?:而?是|应|该|为|改)[是为成]?\s*$")
_ENDS = re.compile(r"\s*(?:$|[^一-鿿\w\s]|[吧啊呢哈呀啦嘛呐哦~]|占|约占|还[差是在]|[=/|｜])")
_COMPARED = re.compile(
    "(?:同比|环比|比(?:去年|上年|上[个]?[月周季]|同期|往年|前[期年])[一-鿿]{0,4}?)[一-鿿]{0,3}?(?:多|少|增|减|高|低|快|慢)[一-鿿]{0,2}$|↑\\s*$"
)
_OF_THE_TARGET = re.compile("的?(?:年度|全年|总)?(?:目标|任务|计划|盘子)(?![一-鿿]?(?:完成|办结|达|已|全|都|圆满))")
_NAMES_A_RATE = re.compile(r"(?:率|占比|比例|比重)[是为到达约有才在]{0,2}\s*$")
_NAMES_PROGRESS = re.compile(r"(?:进度|形象)[是为到达约有才在]{0,3}\s*$")
_SETTLED = re.compile(r"(?:^|[,，。;；\s就先])按\s*$")
_COUNTS = re.compile(r"\s*[算计报](?![不吗么])")


def rejoined(text: str) -> str:
    """开了工 is 开工."""
    return _SPLIT.sub("", text) if "了" in text else text


def is_denied(left: str) -> bool:
    """不肯发最后34辆: the words before the figure say that it is not done."""
    return bool(_DENIED.search(left))


def is_taken_back(left: str) -> bool:
    """不是11: the figure is named to be put right."""
    return bool(_NOT_IT.search(left))


def is_put_instead(left: str) -> bool:
    """是13, after 不是11."""
    return bool(_BUT_IT.search(left)) and not is_taken_back(left)


def is_compared(left: str) -> bool:
    """同比多了63户 is by how much, not how many."""
    return bool(_COMPARED.search(left))


def is_of_the_target(right: str) -> bool:
    return bool(_OF_THE_TARGET.match(right))


def is_on_paper(left: str, known: str) -> bool:
    """申报了118家 is none of them recognised, unless papers are what the task counts."""
    return bool(_ON_PAPER.search(left)) and not _OF_PAPERS & set(known)


def ends_freely(right: str) -> bool:
    return bool(_ENDS.match(right))


def names_a_rate(left: str) -> bool:
    """网办率90.7 needs no % to be one."""
    return bool(_NAMES_A_RATE.search(left))


def names_progress(left: str) -> bool:
    """进度35 needs no % to be one, and counts nothing."""
    return bool(_NAMES_PROGRESS.search(left))


def is_settled(left: str, right: str) -> bool:
    """按196算 puts an end to the counting."""
    return bool(_SETTLED.search(left) and _COUNTS.match(right))
