"""Whether a reply answers: the flags of an empty, copied, partial or unproven one, and its grade."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from models.rules.quantities import normalise
from models.rules.reading.intents import Facts
from models.rules.reading.statement import Statement
from models.rules.reading.values import Figures, Grade, IndicatorTarget, Intent, Quality

SAME_AS_LAST = 85.0  # percent of likeness from which a reply counts as a copy
_PLEDGE = re.compile(
    "高度重视|咬定|奋力|不放松|层层|坚决|确保|全力以赴|全力(?!冲刺阶段)|压实|加压|扛起|扛牢|"
    "请[一-鿿]{0,6}放心|"
    "不折不扣|抓好|抓实|狠抓|圆满|绝不|决不|务必|誓|一定(?:完成|按|会|把|如期)|倒排|挂图|"
    "不拖|后腿|奋进|攻坚|再接再厉|加大(?:工作)?力度|持续发力|不断提升|强化(?:责任|措施|调度|"
    "统筹)|亲自(?:部署|抓|过问)|尽锐|只争朝夕|真抓实干|担当|争先|提高(?:政治)?站位|"
    "以更[大高实]|全面落实|坚定|铆足|加班加点|抢抓|努力(?:完成|实现)|保质保量|按时保质|"
    "按要求落实"
)
_BOILERPLATE = re.compile(
    "(?:正在?|在|继续|持续|还是?在)?(?:积极|有序|稳步|扎实|加快|抓紧|全面|持续|正常|按计划|"
    "按要求|按节点|按进度|按序时|大力|深入|有力|稳妥|压茬|统筹)[一-鿿]{0,4}?(?:推进|开展|"
    "进行|实施|落实|推动|办理|建设|调整|对接|跟进|协调|施工|筹备|准备|整改)"
    "|^(?:和|跟|同|与)上[个次]?[月次周季回]?[一-鿿]{0,3}(?:一样|相同|没变化|无变化)|进展(?:顺利|良好|正常|平稳)|总体(?:平稳|顺利|可控)|推进(?:顺利|正常|有序|中)|"
    "(?:各项)?工作(?:正常|有序)开展|正在(?:推进|落实|办理|进行|开展|抓|处理|研究|对接|协调|"
    "加快)|按照[一-鿿]{0,6}要求(?:在)?(?:抓|推进|落实)|情况良好|一切正常"
)
_STANDARD_STATE = re.compile("(?<!按)(?<!按照)序时|未开工|没开工|没动|未启动|没启动|没竣工|未竣工|尚未|还没|过半")
_PROOF = re.compile(
    r"验收|公示|批复|文号|通过|报告|名单|附件|证书|移交|备案|\d|"
    "[一二三四五六七八九十百两]+[个家所座条户套项处公]|报道|挂牌|印发|红头|执行|昨[天日]|"
    "今[天日]|上周|[一二三四五六七八九十]月"
)
_STEP = re.compile(
    "已(?!安排|部署|知)[一-鿿]{0,4}(?:开工|进场|完成|通过|取得|签|批|招标|建成|贯通|封顶|投用|报)|刚(?:开工|进场|封顶)"
)
_BARE_RECEIPT = re.compile(r"收到|好的?|嗯+|OK|ok|明白|知道了|知悉|[👌🫡👍🙏✊\s,，。.!！~]")
_CLAIMS = re.compile(r"基本(?:完成|完工|建成|办结|结束)")


def judge(st: Statement, intent: Intent, facts: Facts, *, previous: str | None) -> tuple[Quality, ...]:
    """The flags of one statement; none is OK."""
    flags: list[Quality] = []
    if intent in (Intent.PROGRESS, Intent.ACK, Intent.COMPLETED):
        empty = not facts and facts.next_date is None and not _STANDARD_STATE.search(st.text)
        if is_copy(st.text, previous) or (empty and intent is Intent.PROGRESS and _BOILERPLATE.search(st.text)):
            flags.append(Quality.BOILERPLATE)
        if empty and intent is not Intent.COMPLETED and _PLEDGE.search(st.text):
            flags.append(Quality.PLEDGE)
    if is_selective(st.text, facts.figures, st.task.indicators):
        flags.append(Quality.SELECTIVE)
    if _is_unproven(st, intent, facts):
        flags.append(Quality.NO_EVIDENCE)
    return tuple(flags) or (Quality.OK,)


def is_copy(text: str, previous: str | None) -> bool:
    """A near-copy of the last reply, numbers and all; too short texts (收到, 60%) are no copies."""
    if not previous:
        return False
    now, last = _bare(text), _bare(previous)
    if min(len(now), len(last)) < 5 or _figures_of(now) != _figures_of(last):
        return False
    return fuzz.ratio(now, last) >= SAME_AS_LAST or (len(last) >= 6 and last in now and len(now) - len(last) <= 4)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]|^(?:截至|截止)[\d.年月日底]+", "", normalise(text[:1000]))


def _figures_of(text: str) -> list[str]:
    return re.findall(r"\d+", text)[-3:]


def is_selective(text: str, figures: Figures, indicators: tuple[IndicatorTarget, ...]) -> bool:
    """Some of several indicators told, another not even mentioned."""
    if len(indicators) < 2 or not figures.indicators:
        return False
    told = {value.name for value in figures.indicators}
    return any(not mentions(text, each, indicators) for each in indicators if each.name not in told)


def mentions(text: str, indicator: IndicatorTarget, indicators: tuple[IndicatorTarget, ...]) -> bool:
    """Whether the text speaks of the indicator: one of its own pairs of characters, or of 都, 两个, 全部."""
    sisters = "".join(each.name for each in indicators if each is not indicator)
    own = [char for char in dict.fromkeys(indicator.name) if char not in sisters and char.isalnum()]
    pairs = {indicator.name[i : i + 2] for i in range(len(indicator.name) - 1)}
    own_pairs = [pair for pair in pairs if any(char in own for char in pair)]
    if any(pair in text for pair in own_pairs):
        return True
    return sum(char in text for char in own) >= max(2, (len(own) + 1) // 2)


def _is_unproven(st: Statement, intent: Intent, facts: Facts) -> bool:
    claims = intent is Intent.COMPLETED or (intent is Intent.PROGRESS and bool(_CLAIMS.search(st.text)))
    return claims and not facts.figures.indicators and not st.documents and not _PROOF.search(st.text)


def grade(st: Statement, intent: Intent, facts: Facts, flags: tuple[Quality, ...], *, copied: bool) -> Grade:
    """A–D by what the reply gives, not by how good the news is."""
    if copied or Quality.SELECTIVE in flags:
        return Grade.D
    figures = facts.figures
    if st.documents or ((figures.percent or figures.indicators) and Quality.NO_EVIDENCE not in flags):
        return Grade.A
    if _gives_a_step(st, intent, facts):
        return Grade.B
    empty = intent is Intent.OTHER or (intent is Intent.ACK and not _BARE_RECEIPT.sub("", st.text).strip())
    return Grade.D if empty else Grade.C


def _gives_a_step(st: Statement, intent: Intent, facts: Facts) -> bool:
    """A step done, a state the office has words for, or a next step with a date or somebody to do it."""
    if intent in (Intent.EXTENSION_REQUEST, Intent.QUESTION, Intent.HANDOFF):
        return True
    if facts.next_date or facts.blockers or facts.needs or st.quantities:
        return True
    if intent is Intent.COMPLETED:
        return bool(_PROOF.search(st.text))
    return intent is Intent.PROGRESS and bool(_STANDARD_STATE.search(st.text) or _STEP.search(st.text))
