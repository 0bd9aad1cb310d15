"""What was typed, as the rules know it: narrow digits and letters, no marks at the edges that say nothing."""

from __future__ import annotations

import re

from models.rules.wide_signs import narrow

_FADING = re.compile(r"(?:[~…]|\.(?=\.)|(?<=\.)\.)+(?![\d~….])")  # 完成12座~ 下周开工…
_AT_FIRST = re.compile(r"[\s。，,、！!；;]+")
_AT_LAST = "。.，,、！!；;"


def plain(text: str) -> tuple[str, int]:
    """The text and where in what was typed it begins; each character keeps its place."""
    same = narrow(text)
    if "~" in same or "…" in same or ".." in same:
        same = _FADING.sub(lambda marks: "，" * len(marks.group()), same)
    begins = found.end() if (found := _AT_FIRST.match(same)) else 0
    ends = len(same)
    while ends > begins and (same[ends - 1] in _AT_LAST or same[ends - 1].isspace()):
        ends -= 1
    return same[begins:ends], begins
