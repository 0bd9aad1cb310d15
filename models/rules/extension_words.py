"""What a request for more time says besides the new date: its cause."""

import re
from datetime import date

from models.rules.dates import find_dates
from models.rules.references import without_references

_BECAUSE = re.compile(r"(?:因为?|由于|受|鉴于|考虑到)(?P<cause>[^，,。；;\n]{3,60})")
_ASKS = re.compile(
    r"(?:特|拟|现|再)?(?:申请|请求|恳请|请|能不能|能否|可否|想|希望|建议|需要?)?[^，,。；;\n]{0,8}?(?:延期|延后|延长|延至|延到|顺延|推迟|宽限|展期|缓|放宽|调整)"
    r"[^，,。；;\n]{0,12}"
)
_TIDY = re.compile(r"^[\s，,。；;：:的把将为原理由是]+|[\s，,。；;：:至到行吗可以？?]+$")
LEAST = 3  # characters that can be a cause


def cause_of(text: str, today: date) -> str:
    """The clause after 因, or what is left without the request and its dates; empty when nothing is."""
    said = without_references(text[:1024]) or text[:1024]
    if found := _BECAUSE.search(said):
        return _tidy(_ASKS.sub("", found["cause"]))
    for day in sorted(find_dates(said, now=today), key=lambda day: day.start, reverse=True):
        said = said[: day.start] + said[day.end :]
    clauses = [_tidy(_ASKS.sub("", clause)) for clause in re.split(r"[，,。；;？?\n]", said)]
    left = "，".join(clause for clause in clauses if clause)
    return left if len(left) >= LEAST else ""


def _tidy(text: str) -> str:
    return _TIDY.sub("", text)
