"""The grammar by which something is said not to go: 拿不下来, 被扣着, 太窄, 接口没批, 承重不够, 进山难."""

from __future__ import annotations

import re

from models.rules.reading.values import TaskContext

_NEGATIONS = "没未不晚迟"
_TELLING = re.compile(f"[{_NEGATIONS}被受因等太难卡扣堵晾搁耗占欠压僵停崩撤走跑散]")  # no other clause is tried
_LACKING = re.compile(f"[{_NEGATIONS}]")
_CANNOT = re.compile(  # the potential complement: whatever is to be done, it cannot be
    "(?<![不看])(?![免少忘错误跑差响受用达赶离对了比谈算称怪搞])[一-鿿]不(?:下[来去]?|[出过进上回起]来?去?|"
    "了(?!了之)|动(?!产|摇)|通(?!知|过)|清(?!楚)|拢|住|齐|开(?!工|展|放|标)|成(?!功|熟|立))(?![一-鿿]?断|起眼)"
    "|[找拿等见收买招租借要批联领筹请聘凑碰][一-鿿]?不到(?![\\d一二两三四五六七八九十百千万])"
    "|舍不得|动不得|碰不得|谈不拢"
)
_NO_CAUSE = re.compile(  # how far it is; and 能不能, which asks
    r"[动推]不[了动]|[完做搞干]不(?:成|完|了|下去)|[建弄办交]不(?:成|完|了[差账])|赶不上|来不及|达不到|([一-鿿])不\1"
)
_BARE = re.compile("^(?:根本|就|也|都|实在)?[一-鿿]{1,2}不(?:了|动|下去?|上去?|出来?|进去?|通|开|走)了?$")
_SUPPOSED = re.compile("再不|(?<!主)(?<!需)要是|如果|不然|否则|万一|即使|哪怕|除非|没有?(?:人员|造成)")
_NONE = re.compile(
    "(?:目前|现在|暂时?|本月|我们|也|都|并)*(?:没有?|无|不存在)(?:什么|啥子?|任何|明显|大的?|其他)*[一-鿿]{0,4}"
    "(?:缺口|困难|问题|障碍|堵点|难点|卡点|阻碍|短板|风险|矛盾|纠纷)(?:了|的)?|[一-鿿]{2,4}(?:都|也)?不缺(?:了|的)?"
)
_BY_NAME = re.compile("困难(?=群众|家庭|职工|残疾|学生|老人|户|人员|对象|党员)")  # a name for people, no trouble
_STUCK = re.compile(
    "(?<!社保)(?<!银行)卡(?:着|住|壳|脖子|在(?![这此那]))|(?:扣|堵|晾|搁|耗|占|欠|压)(?:着(?!重)|住(?!户|房))|僵(?!尸)|停(?:下来?|摆|着)|崩"
)
_WAITS = re.compile(
    "(?<![不同平高中初])等(?:着|到|候)?(?!统计|领导|通知|会议|结果|汇总|命名|公示)[一-鿿]{0,8}?"
    "(?:批|判|裁定|复核|鉴定|勘探|评估|复函|补丁|消防(?!验收)|图纸|配件|到货|腾|交地|迁|供地|拨|接[电火]|[通送]电)"
)
_REFUSED = re.compile(
    "(?<![绝决])不(?:肯|愿|让|给(?!力)|准(?!确)|许|批|签|交(?!叉)|认(?!真|识)|松口|放(?!心|松|过|弃)|同意|"
    "配合|答应|点头|买账|供(?!养)|搬|出钱|出面|承认|认可)"
)
_SUFFERED = re.compile(
    "(?<![棉植路])被(?!退回|评|列|认定|纳入|授|确定|选|命名|推荐|表彰|表扬|通报表|采用|采纳|录|征|执行|服|褥|退了?\\d|称为|告知)"
    "[一-鿿]{1,6}|受(?!理|益|到?(?:欢迎|好评|表彰)|众|教育|训|让|访|托|损|援|助)[一-鿿]{1,10}?(?:影响|制约|限制|冲击|牵连)"
    "|因为?[一-鿿]{2,12}?(?:暂停|暂缓|停[工产下了]|延误|推迟|中断|搁置|滞后)"
)
_TOO = re.compile("(?<![不没])太(?!忙|阳|平|原|极|湖|空|仓|和|好|感谢|棒|谢|行|大问题|多了|快了)[一-鿿]")
_LEFT = re.compile(  # who or what was at work is gone
    "(?:队伍?|(?<!选)人员?|工人|班组|工班|师傅|(?:施工|监理|承建)(?:方|单位)|民工|设备|机械|机器|[挖钻桩吊]机|吊车|塔吊)"
    "(?:们|都|也|全部?|已经?|又|早就?|[今昨前]天|上周|就|给|被|老板)*"
    "(?:拉走|(?:撤(?!离)|走|跑|散)(?:场|光|掉|完)*)(?:了(?!流程|程序|招|采|访|手续|[\\d一二两三四五六七八九十几]+[遍趟次圈下家户])|光|$)"
)
_HARD = re.compile(
    "(?<![困克灾避疑艰万为作])难(?=$|拿|批|办|找|协调|谈|落实|搞|做|走|管|啃|缠|统一|到位|度(?:较|很|比较|非常|太)?大)"
)
_COUNTED = re.compile(
    "(?:\\d|[零一二三四五六七八九十百千万亿两几])[多来余]?[万千]?(?!成|点)[一-鿿]$"
)  # 两千人没打 are a remainder
_LACKS = re.compile(
    "(?P<what>[一-鿿]*?)(?:还|也|都|又|仍|尚|就|一直|始终|至今|到现在|目前|现在|暂时?|总|老|根本|实在|确实|根本就)*"
    "(?:没有?|未(?!来)|不(?:够|足|到位|匹配|兼容|相?符|一致|合格|完善|健全|具备|支持|明确|统一|衔接|稳定?|理想|顺利?|给力|积极|主动|高(?!于)|"
    "能(?!少|忘|松|掉|停|耽误|放松))|(?<!推)[晚迟][了到])(?P<verb>[一-鿿]{0,4})"
)
_NO_MATTER = re.compile(
    "^(?:到(?:时间|时候|期|点|日子)|问题|影响|压力|落下|耽误|停(?!电)|出现|发生|掉队|困难|堵点|难点|什么|啥|发现|再|少|变化|差|大碍|隐患|意见|异议|"
    "投诉|缺口|事|拖|断|超|完成|开工|动工|启动|进场|达|到目标|竣工|报(?!批)|公布|出来|统计|汇总|算|做|动|建|干|改|装|"
    "写|填|弄|搞|收到|看到|接到|参加|过半|关系|必要|出入|开始|有效|按|法)"
)
_NO_THING = re.compile(
    "^(?:[今明去前昨]?[年天日月周季上下本这那两几个第一二三四五六七八九十\\d]*(?:半年|季度|月份?|年度?)?|剩下?的?|其余的?|"
    "另外|其他的?|别的|有的?|还有|我们|我局|这边|那边|这里|这个|那个|数据|数字|结果|情况|指标|进度|增幅|增速|进展|[总整]体|效果|[工建]?作?速度)$"
)
_LEADS = re.compile(
    "^(?:但是?|不过|就是|主要是?|还是|因为?|由于|因|原因[是为]?|目前|现在|另外|其中|而且|然后|我们|的|[·]+)+"
)


