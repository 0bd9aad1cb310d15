"""Words that carry a secrecy marking, or look like a red-head paper: held where they are, never forwarded."""

import re

_LEVEL = "(?:绝密|机密|秘密)"
_MARKS = (
    re.compile(rf"{_LEVEL}\s*级?\s*[★☆▲]"),
    re.compile(rf"密\s*级\s*[:：]\s*{_LEVEL}"),
    re.compile(rf"^\s*[\[【(（]{_LEVEL}级?[\]】）)]"),
    re.compile(rf"^\s*{_LEVEL}级?(?:\s|$|[:：,，])"),
    re.compile(r"(?:主送|签发人)\s*[:：].{0,200}(?:抄送|印发)", re.DOTALL),
)


def is_marked(text: str) -> bool:
    return any(mark.search(text) for mark in _MARKS)
