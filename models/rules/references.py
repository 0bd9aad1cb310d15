"""Which task a line speaks of: 46号, 第46项, 46：, 12、13号, J5号, a part 46.1号; never 3号楼, 2号线, 3月13号 or 〔2026〕3号."""

import re

from models.rules.units_of_measure import AS_A_FIGURE

_PART = r"\d{1,4}\.\d{1,2}"
_ONE = rf"(?:{_PART}|J?\d{{1,4}})"
_LIST = rf"(?:{_ONE}\s*[、，,和及]\s*)*"
_DOTTED_DAY = r"(?:1[0-2]|0?[1-9])\.(?:[12]\d|3[01]|0?[1-9])\s*号"  # 3.15号 is a day; the part is written 第3.15项
_THING = "楼|线(?!路)|院|文|机|井|地块|路(?![基面网段灯改])|桥(?![梁墩面涵])|标|店|厂|隧|台|门|仓|库|车间|公馆|馆|矿|坑|闸|泵|堤|令|煤"
_DAY = r"(?:[12]?\d|3[01])\s*号"
_IS_DATE = (
    rf"{_DAY}(?:之前|以前|前(?![期置段沿端面一二三四两几半\d])|下班|上午|下午|晚|那天|当天|左右)"
    rf"|(?<=[，,；;\s]){_DAY}(?:就|再|能)?(?:报(?![结完])|拿|出(?!台)|交|提交|开会|召开)"
)  # 13号前报方案; 先开会，15号拿方案
_NUMBERED = re.compile(
    rf"(?<![\d月〕\]年.A-Za-z])(?<!月\d[-—~至到])(?<!月\d\d[-—~至到])(?!{_IS_DATE})(?!{_DOTTED_DAY})({_LIST}{_ONE})\s*号(?!{_THING})",
    re.IGNORECASE,
)
_ITEM = re.compile(rf"第\s*({_LIST}(?:{_PART}|\d{{1,4}}))\s*[项条件]")
_LEADING = re.compile(r"(?:^|[\n；;。])\s*(J?\d{1,4})\s*[：:、.．）)](?!\d)\s*", re.IGNORECASE)
_SPACED = re.compile(rf"^\s*(J?\d{{1,4}})\s+(?=[一-鿿“（(【《])(?!{AS_A_FIGURE})", re.IGNORECASE | re.MULTILINE)
_BARE = re.compile(rf"\s*(?:第?(J?\d{{1,4}})\s*[号项]?|第?({_PART})\s*[号项])\s*[。.]?\s*", re.IGNORECASE)
_EACH = re.compile(_ONE, re.IGNORECASE)


def find_references(text: str) -> tuple[str, ...]:
    """Task numbers in the order they are named, each once, as people write them: "46", "46.1", "J5"."""
    text = text[:4096]
    found: list[tuple[int, str]] = []
    for pattern in (_NUMBERED, _ITEM, _LEADING, _SPACED):
        for match in pattern.finditer(text):
            numbers = _EACH.finditer(match[1])
            found += [(match.start(1) + number.start(), number[0].upper()) for number in numbers]
    return tuple(dict.fromkeys(number.lstrip("0") or "0" for _, number in sorted(found)))


def reference_spans(text: str) -> list[tuple[int, int]]:
    """Where the text names tasks: start and end of each place, in order, none inside another."""
    spans = sorted({m.span() for p in (_NUMBERED, _ITEM, _LEADING, _SPACED) for m in p.finditer(text)})
    return [span for n, span in enumerate(spans) if n == 0 or span[0] >= spans[n - 1][1]]


def words_on(text: str, number: str) -> str:
    """What a line on several tasks says of this one; the whole line where it does not say it apart."""
    places = reference_spans(text)
    ends = [*(start for start, _ in places[1:]), len(text)]
    pieces = [
        text[start:end]
        for (start, _), end in zip(places, ends, strict=True)
        if number in find_references(text[start:end])
    ]
    said = "；".join(piece.strip(" ，,；;、\n") for piece in pieces)
    return said if len(said) > len(number) + 1 else text


def is_meant_as_task(text: str, number: str) -> bool:
    """Whether a number that no task has was meant as one: it begins a clause and is no day of a month."""
    return float(number.lstrip("Jj")) > 31 and bool(
        re.search(rf"(?:^|[\n，,；;。])\s*第?0*{re.escape(number)}\s*[号项]", text)
    )


def bare_reference(text: str) -> str | None:
    """The number when the message is nothing else."""
    match = _BARE.fullmatch(text)
    return (match[1] or match[2]).upper().lstrip("0") if match else None


def without_references(text: str) -> str:
    """What is said, without the numbers it is said of."""
    for pattern in (_NUMBERED, _ITEM, _LEADING, _SPACED):
        text = pattern.sub("", text)
    return text.strip(" ，,：:、\n")
