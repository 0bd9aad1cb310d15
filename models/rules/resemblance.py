"""Which of several tasks a line without a number speaks of: only when one stands out."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

LEAST = 55.0
LEAD = 12.0
LEAST_RUN = 3  # characters in a row
_WHEN = re.compile(r"[年月日号底前]")  # 6月底前 stands in many goals
_HAN = re.compile(r"[一-鿿]+")
_NOISE = re.compile(r"[\d\s，,。；;：:、（）()%％亿万元个条户家所座公里米年月日号已经完成进展目前累计推进中的了]")


def likeliest(text: str, titles: Sequence[str]) -> int | None:
    """The index of the title these words resemble clearly more than any other; None when none or several do."""
    said = _NOISE.sub("", text[:400])
    if len(said) < 2 or not titles:
        return None
    scores = sorted(((score(said, title), index) for index, title in enumerate(titles)), reverse=True)
    best, index = scores[0]
    second = scores[1][0] if len(scores) > 1 else 0.0
    return index if best >= LEAST and best - second >= LEAD else _named(text[:400], titles)


def _named(text: str, titles: Sequence[str]) -> int | None:
    """老旧小区嘛，…: the only title that shares three characters in a row with the line, whatever else it says."""
    shared = sorted(((_longest_run(text, title), index) for index, title in enumerate(titles)), reverse=True)
    longest, index = shared[0]
    second = shared[1][0] if len(shared) > 1 else 0
    return index if longest >= LEAST_RUN and longest - second >= 2 else None


def _longest_run(text: str, title: str) -> int:
    longest = 0
    for run in _HAN.findall(_WHEN.sub("，", text)):
        for start in range(len(run)):
            while run[start : start + longest + 1] in title and start + longest < len(run):
                longest += 1
    return longest


def score(said: str, title: str) -> float:
    """0–100: how much of the shorter one stands in the longer one, pair of characters by pair."""
    plain = _NOISE.sub("", title)
    pairs = {plain[i : i + 2] for i in range(len(plain) - 1)}
    mine = {said[i : i + 2] for i in range(len(said) - 1)}
    if not pairs or not mine:
        return 0.0
    shared = len(pairs & mine) / min(len(pairs), len(mine)) * 100
    return 0.7 * shared + 0.3 * float(fuzz.partial_ratio(said, plain))
