"""Numbers in a goal that are targets, apart from those that only describe (10亿元以上项目, 全长24公里)."""

import re
from dataclasses import dataclass, replace

from models.rules.plan.ranks import find_ranks
from models.rules.quantities import Quantity, find_quantities

_CHAR_UNITS = (
    "分钟|秒|分贝|公斤|毫克|微克|度电|把|列|趟|班次|班|基|集|幅|堂|课时|学时|标箱|"
    "标准箱|台套|台\\(套\\)|台（套）|套次|辆次|架次|班列|面|头次|例次|户头|架|单|票|"
    "剂次|剂|支队|路(?![面网基灯径段线由])|张次|人日|吨公里|MW|GW|kW|TEU|mm|毫米|蒸吨|兆"
)
_MORE_UNIT = re.compile(rf"\s?(?:(?P<mult>[万亿千百]{{1,2}})?(?P<unit>{_CHAR_UNITS}))")
_UNIT_TAIL = re.compile(
    r"(?:标准煤|标煤|当量|标准立方米|次(?!性))?(?:[/／](?:万元|亿元|百人|千人|万人|"
    r"人[·.]?[年月日]|立方米|平方米|平方公里|平方千米|公里|千克|公斤|小时|分钟|"
    r"[升秒日天年月亩户人吨辆次km³²]+))?"
)
_SMALL_MULTIPLE = re.compile(r"^(?:微克|毫克|纳克)")
_QUALIFIES = re.compile(r"\s?(?:及?以上|以下|以内|级|左右|规模)?(?:的|\s)*[\u4e00-\u9fffA-Za-z“\"（(][^，,；;。、\n]*")
_ABOVE = ("以上", "以下", "及以上")
_DESCRIBES_BEFORE = re.compile(
    r"(?:全长|总长度?|线路长|路线长|总面积|占地(?:面积)?|用地面积|建筑面积|总建筑面积|"
    r"总规模|建设规模|设计(?:能力|规模|时速)?|总库容|库容|红线宽|"
    r"(?<![提增拓放加升])[宽高]度?|直径|时速|批复|概算|估算|现有|原有|已有|已建成?|"
    r"存量|基数为?|上年|去年|20\d\d年[^，,；;。]{0,6}(?:为|的))(?:约|共|为|达|计|:|"
    r"：)*\s*$"
)
_INVESTMENT_BEFORE = re.compile(r"总投资(?:额)?(?:约|为|达|共|计|:|：)*\s*$")
_BASE_BEFORE = re.compile(r"(?:由|从|自)(?:20\d\d年?|上年|去年|目前|现有|原来)?(?:底|末)?的?[^，,；;。\d]{0,8}$")
_BASE_AFTER = re.compile(
    r"\s*(?:左右)?(?:提高|提升|增加|扩大|压缩|缩短|下降|降低|降|减少|精简|升|增|压减|扩展|拓展)[到至为]"
)
_COMPARED_BEFORE = re.compile(r"(?:比|较|同比|环比)[^，,；;。]{0,10}$")
_CEILING_BEFORE = re.compile(r"(?:不(?:超过?|高于|多于|大于|突破)|[≤＜<﹤]=?)\s*$")
_FLOOR_BEFORE = re.compile(r"(?:[≥＞>﹥]=?|不(?:低于|少于|小于|下于)|至少|最少|达到?|突破|超过?|逾|大于|高于|以上)\s*$")
_FELL_TO = re.compile(
    r"(?:压缩|压减|缩短|缩减|精简|减少|减至|降低|下降|降|限制)[到至在]\s*$|(?:控制|压|限)[到至在]\s*$"
)
_NOT_COUNTED_UNITS = {
    "",
    "万",
    "亿",
    "千",
    "百",
    "千亿",
    "百亿",
    "万亿",
    "岁",
    "周岁",
    "千伏",
    "kV",
    "千伏安",
    "本",
    "级",
    "期村",
    "队",
    "块",
    "倍",
    "位期",
    "轮",
}
_RANGE = re.compile(r"\s?[-—–~～至到]\s?")
_STOP = re.compile(r"[，,；;。、\n]")
_SPANS = ("分钟", "小时", "公里", "天", "个工作日", "工作日")
_WITHIN = re.compile(
    r"内?(?:[\u4e00-\u9fff]{0,6}圈|范围|服务|通勤|办结|响应|到场|到达|送达|回复|反馈)"
)  # 15分钟生活圈10个
_QUOTES = re.compile(r"[“\"「『][^”\"」』]{0,12}[”\"」』]")
_WINDOW = 40
_BRACKETS = re.compile(r"[（(【\[][^（）()【】\[\]]*[）)】\]]")
_SPOKEN_UNITS = frozenset("次线区期类手网方化")  # 二次供水, 三区
_WORD_NUMBER = re.compile(r"[一二三四五六七八九十百千两]")


