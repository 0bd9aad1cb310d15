"""Figures in Chinese text: digits or characters, with their unit and what is said about their exactness."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

from models.rules.numerals import DIGITS, parse_numeral
from models.rules.units_of_measure import MULTIPLE_PATTERN, MULTIPLES, UNIT_PATTERN
from models.rules.wide_signs import narrow

MOST_FIGURES = 120  # a bound on work, far above what a person writes
_TENTHS = r"(?:\d{1,4}亿|\d{2,4}万)\d(?![\d.,%号月日年、万千百十])"  # 27亿3
_STEPS = r"\d[万千](?:(?:\d[千百十])+\d?|\d)(?![\d.,%号月日年、])"  # 6千8百, 1万2
_ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = "零〇一二三四五六七八九十百千万亿两"
_HAN_NUMBER = rf"[{_HAN}]+(?:点[零〇一二三四五六七八九]+[万亿]?)?"
_LOW = "不少于|不低于|至少|不小于|最少|超过|突破|高于|达到|达|逾|超"
_HIGH = r"前(?=\d+[位名])|控制在|不超过|不高于|不多于|不大于|压缩[至到]|低于|最多|少于"
_FIRST = (
    r"[\d\s零〇一二三四五六七八九十百千万亿两不至最超突高达逾前控压低少大约将接近差过多半]"  # what a figure begins with
)
_NEAR = "大约|(?<![签合条预])约|将近|接近|(?<![最附])近|大概|差不多"

_FIGURE = re.compile(
    rf"(?={_FIRST})(?:(?P<low>{_LOW})|(?P<high>{_HIGH})|(?P<near>{_NEAR}))?\s?(?:"
    rf"(?P<per>百分之|千分之|万分之)(?P<pn>{_ARABIC}|[{_HAN}]+(?:点[零〇一二三四五六七八九]+)?)"
    rf"|(?P<den>\d{{1,4}}|[{_HAN}]{{1,4}})分之(?P<num>\d{{1,4}}|[{_HAN}]{{1,4}})"
    r"|(?P<half>过半|大半|多半|一大半|一小半|一半|半数)"
    r"|(?P<t>\d{1,2}|[一二三四五六七八九十]{1,2}|两)成(?P<t2>[一二三四五六七八九半])?(?![立为员本果都品绩交效套就熟])"
    rf"|(?P<n>{_TENTHS}|{_STEPS}|{_ARABIC}|{_HAN_NUMBER})(?P<vague>[多余来几])?"
    rf"(?:(?P<to>[-~—～至到/])(?P<upper>{_ARABIC}|[{_HAN}]+)(?P<vague2>[多余来几])?)?"
    rf"\s?(?:个(?=亿))?(?P<mult>{MULTIPLE_PATTERN}(?![瓦米伏克])|[wW](?![A-Za-z]))?(?P<vague3>[多余来几])?(?:(?P<unit>{UNIT_PATTERN})(?P<more>(?<![%％点块])半(?![年月天径数截成夜]))?)?"
    r")\s?(?P<after>左右|上下|出头|以上|以内|以下|之内|(?<=工作日)内)?"
)
_HAN_TENTH = re.compile(
    "([一二三四五六七八九两][一二三四五六七八九两十百]*|十[一二三四五六七八九])亿([一二三四五六七八九])"
)
_STEPPED = re.compile(_STEPS)
_TENTH = re.compile(r"(\d+)([万亿])(\d)")
_SPELT = str.maketrans("0123456789", "零一二三四五六七八九")
_BEFORE_NUMBER = re.compile(r"[A-Za-z〔\[#第每几统专唯同]$")
_NO_FIGURE_AFTER = re.compile(r"[A-Za-z〕\]月日号年#强好馆]|时(?!$)|季度|热线")
_IDIOM = re.compile(r"一(?:起|块(?!钱)|点|批|次性|件事|条龙|条心|站|部分|方|本|支|头|类|轮|期|级|组|段时间|天天)")
_ZERO_IN_A_WORD = re.compile(r"零(?:部件|配件|件|售|散|星|工|碳|头|距离|基础|门槛|容忍|接触)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with the words it was read from: text[start:end]; value is in `unit` as written (3.2 万亩)."""

    start: int
    end: int
    text: str
    value: float
    unit: str
    comparator: str  # "=", ">=", "<=", "≈", and ">" for 过半, which names no figure
    of: float | None = None  # the whole in 33/50
    upper: float | None = None  # the upper end of a range


def find_quantities(text: str, *, most: int = MOST_FIGURES) -> tuple[Quantity, ...]:
    """The figures in order, from the first `most` numbers. Ordinals, names (S218) are no figures."""
    plain = narrow(text)
    found = (_read(match, plain, text) for match in islice(_FIGURE.finditer(plain), most))
    return tuple(each for each in found if each is not None)


