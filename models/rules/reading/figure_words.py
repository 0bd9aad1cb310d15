"""The words around figures: what makes a number done, left, planned, a part, or another thing's."""

from __future__ import annotations

import re
from functools import lru_cache

from models.rules.reading.word_patterns import Patterns, pattern

HAN = re.compile(r"[一-鿿]")
ENDS_FIGURE = re.compile(r"\s*(?:$|[了的,，。;；、(（!！%]|左右|上下|以上|多|个|整|执行|出头)")

_ADVERBS = (
    "(?:已经?|都|全部|全|均|今天|昨天|上午|下午|实际|目前|约|大概|差不多|才|只|仅|就|刚|累计|现|正式|陆续|也|集中|顺利)"
)
_DAYS = "本月|这个月|当月|本周|这周|昨天"


class FigureWords(Patterns):
    """Those that end in $ look at the words before a figure, those that are matched at the words behind it."""

    total_so_far = pattern("〈累计〉[^,，。;；]{0,8}$")
    done_before = pattern(r"(?:〈办结|办成|办成·数字前〉|[一-鿿][了完好成])[了完成好的过有约近才:：为是]{0,3}\s*$")
    done_after = pattern(
        f"[一-鿿]{{0,6}}?{_ADVERBS}{{0,3}}(?:〈办结|办成|办成·数字后〉|[一-鿿][了完好过](?![一-鿿]?没))(?!不|难)"
    )
    finished_before = pattern(r"(?:〈办结〉|验收)[了]?\s*$")
    remainder = pattern(r"(?:〈剩余〉|没[一-鿿]{1,4}的?|未[一-鿿]{1,4}的?)(?:的|下|了|大概|约|最后|有){0,2}\s*$")
    open_state = pattern("[一-鿿]{0,6}?(?:〈未办·数字后〉|[没未](?!问题|毛病|出现|发生))")
    target_after = pattern(r"\s*[一-鿿]{0,4}的?〈目标·数字后〉")
    inside = pattern(r"\s*[一-鿿]{0,4}?(?:里面?|中(?![标心学医])|当中)")
    before_half = pattern(
        "(?:^|[到过有成]|完成了?|[做干修建装改办投铺]了|刚|正好|大概|大约|约|差不多|将近|快|进度|"
        r"才|已经?|接近|占)[的是为约有]?\s*$"
    )
    rises_from = pattern(r"(?:从|由)[一-鿿]{0,5}$")
    rises_to = pattern(r"\s*(?:提高|提升|上升|增长|增加|推进|升)?[到至]了?\s*$")
    started = pattern(r"(?:〈开工〉|开建)[了的]?\s*$")
    early = pattern(
        "(?:〈开工|工序〉|签[约订]?|立项|申报|体检|摸[底排]|选|谈|定)[了好定完过]{0,2}[的约有]{0,2}\\s*$"
    )  # a stage before the last
    starting = pattern("〈开工〉|施工率")
    no_part = pattern(
        "〈率·泛指|办结|办成|办成·数字前〉|截[至止]|[今昨]天|[年月日号]|全[市县区部]|各[县市区]+|"
        "我[局委办县区们]+|这[项个块边]|那[项个]|[前第]?[一二三四]季度"
    )  # before a rate: they name no part of the task
    target_before = pattern(
        r"(?:〈目标·数字前〉|应[^急对][^,，]{0,2}|离|距离?|比[^,，]{0,4}[低高少多]|[低高]于[^,，]{0,5})\s*$"
    )
    superseded = pattern("〈更正·原报〉")
    corrected = pattern("〈更正·实际〉[^,，。;；]{0,6}$")
    increment = pattern(
        f"(?:(?<![到至止])(?:{_DAYS})|上周|今天|今日|近期|最近|"
        rf"(?<![-—~至到\d])[一二三四五六七八九十\d]{{1,2}}月份?|又|再|另外?)[一-鿿]{{0,4}}〈新增〉[一-鿿]{{0,3}}\s*$"
        r"|(?:^|[,，。;；\s])(?:又|另)[一-鿿]{0,6}\s*$|又[一-鿿]{1,3}了?\s*$"
        rf"|(?<![到至止])(?:{_DAYS}|上个?月|今天(?!起))[一-鿿]{{0,4}}\s*$"
    )
    part_of = pattern(r"(?:〈其中〉|分配[一-鿿]{0,2})[一-鿿]{0,6}?\s*$|(?:把|将|被|给|使|让|对)\s*$")
    already = pattern(r"已|[一-鿿]了$")
    future = pattern("〈将来|将来·数字前〉|将[^近]|[底日号节末旬]前")
    future_after = pattern(r"[一-鿿]{0,6}?(?:〈将来·数字后〉|[一二三四五六七八九十\d]{1,2}月[底份初中]?)")
    other_money = pattern("〈不算进度的钱〉")
    requested = pattern("(?:〈请求〉|(?<!申)请(?!示|假|问|了)|盼|拜托)[^,，。;；]*$")
    stage = pattern("〈工序|工序·数字前〉")
    stage_after = pattern(f"[一-鿿]{{0,4}}?(?:{_ADVERBS}{{0,2}})(?:到|在|做|完成|进入)?(?P<stage>〈工序〉|开工|动工)")
    whole_task = pattern(
        "(?:总体|整体|形象|综合|总的?|全部工程|(?<!主体)(?<!土建)(?<!基础)(?<!附属)(?<!配套)(?<!前期)工程量?|总)(?:进度|完成率?|进展|"
        "形象)?[一-鿿]{0,5}$|(?:总体|整体|形象)[一-鿿]{0,8}$"
    )
    not_of_task = pattern(r"(?:〈率·不算进度〉|[一-鿿]占比)[一-鿿]{0,3}\s*$")


_GENERIC = set("完成新增建设改造实施培育办理基本投用任务工作数量个项的和及等总")
_SAME_COUNT = (
    frozenset("户家个"),
    frozenset("人名位个"),
    frozenset("个处座所家项条只台部点站"),
    frozenset("件项个宗例起"),
    frozenset("套户间"),
    frozenset("株棵"),
    frozenset("栋幢座"),
    frozenset({"人", "人次", "名"}),
    frozenset({"批", "批次"}),
    frozenset({"场", "场次"}),
    frozenset({"户", "户次"}),
    frozenset({"家", "家次"}),
    frozenset({"件", "件次"}),
    frozenset({"车", "车次", "台", "辆"}),
    frozenset("艘条只"),
    frozenset("台套部"),
    frozenset("眼口"),
    frozenset("家所"),
)


def prefix_of(figure: str) -> str:
    """The words before the number that the figure swallowed: 达到, 超过, 约."""
    match = re.match(r"[^\d零〇一二三四五六七八九十百千万两]*", figure)
    return match.group() if match else ""


def count_fit(unit: str, wanted: str) -> float:
    """1 for the same measure word, less for one people use in its place, 0 for another thing's."""
    unit, wanted = unit.lstrip("万亿百千"), wanted.lstrip("万亿百千")
    if unit == wanted:
        return 1.0
    if any(unit in group and wanted in group for group in _SAME_COUNT):
        return 0.4
    return 0.3 if "个" in (unit, wanted) else 0.0


@lru_cache(maxsize=512)
def own_characters(name: str, names: tuple[str, ...]) -> dict[str, float]:
    """The characters that name an indicator; those of its sisters and of every plan weigh little."""
    others = "".join(each for each in names if each != name)
    return {  # a name is told by few characters
        char: 0.15 if char in _GENERIC else 0.25 if char in others else 1.0 for char in name if char.isalnum()
    }
