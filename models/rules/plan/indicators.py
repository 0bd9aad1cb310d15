"""The indicators of a task: its targets, without the stage figures on the way, each with a sensible name."""

import re
from dataclasses import dataclass
from datetime import date

from models.rules.plan.clauses import Clause, read_clauses
from models.rules.plan.quantified import Target, find_targets
from models.rules.plan.values import Indicator

_STAGE_SHARE = re.compile(
    r"(?:(?:完成|完工|拆除|征收)[^，,；;。\d率比]{0,8}|(?:过|推进|形象进度|总进度|工程进度)(?:达到?|至|到|超过?)?)\s*$"
)
_SAYS_BEFORE = re.compile(
    r"(?:力争|确保|全部|共计|共|约|累计|均|都|总计|计|分别|再|超|逾|达到?|达|为|至|到|"
    r"在|是|不少于|不低于|不超过|不高于|不大于|控制|稳定|保持|突破|超过|以上|左右|"
    r"至少|实现|完成率)+$"
)  # fmt: skip
_VERB_ONLY = re.compile(
    r"(?:全年|年内|年度|计划|力争|确保|累计|净)?(?:新增|增长|新建|改造|完成|建成|整治|"
    r"治理|实施|办理|筹集|建设|培育|引进|修复|更新改造|新改建|新建改造|基本建成|"
    r"新开工|开工|下降|提高|创建|培训|投放|安装|加装|动态改造|改扩建|打造|"
    r"发放|救助|征收|新签约|签约|盘活|消除|清理|达标率|覆盖率|治理率|普及率|完成率|"
    r"开工率|整改率|满意率|办结率|占比|比例|规模|总量|产值|面积|支出进度|送)?"
)
_NOUN = re.compile(r"\s*(?:以上|左右|以内|以下)?的?([^\d，,；;。、\n（(]{1,14})")
_AGENT = re.compile(r"^(?:为|对|让|给|向)$")


@dataclass(frozen=True, slots=True)
class _Placed:
    target: Target
    clause: Clause
    on: date | None  # the step the figure belongs to; None when it is said of the whole task


def goal_indicators(text: str, *, title: str, year: int, due: date | None) -> list[Indicator]:
    clauses = read_clauses(text, year=year)
    placed = _placed(text, clauses)
    kept = [each for each in placed if _stands(each, placed, text, due)]
    found: list[Indicator] = []
    for each in kept:
        indicator = Indicator(
            _name(text, each, title), _tidy(each.target.value), each.target.unit, each.target.comparator
        )
        if not any(_same(indicator, other) for other in found):
            found.append(indicator)
    return found


def _placed(text: str, clauses: list[Clause]) -> list[_Placed]:
    """Each target with the date that governs it: in its own clause, or standing alone just before."""
    targets = [target for target in find_targets(text) if not _is_in_date(target, clauses)]
    found = []
    for at, clause in enumerate(clauses):
        waiting = _lonely(text, clauses[at - 1]) if at else None
        for target in targets:
            if clause.start <= target.start < clause.end:
                found.append(_Placed(target, clause, _governing(text, clause, target) or waiting))
    return found


def _is_in_date(target: Target, clauses: list[Clause]) -> bool:
    return any(
        each.start < target.end and target.start < each.end
        for clause in clauses
        for each in (*clause.dates, *clause.whole_year)
    )


def _governing(text: str, clause: Clause, target: Target) -> date | None:
    earlier = [each for each in clause.dates if each.end <= target.start]
    later = [each for each in clause.dates if each.start >= target.end]
    if earlier:
        return earlier[-1].on
    return later[0].on if later else None


def _lonely(text: str, clause: Clause) -> date | None:
    """The date of a clause that holds nothing else."""
    if len(clause.dates) != 1:
        return None
    each = clause.dates[0]
    rest = text[clause.start : each.start] + text[each.end : clause.end]
    return each.on if not re.sub(r"[\s:：之前到至在于力争确保]", "", rest) else None


def _stands(each: _Placed, placed: list[_Placed], text: str, due: date | None) -> bool:
    """A figure with a date is a stage on the way, unless it is where the way ends."""
    if each.on is None:
        return True
    plain = [other for other in placed if other.on is None]
    if any(other.target.unit == each.target.unit for other in plain):
        return False
    if each.target.unit == "%" and _is_stage(each, text):
        return False
    later = [o for o in placed if o.on and o.on > each.on and o.target.unit == each.target.unit]
    if later:
        return False
    if due is None or each.on >= due:
        return True
    return not plain and not _goes_on(each, text)


def _goes_on(each: _Placed, text: str) -> bool:
    """Whether the rest is told to follow: 12月底前全部建成."""
    rest = text[each.clause.end :]
    return bool(re.search(r"全部|全面|其余|剩余|余下", rest)) or (each.target.unit == "%" and "完成" in rest)


def _is_stage(each: _Placed, text: str) -> bool:
    return bool(_STAGE_SHARE.search(text[each.clause.start : each.target.start]))


def _same(one: Indicator, other: Indicator) -> bool:
    return (one.target, one.unit, one.comparator) == (
        other.target,
        other.unit,
        other.comparator,
    ) and one.name == other.name


def _tidy(value: float) -> float:
    return int(value) if value == int(value) else round(value, 6)


def _name(text: str, each: _Placed, title: str) -> str:
    before = _words_before(text, each)
    after = _NOUN.match(text, each.target.end)
    noun = after[1].strip() if after else ""
    if noun and not _is_remark(noun) and (_VERB_ONLY.fullmatch(before) or _AGENT.search(before)):
        name = _AGENT.sub("", before) + noun
    else:
        name = before
    subject = _subject(title)
    if not name or (_VERB_ONLY.fullmatch(name) and subject):
        name = subject if subject.startswith(name) else f"{subject}{name}"
    return name[:40] or "完成量"


def _words_before(text: str, each: _Placed) -> str:
    start = each.clause.start
    for match in re.finditer(r"[、，,；;。\n]", text[start : each.target.start]):
        start = each.clause.start + match.end()
    for found in (*each.clause.dates, *each.clause.whole_year):
        if start <= found.start and found.end <= each.target.start:
            start = found.end
    words = "".join(text[max(start, each.target.start - 60) : each.target.start].split())
    words = re.sub(r"^(?:其中|全年|年度|计划|要|并|[:：])+", "", words)
    words = re.sub(r"[（(][^）)]*[）)]?$", "", words)
    return _SAYS_BEFORE.sub("", words).strip('：:，,“”"')


def _is_remark(noun: str) -> bool:
    return bool(re.match(r"(?:以上|左右|以内|并|且|和|及|等|的|，)", noun))


def _subject(title: str) -> str:
    words = re.sub(r"[（(].*?[）)]", "", "".join(title.split()))
    return re.sub(r"[“”\"]|(?:工作|工程|活动|项目|建设)$", "", words)[:20]
