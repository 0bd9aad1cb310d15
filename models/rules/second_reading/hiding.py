"""Who is named in a reply and under which number is nobody's business: such words are blotted out, one sign for each."""

import re
from collections.abc import Iterable

NAME, FIGURE = "某", "*"
LEAST_NAME = 2  # characters; a single one would blot out half of a language
_NUMBERS = re.compile(
    r"(?<![\d.])(?:0\d{2,3}[- ]?)?\d{7,17}[\dXx]?(?![\d.万亿%])|(?<!\d)1\d{2}[- ]\d{4}[- ]\d{4}(?!\d)|[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)


def shown(quote: str, hidden: str, text: str) -> str:
    """A quote of what was sent, in the words that were said."""
    at = hidden.find(quote) if quote else -1
    return text[at : at + len(quote)] if at >= 0 else quote


def hide(text: str, names: Iterable[str]) -> str:
    """The same length, so that a place in what is sent is the same place in what was said."""
    for name in sorted({name for name in names if len(name) >= LEAST_NAME}, key=len, reverse=True):
        text = text.replace(name, NAME * len(name))
    return _NUMBERS.sub(lambda found: FIGURE * len(found[0]), text)
