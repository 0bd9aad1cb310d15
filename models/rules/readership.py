"""For whom a broadcast is: roles, units, kinds of unit, a leader's portfolio, people by name; read from an office's words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from models.errors import PersonError
from models.rules.obligations import UnitKind
from models.rules.unit_names import UnitIndex

HEADS_AND_LIAISONS = ("head", "liaison")  # who is meant where only a unit is named

# longest words first: 分管副市长 is no 副市长 of another kind
ROLE_WORDS = {
    "主要负责同志": "head", "主要负责人": "head", "单位负责人": "head", "负责同志": "head", "负责人": "head", "一把手": "head",
    "局长": "head", "督查联络员": "liaison", "联络员": "liaison", "经办人": "liaison", "AB岗": "deputy", "代班负责人": "deputy",
    "分管市领导": "leader", "分管领导": "leader", "市政府领导": "leader", "市领导": "leader", "副市长": "leader", "领导": "leader",
    "副秘书长": "aide", "秘书长": "aide", "秘书": "aide", "督查室": "admin", "管理员": "admin",
}  # fmt: skip
KIND_WORDS = {
    "市直部门": UnitKind.DEPARTMENT, "市直单位": UnitKind.DEPARTMENT, "市级部门": UnitKind.DEPARTMENT, "部门": UnitKind.DEPARTMENT,
    "开发区": UnitKind.PARK, "园区": UnitKind.PARK, "县市区": UnitKind.COUNTY, "县区": UnitKind.COUNTY, "区县": UnitKind.COUNTY,
    "县政府": UnitKind.COUNTY, "党委部门": UnitKind.PARTY, "市委部门": UnitKind.PARTY, "垂管单位": UnitKind.HOSTED,
    "驻市单位": UnitKind.HOSTED, "企业": UnitKind.HOSTED,
}  # fmt: skip
ALL_UNITS = {"单位", "责任单位", "牵头单位", "人", "人员", "同志", "全体", "大家", "所有人", "全员"}
_ALL = re.compile(r"^(?:所有的?|全部|全体|各位|各个?|每个)")
_PORTFOLIO = re.compile(
    r"^(?P<leader>[\u4e00-\u9fff]{1,4}?)(?:副?市长|常务|书记|秘书长)?(?:所|的)?分管的?(?:单位|部门)?"
)
_LEADER = re.compile(r"(?P<name>[\u4e00-\u9fff]{1,4}?)(?:常务副市长|副市长|市长|常务)")
_NAMED = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,4}?)(?:局长|主任|县长|区长|书记|同志)?")
_AND = re.compile(r"[、，,和与及]|以及|还有")
ME = {"我", "自己", "我自己", "本人"}


@dataclass(frozen=True, slots=True)
class Group:
    """Those in these roles; of all units where neither units nor kinds nor a portfolio narrow it."""

    roles: tuple[str, ...] = ()
    units: tuple[str, ...] = ()  # full names
    kinds: tuple[str, ...] = ()
    portfolio: str = ""  # a leader's name
    people: tuple[str, ...] = ()  # names


@dataclass(frozen=True, slots=True)
class Readership:
    words: str  # as it was said
    groups: tuple[Group, ...]

    def to_json(self) -> dict[str, Any]:
        groups = [
            {"roles": list(g.roles), "units": list(g.units), "kinds": list(g.kinds), "portfolio": g.portfolio, "people": list(g.people)}
            for g in self.groups
        ]  # fmt: skip
        return {"words": self.words, "groups": groups}


def from_json(stored: Mapping[str, Any]) -> Readership:
    groups = (
        Group(tuple(g["roles"]), tuple(g["units"]), tuple(g["kinds"]), g["portfolio"], tuple(g["people"]))
        for g in stored["groups"]
    )
    return Readership(stored["words"], tuple(groups))


@dataclass(frozen=True, slots=True)
class Known:
    """Whom this city has: units, leaders and other people by name; `me` is who is speaking."""

    units: UnitIndex = field(default_factory=lambda: UnitIndex(()))
    leaders: Sequence[str] = ()
    people: Sequence[str] = ()
    me: str = ""


def read_readership(words: str, known: Known) -> Readership:
    """Raises PersonError, which names the part nobody could be found for."""
    whole = _group(words, known)  # 市发展和改革委员会 holds a 和
    if whole is not None and (whole.units or whole.roles):
        return Readership(words, (_with_roles(whole),))
    parts = [part for part in _AND.split(words) if part.strip()]
    groups = [_group(part, known) for part in parts]
    missing = [part for part, group in zip(parts, groups, strict=True) if group is None]
    if missing or not groups:
        raise PersonError(_not_found(missing[0] if missing else words))
    return Readership(words, tuple(_with_roles(group) for group in _inherited([g for g in groups if g is not None])))


def _not_found(part: str) -> str:
    return f"没找到发给谁：“{part}”。可以写：所有联络员、各单位主要负责人、分管领导、市住建局、各县区联络员、某市长分管的单位、某人姓名。"


def _inherited(groups: list[Group]) -> list[Group]:
    """市住建局、市水利局的联络员: the role said of the last unit is meant of those before it, too."""
    found: list[Group] = []
    roles: tuple[str, ...] = ()
    for group in reversed(groups):
        is_scope = bool(group.units or group.kinds or group.portfolio)
        if is_scope and not group.roles and roles:
            group = replace(group, roles=roles)
        roles = group.roles if is_scope else ()
        found.append(group)
    return found[::-1]


def _with_roles(group: Group) -> Group:
    return group if group.roles or group.people else replace(group, roles=HEADS_AND_LIAISONS)


def _group(part: str, known: Known) -> Group | None:
    text = part.strip().replace("ＡＢ", "AB").replace("A、B", "AB")
    if text in ME:
        return Group(people=(known.me,)) if known.me else None
    if (named := _leader(text, known)) or (named := _person(text, known)):
        return Group(people=(named,))
    scope, role = _role(text)
    scope = _ALL.sub("", scope.strip()).strip("的 ")
    roles = (role,) if role else ()
    if not scope:
        return Group(roles) if roles else None
    if scope in ALL_UNITS:
        return Group(roles or HEADS_AND_LIAISONS)
    if kind := KIND_WORDS.get(scope.removesuffix("单位")) or KIND_WORDS.get(scope):
        return Group(roles, kinds=(kind.value,))
    if (match := _PORTFOLIO.fullmatch(scope)) and (leader := _by_surname(match["leader"], known.leaders)):
        return Group(roles, portfolio=leader)
    if unit := known.units.resolve(scope):
        return Group(roles, units=(unit,))
    return None


def _role(text: str) -> tuple[str, str]:
    for word in sorted(ROLE_WORDS, key=len, reverse=True):
        if text.endswith(word):
            return text.removesuffix(word).removesuffix("的"), ROLE_WORDS[word]
    return text, ""


def _leader(text: str, known: Known) -> str | None:
    match = _LEADER.fullmatch(text)
    return _by_surname(match["name"], known.leaders) if match else None


def _by_surname(name: str, leaders: Sequence[str]) -> str | None:
    """沈在舟, or 沈 where only one leader is called so."""
    found = [leader for leader in leaders if leader == name] or [
        leader for leader in leaders if leader.startswith(name)
    ]
    return found[0] if len(found) == 1 else None


def _person(text: str, known: Known) -> str | None:
    match = _NAMED.fullmatch(text)
    names = {text} | ({match["name"]} if match else set())
    found = [name for name in known.people if name in names]
    return found[0] if len(found) == 1 else None
