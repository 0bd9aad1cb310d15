"""How a kind of unit is spoken to: a bureau is asked, who is nobody's subordinate is requested (商请), in one place."""

from dataclasses import dataclass

from models.rules.obligations import UnitKind


@dataclass(frozen=True, slots=True)
class Tone:
    you: str  # 贵局
    we: str  # 我局
    gives: str  # {unit}承担…, or 商请{unit}承担…
    asks: str
    is_partner: bool  # 烦请, not 请
    late: str  # so many working days after it was due
    ceiling: str  # what no clock brings by itself; empty for the whole ladder
    beside: str = ""  # who else may answer


BUREAU = Tone("贵局", "我局", "{unit}承担", "请认领。", False, "待回{n}个工作日", "")
PARTNER = Tone(
    "贵单位", "我单位", "商请{unit}承担", "烦请研究回复。", True, "已过{n}个工作日",
    "贵单位按商请办理：到期只在清单里再提，不转督查室电话，也不列入领导摘要。",
)  # fmt: skip
TONES = {
    UnitKind.DEPARTMENT: BUREAU,
    UnitKind.PARK: Tone("贵区", "我区", BUREAU.gives, BUREAU.asks, False, BUREAU.late, ""),
    UnitKind.COUNTY: Tone(
        "贵单位", "我单位", BUREAU.gives, BUREAU.asks, False, BUREAU.late,
        "县区由县政府办联系，按小时计的时限放宽一倍；最多由督查室电话了解，是否报领导由督查室逐件定。",
    ),
    UnitKind.PARTY: Tone(
        "贵单位", "我单位", PARTNER.gives, PARTNER.asks, True, PARTNER.late,
        "党委部门不由本系统催办：提醒和到期的由督查室商市委督查室。",
    ),
    UnitKind.HOSTED: PARTNER,
    UnitKind.CITY_LEADER: Tone(
        "贵单位", "我单位", BUREAU.gives, "请您安排认领。", False, PARTNER.late,
        "主要负责同志是市领导：此后的提醒只发秘书或联络员，不转督查室电话，也不列入其他领导的摘要。",
        "秘书可先备好，由您确认。",
    ),
}  # fmt: skip


def tone_of(kind: str) -> Tone:
    return TONES[UnitKind(kind)]
