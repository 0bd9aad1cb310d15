"""Gives an indicator the name that people would use for it in a reply."""

import re

from models.rules.plan.clauses import Clause
from models.rules.plan.quantified import Target

_LONGEST = 40
_SAYS = re.compile(
    r"(?:力争|确保|全部|共计|共|约|累计|均|都|总计|计|分别|再|超|逾|达到?|达|为|至|到|在|是|不少于|不低于|不超过|"
    r"不高于|不大于|控制|稳定|保持|突破|超过|以上|左右|至少|实现|完成率|[≥≤＞＜><﹥﹤≈≦≧=＝]|\s)+$"
)
_VERB = (
    r"(?:新增|净增|新建|改造|建成|整治|治理|实施|办理|筹集|建设|培育|引进|修复|更新改造|新改建|新建改造|基本建成|"
    r"新开工|开工|创建|培训|投放|安装|加装|动态改造|改扩建|打造|发放|救助|征收|新签约|签约|盘活|消除|清理|完成|送)"
)
_ENDS_IN_VERB = re.compile(rf"{_VERB}$")
_BEGINS_WITH_VERB = re.compile(rf"^(?:其中)?({_VERB})(?=.)")
_SAYS_TOO_LITTLE = re.compile(
    rf"(?:全年|年内|年度|计划|力争|确保|累计|净)?(?:{_VERB}|增长|下降|提高|(?:达标|覆盖|治理|普及|完成|开工|整改|满意|"
    r"办结|体检|参保|化解|清偿|响应|解决|利用)率|占比|比例|规模|总量|总产|产值|面积|支出进度|交付)?"
)
_NOUN = re.compile(r"[^\S\n]*(?:以上|左右|以内|以下)?的?([^\d，,；;。、\n（(≥≤＞＜><]{1,14})")
_REMARK = re.compile(r"以上|左右|以内|并|且|和|及|等|的|，")
_AGENT = re.compile(r"^(?:为|对|让|给|向)$")
_TAIL = re.compile(r"(?:保持)?(?:稳定|平稳|持续|较快)*增长$|(?:工作|工程|活动|项目|建设|专项行动|行动)$")


def indicator_name(text: str, clause: Clause, target: Target, *, title: str, before: str | None) -> str:
    """`before` is the name of the indicator in front in the same clause: its verb holds on (新增甲20个、乙4家)."""
    words = _words_in_front(text, clause, target)
    noun = _noun_behind(text, target)
    if noun and (not words or _ENDS_IN_VERB.search(words) or _AGENT.search(words)):
        return _cut(_AGENT.sub("", words) + noun)
    if _SAYS_TOO_LITTLE.fullmatch(words):
        return _cut(_joined(_subject(title), words)) or "完成量"
    verb = _BEGINS_WITH_VERB.match(before) if before else None
    if verb and not _BEGINS_WITH_VERB.match(words) and not words.endswith(("率", "比", "比例", "额", "产值")):
        return _cut(verb[1] + words)
    return _cut(words)


def _cut(name: str) -> str:
    return re.sub(r"[“”\"]", "", name)[:_LONGEST]


def _words_in_front(text: str, clause: Clause, target: Target) -> str:
    """From the last stop or date to the number, without what only says how exact it is."""
    front = text[clause.start : target.start]
    start = clause.start + max((front.rfind(stop) + 1 for stop in "、，,；;。\n"), default=0)
    for found in (*clause.dates, *clause.whole_year):
        if start <= found.start and found.end <= target.start:
            start = found.end
    words = "".join(text[max(start, target.start - 60) : target.start].split())
    words = re.sub(r"^(?:其中|全年|年度|计划|要|并|[:：])+", "", words)
    words = re.sub(r"[（(][^）)]*[）)]?$", "", words)
    return _SAYS.sub("", words).strip("：:，,")


def _noun_behind(text: str, target: Target) -> str:
    match = _NOUN.match(text, target.end)
    noun = match[1].strip() if match else ""
    return "" if _REMARK.match(noun) else noun


def _subject(title: str) -> str:
    words = re.sub(r"[（(].*?[）)]", "", "".join(title.split()))
    return _TAIL.sub("", re.sub(r"[“”\"]", "", words))[:20]


def _joined(subject: str, words: str) -> str:
    """农村生活污水治理 and 治理率 make 农村生活污水治理率."""
    if words and words in subject:
        return subject
    overlap = next((n for n in range(min(len(subject), len(words)), 0, -1) if subject.endswith(words[:n])), 0)
    return subject + words[overlap:]
