"""What a reply wants: the first rule that fits decides."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.rules.reading.statement import Statement
from models.rules.reading.values import Figures, IndicatorTarget, Intent, Need, NextDate, Span
from models.rules.units_of_measure import base_of


@dataclass(frozen=True, slots=True)
class Facts:
    """What the other readers found, before the intent is known."""

    figures: Figures
    next_date: NextDate | None
    blockers: tuple[Span, ...]
    needs: tuple[Need, ...]

    def __bool__(self) -> bool:
        figures = self.figures
        return bool(figures.percent or figures.indicators or self.blockers or self.needs)


@dataclass(frozen=True, slots=True)
class Decision:
    intent: Intent
    because: Span | None
    handoff_to: Span | None = None


_LATER = (
    "延期|延后|延长|延至|延到|延缓|顺延|宽限|结转|展期|推迟|推后|往后[挪推移延放]|后延|后推|"
    "缓[一到至交]|放宽|调整[至到为]|调[到至]|改[到至]|挪[到至]"
)
_EXTENSION = re.compile(
    "(?:申请|恳请|请求|请示|请|能不能|能否|可否|可不可以|想|希望|建议|望|要求|需要?|麻烦|求|"
    rf"批准|同意)[^。;；!！\n]{{0,24}}?(?:{_LATER})"
    rf"|(?:{_LATER})[^。;；!！\n]{{0,16}}?(?:行吗|可以吗|行不行|可否|能不能|能否|好吗|"
    "吧[?？]?$|请批准|望批准|请同意|是否可以|[吗嘛][?？])"
)
_NO_EXTENSION = re.compile(
    r"(?:不|无需|不用|没有?)(?:申请|需要?|会|存在)?(?:延期|顺延|推迟)|绝不(?:延|推)|会议(?:延期|推迟)"
)

_HANDOFF = (
    re.compile(r"(?:不归|不是)(?:我们|我局|我委|本局|我单位|我这)(?:[管的]|负责|这边)?[^。;；\n]{0,6}?(?:[,，\s]?(?:归|是|应由|由|属于?)(?P<to>[一-鿿A-Za-z]{2,10}?)(?:管|负责|牵头|的|$))?"),
    re.compile(r"(?:归|(?<!权)属于|应由|该由|应该由|改由|划给|划归|移交给?|转给|转交给?|交给|交由|转到?)(?P<to>[一-鿿A-Za-z]{2,10}?)(?:管|负责|牵头|承办|办理|主管|处理|答复|回复|跟进|来[报回管]|了|[,，。;；\s]|不是|$)"),
    re.compile(r"(?:已|已经)?(?:安排|交代|指定|委派|转|交|让|由)(?:了|给)?(?P<to>[一-鿿]{0,8}?(?:小[一-鿿]|老[一-鿿]|[一-鿿]{1,3}(?:科长?|科员|处长?|局|主任|股长|所长|工|队长|经理|同志)|[一-鿿]{2,6}[科处股办室队]))(?:去|来)?(?:跟进|负责|对接|答复|回复|回您|报送|联系|处理|牵头|报|回|答|跟|来说|来答)"),
    re.compile(r"@(?P<to>[一-鿿A-Za-z]{1,8}?)(?:\s|,|，)*(?:你|您|请|麻烦|来|回|报|看|这|跟|负责|$)"),
    re.compile(r"(?:找|问|联系|对接)(?P<to>[一-鿿]{0,6}(?:小[一-鿿]|老[一-鿿]|[一-鿿]{1,2}(?:科|处|局|主任|科长|处长|局长|工)|[一-鿿]{2,6}[局委办科处室]))(?:要|问|吧|就行|了解|对接|[,，。]|$)"),
    re.compile(r"(?:牵头|责任|主管)(?:单位|部门)(?:已)?(?:是|为|改为|调整为|变更为|应为)(?P<to>[一-鿿]{2,10}?)(?:[,，。;；\s]|不是|$)"),
)  # fmt: skip
_QUESTION = re.compile(
    "请问|问一?下|想问|咨询|口径|算不算|算进|算在|算[^,，。]{0,8}吗|能算|还考核|考核吗|"
    "考不考核|是不是|是否(?:要|需|算|计|纳入|包含|包括|考核|可以)|要不要|需不需要|"
    "怎么[算统报填认计考核]|如何[算统报填认计考核]|按(?:什么|哪个|照哪)|"
    "按[^,，。;；]{1,10}还是|哪个[口时]|从哪天|什么时候[要报]|报到哪|多少算|包不包|含不含|"
    "计不计|[一-鿿](?:吗|么|呢)[?？]?$"
)
_ASKS_FOR_COUNT = re.compile(
    r"口径|统计|考核|算|报|认定|计入|纳入|包含|填|材料|截止|时点|标准|依据|怎么|如何|要不要|需不需要|还是"
)
_RHETORICAL = re.compile(r"咋[办整弄]|怎么办|怎么[整弄]|如何是好|有什么办法")
_REQUEST_TONE = re.compile(r"能不能|能否|可否|帮")

_CLAIM = re.compile(
    r"(?:^|[,，。;；\s、·]|已经?|全部|全面|圆满|顺利|均|都|任务|项目|工程|工作|目标|年度|"
    "全年)(?:已经?|全部|全面|圆满|顺利|均|都|提前|按期|如期|超额|今天|昨天){0,3}"
    "(?:完成|办结|办完|完工|竣工|建成|建完|交付|投用|投入使用|销号|验收通过|通过验收|"
    "通过[一-鿿]{0,4}验收|完成验收|落实到位|整改到位|收官|通水|通车|搞定|做完|执行)"
    "(?:了|啦|年度|全年|目标|任务|指标|全部|投用|交付|并|验收|改造|建设|整治|工作|所有|各项|"
    "既定){0,4}(?:[一-鿿]{0,4}任务)?"
    r"(?=$|[,，。;；!！\s~👌✅🎉(（])"
)
_IN_FORCE = re.compile(
    r"(?:今天|今日|昨天|已|[\d一二三四五六七八九十]{1,3}[日号])起?(?:正式|"
    r"开始)?按[\d.]+[一-鿿/]{0,6}?执行|已(?:按新标准)?执行"
)
_NOT_YET = re.compile(
    "基本(?:完成|完工|建成|办结)|主体(?:完工|完成|竣工|工程)|阶段|还差|还剩|剩余?|其余|未|"
    "没(?!问题)|尚|正在|仍|还在|待|预计|争取|力争|计划|确保|将|努力|再|差|部分|一期|初步|"
    "准备|可以?完成|能完成|就能|才能|要|前完成|接近|即将|快|封顶|年底|月底|下周|下月|坚决|"
    "保证|抓紧|推动|推进|如期完成目标|按时完成|不了|不成"
)
_BASICALLY = re.compile(r"基本(?:完成|完工|建成|办结|做完|结束)")
_STOPPED = re.compile(
    "停工|停了|停摆|停着|动不了|推不动|推不下去|走不动|卡住|卡在|卡着|进不[了去]|批不下来|"
    "受影响|无法(?:施工|推进|开展|进场|按期|如期|完成)|没法|做不了|干不了|搁置|搁浅|僵|受阻|"
    "停滞|烂尾|严重滞后|完不成|来不及|没办法|冲坏|冲毁|查封|断供|流标|有风险|风险[较很]?大|"
    "告急|动不得"
)
_RECEIPT_WORDS = re.compile(
    "收到|好的?|嗯+|行|可以|明白|知道了|知悉|了解|已阅|OK|ok|Ok|okay|遵命|照办|是的?|没问题|"
    "1|马上|立即|立刻|这就|尽快|谢谢|感谢|辛苦|领导|各位|您好|你好|主任|科长|"
    r"[👌🫡👍🙏✊💪😊\s,，。.!！~、]|在抓了?|在办了?|安排|落实|办|报|研究|部署|会后|反馈|回复|"
    "遵照|执行|按要求|按通知|去|来|后|尽|第一时间|组织|联系|对接|核实|核对|统计|汇总|整理|"
    "数据|情况|材料|进度|科室|您|给|准数|上午|下午|开会|等下|稍后|我们?|局|这边|就|已|请放心|"
    "放心|一定|会|把|将|向|再|最新|详细|具体"
)
_PROMISE_TO_REPORT = re.compile(
    "(?:前|内|给您|给你|天|日|号|早|晚|午|周[一二三四五六日]|会后|研究后|核实后|汇总后|"
    "底)[一-鿿]{0,6}?(?:报|回复|反馈|给|答复|上报|汇报|回)"
)
_PLEDGE = re.compile(
    "高度重视|坚决|确保|全力以赴|全力|压实|加压|扛起|扛牢|放心|不折不扣|抓好|抓实|狠抓|"
    "圆满收官|绝不|决不|务必|誓|保证|一定|倒排|挂图作战|挂图|不拖|后腿|奋进|冲刺|攻坚|"
    "再接再厉|持续抓|加大力度|下一步|进一步|提升|强化|落实|亲自|部署|尽锐|只争朝夕|马上就办|"
    "真抓实干|担当"
)
_STATE = re.compile(
    "推进|进展|序时|开工|动工|启动|在抓|在做|在建|施工|调整|抓紧|完成|办理|办结|封顶|进场|"
    "没动|没开|未开|招标|设计|装修|验收|申报|过半|正常|顺利|有序|已|正在|实施|建设|拆除|签订|"
    "审批|公示|评审|论证|前期|筹备|调试|贯通|滞后|落后|超前|慢|快|没|未|尚|还|好了|差|达到|"
    "低于|高于|比去年|持平"
)
_ELSEWHERE = re.compile(
    "开会|会上|在忙|忙着|不方便|晚点|稍后|回头|一会儿?|待会|出差|休假|请假|路上|开车|发错|"
    r"错群|撤回|打错|不好意思|抱歉|测试|在外|手机|没电|信号|附件|见文件|\[文件\]|\[图片\]|"
    "表已?发|发您|发你|邮箱|晚上再|高铁|飞机|培训中|调休"
)


def decide(st: Statement, facts: Facts) -> Decision:
    """The first of the eight intents whose rule fits, with the words that decided it."""
    text = st.text
    if (m := _EXTENSION.search(text)) and not _NO_EXTENSION.search(text):
        return Decision(Intent.EXTENSION_REQUEST, st.span(m.start(), m.end()))
    if (handoff := _handoff(st, facts)) is not None:
        return handoff
    if (m := _question(text, facts)) is not None:
        return Decision(Intent.QUESTION, st.span(m.start(), m.end()))
    if (because := _completed(st, facts)) is not None:
        return Decision(Intent.COMPLETED, because)
    if (because := _blocked(st, facts)) is not None:
        return Decision(Intent.BLOCKED, because)
    return _rest(st, facts)


def _handoff(st: Statement, facts: Facts) -> Decision | None:
    if facts.figures.indicators or facts.figures.percent or facts.needs:
        return None
    for pattern in _HANDOFF:
        if m := pattern.search(st.text):
            to = st.span(*m.span("to")) if m["to"] else None
            return Decision(Intent.HANDOFF, st.span(m.start(), m.end()), to)
    return None


def _question(text: str, facts: Facts) -> re.Match[str] | None:
    m = _QUESTION.search(text)
    if not m or _RHETORICAL.search(text) or facts.needs or facts.figures.indicators or facts.figures.percent:
        return None
    asks = _ASKS_FOR_COUNT.search(text) or "?" in text or "？" in text
    return m if asks and not _REQUEST_TONE.search(text) else None


def _completed(st: Statement, facts: Facts) -> Span | None:
    if reached := _targets_reached(st, facts.figures):
        return reached
    percent = facts.figures.percent
    if percent and percent.value >= 100:
        return percent.span
    if m := _IN_FORCE.search(st.text):
        return st.span(m.start(), m.end())
    m = _CLAIM.search(st.text)
    if (
        not m
        or _NOT_YET.search(st.text)
        or facts.blockers
        or facts.needs
        or (percent and percent.value < 100)
    ):
        return None
    return st.span(m.start(), m.end()) if not _short_of_target(st, facts.figures) else None


def _short_of_target(st: Statement, figures: Figures) -> bool:
    targets = {each.name: each for each in st.task.indicators}
    return any(
        not _reaches(targets[v.name], v.value, v.unit) for v in figures.indicators if v.name in targets
    )


def _targets_reached(st: Statement, figures: Figures) -> Span | None:
    """Counts that reach every target; rates measured all year do not."""
    said = {value.name: value for value in figures.indicators}
    wanted = st.task.indicators
    if not wanted or any(each.unit == "%" or each.name not in said for each in wanted):
        return None
    if not all(_reaches(each, said[each.name].value, said[each.name].unit) for each in wanted):
        return None
    return next(iter(said.values())).span


def _reaches(wanted: IndicatorTarget, value: float, unit: str) -> bool:
    return value * base_of(unit)[1] >= wanted.target * base_of(wanted.unit)[1] * (1 - 1e-9)


def _blocked(st: Statement, facts: Facts) -> Span | None:
    if facts.needs:
        return facts.needs[0].span
    stopped = _STOPPED.search(st.text)
    if stopped and (facts.blockers or not facts.figures.indicators):
        return st.span(stopped.start(), stopped.end())
    told = facts.figures.percent or facts.figures.indicators
    if facts.blockers and not told and not _mostly_progress(st, facts):
        return facts.blockers[0]
    if _RHETORICAL.search(st.text):
        return st.span(0, len(st.text))
    return None


_STEP_DONE = re.compile(
    r"\d+[个家所座条户套项处][一-鿿]{0,6}(?:封顶|完成|建成|投用|开工|交付|进场|完工)|"
    "已(?:完成|开工|建成|进场|封顶|通过|取得)"
)


def _mostly_progress(st: Statement, facts: Facts) -> bool:
    """A step told as done comes first and the difficulty is mentioned in passing."""
    step = _STEP_DONE.search(st.text)
    return bool(step and facts.blockers[0].start - st.offset > step.start())


def _rest(st: Statement, facts: Facts) -> Decision:
    text = st.text.strip()
    whole = st.span(0, len(st.text))
    if facts:
        return Decision(Intent.PROGRESS, _first_fact(facts))
    if _is_elsewhere(text):
        return Decision(Intent.OTHER, whole)
    if not text or not _RECEIPT_WORDS.sub("", _without_dates(st)) or _only_promises_to_report(st):
        return Decision(Intent.ACK if text else Intent.OTHER, whole)
    if _is_pure_pledge(text):
        return Decision(Intent.ACK, whole)
    if m := _STATE.search(text):
        return Decision(Intent.PROGRESS, st.span(m.start(), m.end()))
    if st.quantities or facts.next_date:
        return Decision(Intent.PROGRESS, whole)
    return Decision(Intent.ACK if _PLEDGE.search(text) else Intent.OTHER, whole)


_ANSWERS = re.compile(r"推进|开工|完成|进场|施工|^(?:收到|好的?|明白|OK|ok)")


def _is_elsewhere(text: str) -> bool:
    return bool(_ELSEWHERE.search(text)) and not _ANSWERS.search(text)


def _first_fact(facts: Facts) -> Span | None:
    figures = facts.figures
    spans = [value.span for value in figures.indicators] + ([figures.percent.span] if figures.percent else [])
    return min([*spans, *facts.blockers], key=lambda span: span.start, default=None)


def _without_dates(st: Statement) -> str:
    parts, at = [], 0
    for day in st.dates:
        parts.append(st.text[at : day.start])
        at = day.end
    return "".join([*parts, st.text[at:]]).strip()


def _only_promises_to_report(st: Statement) -> bool:
    return (
        bool(_PROMISE_TO_REPORT.search(st.text))
        and not st.quantities
        and len(st.text) <= 30
        and not re.search(r"开工|完工|完成|封顶|验收|进场|施工|竣工|通车|交付|招标|没|未", st.text)
    )


_PROGRESS_NOW = re.compile(
    "正在|在(?:积极|有序|稳步|抓|推|做|建|办|加快|加紧|抓紧)|有序推进|稳步推进|进展(?:顺利|"
    "良好|正常)|推进中|进行中|按(?:计划|节点|序时|进度)推进|总体(?:平稳|顺利)|序时|开工|动工|"
    "没动|启动|已(?!安排|部署)|还是"
)


def _is_pure_pledge(text: str) -> bool:
    return bool(_PLEDGE.search(text)) and not _PROGRESS_NOW.search(text)
