"""What stands in the way: obstacles that have a cause, one phrase each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.rules.reading.grounds import Ground, Rule
from models.rules.reading.hindrance import is_hindered, is_only_supposed, is_refused, without_names
from models.rules.reading.statement import Statement
from models.rules.reading.values import Obstacle

# Topics: a negative state of one of these things is an obstacle; two clauses on one topic are one obstacle.
_TOPICS = {
    "money": (
        "债务|债权|厘清|资金|经费|钱|拨付|支付|款|费用|贷款|配套资金|补助|专项债|欠薪|工资|垫资|"
        "预算|投资方"
    ),
    "land": (
        "土地|用地|地块|选址|林地|农用地|耕地|红线|占补|权属|产权|农转用|预留|指标|宅基地|场地|"
        "租地|地没|那块地|地还?没"
    ),
    "papers": (
        "手续|审批|批复|许可|环评|可研|评审|批文|立项|规划|证|备案|核准|方案|图纸|图审|报建|消防|"
        "验收|评估|审查|公示|入库|认定|代码|普查|文件|政策|标准|海域|批不下"
    ),
    "clearance": (
        "征迁|拆迁|征地|征收|青苗|迁改|杆线|管线|坟|搬迁|腾退|腾出|房屋|钉子户|被征|摊主|占着|"
        "占用|迁移|安置|清表|违建"
    ),
    "weather": (
        "台风|暴雨|雨|汛|洪|气温|低温|高温|天气|天冷|下雪|冰冻|冻土|雾霾|风浪|水位|冬季|雨季|"
        "干旱|寒潮"
    ),
    "supply": (
        "厂家|材料|物料|供货|到货|断供|货|疫苗|设备|供应|沥青|砂石|钢材|水泥|商砼|苗木|树苗|种子|"
        "原料|芯片|涨价|价格|缺货|排产"
    ),
    "bidding": "招标|流标|投标|中标|废标|采购|挂网|质疑|标段",
    "design": (
        "设计|溶洞|地质|岩|塌方|地下水|淤泥|软基|勘察|图|方案变更|变更|滑坡|沉降|文物|古墓|穿越|"
        "重叠|冲突|交叉"
    ),
    "people": (
        "不同意|不愿|不肯|不配合|意见|观望|抵触|反对|阻工|阻挠|上访|信访|业主|村民|群众|商户|"
        "商家|家长|居民|户主|钥匙|谈判|谈不|没谈|不签|纠纷|官司|诉讼|争议|查封|扯皮|不搬|外出|"
        "打工"
    ),
    "hands": (
        "人手|缺人|人员|工人|劳动力|力量|技术|专业人|班组|施工队|队伍|用工|编制|医生|老师|教师|"
        "师资|换人|骨干"
    ),
    "power": "电力|增容|接火|供电|停电|供水|燃气|接入|通信|水电|变压器|并网",
    "outlet": "消纳|弃土|渣土|土方|外运|排放|堆场|运输|交通管制|封路|道路|便道|限行|航道",
    "office": (
        "没人管|移交|协调不动|推诿|主体不明|没接|职责|没落地|没下来|没批|未批|没明确|没定|未定|"
        "改制|换届|机构|系统|平台|数据|接口|法院|破产|跑路|停产|总部|订单|市场|需求|销售"
    ),
}  # fmt: skip
_NEGATIVE = re.compile(
    "压了|换了|紧张|(?:资金|经费|指标|人手)[一-鿿]{0,4}(?:差|缺)|交货晚|晚了|供不上|跟不上|制约|受限|掣肘|"
    "拦住|拦着|流拍|关停|叫停|封停|没(?!问题|"
    "什么问题)|未(?!来)|不(?!少于|低于|断|错|高于|超|"
    "过|含|久|再|仅|是问题|影响)|"
    "缺|短缺|不足|少(?!儿|年)|无(?!障碍|偿|人机|证|缝)|无证|难(?!点攻克)|卡|停(?!车)|"
    "拖(?!拉机)|争议|纠纷|重叠|冲突|流标|废标|断供|断了|冲毁|冲坏|冲垮|冲走|冲了|淹|塌|垮"
    "|查封|占着|被占|受影响|受阻|影响(?!力)|受[一-鿿]{1,4}影响|阻|扯皮|反对|抵触|观望|上访|"
    "讨薪|闹|着落|缺口|等(?=[一-鿿]*(?:批|手续|许可|土地|资金|拨|电|货|图|设计|材料|指标|接|"
    "审批|上面|省里|市里|国家))|待(?=[一-鿿]*(?:批|拨|审|明确))|排队|溶洞|遇到|碰到|发现|"
    "换人|退出|破产|跑路|涨价|上涨|紧张|吃紧|超支|变更|要改|得改|耽误|延误|滞后于|慢[在于]|"
    "晚到|延迟|拒|催了|退回|异常|损坏|故障|污染|封锁|限(?!上|额|价房)|质疑|台风|暴雨|雨季|"
    "汛期|低温|寒潮|持续降雨|连续[一-鿿]{0,2}雨|不够"
)
_ALONE = re.compile(
    "联系不上|找不到人?|失联|撤并|晚点(?![回报再发给说])|撤场|撤走|拖欠|欠了|被堵|[一-鿿]堵了|堵路|堵门|重来|推倒|人手紧|法人换|基本农田|"
    "生态红线|军事设施|疫情|不让|不肯|迟迟|没人签|没人管|拒绝|流拍|没人接|拦住|拦着|"
    "被叫停|被关停|关停|流标|"
    "废标|断供|查封|停电|台风|暴雨|阻工|上访|"
    "讨薪|闹工资|工人在闹|烂尾|溶洞|没人管|"
    "不配合|不同意|死活|争议|纠纷|重叠|塌方|滑坡|缺口|欠薪|资金链|资金[紧没]|没钱|批不下来|"
    "排队|扯皮|破产|跑路|换人|雨季|汛期影响|查处|封航|官司|没消纳|没着落|没货|缺货|缺人|"
    "人手不[够足]|谈不拢|谈不下来|没谈下来|产权不清|权属不清|天气|连续[一-鿿]{0,3}雨|下雨|"
    "降雨"
)
_STATE = re.compile(
    "(?:还|仍|尚|都)?[没未](?:有)?(?:开工|动工?|启动|进场|(?:完成|"
    "做完)(?![征拆审批手移招评验迁])|到目标|达标|达到|达序时|"
    "竣工|报|进展|建成|统计出来|出来|公布)"
    r"|[不没]?拖[一-鿿]{0,4}后腿|滞后|偏?慢|落后|[动推][不][了动]|来不及|完不成|搞不完|做不完|不少|不错"
)  # how far it is, not why
_CONSEQUENCE = re.compile(
    "^(?:现在|目前|所以|导致|造成|只能|只好|得|要|需要|已经?|正在?|工期|进度|周期|还|也|都|"
    "我们|因此|肯定)*(?:动不了|停[工了]|停在|受影响|重新|调范围|抢修|不行|协调不动|重挂|等|"
    "推迟|往后|来不及|没法|无法施工|进不[去了]|做不[了成]|干不了|卡住|滞后|要?三个月|亮黄灯|"
    "亮红灯)"
)
_FOLLOW_UP = re.compile(
    "说[要是得]|都在等|做工作也|谈了|协调不动|^缺口|要专项|周期|也不行|没谈下来|都说是|反复|没法|无法|原方案"
)
_WRAP = re.compile(
    "^(?:但是?|不过|就是|都是|主要是?|还是|目前|现在|因为?|由于|受|原因[是为]?|理由[是为]?|"
    "差的|卡在|卡点[是在]?|难点[是在]?|问题[是在]?|困难[是在]?|另外|其中|而且|然后|剩的|上面|"
    "我们|反映|存在|另外|[·]+|里面有?|的|有(?![些的]))+"
)
_TAIL = re.compile(r"(?:啊|呢|吧|的|😓|。|~)+$")
_WAITING_ONLY = re.compile(r"^(?:正在?)?等(?:统计局|系统|会议|通知|结果)[一-鿿]{0,6}$")
_COST_TIME = re.compile(r"^(?:已经?)?(?:耽误|耽搁|拖了|延误|影响了|误了)")
_SOME = re.compile(r"^(?:有些|有的|个别|部分|少数|多数|大部分)(?!\d)")
_ASKING = re.compile("(?:需要|恳请|请(?!假)|希望|麻烦|建议)(?=[一-鿿]{2,8}(?:帮|协调|支持|解决|出面|配合|协助|牵头))")
_AWAITED = re.compile(
    "^(?:还?要|还?得|需要?|都?在?等|待)[一-鿿]{2,10}?(?:批|审|定|判|签|评估|同意|出具|答复|复函|到|发)"
)
_UNNAMED = frozenset(["other"])  # it does not go, and nothing says whose matter that is
_ONE_STORY = frozenset(["design", "weather", "bidding", "supply", "land", "people"])
_DAMAGE = re.compile("冲[坏毁垮走断]|淹|泡水|塌|垮|吹倒|损毁|停电|中断")
_OVERCOME = re.compile("(?:已|已经|现在|目前|刚)[一-鿿]{0,3}(?:恢复|复工|解决|协调好|办妥|缓解|到位|谈妥|打通)")
_HOPEFUL = re.compile(
    "(?:已|都已?|全部)(?:解决|到位|办妥|批复|打通|协调好)|缓解|谈妥|无(?:困难|堵点|难点|卡点|"
    "障碍)|暂无|没困难|没有?问题|不存在"
)
_REQUEST = re.compile(
    "^(?:也|还|想|特|现|再)?(?:恳请|请(?!假)|希望|望(?!到)|建议|麻烦|盼|恳求|拜托|申请|请求|"
    "需要?(?=[一-鿿]{2,8}(?:帮|协调|支持|解决))|能不能|能否|可否)"
)


MOST_CLAUSES = 100


@dataclass
class _Found:
    first: int  # clause numbers
    last: int
    until: int  # the last clause that belongs to its phrase
    topics: frozenset[str]
    rule: Rule


def read_blockers(st: Statement) -> tuple[Obstacle, ...]:
    """Obstacles in order; consequences and mere states (慢, 没开工, 还差N) are none."""
    found: list[_Found] = []
    for n, clause in enumerate(st.clauses[:MOST_CLAUSES]):
        topics = _obstacle_topics(st, clause.text)
        if found and n - found[-1].last == 1 and _OVERCOME.search(clause.text):
            found.pop()
        elif found and n - found[-1].last <= 2 and _goes_on(st, topics, found[-1], n):
            _extend(found[-1], n, clause.text, topics)
        elif begun := _begun(st, n, topics):
            found.append(begun)
    return tuple(_phrase(st, each) for each in found)


def _extend(known: _Found, n: int, text: str, topics: frozenset[str]) -> None:
    """What tells more of the same obstacle belongs to its phrase; a mere consequence does not."""
    tells_more = topics & known.topics or topics == _UNNAMED or _AWAITED.match(text)
    damaged = "weather" in known.topics and _DAMAGE.search(text)
    if (tells_more or damaged) and n == known.last + 1:
        known.until = n
    known.last, known.topics = n, known.topics | topics


def _begun(st: Statement, n: int, topics: frozenset[str]) -> _Found | None:
    """A new obstacle; one that lacks its subject or its cause begins a clause earlier."""
    text, before = st.clauses[n].text, st.clauses[n - 1].text if n else ""
    if topics:
        rule = Rule.SPEAKS_FOR_ITSELF if _ALONE.search(text) else Rule.WANTING
        return _Found(n - 1 if n and _lacks_subject(text, before) else n, n, n, topics, rule)
    if _COST_TIME.match(text) and (cause := _topics(before)):
        return _Found(n - 1, n, n, cause, Rule.COST_TIME)
    return None


def _lacks_subject(text: str, before: str) -> bool:
    """有些在观望 says who only together with the clause before."""
    return bool(_SOME.match(text)) and not re.search(r"\d", before)


def _topics(text: str) -> frozenset[str]:
    return frozenset(str(match.lastgroup) for match in _ANY_TOPIC.finditer(text))


def _obstacle_topics(st: Statement, text: str) -> frozenset[str]:
    text = without_names(text)
    alone = bool(_ALONE.search(text)) or is_hindered(text, st.task)
    if not (alone or _NEGATIVE.search(_STATE.sub("", text))):
        return frozenset()
    if _REQUEST.match(text) or _HOPEFUL.search(text) or _WAITING_ONLY.match(text) or is_only_supposed(text):
        return frozenset()
    return _topics(text) or (_UNNAMED if alone else frozenset())


def _goes_on(st: Statement, topics: frozenset[str], known: _Found, n: int) -> bool:
    """Whether the clause goes on about the obstacle before it."""
    text = st.clauses[n].text
    if _CONSEQUENCE.match(text) or _FOLLOW_UP.search(text) or _AWAITED.match(text):
        return True
    if "weather" in known.topics and _DAMAGE.search(text):
        return True
    if n != known.last + 1 or not topics:
        return False
    if st.clauses[n - 1].text.endswith(text[:2]):
        return True  # 要等判决，判决没下来
    unpaid = "money" in known.topics and is_refused(text)
    return topics == _UNNAMED or unpaid or bool(topics & known.topics & _ONE_STORY or "weather" in known.topics)


def _phrase(st: Statement, found: _Found) -> Obstacle:
    first = st.clauses[found.first]
    start, end = first.start, st.clauses[found.until].end
    if wrap := _WRAP.match(first.text):
        start += wrap.end() if wrap.end() < len(first.text) - 1 else 0
    if ask := _ASKING.search(st.text, start + 2, end):
        end = ask.start()
    tail = _TAIL.search(st.text[start:end])
    words = st.span(start, start + tail.start() if tail and tail.start() > 1 else end)
    return Obstacle(words.start, words.end, words.text, Ground(found.rule))


_ANY_TOPIC = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _TOPICS.items()))
