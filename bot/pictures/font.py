"""Which characters the font beside it can draw, read from its table of characters (cmap, format 4)."""

import struct
from functools import cache
from pathlib import Path

FONT = Path(__file__).parent / "NotoSansSC.otf"
MISSING = "〓"  # what printers put where a character is to be found yet


def seen(text: str) -> str:
    """What the font lacks falls into the eye instead of falling out of the word."""
    return "".join(each if ord(each) in covered() else MISSING for each in text)


@cache
def covered() -> frozenset[int]:
    content = FONT.read_bytes()
    tables = {tag: at for tag, _, at, _ in struct.iter_unpack(">4sLLL", content[12 : 12 + 16 * _short(content, 4)])}
    at = tables[b"cmap"]
    at += struct.unpack_from(">L", content, at + 8)[0]  # its first subtable
    assert _short(content, at) == 4, "made by pyftsubset: characters of the basic plane"
    count = _short(content, at + 6) // 2
    ends = struct.unpack_from(f">{count}H", content, at + 14)
    starts = struct.unpack_from(f">{count}H", content, at + 16 + 2 * count)
    spans = (range(start, end + 1) for start, end in zip(starts, ends, strict=True))
    return frozenset(code for span in spans for code in span) - {0xFFFF}


def _short(content: bytes, at: int) -> int:
    return int(struct.unpack_from(">H", content, at)[0])
