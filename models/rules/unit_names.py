"""Which unit a name means: full and short names, names without 市, near spellings that fit only one."""

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from models.rules.plan.lexicon import squeeze

_NEAR_ENOUGH = 88.0
_LEAD = 6.0  # how far the best must lie ahead of the next
_SUFFIX = re.compile(r"(?:等|\(.*?\)|\(?牵头\)?|\(?主办\)?)$")
_PLACE = re.compile(r"^(?:[\u4e00-\u9fff]{2,4}(?=[市县区州旗][\u4e00-\u9fff]{2}))?[市县区州旗](?![\u4e00-\u9fff]?$)")
# What offices shorten, longest first; applied to both sides of a comparison.
_SHORTER = tuple(
    (words[0], words[-1] if len(words) > 1 else "")
    for words in (
        line.split()
        for line in """
发展和改革委员会 发改委
发展改革委员会 发改委
发展改革委 发改委
发展和改革局 发改局
发展改革局 发改局
工业和信息化 工信
经济和信息化 经信
经济信息化 经信
科学技术 科技
人力资源和社会保障 人社
人力资源社会保障 人社
自然资源和规划 自规
自然资源与规划 自规
资源规划 自规
资规 自规
住房和城乡建设 住建
住房城乡建设 住建
城市管理和综合执法 城管
城市管理综合执法 城管
城管执法 城管
城市管理 城管
综合行政执法 执法
交通运输 交通
文化和旅游 文旅
文化旅游 文旅
文化广电旅游体育 文广旅体
文化广电和旅游 文旅
文化广电旅游 文旅
卫生健康 卫健
卫生健康委员会 卫健委
应急管理 应急
市场监督管理 市监
市场监管 市监
医疗保障 医保
退役军人事务 退役军人
数据资源管理 数据
数据资源 数据
大数据管理 数据
政务服务和数据 数据
政务服务数据 数据
地方金融监督管理 金融
地方金融管理 金融
行政审批服务 审批
行政审批 审批
国有资产监督管理委员会 国资委
乡村振兴 乡振
生态环境 生态环境
环保局 生态环境局
农业局 农业农村局
机关事务管理 机关事务
机关事务服务中心 机关事务中心
经济技术开发区 经开区
经济开发区 经开区
高新技术产业开发区 高新区
高新技术开发区 高新区
管理委员会 管委会
招商服务中心 招商中心
招商引资服务中心 招商中心
投资促进 招商
城市投资发展 城投
城市建设投资 城投
城市投资 城投
集团有限公司 集团
集团公司 集团
有限责任公司 公司
有限公司 公司
委员会 委
人民政府 政府
办公室 办
管理局 局
国家税务总局
""".strip().splitlines()
    )
)


class UnitIndex:
    def __init__(self, units: Sequence[tuple[str, Sequence[str]]]) -> None:
        self._fulls = [full for full, _ in units]
        self._exact: dict[str, set[str]] = {}
        self._brief: dict[str, set[str]] = {}
        self._bare: dict[str, set[str]] = {}
        for full, short in units:
            for name in (full, *short):
                self._exact.setdefault(squeeze(name), set()).add(full)
                self._brief.setdefault(brief(name), set()).add(full)
                self._bare.setdefault(_without_place(brief(name)), set()).add(full)

    def resolve(self, name: str) -> str | None:
        plain = _SUFFIX.sub("", squeeze(name))
        if not plain:
            return None
        word = brief(plain)
        bare = _without_place(word)
        keys = (
            (self._exact, plain),
            (self._brief, word),
            (self._brief, f"{word}管委会"),
            (self._bare, bare),
            (self._bare, f"{bare}管委会"),
        )
        for index, key in keys:
            found = {full for full in index.get(key, set()) if _may_be(plain, full)}
            if len(found) == 1:
                return next(iter(found))
            if found:
                return None
        return self._near(brief(plain))

    def _near(self, key: str) -> str | None:
        """A near spelling, if it fits one unit only and names no other level of government."""
        if len(key) < 4:
            return None
        hits = process.extract(key, list(self._brief), scorer=fuzz.ratio, limit=4, score_cutoff=_NEAR_ENOUGH - _LEAD)
        scored: dict[str, float] = {}
        for word, score, _ in hits:
            if _level(word) == _level(key):
                for full in self._brief[word]:
                    scored[full] = max(scored.get(full, 0.0), score)
        ranked = sorted(scored.items(), key=lambda one: -one[1])
        if not ranked or ranked[0][1] < _NEAR_ENOUGH:
            return None
        return ranked[0][0] if len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= _LEAD else None


@lru_cache(8192)  # the names of a city, asked for again at every turn
def brief(name: str) -> str:
    text = squeeze(name)
    for long, short in _SHORTER:
        text = text.replace(long, short)
    return text


def _without_place(name: str) -> str:
    return _PLACE.sub("", name)


def _may_be(name: str, full: str) -> bool:
    """县水利局 is never 市水利局; a name without its level may be any."""
    return not _level(name) or not _level(full) or _level(name) == _level(full)


def _level(name: str) -> str:
    match = re.match(r"[\u4e00-\u9fff]{0,4}?([省市县区州旗])(?!场)", name.removeprefix("国家税务总局"))
    return match[1] if match else ""
