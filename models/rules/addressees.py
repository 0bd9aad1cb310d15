"""Which units a sentence of an order gives work to, and which it merely names (会同市财政局, 报市政府办)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from models.rules.obligations import UnitKind
from models.rules.unit_kinds import peer_kind
from models.rules.unit_names import UnitIndex, brief


class Part(Enum):
    LEADS = auto()
    SUPPORTS = auto()
    NAMED = auto()  # somebody to report to, or a mere mention
    UNCLEAR = auto()  # leads where nobody else does


@dataclass(frozen=True, slots=True)
class Addressed:
    """text[start:end] names these units, in order; `unknown` are names of no unit we know."""

    start: int
    end: int
    units: tuple[str, ...]
    unknown: tuple[str, ...]
    part: Part
    each: bool = False  # 各县区: every one for itself


_EACH = (
    (re.compile(r"各(?:县[（(]市、?区[）)]|县市区|区县|县区|县|区|市县)(?:政府|人民政府)?"), UnitKind.COUNTY),
    (re.compile(r"各(?:开发区|园区|功能区)(?:管委会)?"), UnitKind.PARK),
    (re.compile(r"(?:市直|市级)?各(?:部门|委办局)|市直(?:各)?(?:部门|单位|各单位)"), UnitKind.DEPARTMENT),
)
_UNKNOWN = re.compile(
    r"(?<=请)(?:[市县区])[一-鿿]{2,8}?(?:局|委|办|中心|公司|集团|管委会|委员会)(?=[、，,和及与 ：:]|\s|[^一-鿿]|要|应|在|于|今|明|本|下|周|抓|尽|立|马|负|牵|认|按|会|就|对)"
)
_JOIN = re.compile(r"\s*(?:等)?(?:[、，,/]|和|及|与|以及|并)?\s*")
_AFTER_LEADS = re.compile(
    r"(?:等(?:单位|部门)?)?[）)]?(?:共同|分别|具体|抓紧|同志)?(?:负责|牵头|主办|承办|落实|要|应|须|需|必须)"
)
_AFTER_SUPPORTS = re.compile(
    r"(?:等(?:单位|部门)?)?(?:共同|予以|积极|做好|全力)?(?:配合|协助|协办|参与|参加|支持|协同)"
)
_BEFORE_SUPPORTS = re.compile(r"(?:会同|联合|协同|会商|商|配合单位[为是]?[：:]?|协办单位[：:]?|[，,、]配合)\s*$")
_BEFORE_NAMED = re.compile(
    r"(?:报送?|抄[报送]|送|向|对接|对|与|和|同|跟|给|到|赴|在|从|替|经|征求|听取|关于|商请|配合|支持|对接|衔接|反馈|根据|按照|按|把|将)\s*$"
)
_TELLS = re.compile(r"(?:通知|来文|来函|反映|反馈|转来|转办|提出|建议)[，,：:请]?")
_OTHER_BODY = re.compile(r"[一-鿿]{2,4}(?:局|委员会|镇|乡|街道|村)")  # 青山县水利局 is not 青山县
_SEAT = re.compile(r"管委会|人民政府|政府")
_WITH = re.compile(r"(?:做好|加强|主动|抓紧)?(?:衔接|对接|沟通|协商|会商)")
_BEFORE_LEADS = re.compile(
    r"(?:^|[，,。；;：:！!\n（(【\[、）)]|请|由|责成|要求|责令|督促|安排|通知|明确|指定|让|转|交|交由|交给|交办|@|牵头单位|责任单位|主办单位|承办单位|单位|强调|指出|指示|批示|决定|议定|同志|"
    r"[市区县]长|秘书长|书记|主任)\s*$"
)


class Directory:
    """The units of a city, found by name in running text."""

    def __init__(self, units: Sequence[tuple[str, Sequence[str], UnitKind]]) -> None:
        self._index = UnitIndex([(full, shorts) for full, shorts, _ in units])
        self._kinds = [(full, peer_kind(full, kind)) for full, _, kind in units]
        names = {name for full, shorts, _ in units for one in (full, *shorts) for name in _spellings(one)}
        listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        self._pattern = re.compile(listed) if listed else None

    def find(self, text: str) -> list[Addressed]:
        groups = _grouped(text, self._mentions(text))
        return [
            Addressed(g[0].start, g[-1].end, _once(u for m in g for u in m.units), _once(n for m in g for n in m.unknown),
                      _part(text, g[0].start, g[-1].end), any(m.each for m in g))
            for g in groups
        ]  # fmt: skip

    def resolve(self, name: str) -> str | None:
        return self._index.resolve(name)

    def _mentions(self, text: str) -> list[Addressed]:
        found = [one for pattern, kind in _EACH for one in self._of_kind(text, pattern, kind)]
        for match in self._pattern.finditer(text) if self._pattern else ():
            full = None if _is_part_of_another(text, match.start()) else self._index.resolve(match[0])
            if full is not None and not _taken(found, match.start()):
                end = match.end() + _length(_SEAT, text, match.end())
                found.append(Addressed(match.start(), end, (full,), (), Part.UNCLEAR))
        for match in _UNKNOWN.finditer(text):
            if not _taken(found, match.start()) and not any(match.start() <= one.start < match.end() for one in found):
                found.append(Addressed(*match.span(), (), (match[0],), Part.UNCLEAR))
        return sorted(found, key=lambda one: one.start)

    def _of_kind(self, text: str, pattern: re.Pattern[str], kind: UnitKind) -> list[Addressed]:
        of_kind = tuple(full for full, its in self._kinds if its is kind)
        return [Addressed(*m.span(), of_kind, (), Part.UNCLEAR, each=True) for m in pattern.finditer(text) if of_kind]


def _spellings(name: str) -> set[str]:
    found = {name, brief(name)}
    found |= {re.sub(r"^[一-鿿]{0,4}?市(?=[一-鿿]{2,})", "", one) for one in found}
    return {one for one in found if len(one) >= 3}


def _is_part_of_another(text: str, start: int) -> bool:
    """The 水利局 of 青山县水利局 or 省水利局 is none of ours."""
    return start > 0 and text[start - 1] in "省县区旗州"


def _length(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() - at if found else 0


def _taken(found: Sequence[Addressed], at: int) -> bool:
    return any(one.start <= at < one.end for one in found)


def _once(names: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))  # type: ignore[call-overload]


def _grouped(text: str, mentions: Sequence[Addressed]) -> list[list[Addressed]]:
    """Names in a row stand in one place of the sentence."""
    groups: list[list[Addressed]] = []
    for one in mentions:
        is_partner = text[one.start - 1] in "与和同跟" and _WITH.match(text, one.end)
        if groups and not is_partner and _JOIN.fullmatch(text, groups[-1][-1].end, one.start):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _part(text: str, start: int, end: int) -> Part:
    before, after = text[max(0, start - 12) : start], text[end : end + 16]
    if _AFTER_SUPPORTS.match(after) or _BEFORE_SUPPORTS.search(before):
        return Part.SUPPORTS
    if _TELLS.match(after) or (text[end - 1] in "县区市旗" and _OTHER_BODY.match(after)):
        return Part.NAMED
    is_named = _BEFORE_NAMED.search(before) is not None
    if _BEFORE_LEADS.search(before) or (_AFTER_LEADS.match(after) and not is_named):
        return Part.LEADS
    return Part.NAMED if is_named else Part.UNCLEAR
