"""Which lines of a sheet are parts (子项) of the line above: 3.1, 3-2, （1） under 3, or rows beside one merged number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.rules.plan.gathering import Facts
from models.rules.plan.lexicon import Role, squeeze
from models.rules.plan.rows import read_seq
from models.rules.plan.values import PlanLine

_POINTED = re.compile(r"[(（]?(?P<of>\d{1,4})[.．\-—–_](?P<n>\d{1,2})[)）]?[.．、号]?")
_AS_DAY = re.compile(
    r"20\d\d[-/.年](?P<of>\d{1,2})[-/.月](?P<n>\d{1,2})日?(?:00:00:00)?|(?P<m>\d{1,2})月(?P<d>\d{1,2})日"
)
_INNER = re.compile(r"[(（]?\s*[\d０-９]{1,2}\s*[)）]|[①-⑳]")
_HANDED_DOWN = (Role.LEADER, Role.LEAD, Role.OWNER, Role.DUE)


@dataclass(frozen=True, slots=True)
class Place:
    """`parent` is the place of the line it is part of among all lines, from 1."""

    seq: int
    part: int
    parent: int


def with_rows_apart(facts: Sequence[Facts]) -> list[Facts]:
    """Rows beside one merged number that each name another lead: the line as a whole, then each row of it."""
    return [each for one in facts for each in (one, *one.rows_apart)]


def places(facts: Sequence[Facts]) -> list[Place | None]:
    """Of each line that is a part, in the order of the sheet."""
    found: list[Place | None] = []
    whole, taken = 0, {0}  # the line that parts belong to, and the numbers of its parts
    for at, one in enumerate(facts, 1):
        above = facts[whole - 1] if whole and facts[whole - 1].table == one.table else None
        n = _part(one, above, taken) if above is not None else None
        if n is None:
            whole, taken = at, {0}
            found.append(None)
        else:
            taken.add(n)
            found.append(Place(_seq(facts[whole - 1]) or 0, n, whole))
    return found


def handed_down(part: Facts, whole: Facts) -> Facts:
    """What the sheet leaves blank beside a part is that of the whole line."""
    blank = {role: whole.cells.get(role, ()) for role in _HANDED_DOWN if not part.text(role).strip()}
    if Role.LEAD not in blank:
        blank.pop(Role.OWNER, None)
    return replace(part, cells={**part.cells, **blank})


def as_part(line: PlanLine, place: Place) -> PlanLine:
    return replace(
        line, seq=place.seq, seq_text=f"{place.seq}.{place.part}", part=place.part, parent=place.parent
    )  # fmt: skip


def _part(one: Facts, whole: Facts, taken: set[int]) -> int | None:
    following = max(taken) + 1
    if one.row_of_one:
        return following
    seq, text = _seq(whole), one.words(Role.SEQ).strip()
    if seq is None:
        return None
    if _INNER.fullmatch(text) and not _INNER.fullmatch(whole.words(Role.SEQ).strip()):
        n = read_seq(text.strip("()（）"))
        return n if n == following else None
    text = squeeze(text)
    match = _POINTED.fullmatch(text) or _AS_DAY.fullmatch(text)
    if match is None:
        return None
    groups = match.groupdict()
    of, n = int(groups["of"] or groups["m"]), int(groups["n"] or groups["d"])
    if of != seq:
        return None
    return following if n in taken else n  # a spreadsheet keeps 3.10 as 3.1; one that stands twice is counted on


def _seq(facts: Facts) -> int | None:
    return read_seq(facts.words(Role.SEQ))
