"""An independent eye on a reading: every value must stand in the words that are quoted for it. cn2an reads the numerals."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise, product

import cn2an

from models.rules.reading import Evidence, Reading

_RUN = re.compile(r"[\d零〇一二三四五六七八九十百千万亿两点.,半]+")
_DATE_WORDS = re.compile(
    "今|这个?月|明|后天|周|星期|礼拜|月底|月末|年底|年末|年内|全年|年前|季度|半年|月初|月中|上旬|中旬|下旬|下个?月|本月|这个月|次月|月内|下班|"
    "元旦|春节|除夕|过年|清明|五一|劳动节|端午|中秋|国庆|十一|开学|节前|假|号|日|[点时:]"
)
_NARROW = {code + 0xFEE0: code for code in map(ord, "0123456789.%")}
_SPELT = "零一二三四五六七八九"
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_ALONE = {"百": 100.0, "千": 1000.0, "十": 10.0}  # words that cn2an does not take for numbers
_COUNTED = re.compile(r"天|工作日|周|星期|礼拜|个?月|年|季")


def numbers(words: str) -> set[float]:
    """Every number that the words may spell, also a part of one: 1万2 is 12,000, 1, and 2."""
    plain = re.sub(r"(?<=[０-９])，(?=[０-９]{3})", ",", words).translate(_NARROW)
    found: set[float] = {50.0} if "半" in plain else set()
    found |= {float(f"{many}.{tenths}") for many, tenths in re.findall(r"(\d+)[万亿](\d)", plain)}  # 27亿3
    for run in _RUN.findall(plain):
        for part in {run, *re.findall(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[^\d.,]+", run)}:
            found |= _values(part)
    if re.search("[^\\d零〇一二三四五六七八九十百千万亿两]半", plain):  # 三十六公里半
        found |= {each + 0.5 for each in found}
    return found


def _values(run: str) -> set[float]:
    found = {_ALONE[run[0]]} if run[:1] in _ALONE and not run.strip(run[0] + "万亿") else set()
    run = run.replace(",", "").replace("〇", "零").replace("两", "二").strip(".点半") or "零"
    found |= {float(_SPELT.index(a)) for a, b in pairwise(run) if _are_neighbours(a, b)}
    if len(run) > 1 and run[-2] in _SCALES and run[-1] in _SPELT:  # 三百二
        found |= {each + _SPELT.index(run[-1]) * _SCALES[run[-2]] / 10 for each in _values(run[:-1])}
    run = "".join(b for a, b in pairwise(f" {run}") if not _are_neighbours(a, b))  # 二三十 is at least twenty
    for text in {run, run.rstrip("万亿"), run.rstrip("百千万亿"), run.lstrip("零")}:
        for spelt in {text, text.translate(str.maketrans("0123456789", _SPELT))}:
            try:
                found.add(float(cn2an.cn2an(spelt, "smart")))
            except (ValueError, KeyError, IndexError, TypeError):
                continue
    return found


def _are_neighbours(a: str, b: str) -> bool:
    return a in _SPELT and _SPELT.find(b) == _SPELT.index(a) + 1


def untraced(reading: Reading, text: str) -> list[str]:
    """The values whose number or day is not in their own words."""
    return [
        f"{item.field} {item.value} of {item.span.text!r}" for item in reading.evidence if not _is_traced(item, text)
    ]


def _is_traced(item: Evidence, text: str) -> bool:
    if text[item.span.start : item.span.end] != item.span.text:
        return False
    if item.field == "indicators":
        return _stands(float(re.search(r"=(-?[\d.e+]+)", item.value)[1]), item.span.text)
    if item.field == "percent" and item.rule != "done_is_all":
        return _stands(float(item.value), item.span.text)
    if item.field == "next_date":
        return _is_day_of(date.fromisoformat(item.value), item.span.text)
    return True


def _stands(value: float, words: str) -> bool:
    known = numbers(words)
    scaled = {each * by for each in known for by in (1, 10, 1e-4, 1e-8, 0.1, 0.01)}
    shares = {by * a / b for a, b in product(known, repeat=2) if b for by in (100, 0.01)}
    tenths = {10 * a + b for a in known for b in known | {5.0} if 0 <= a <= 10 and 0 <= b < 10}
    return any(abs(value - each) <= max(0.006, 1e-9 * abs(value)) for each in scaled | shares | tenths)


def _is_day_of(day: date, words: str) -> bool:
    known = numbers(words) | set(map(float, re.findall(r"\d+", words.translate(_NARROW))))
    if known & {float(day.day), float(day.month), float(day.month % 12 + 1)} or _DATE_WORDS.search(words):
        return True
    return bool(known and _COUNTED.search(words))
