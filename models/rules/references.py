"""Which task a line speaks of: 46号, 第46项, 46：, 12、13号, J5号; never 3号楼, 2号线, 3月13号 or 〔2026〕3号."""

import re

_LIST = r"(?:J?\d{1,4}\s*[、，,和及]\s*)*"
_THING = "楼|线|院|文|机|井|地块|路|桥|标|店|厂|隧|台|门|仓|库|车间|公馆|馆|矿|坑|闸|泵|堤|令|煤"
_NUMBERED = re.compile(rf"(?<![\d月〕\]年.A-Za-z])({_LIST}J?\d{{1,4}})\s*号(?!{_THING})", re.IGNORECASE)
_ITEM = re.compile(rf"第\s*({_LIST}\d{{1,4}})\s*[项条件]")
_LEADING = re.compile(r"(?:^|[\n；;。])\s*(J?\d{1,4})\s*[：:、.．）)](?!\d)\s*", re.IGNORECASE)
_SPACED = re.compile(r"^\s*(J?\d{1,4})\s+(?=[^\d\s])", re.IGNORECASE)
_BARE = re.compile(r"\s*(?:第)?(J?\d{1,4})\s*[号项]?\s*[。.]?\s*", re.IGNORECASE)


def find_references(text: str) -> tuple[str, ...]:
    """Task numbers in the order they are named, each once, as people write them: "46", "J5"."""
    text = text[:4096]
    found: list[tuple[int, str]] = []
    for pattern in (_NUMBERED, _ITEM, _LEADING, _SPACED):
        for match in pattern.finditer(text):
            found += [(match.start(), number.upper()) for number in re.findall(r"J?\d{1,4}", match[1], re.IGNORECASE)]
    return tuple(dict.fromkeys(number.lstrip("0") or "0" for _, number in sorted(found)))


def bare_reference(text: str) -> str | None:
    """The number when the message is nothing else."""
    match = _BARE.fullmatch(text)
    return match[1].upper().lstrip("0") if match else None


def without_references(text: str) -> str:
    """What is said, without the numbers it is said of."""
    for pattern in (_NUMBERED, _ITEM, _LEADING, _SPACED):
        text = pattern.sub("", text)
    return text.strip(" ，,：:、\n")
