"""The measures that figures come in, and their size in a common base."""

from __future__ import annotations

import re
from functools import lru_cache

_MEASURES = (
    "个百分点|百分点|个点|个工作日|工作日|个月|小时|平方公里|平方千米|平方米|立方米|公里|千米|公顷|平方|平米",
    "亩|厘米|米|km|㎡|亿千瓦时|千瓦时|兆瓦|千瓦|千伏安|千伏|千克|公斤|吨|斤|微克|人次|户次|批次|件次|车次|场次",
    "元|块钱|块|美元|美金|欧元|标段|端口|泊位|点位|天|%|％|方|kV|kW|MW",
)
_COUNTS = (
    "个户家所座件条人名套项处场间张台部辆株棵栋幢对批次宗例起只根盏眼口艘架组片"
    "段门份册支枚位期村镇床桩站篇轮头尾羽本类倍级岁队"
)
MULTIPLES = {"万亿": 1e12, "亿": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5, "万": 1e4, "千": 1e3, "百": 1e2}
_PER = r"(?:/(?:人[·.]?月|立方米|平方米|千人|万人|小时|[日天年月亩户人吨]))?"
_LONGEST_FIRST = sorted("|".join(_MEASURES).split("|"), key=len, reverse=True)
UNIT_PATTERN = rf"(?:(?:{'|'.join(_LONGEST_FIRST)}|[{_COUNTS}]){_PER})"
MULTIPLE_PATTERN = f"(?:{'|'.join(MULTIPLES)})"

_BASES: dict[str, tuple[str, float]] = {
    "公里": ("length", 1000.0),
    "千米": ("length", 1000.0),
    "km": ("length", 1000.0),
    "米": ("length", 1.0),
    "平方公里": ("area", 1e6),
    "平方千米": ("area", 1e6),
    "平方米": ("area", 1.0),
    "㎡": ("area", 1.0),
    "平方": ("area", 1.0),
    "平米": ("area", 1.0),
    "方": ("area", 1.0),
    "亩": ("land", 1.0),
    "公顷": ("land", 15.0),
    "元": ("money", 1.0),
    "块": ("money", 1.0),
    "块钱": ("money", 1.0),
    "美元": ("dollars", 1.0),
    "美金": ("dollars", 1.0),
    "%": ("percent", 1.0),
    "％": ("percent", 1.0),
    "个百分点": ("points", 1.0),
    "百分点": ("points", 1.0),
    "个点": ("points", 1.0),
    "天": ("days", 1.0),
    "个月": ("days", 30.0),
    "小时": ("hours", 1.0),
    "个工作日": ("workdays", 1.0),
    "工作日": ("workdays", 1.0),
    "吨": ("weight", 1.0),
    "公斤": ("weight", 0.001),
    "千克": ("weight", 0.001),
    "千瓦": ("power", 1.0),
    "兆瓦": ("power", 1000.0),
    "MW": ("power", 1000.0),
}


@lru_cache(maxsize=1024)
def base_of(unit: str) -> tuple[str, float]:
    """(kind, size in the kind's base): 万元 → ("money", 10000); counted things share the kind "count"."""
    if not unit:
        return "none", 1.0
    for multiple, size in MULTIPLES.items():
        rest = unit[len(multiple) :]
        if unit.startswith(multiple) and unit not in _BASES:
            kind, base = base_of(rest)
            return kind, base * size
    if "/" in unit:
        return unit.replace("·", "").replace(".", ""), 1.0
    return _BASES.get(unit, ("count", 1.0))


_MULTIPLIED = "万亿百千"


def as_counted(said: str, wanted: str) -> str:
    """方 is the square or the cubic metre, whichever the task counts; any other unit is what it says."""
    multiple, rest = (said[:-1], said[-1:]) if said.endswith("方") else ("", "")
    metres = wanted.lstrip(_MULTIPLIED)
    return multiple + metres if rest and metres in ("平方米", "立方米") else said


_PERSONS = "人名位"
_LIKE = ("户家", "所座", "个项件处", "台套")  # said for one another


def measure(unit: str) -> str:
    """What a unit measures, as far as shares are counted: 1200名 of 3000人 is as much as 1200人."""
    return "人" if unit and unit in _PERSONS else unit


def may_mean(said: str, wanted: str) -> bool:
    """Whether a figure told in one unit can be of what is counted in another: 亿元 of 万元, 个 of 条, never 条 of 个."""
    kind, other = base_of(said)[0], base_of(wanted)[0]
    if kind != other or kind != "count" or said == wanted:
        return kind == other
    said, wanted = said.lstrip(_MULTIPLIED), wanted.lstrip(_MULTIPLIED)  # 40926座 of 4.1万座
    if measure(said) == measure(wanted):
        return True
    return said in "个项处件" or any(said in group and wanted in group for group in _LIKE)


_WORDS = (
    "项目|条件|条例|处置|处理|个体|个人|场馆|场地|场所|家庭|家电|人才|人口|人民|人居|户籍|户外|床位|站点|站房|座谈|所有|批复|"
    "批准|台账|片区|架设|组建|组织|组团|期限|村庄|村级|村民|村集体|镇区|镇街|支持|支付|方案|方面|方向|块状|轮训|天然|天气|"
    "口袋|口岸|口径|口腔|本月|本周|本年|本季|本轮|本次|本期|人行|人社|人防|人工|人员|部分|部门|部署|支部|支路|支线|支管|"
    "根治|根据|例行|只完成|只有|只剩|尾水|尾款|尾工|门诊|名城|名镇|名村|位于|村道|镇村|日常|日间|度汛|十五五|对象|"
    "对接|对标|对外|对口|起草|起步|名单|本级|本市|级配|队伍|类别|次干|点位|分局|分类|分别|分期|时间|多数|百姓|千亿|万人|百强|度假"
)  # 46 项目开工3个: they only begin like a measure
AS_A_FIGURE = rf"(?!\s*(?:{_WORDS}))\s*(?:{UNIT_PATTERN}|[月日年时点分度届万亿千百十多余来几%.\-~—/])"
_AS_A_FIGURE = re.compile(AS_A_FIGURE)


def begins_with_measure(rest: str) -> bool:
    """What follows a number makes it a figure: 26户, 28公里, 3月; not 46 项目."""
    return _AS_A_FIGURE.match(rest) is not None
