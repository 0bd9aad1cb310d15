"""A contacts workbook made of a messenger's directory, for a city that begins without one: for a person to finish."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.rules.contact_sheets import Field
from models.rules.directory import Entry, Path
from models.rules.plan.grid import Sheet

ACCOUNTS = {"wecom": Field.WECOM, "dingtalk": Field.DINGTALK, "feishu": Field.FEISHU}
# Departments that only group units: their name is the unit's kind.
_GROUP = re.compile(
    r"[市县区]直(?:机关|部门|单位)*|各?县市?区|各?县（市、区）|党委(?:部门|群团)?|党群(?:部门)?|政府(?:组成)?部门|开发区(?:和园区)?|各开发区|"
    r"(?:中央|省)?垂[直管](?:管理)?(?:部门|单位)?|驻[市县区](?:单位|机构)|(?:市属|国有|驻市)?企业|企事业单位|其他单位"
)
_LEADERS = re.compile(r"(?:[市县区](?:委|政府)?|政府|党政)?领导(?:班子)?|[市县区]政府领导")
_OFFICE = re.compile(r".*督查(?:室|局|科|办)")


@dataclass(frozen=True, slots=True)
class Template:
    """`headed` of the units have a head in the directory."""

    sheets: tuple[Sheet, ...]
    units: int
    headed: int


def template(entries: Sequence[Entry], platform: str) -> Template:
    """In the order of the directory. What it does not say stays empty; two heads of one unit are told in a remark."""
    account = ACCOUNTS[platform]
    active = [one for one in entries if one.is_active]
    units = list(dict.fromkeys(path for one in active for place in one.paths if (path := _unit(place))))
    rows = [_unit_row(path, [one for one in active if path in one.leads]) for path in units]
    leaders = [one for one in active if any(_LEADERS.fullmatch(name) for path in one.paths for name in path)]
    office = [one for one in active if any(_OFFICE.fullmatch(name) for path in one.paths for name in path)]
    sheets = (
        _sheet("单位通讯录", (Field.UNIT, Field.SHORT, Field.KIND, "主要负责人", Field.TITLE, Field.PHONE, account, Field.VICE_LEADER, Field.LIAISON, "备注"), rows),
        _sheet("市领导", (Field.NAME, Field.TITLE, Field.PORTFOLIO, Field.PHONE, account), [(o.name, o.title, "", o.mobile or "", o.userid) for o in leaders]),
        _sheet("督查联络员", (Field.UNIT, Field.NAME, Field.PHONE, account), []),
        _sheet("AB岗", (Field.UNIT, Field.NAME, Field.PHONE, account), []),
        _sheet("督查室", (Field.NAME, Field.TITLE, Field.PHONE, account), [(o.name, o.title, o.mobile or "", o.userid) for o in office]),
        _sheet("市领导秘书", (Field.NAME, "服务领导", Field.PHONE, account), []),
    )  # fmt: skip
    return Template(sheets, len(rows), sum(bool(row[3]) for row in rows))


def _unit(path: Path) -> Path | None:
    """The topmost department that groups no others; the leaders' is none."""
    for length, name in enumerate(path, 1):
        if _LEADERS.fullmatch(name):
            return None
        if not _GROUP.fullmatch(name):
            return path[:length]
    return None


def _unit_row(path: Path, heads: Sequence[Entry]) -> tuple[str, ...]:
    kind = path[-2] if len(path) > 1 else ""
    named = "、".join(one.name for one in heads)
    if len(heads) != 1:
        remark = f"通讯录里有{len(heads)}位负责人：{named}" if heads else "通讯录里没有设负责人"
        return (path[-1], "", kind, "", "", "", "", "", "", remark)
    [head] = heads
    return (path[-1], "", kind, head.name, head.title, head.mobile or "", head.userid, "", "", "")


def _sheet(name: str, header: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Sheet:
    return Sheet(name, (tuple(map(str, header)), *rows))
