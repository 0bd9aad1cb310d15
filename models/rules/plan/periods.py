"""Columns that stand for a stretch of the year: 一季度, 上半年, 1-6月, 9月底."""

import re
from datetime import date

from models.rules.date_forms import month_end, number
from models.rules.plan.lexicon import squeeze

_TAIL = (
    r"(?:工作|形象|阶段|任务|推进|节点|序时|累计|投资)*(?:目标|计划|节点|任务|进度|"
    r"安排|要求|完成|内容|指标|量|打算|值)*"
)
_YEAR = r"(?:(?P<y>20\d\d)年?)?"
_QUARTER = re.compile(
    rf"{_YEAR}第?(?P<q>[一二三四1-4])季度?[末底]?{_TAIL}|{_YEAR.replace('y>', 'y2>')}Q(?P<q2>[1-4]){_TAIL}",
    re.I,
)
_HALF = re.compile(rf"{_YEAR}(?P<h>上半年|下半年|前三季度|半年|年中){_TAIL}")
_MONTH = re.compile(
    rf"{_YEAR}(?:截至|到|至)?(?:\d{{1,2}}月?[-—~～至到]+)?(?P<m>1[0-2]|0?[1-9]|"
    rf"十[一二]?|[一二三四五六七八九])月份?[底末]?(?:前|止)?{_TAIL}"
)
_YEAR_END = re.compile(rf"{_YEAR}(?:全年|年底|年末|年终){_TAIL}")
_HALVES = {"上半年": 6, "半年": 6, "年中": 6, "下半年": 12, "前三季度": 9}


def header_period(header: str, year: int) -> date | None:
    """The last day a column heading stands for; 全年 counts as such only beside other periods."""
    text = re.sub(r"\([^()]*\)", "", squeeze(header))
    if match := _QUARTER.fullmatch(text):
        written = match["y"] or match["y2"]
        return month_end(int(written or year), 3 * number(match["q"] or match["q2"]))
    if match := _HALF.fullmatch(text):
        return month_end(int(match["y"] or year), _HALVES[match["h"]])
    if match := _MONTH.fullmatch(text):
        return month_end(int(match["y"] or year), number(match["m"]))
    return None


def is_whole_year(header: str) -> bool:
    return bool(_YEAR_END.fullmatch(re.sub(r"\([^()]*\)", "", squeeze(header))))