@dataclass(frozen=True, slots=True)
class Target:
    """A target with its place in the text: text[start:end] is the number and its unit."""

    start: int
    end: int
    value: float
    unit: str
    comparator: str


def find_targets(text: str) -> list[Target]:
    """The quantified targets of a text, left to right."""
    hidden = _hide(text)
    quantities = [_widened(each, hidden) for each in find_quantities(hidden)]
    ranks = [Target(each.start, each.end, each.value, each.unit, "<=") for each in find_ranks(hidden)]
    found = [
        _target(each, hidden)
        for at, each in enumerate(quantities)
        if not any(rank.start < each.end and each.start < rank.end for rank in ranks)
        and _is_target(each, hidden, quantities[at + 1 :])
        and not (at and _RANGE.fullmatch(hidden[quantities[at - 1].end : each.start]))
    ]
    return sorted([*found, *ranks], key=lambda each: each.start)


def _hide(text: str) -> str:
    """Brackets and quoted names blanked out, same length; 其中 in brackets states a target of its own."""

    def blank(match: re.Match[str]) -> str:
        inside = match.group()
        if inside.startswith(("（", "(")) and (
            "其中" in inside or (re.search(r"^[（(]\d", inside) is None and "不低于" in inside)
        ):
            return inside
        return inside[0] + " " * (len(inside) - 2) + inside[-1]

    return _QUOTES.sub(blank, _BRACKETS.sub(blank, text))


def _widened(each: Quantity, text: str) -> Quantity:
    """Adds the unit's rest: 吨标准煤/万元, 把, 列."""
    end, unit = each.end, each.unit
    if unit in ("", "万", "亿", "千", "百") and (more := _MORE_UNIT.match(text, end)):
        end, unit = more.end(), unit + more.group().strip().replace("台（套）", "台").replace("台(套)", "台")
    bare = _end_of_unit(each, text)
    if unit and bare is not None and (tail := _UNIT_TAIL.match(text, bare)) and tail.group():
        unit += tail.group().replace("·", "").replace("／", "/")
        end = max(end, tail.end())
    return replace(each, end=end, unit=unit)


def _end_of_unit(each: Quantity, text: str) -> int | None:
    """Where the unit ends: a word such as 以上 may follow inside the quantity's text."""
    at = text.rfind(each.unit[-1], each.start, each.end) if each.unit else each.end - 1
    return at + 1 if at >= 0 else None


def _before(text: str, at: int) -> str:
    """The words in front, as far as they can matter."""
    return text[max(0, at - _WINDOW) : at]


def _is_target(each: Quantity, text: str, following: list[Quantity]) -> bool:
    before, after = _before(text, each.start), text[each.end : each.end + _WINDOW]
    if each.comparator == ">" or each.unit in _NOT_COUNTED_UNITS:
        return False
    if _is_spoken(each) or (_BASE_BEFORE.search(before) and _BASE_AFTER.match(after)):
        return False
    if _DESCRIBES_BEFORE.search(before) or re.search(r"[A-Za-z×*]$", before):
        return False
    if _INVESTMENT_BEFORE.search(before) and each.comparator == "=":
        return False
    return not _qualifies(each, text, following)


def _is_spoken(each: Quantity) -> bool:
    """一个, 两个 in running words count nothing unless a number is meant: only ten and more do."""
    if not _WORD_NUMBER.match(each.text) or each.unit in ("%", "亿元", "万元"):
        return False
    return each.value < 2 or (each.value < 10 and each.unit in ("次", "线", "区", "期", "类", "手", "网", "方", "化"))


def _qualifies(each: Quantity, text: str, following: list[Quantity]) -> bool:
    """10亿元以上 in 10亿元以上项目25个 says which projects, not how much."""
    stop = _STOP.search(text, each.end)
    end = stop.start() if stop else len(text)
    nexts = [other for other in following if other.start < end and other.unit]
    if not nexts:
        return False
    between = text[each.end : nexts[0].start].strip()
    if each.text.endswith(_ABOVE) or between.startswith(("及以上", "以上", "以下", "级")):
        return True
    return between.startswith("的") or (each.unit in _SPANS and bool(_WITHIN.match(between)))


def _target(each: Quantity, text: str) -> Target:
    return Target(each.start, each.end, each.value, each.unit, _comparator(each, _before(text, each.start)))


def _comparator(each: Quantity, before: str) -> str:
    if each.comparator == "≈" or each.text.endswith(("左右", "上下")):
        return "≈"
    if _FLOOR_BEFORE.search(before) or each.comparator == ">=":
        return ">="
    if each.comparator == "<=" or _FELL_TO.search(before) or _CEILING_BEFORE.search(before):
        return "<="
    return ">="