def is_hindered(text: str, task: TaskContext) -> bool:
    """Whether the clause says that something besides the task itself does not go."""
    if not _TELLING.search(text):
        return False
    bare = _NO_CAUSE.sub("", text)
    told = (_CANNOT, _REFUSED, _SUFFERED, _TOO, _HARD, _STUCK, _WAITS, _LEFT)
    return any(each.search(bare) for each in told) or _lacks(bare, task)


def cannot(text: str) -> bool:
    """传不回来, 没法用."""
    return bool(_CANNOT.search(text)) or "没法" in text or "无法" in text


def is_bare(text: str) -> bool:
    """挪不了, of whatever the clause before was about."""
    return bool(_BARE.match(text))


def is_only_supposed(text: str) -> bool:
    return bool(_SUPPOSED.search(text))


def is_none(text: str) -> bool:
    """没有资金缺口, 资金不缺: there is no such trouble."""
    return bool(_NONE.fullmatch(text.strip()))


def without_names(text: str) -> str:
    return _BY_NAME.sub("", text) if "困难" in text else text


def is_refused(text: str) -> bool:
    return bool(_REFUSED.search(text))


def _lacks(text: str, task: TaskContext) -> bool:
    """接口没批 and 承重不够 tell of another thing; 公墓没建 of a 公墓 task is but its state."""
    if not _LACKING.search(text):
        return False
    known = set(task.title + "".join(each.name for each in task.indicators))
    for found in _LACKS.finditer(_LEADS.sub("", text)):
        what = found["what"]
        if len(what) < 2 or _NO_MATTER.match(found["verb"]) or _NO_THING.match(what) or _COUNTED.search(what):
            continue
        if 2 * len(set(what) & known) < len(set(what)):
            return True
    return False
