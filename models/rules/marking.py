"""Words that carry a secrecy marking, or look like a red-head paper: held where they are, never forwarded."""

import re

_MARK = re.compile(
    r"(?:绝密|机密|秘密)\s*(?:级)?\s*[★☆▲]|密\s*级\s*[:：]\s*(?:绝密|机密|秘密)|^\s*[\[【（(]?(?:绝密|机密|秘密)(?:级)?[\]】）)]?(?:\s|$|[:：,，])"
)
_RED_HEAD = re.compile(r"(?:主送|签发人)\s*[:：].{0,200}(?:抄送|印发)", re.DOTALL)


def is_marked(text: str) -> bool:
    return bool(_MARK.search(text) or _RED_HEAD.search(text))
