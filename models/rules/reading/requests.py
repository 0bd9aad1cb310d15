"""Whom a reply asks to act, and for what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from models.rules.reading.grounds import Ground, Rule
from models.rules.reading.statement import Clause, Statement
from models.rules.reading.values import Need, Span

_SHORT_NAMES = (
    "国网|电网|供销|粮储|财政|住建|自规|资规|自然资源|发改|城管|综合执法|交通|水利|水务|"
    "生态环境|生态|环保|人社|"
    "卫健|教育|民政|公安|交警|消防|供电|电力|电信|移动|联通|铁塔|海关|税务|统计"
    "|工信|经信|商务|文旅|文广|农业农村|农业|林业|市监|市场监管|审计|国资|司法|信访|医保|"
    "应急|气象|园林|燃气|铁路|法院|检察院|银行|人行|金融办|行政审批|政务服务|编办|组织部|"
    "宣传部|科技|残联|妇联"
    "|规划|土地|国土|数据|大数据|口岸|海事|港航|邮政|机场|城投|交投|水投"
)
_PLACES = r"[市县区省州镇乡]"
_BODY = (
    f"(?:{_PLACES}委{_PLACES}政府|{_PLACES}委(?:编办|组织部|宣传部|政法委|统战部|社工部|网信办|党校)|{_PLACES}(?:委|政府|里|领导|级)|"
    f"(?:{_PLACES})?(?:{_SHORT_NAMES})(?:部门|公司|集团|局|委|厅|办|队|中心|所|分局)?"
    "|(?:开发区|经开区|高新区|园区|督查室|督查办|两办|政府办|市府办|县府办|府办|(?:分管|"
    "主要)?[市县区]?领导|(?:分管)?副?[市县区镇]长|上级|省厅|"
    "街道|乡镇|镇里|村里|"
    "属地|相关部门|有关部门|主管部门|联席会议|专班|指挥部)"
    "|(?!协调|出面|联系|对接|督促|帮|催|要求|让|请|给|由|解决|尽快|先|牵头|推动|和|与|"
    "及)[一-鿿]{2,6}(?:局|委员会|公司|集团|街道|开发区|经开区|高新区|管委会|中心|医院|学校|"
    "镇|乡|办事处|政府))"
)
_KNOWN = re.compile(f"(?:{_PLACES})?(?<!分)(?:{_SHORT_NAMES})(?:局|委|厅|办|公司|集团|中心)$")
_JOIN = re.compile(r"(?:、|和|及|与|跟|同|会同)?")
_ASK = re.compile(
    "(?P<can>能不能|能否|可否|是否可以|可不可以)(?:请|让)?|(?:恳请|敬请|特请|还请|请求|"
    "请(?!示|假|问|您放心|放心|市政府放心|领导放心)|希望|望(?![到远])|建议|麻烦|盼|恳求|拜托|"
    "劳烦|烦请|申请|求(?!职|学)|需要|需(?=[一-鿿]{2,10}(?:帮|支持|协调|解决|出面|配合|批|"
    "致函|出具|发文|明确|拨|协助|牵头|确认))|"
    "想让?|要(?=[一-鿿]{2,6}(?:帮|支持|协调|出面|致函|出具|协助|牵头)))"
)
_END = re.compile(r"(?:一下|下|啊|哈|呢|吧|吗|嘛|[?？。!！]|🙏|谢谢|了)+$")
_ACTION = re.compile(
    "专项资金|专项经费|专项债|用地指标|帮|协调|支持|解决|出面|牵头|批|催|拨|给(?!您|你)|对接|"
    "推动|推进|加快|尽快|明确|统筹|"
    "调剂|安排|落实|配合|推一[把下]|拉一把|搭把手|开(?:个|一次)?会|督促|督办|上会|研究|增加|"
    "追加|调度|派|组织|处理|"
    "重视|介入|一起上|联合|执法|沟通|衔接|提供|下达|争取|倾斜|指导|协助|放行|保障|优先|补|"
    "减免|审核|受理|拨付|缓|移交|优化|调整|出具|答复|定"
)
_REPORT = re.compile("^(?:抓紧|尽快|及时|按时)?(?:放心|知悉|查收|审阅|阅示|确认|填报|报数|报送|上报|回复)")
_BARE_ACTION = re.compile(
    r"^(?:也|都|来|给|我们|一起|多|大力|尽快|及时|抓紧|出面|牵头|帮我们|帮)*"
    "(?:支持|帮忙|帮助|协调|一起上|催[一办促催]?下?|解决|想个?办法|上手段|开(?:个|一次)?会|配合|协助|推动|"
    "推一[把下]|拉一把|搭把手|过问|"
    "处理|重视|关注|督促|督办|想想办法|帮)?(?:协调|解决|推进|一下|下|推一推)?$"
)
_NOT_A_REQUEST = re.compile(
    "申请(?:延期|延|顺延|推迟|宽限|结转|销号|验收|将|调整)|请(?:示|假|问)|放心|查收|审阅|"
    "批示|见附件|需要时间|希望能?按[时期]|收到请回复"
)


def read_needs(st: Statement, blockers: Sequence[Span], bodies: Sequence[str] = ()) -> tuple[Need, ...]:
    """One entry for each body asked; a request that names nobody has the unit None."""
    needs: list[Need] = []
    body = _body_pattern(tuple(bodies))
    for n, clause in enumerate(st.clauses):
        asked = _of_clause(st, clause, body, n)
        needs += asked or (_also_asked(st, clause, body) if needs and needs[-1].span.end == _end_before(st, n) else [])
    told = (replace(need, what=_with_subject(st, need, blockers)) for need in needs)
    return tuple({(need.unit, need.what): need for need in told}.values())


def _with_subject(st: Statement, need: Need, blockers: Sequence[Span]) -> str:
    """支持下 says what for only together with the obstacle told before it."""
    before = [span for span in blockers if span.start < need.span.start]
    if not before or not _BARE_ACTION.match(need.what):
        return need.what
    about = st.text[before[-1].start - st.offset : need.span.start - st.offset].strip(" ,，。;；")
    return f"{need.what}（{about[:40]}）"


@lru_cache(maxsize=16)
def _body_pattern(bodies: tuple[str, ...]) -> re.Pattern[str]:
    known = "|".join(re.escape(name) for name in sorted(bodies, key=len, reverse=True))
    return re.compile(f"(?:{known}|{_BODY})" if known else _BODY)


def _of_clause(st: Statement, clause: Clause, body: re.Pattern[str], n: int) -> list[Need]:
    ask = _ASK.search(clause.text)
    if ask is None or _NOT_A_REQUEST.search(clause.text):
        return []
    names, after = _named_from(clause.text, ask.end(), body)
    if not names and ask["can"]:
        names = _named_before(clause.text, ask.start(), body)
    what = _END.sub("", clause.text[after:]).strip()
    if not (_ACTION.search(what) or (names and len(what) >= 2)) or _REPORT.search(what):
        return []
    span = st.span(clause.start + ask.start(), clause.end)
    if names:
        return [Need(unit, what, span, Ground(Rule.COULD if ask["can"] else Rule.PLEASE)) for unit in names]
    about = _body_before(st, n, body)
    return [Need(about, what, span, Ground(Rule.ASKS_ABOUT if about else Rule.ASKS_NOBODY))]


def _end_before(st: Statement, n: int) -> int:
    return st.offset + st.clauses[n - 1].end


def _also_asked(st: Statement, clause: Clause, body: re.Pattern[str]) -> list[Need]:
    """请财政拨付尾款，住建局出具意见: the second body needs no second 请."""
    named = body.match(clause.text)
    what = _END.sub("", clause.text[named.end() :]).strip() if named else ""
    if not named or not _ACTION.match(what):
        return []
    return [Need(named.group(), what, st.span(clause.start, clause.end), Ground(Rule.ASKED_TOO))]


def _named_from(text: str, position: int, body: re.Pattern[str]) -> tuple[list[str | None], int]:
    """The bodies that follow the asking word, joined by 、 or 和, and where their list ends."""
    names: list[str | None] = []
    found = body.match(text, position) or body.match(text, position + 1)
    while found and len(names) < 5:
        names.append(found.group())
        position = found.end()
        found = body.match(text, _JOIN.match(text, position).end())  # type: ignore[union-attr]
    return names, position


def _named_before(text: str, position: int, body: re.Pattern[str]) -> list[str | None]:
    return [found.group() for found in body.finditer(text, max(0, position - 30), position)]


def _body_before(st: Statement, n: int, body: re.Pattern[str]) -> str | None:
    """麻烦帮催一下 is addressed to nobody, and is about the body of the clause before."""
    if n == 0:
        return None
    found = list(body.finditer(st.clauses[n - 1].text))
    return _own_name(found[0].group()) if found else None


def _own_name(found: str) -> str:
    """补录名额人社局 is 人社局: what stands before a known name is no part of it, unless it is a place."""
    known = _KNOWN.search(found)
    return found[known.start() :] if known else found
