"""Places in a ranking: 前5位 is a ceiling of five; 500强 and 前三季度 are none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.rules.date_forms import number

_RANK = re.compile(
    r"(?P<kind>前|第)\s?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})\s?(?P<unit>个名次|位次|位|名)?"
    r"(?![季年月周强批期轮次届个方\d]|企业)"
)
_CONTEXT = re.compile(r"(?:进入|跻身|位居|位列|排名?|保持|稳居|居|列|争|名列|力争|冲刺)[^，,；;。、]{0,10}$")


@dataclass(frozen=True, slots=True)
class Rank:
    start: int
    end: int
    value: float
    unit: str


def find_ranks(text: str) -> Iterator[Rank]:
    for match in _RANK.finditer(text):
        has_context = bool(_CONTEXT.search(text[max(0, match.start() - 24) : match.start()]))
        if not (has_context or (match["kind"] == "前" and match["unit"])):
            continue
        if match["kind"] == "第" and not match["unit"]:
            continue
        word = match["n"]
        unit = match["unit"] if match["unit"] == "名" else "位"
        yield Rank(match.start(), match.end(), float(number(word) if not word.isdigit() else int(word)), unit)
