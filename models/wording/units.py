"""What kind of body a unit is, as 督查室 asks and says it."""

from models.people import Unit
from models.rules.obligations import Rung, UnitKind
from models.wording.phrases import plain, short
from models.wording.tone import tone_of

KINDS = "市直部门、开发区、县区、党委部门、垂管、驻市、企业、市领导兼任"
FARTHEST = {
    Rung.R1: "提醒和到期的由督查室商市委督查室",
    Rung.R2: "最多在清单里再提，不打电话、不报领导",
    Rung.R3: "最多由督查室电话了解，报不报领导由督查室逐件定",
}


def no_such_unit(name: str) -> str:
    return f"通讯录里没有“{plain(short(name, 16))}”，没有改动。请写单位全称或简称，如“单位 市税务局 垂管”。"


def which_kind(said: str) -> str:
    return f"“{plain(short(said, 12))}”不是一类单位，没有改动。可写：{KINDS}。"


def is_now(unit: Unit, ceiling: Rung) -> str:
    return f"{unit.short}：{_said(unit, ceiling)}\n要改请回“单位 {unit.short} 垂管”这样一句，可写：{KINDS}。"


def changed(unit: Unit, ceiling: Rung) -> str:
    return f"{unit.short}已记为{_said(unit, ceiling)}\n在办事项从现在起照此办理，已定的时限不变。"


def _said(unit: Unit, ceiling: Rung) -> str:
    how = FARTHEST.get(ceiling, "按阶梯全程办理")
    request = "，行文用商请" if tone_of(unit.kind).is_partner else ""
    return f"{UnitKind(unit.kind).label}：{how}{request}。"
