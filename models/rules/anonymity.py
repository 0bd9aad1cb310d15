"""Words that may leave the city: who said them, whom they name, and how to reach anybody are gone; what was meant stays."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

SOMEBODY, SOMEWHERE = "某同志", "某地"
_KINDS = ("管委会", "中心", "公司", "集团", "局", "委", "办", "县", "区", "市", "院", "校", "站", "队")
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛"
    "邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文柳鲁祁甘覃颜翁"
)
_TITLE = (
    "副?(?:市长|县长|区长|局长|主任|秘书长|书记|科长|处长|总工|部长|院长|所长|站长|镇长|乡长|主席|经理|队长|工程师)"
)
_OF_A_CLAUSE = r"(?=$|[，,。；;：:\s！!]|说|讲|牵头|负责|盯|带队|跟进|在|已|来|去)"
_TITLED = re.compile(rf"[{_SURNAMES}][一-鿿]{{0,2}}?{_TITLE}|[{_SURNAMES}](?:副?[局科处]|总|工){_OF_A_CLAUSE}")
_NAMED_AND_TITLED = re.compile(f"{SOMEBODY}{_TITLE}")
_TASKED = re.compile(rf"(?<=[由让请找@])[{_SURNAMES}][一-鿿]{{1,2}}?(?=牵头|负责|盯|跟进|来|同志|具体|带队|对接)")
_REACHED = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1\d{2}[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[-—– ]?\d{7,8}(?!\d)|\d{17}[\dXx]|[\w.+-]+@[\w-]+\.[\w.]+"
)
_HOME = re.compile(r"(家住|住址是?|住在)[^，,。；;\s]{2,24}")
_PAPER = re.compile(r"[一-鿿]{2,8}(?=[〔\[［]20\d\d[〕\]］])")
_PLACE = re.compile(r"^([一-鿿]{2,3})[市县区](?=.)")


@dataclass(frozen=True, slots=True)
class Known:
    """Who and what the contacts know; longest names are looked for first."""

    words: dict[str, str] = field(default_factory=dict)

    def scrubbed(self, text: str) -> str:
        if self.words:
            listed = sorted(self.words, key=len, reverse=True)
            every = re.compile("|".join(map(re.escape, listed)))
            text = every.sub(lambda m: self.words[m.group()], text)
        text = _PAPER.sub("某文", _REACHED.sub("", _NAMED_AND_TITLED.sub(SOMEBODY, text)))
        return _HOME.sub(r"\1某处", _TASKED.sub(SOMEBODY, _TITLED.sub(SOMEBODY, text)))

    def of(self, value: Any) -> Any:
        """The same of every string of a row, so that words and labels still fit each other."""
        if isinstance(value, str):
            return self.scrubbed(value)
        if isinstance(value, list | tuple):
            return [self.of(each) for each in value]
        return {key: self.of(each) for key, each in value.items()} if isinstance(value, dict) else value


def known(
    units: Iterable[str], people: Iterable[str], accounts: Iterable[str], phones: Iterable[str], titles: Iterable[str]
) -> Known:
    """`titles` are headings of plans: they begin with the city's name."""
    units = [name for name in units if len(name) > 1]
    words = {place: SOMEWHERE for name in (*units, *titles) for place in _places(name)}
    for name in units:
        words |= {way: _kind(name) for way in _ways(name)}
    words |= {name: SOMEBODY for name in people if len(name) > 1}
    return Known(words | {word: "" for word in (*accounts, *phones) if len(word) > 2})


def _places(name: str) -> list[str]:
    found = _PLACE.match(name)
    return [found.group(), found[1]] if found else []


def _ways(name: str) -> list[str]:
    """市水利局, 水利局"""
    bare = name[1:] if name[0] in "市县区省" else name
    return [name, *([bare] if len(bare) > 2 else [])]


def _kind(name: str) -> str:
    short = name.removesuffix("人民政府") or name
    kind = next((kind for kind in _KINDS if short.endswith(kind)), "单位")
    return f"某{'县' if name.endswith('县人民政府') else kind}"
