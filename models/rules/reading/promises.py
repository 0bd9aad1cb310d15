"""The nearest date a reply promises or expects."""

from __future__ import annotations

import re
from datetime import date

from models.rules.date_steps import later
from models.rules.dates import FoundDate
from models.rules.reading.grounds import Ground, Rule, doubts
from models.rules.reading.said import FAR_DAYS
from models.rules.reading.statement import Statement
from models.rules.reading.values import NextDate

_UNREACHABLE = re.compile(
    "来不及|完不成|完成不了|搞不完|做不完|干不完|赶不上|赶不及|不可能|够呛|悬|有难度|有困难|"
    "难以|很难|无法|达不到|到不了|不行|拿不下"
)
_UNREACHABLE_BEFORE = re.compile("(?:赶不上|来不及|完不成|到不了|拖过|拖到|等不到)[一-鿿]{0,2}$")
_PAST_BEFORE = re.compile(r"(?:截至|截止到?|到目前|自|从|\d\s?[-—~至到])\s*$")
_PAST_AFTER = re.compile(
    r"\s*(?:以来|起(?!草)|止|为止|已|就已|完成[了]?[\d一二三四五六七八九十]|"
    "[一-鿿]{0,3}(?:召开了|已经|审过|通过了|公示了|批了))"
)
_FUTURE = re.compile(
    "预计|争取|力争|计划|拟|打算|准备|将|再|能|才|确保|保证|可以?|要|前|交付|报|回复|开会|"
    "开工|动工|进场|通水|通车|封顶|收官|完工|竣工|投用|开诊|验收|搞定|清掉|完|供|到货|揭牌|"
    "剩|还差|申请|延|问题不大|没问题|有把握"
)
_DONE_FIGURE = re.compile(
    "(?:只|才|仅|共|又)?(?:完成|新[增签开建办]|累计|投了|投资|入库|办结|到位|增长|增|达到?|做了|装了|建成|封顶|开工|"
    r"[一-鿿]了)[^,，。;；前]{0,8}?[\d一二三四五六七八九十百千万]"
)
_GENERIC_EFFORT = re.compile(r"[一-鿿]{0,2}(?:加大|加快|加强|加紧|抓紧|继续|持续|发力|冲刺|全力|重点|大干)")
_ANNUAL_WORDS = re.compile(r"度?(?:目标|任务|计划|工作|指标|各项)")
_EXTENSION_TO = re.compile(
    "(?:延期?|延后|延长|顺延|推迟|推后|推|调整|调|改|挪|移|缓|放宽|宽限|结转|展期)(?:时间|"
    r"节点|工期|期限)?(?:为|到|至|成|在)?\s*$"
)
_EXTENSION_BY = re.compile(
    "(?:顺延|展期|宽限|延期?|延长|延后|推迟|推后|往后[挪推移延]|后[延推移]|放宽|缓|"
    r"挪)[^,，。;；\d一二两三四五六七八九十半]{0,4}"
    r"(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3}|[两半])(?P<unit>个?(?:工作日|星期|礼拜)|个月|"
    "(?<=半)月|[天日周年])"
)
_FIGURE_NEXT = re.compile(r"\s*(?:又|再|新)?[\d一二两三四五六七八九十百千]+(?![\d号日个]*[日号前])")
_SURELY_AHEAD = re.compile(r"预计|争取|力争|计划|拟|打算|准备|将|再|能|确保|保证|前|明年|来年|下半年|顺延|延")


def read_next_date(st: Statement) -> NextDate | None:
    """The nearest promised date after sending; none that is past or said to be out of reach."""
    today = st.sent_at.date()
    promised = [day for day in st.dates if _is_promise(st, day, today)]
    nearest = min(promised, key=lambda day: day.on, default=None)
    return _next(st, nearest, _rule_of(nearest), promised) if nearest else None


def read_new_deadline(st: Statement) -> NextDate | None:
    """The deadline asked for: 延到 a date, or so many days from the task's own due date."""
    today = st.sent_at.date()
    named = [day for day in st.dates if _EXTENSION_TO.search(st.text[max(0, day.start - 12) : day.start])]
    if named:
        return _next(st, named[-1], Rule.MOVED_TO, named)
    by = _EXTENSION_BY.search(st.text)
    if by and st.task.due:
        on = later(st.task.due, by["n"], by["unit"])
        return NextDate(on, st.span(by.start(), by.end()), Ground(Rule.MOVED_BY))
    rest = [day for day in st.dates if day.on > today and _is_promise(st, day, today)]
    after_due = [day for day in rest if st.task.due is None or day.on > st.task.due]
    return _next(st, after_due[-1], Rule.AFTER_DUE, after_due) if after_due else None


def _next(st: Statement, day: FoundDate, rule: Rule, among: list[FoundDate]) -> NextDate:
    clause = st.clause_at(day.start)
    ground = Ground(
        rule,
        doubts(
            several=len({each.on for each in among}) > 1,
            year_guessed=not day.year_given and (day.on - st.sent_at.date()).days > FAR_DAYS,
            no_promise=not (day.before or _FUTURE.search(st.text[clause.start : clause.end])),
        ),
    )
    return NextDate(day.on, st.span(day.start, day.end), ground, day.at)


def _rule_of(day: FoundDate) -> Rule:
    if day.kind == "clock":
        return Rule.CLOCK_TODAY
    if day.before:
        return Rule.DAY_WITH_LIMIT
    return Rule.END_OF_PERIOD if day.text[-1] in "底末" else Rule.DAY_AHEAD


def _is_promise(st: Statement, day: FoundDate, today: date) -> bool:
    if day.on < today or (day.on == today and not (day.at or day.before)):
        return False
    clause = st.clause_at(day.start)
    before, after = st.text[clause.start : day.start], st.text[day.end : clause.end]
    if _PAST_BEFORE.search(before) or _PAST_AFTER.match(after) or _UNREACHABLE.search(after):
        return False
    if _UNREACHABLE_BEFORE.search(before) or _is_loose(day, after):
        return False
    if _FIGURE_NEXT.match(after) and not day.before:
        return False
    is_this_year = day.kind == "year" and day.on.year == today.year  # 年内 and 年底 are never the last ones
    if (
        not (day.year_given or is_this_year)
        and (day.on - today).days > FAR_DAYS
        and not _SURELY_AHEAD.search(before + day.text)
    ):
        return False
    looks_ahead = day.before or bool(_FUTURE.search(before + after))
    return looks_ahead or not (_DONE_FIGURE.match(after) or _DONE_FIGURE.search(before))


def _is_loose(day: FoundDate, after: str) -> bool:
    """全年目标任务 and 三季度加大铺排 name a time and promise no step."""
    if day.text.endswith(("全年", "年内", "今年内")) and _ANNUAL_WORDS.match(after):
        return True
    if day.kind in ("quarter", "half", "year") and not day.before and day.text[-1] not in "末底":
        return bool(_GENERIC_EFFORT.match(after)) or not _FUTURE.search(after)
    return False
