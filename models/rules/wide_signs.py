"""Digits, letters and signs of a Chinese keyboard, as they are written with the narrow ones."""

from __future__ import annotations

import re
import string

_NARROW = {chr(0xFEE0 + ord(sign)): sign for sign in string.digits + string.ascii_letters + "%.-/+@#&=~[]"}
_WIDE = re.compile(f"[{''.join(_NARROW)}]")  # few texts have any; str.translate would look up every character
_WIDE_THOUSANDS = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")  # elsewhere ， parts two clauses


def narrow(text: str) -> str:
    """１２，０００％ as 12,000%; each character keeps its place."""
    if not _WIDE.search(text):
        return text
    return _WIDE.sub(lambda sign: _NARROW[sign.group()], _WIDE_THOUSANDS.sub(",", text))
