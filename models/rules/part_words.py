"""How 督查室 divides a task (46 分子项：1 管线迁改 市住建局 6月20日；2 …), and lets it be reported before its parts are done."""

import re
from dataclasses import dataclass
from datetime import date

from models.rules.addressees import Directory
from models.rules.dates import find_dates, find_impossible_dates

MOST = 20
_NUMBER = r"(?:第\s*)?(?P<number>J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?"
_DIVIDES = re.compile(
    rf"{_NUMBER}\s*[，,：:]?\s*(?:分成?|拆成?|拆分成?|设|增加?|列)\s*(?:\d{{1,2}}个?)?\s*子项\s*[：:，,]?\s*(?P<items>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ITEM = re.compile(r"[(（]?(?:\d{1,4}\s*[.．\-—])?\d{1,2}[)）]?(?:[号项](?!目)|[.．、:：)）])?\s*(?=[^\d\s])|[①-⑳]\s*")
_EDGE = " \t\n，,。；;：:、（）()"
_GLUE = re.compile(r"(?:由|请|，|,|、|责任单位|牵头单位|单位)\s*$")
_TAIL = re.compile(r"^\s*(?:牵头|负责|承担|主办|落实|完成|办结|前完成|前)+")
_WAIVES = re.compile(
    rf"(?:准予|同意|准许)\s*{_NUMBER}\s*(?:可以)?先?报结(?P<reason>.*)|"
    + rf"{_NUMBER}\s*[，,]?\s*(?:准予|同意|准许)先?报结(?P<reason>.*)".replace("number", "first").replace(
        "reason", "why"
    ),
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class DraftPart:
    """`unit` is a full name, "" where none is recognised; `wrong` is a date that no calendar has."""

    title: str
    unit: str
    due: date | None = None
    wrong: str = ""


def read_parts(text: str, units: Directory, today: date) -> tuple[str, tuple[DraftPart, ...]] | None:
    """The number that is divided and what into; None for other words."""
    match = _DIVIDES.fullmatch(text.strip()[:4000])
    if match is None:
        return None
    items = [piece.strip(_EDGE) for piece in re.split(r"[；;\n]", match["items"])]
    drafts = tuple(_item(piece, units, today) for piece in items if piece)
    return match["number"].upper().lstrip("0"), drafts


def _item(piece: str, units: Directory, today: date) -> DraftPart:
    number = _ITEM.match(piece)
    said = piece[number.end() :] if number else piece
    dates = find_dates(said, now=today)
    impossible = find_impossible_dates(said, now=today)
    if dates:
        said = f"{said[: dates[-1].start]} {_TAIL.sub('', said[dates[-1].end :])}"
    found = next((one for one in units.find(said) if one.units), None)
    if found is not None:
        said = f"{_GLUE.sub('', said[: found.start])} {_TAIL.sub('', said[found.end :])}"
    title = " ".join(said.split()).strip(_EDGE)
    return DraftPart(title, found.units[0] if found else "", dates[-1].on if dates else None, "、".join(impossible))


def read_waiver(text: str) -> tuple[str, str] | None:
    """46 准予报结：桥梁由省里另行组织 → its number and why."""
    match = _WAIVES.fullmatch(text.strip()[:600])
    if match is None:
        return None
    number, reason = match["number"] or match["first"], match["reason"] or match["why"] or ""
    return number.upper().lstrip("0"), re.sub(r"^理由[是为]?[：:，,]?\s*", "", reason.strip(_EDGE)).strip(_EDGE)
