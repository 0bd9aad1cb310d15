"""Numbers written in Chinese characters, spoken forms included (一万二, 二三十)."""

from __future__ import annotations

import re

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_ONLY_NUMERALS = frozenset([*DIGITS, *SCALES, "点"])
_DIGIT, _LAST, _ZERO = "[一二三四五六七八九两俩]{1,2}", "[一二三四五六七八九]{1,2}", "[零〇]?"
_BELOW_WAN = (  # 三千一百零五, 三百二, 二三十
    f"(?:(?={_DIGIT}|十)(?:{_DIGIT}千)?(?:{_ZERO}{_DIGIT}百)?(?:(?:{_ZERO}{_DIGIT})?十(?:{_LAST})?|{_ZERO}{_LAST})?)"
)
_OF_WAN = f"(?:{_BELOW_WAN}|两)"
_COUNTED = re.compile(  # 四亿六千 is 四亿六千万 to one and not to the next: no number
    f"{_OF_WAN}万?亿(?:{_ZERO}{_OF_WAN}万(?:{_ZERO}(?!十){_BELOW_WAN})?|[零〇]{_BELOW_WAN}|[一二三四五六七八九])?"
    f"|{_OF_WAN}万(?:{_ZERO}(?!十){_BELOW_WAN})?|{_BELOW_WAN}|[百千]万?亿?"
)
LONGEST = 24  # more characters than any number people say


def parse_numeral(word: str) -> float | None:
    """三千一百三十五 → 3135, 三点五亿 → 350000000, 一万二 → 12000, 二三十 → 20 (the lower end)."""
    if not word or len(word) > LONGEST or not word.strip("点") or not _ONLY_NUMERALS.issuperset(word):
        return None
    whole, point, fraction = word.partition("点")
    if not point:
        return _whole(word)
    tail = fraction.rstrip("万亿")
    if not tail or not all(c in DIGITS for c in tail):
        return None
    head = _whole(whole) if whole else None
    value = None if head is None else head + float("0." + "".join(str(DIGITS[c]) for c in tail))
    for scale in fraction[len(tail) :]:
        value = None if value is None else value * SCALES[scale]
    return value


def _whole(word: str) -> float | None:
    if all(c in DIGITS for c in word):
        return _spoken_digits(word)
    if not _COUNTED.fullmatch(word):
        return None  # 万三, 百六十, 一百一百: nobody counts so
    total = section = last = biggest = 0
    pending: int | None = None
    for c in word:
        if c in DIGITS:
            pending, last = _join(pending, DIGITS[c]), last if DIGITS[c] else 0
            if pending is None:
                return None
        elif (scale := SCALES[c]) < 10_000:
            section += (pending or 1) * scale
            pending, last = None, scale
        else:
            part = section + (pending or 0)
            total = (total + part) * scale if scale > biggest else total + part * scale
            section, pending, last, biggest = 0, None, scale, max(scale, biggest)
    return float(total + section + _last_digit(pending or 0, last))


def _last_digit(digit: int, scale: int) -> int:
    """The 二 of 三百二 is twenty; after 零 (scale 0) or 十 it is what it says."""
    return digit * scale // 10 if scale > 10 else digit


def _join(pending: int | None, digit: int) -> int | None:
    """Two digits in a row are a range when they are neighbours (二三十): the lower one stays."""
    if pending is None or pending == 0:
        return digit
    return pending if digit == pending + 1 else None


def _spoken_digits(word: str) -> float | None:
    if len(word) == 1:
        return float(DIGITS[word])
    if len(word) == 2 and DIGITS[word[1]] == DIGITS[word[0]] + 1 and DIGITS[word[0]]:
        return float(DIGITS[word[0]])
    return None