def normalise(text: str) -> str:
    """NFKC without spaces, with counted Chinese numerals as digits: for comparing what two texts say."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    parts, at = [], 0
    for found in find_quantities(plain):
        if found.text[0].isdigit() or not found.unit or found.comparator == ">":
            continue
        parts += [plain[at : found.start], f"{found.value:.10g}{found.unit}"]
        at = found.end
    return "".join([*parts, plain[at:]])


def _read(m: re.Match[str], plain: str, text: str) -> Quantity | None:
    if m["per"]:
        return _make(m, text, _scaled(m["pn"], {"百": 1.0, "千": 0.1, "万": 0.01}[m["per"][0]]), "%")
    if m["den"]:
        return _make(m, text, _share(m["num"], m["den"]), "%")
    if m["half"]:
        return _half(m, text)
    if m["t"]:
        return _make(m, text, _tenths(m), "%")
    return _counted(m, plain, text)


def _scaled(word: str, factor: float) -> float | None:
    value = 100.0 if word == "百" else _value(word)
    return None if value is None else round(value * factor, 6)


def _share(part: str, whole: str) -> float | None:
    a, b = _value(part), _value(whole)
    return None if a is None or not b else round(100 * a / b, 2)


def _half(m: re.Match[str], text: str) -> Quantity | None:
    exact = m["half"] in ("一半", "半数")
    start, end = _edges(m, text)
    return Quantity(start, end, text[start:end], 50.0, "%", "=" if exact else ">")


def _tenths(m: re.Match[str]) -> float | None:
    tenths = _value(m["t"])
    more = 5 if m["t2"] == "半" else DIGITS.get(m["t2"] or "", 0)
    return None if tenths is None or tenths > 10 else 10 * tenths + more


def _counted(m: re.Match[str], plain: str, text: str) -> Quantity | None:
    at, after = m.start("n"), m.end() if m["unit"] else max(m.end("n"), m.end("mult"), m.end("upper"))
    if _BEFORE_NUMBER.search(plain, max(0, at - 1), at) or (at and plain[at - 1] in "." and m["n"][0].isdigit()):
        return None
    if not m["unit"] and (_NO_FIGURE_AFTER.match(plain, after) or not _stands_alone(m)):
        return None
    if (
        _ZERO_IN_A_WORD.match(plain, at)
        or (m["n"] == "一" and _IDIOM.match(plain, at))
        or len(m["n"]) > (12 if m["unit"] else 9)
    ):
        return None
    return _valued(m, text)


def _stands_alone(m: re.Match[str]) -> bool:
    """Digits do; characters only when they can be nothing but a count (一百零四, 三点五亿, not 三农)."""
    word: str = m["n"]
    spelt_out = len(word) >= 3 and any(c in word for c in "百千万亿") and not word.startswith(("百", "千", "万"))
    round_and_vague = len(word) == 2 and word[1] in "百千" and m["after"]
    return (
        bool(m["mult"] or round_and_vague) or word[0].isdigit() or (word[-1] in "万亿" and len(word) > 1) or spelt_out
    )


def _valued(m: re.Match[str], text: str) -> Quantity | None:
    word, multiple = m["n"], (m["mult"] or "").replace("w", "万").replace("W", "万")
    if (spelt := _HAN_TENTH.fullmatch(word)) and (whole := _value(spelt[1])) is not None:
        word, multiple = f"{whole:g}.{DIGITS[spelt[2]]}", "亿"
    if (tenths := _TENTH.fullmatch(word)) and not _STEPPED.fullmatch(word):
        word, multiple = f"{tenths[1]}.{tenths[3]}", tenths[2]
    if not word[0].isdigit():
        word, multiple = _split_multiple(word, multiple, told_vaguely=bool(m["vague"]))
    value, upper = _value(word), _value(m["upper"] or "")
    if value is None or (multiple and multiple not in MULTIPLES):
        return None  # 亿亿 is no figure
    if multiple and not word[0].isdigit() and value >= 10_000:
        # counted whole by _split_multiple
        value = value / MULTIPLES[multiple]
    unit = multiple + (m["unit"] or "")
    value += 0.5 if m["more"] else 0  # 三十六公里半
    if m["to"] == "/":
        return _make(m, text, value, unit, of=upper) if upper else None
    return _make(m, text, value, unit, upper=upper)


def _split_multiple(word: str, multiple: str, *, told_vaguely: bool) -> tuple[str, str]:
    """两亿零六百(多)万 is counted whole, in 万; 三百万 is 300 in 万; 三千一百 has no multiple."""
    tail = word[len(word.rstrip("万亿")) :]
    if multiple and told_vaguely and ("亿" in word or "万" in word):
        return word + multiple, multiple
    if tail and not multiple:
        head = word[: -len(tail)]
        return (word, tail) if "亿" in head or "万" in head else (head, tail)
    return word, multiple


def _value(word: str) -> float | None:
    if not word:
        return None
    if word[0].isdigit() and _STEPPED.fullmatch(word):
        return parse_numeral(word.translate(_SPELT))
    return float(word.replace(",", "")) if word[0].isdigit() else parse_numeral(word)


def _make(
    m: re.Match[str],
    text: str,
    value: float | None,
    unit: str,
    *,
    of: float | None = None,
    upper: float | None = None,
) -> Quantity | None:
    if value is None:
        return None
    start, end = _edges(m, text)
    return Quantity(start, end, text[start:end], value, _unit(unit), _comparator(m), of, upper)


def _edges(m: re.Match[str], text: str) -> tuple[int, int]:
    """Of the figure without the blanks around it."""
    start, end = m.start(), m.end()
    while text[start:end][-1:].isspace():
        end -= 1
    while text[start:end][:1].isspace():
        start += 1
    return start, end


def _unit(unit: str) -> str:
    return unit.replace("％", "%").replace("·", "")


def _comparator(m: re.Match[str]) -> str:
    after = m["after"] or ""
    if m["high"] or after in ("以内", "以下", "之内", "内"):
        return "<="
    if m["low"] or after == "以上":
        return ">="
    vague = m["near"] or m["vague"] or m["vague2"] or m["vague3"] or after
    return "≈" if vague else "="
