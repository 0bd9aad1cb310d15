"""Does somebody tell of an emergency (突发) that is happening? Words alone decide what he is asked, never what is sent.

An event is named, and nothing around it makes it a drill, a plan, prevention, an inspection, the past or a denial.
A clause is judged for itself; a drill and the past hold for the whole text.
"""

import re
from dataclasses import dataclass

LONGEST = 600  # of a report; what is longer is a paper
LONGEST_PLACE = 24

_NUMBER = r"(?:\d{1,4}|[一二两三四五六七八九十几数多]{1,3})余?"
_PEOPLE = rf"(?:(?:造成|导致|致|已?有|约|至少){{0,2}}{_NUMBER}(?:名|个)?(?:人员|群众|工人|学生|村民|司机|乘客|老人|孩子|儿童|游客|矿工|人)|有人|人员|群众|工人|学生|村民|游客|多人)"
_HURT = r"(?:被困|受困|被埋|埋压|失联|失踪|遇难|遇险|死亡|身亡|丧生|伤亡|受伤|重伤|轻伤|溺水|落水|触电|中毒|窒息|坠落|坠楼|坠亡|昏迷|烧伤|被淹|被冲走|送医)"
_EVENT = re.compile(
    rf"{_PEOPLE}(?:已|正|还|仍|被|在[一-鿿]{{1,8}}|严重|疑似|不同程度)?{_HURT}|{_HURT}{_NUMBER}(?:名|个)?人|食物中毒|一氧化碳中毒|(?<!热)中暑身亡"
    r"|坍塌|垮塌|倒塌|塌方|塌陷|崩塌|山体滑坡|(?<=发生)滑坡|泥石流|冒顶|透水|脚手架倒|塔吊倒|塌了|垮了|倒了一|塌下来"
    r"|火灾|起火(?!灾)|着火|失火|大火|山火|明火|火情|爆炸(?![式性])|爆燃|燃爆|闪爆|炸了|烧起来|浓烟"
    r"|(?:燃气|天然气|煤气|液化气|液氨|氨气|氯气|硫化氢|毒气|危化品|化学品|苯|酸|原油|油罐|罐体|管道|管线|槽罐车?|储罐)(?:[一-鿿]{0,4})(?:泄漏|泄露|外泄|跑冒)|(?<=发现|发生|出现)[一-鿿]{0,6}(?:泄漏|泄露)|漏气|漏氨"
    r"|溃坝|垮坝|溃堤|决堤|决口|漫堤|漫坝|管涌|山洪|洪水(?:冲|进|围|上涨)|(?<=发生)内涝"
    r"|翻车|侧翻|连环(?:追尾|相撞)|追尾|相撞|车祸|交通事故|脱轨|沉船|翻船|坠河|坠崖|踩踏"
    r"|群体性?(?:聚集|事件|冲突|上访)|聚众|围堵|围攻|堵(?:路|门|住(?:路|大门))|拉横幅|集体(?:上访|讨薪|停运|罢)|(?:\d{2,5}|[一二两三四五六七八九十几数上百]{1,4})余?(?:名|多)?(?:多?人|群众|村民|业主|工人|农民工)[一-鿿]{0,8}(?:聚集|上访|讨薪|静坐)|群殴|械斗|持刀|砍人|捅人|纵火|劫持"
    rf"|(?:撞|砸|压|埋)(?:倒|伤|死|住|了|到)+{_NUMBER}(?:名|个)?(?:人|学生|工人|群众|行人|孩子|老人)"
    rf"|(?:大坝|水库|坝体|河堤|堤防|堤坝)[一-鿿]{{0,6}}(?:裂缝|漏水|渗漏|出险|险情)|(?:大巴|客车|货车|校车|公交车|轿车|面包车|渡轮|渔船)[一-鿿]{{0,3}}(?:翻了|失控|冲进)"
    rf"|聚集了?(?:约|近|有|大约)?(?:{_NUMBER}|上百|上千|数百)(?:多)?(?:名|人|群众)|堵住了?[一-鿿]{{0,6}}(?:大门|门口|路口|道路|通道)|(?:要|扬言|准备)跳(?:楼|河|桥)|轻生(?!干预|热线|心理)"
    rf"|(?:硫化氢|煤气|沼气|氨气|氯气|农药)中毒|(?:管网|管道|主管|水管|锅炉|气管)[一-鿿]{{0,4}}(?:爆裂|破裂|被挖断|被挖破)|(?:围墙|房屋|房子|大树|广告牌|楼板)[一-鿿]{{0,3}}(?:倒了|倒下|砸下)"
    rf"|暴动|骚乱|打砸|枪击|越狱|(?:出现|发现|确诊)[一-鿿]{{0,6}}(?:猪瘟|禽流感|鼠疫|炭疽|霍乱)"
    r"|(?:大面积|大范围|多处|全城)(?:停电|停水|断水|断电)|爆管|(?:水质|水源|河道|水体)(?:突然)?(?:受到|遭|被)?污染|死鱼|(?:煤气|瓦斯)(?:突出|超限)|(?<=发生)地震|投毒"
)  # fmt: skip
_FIRST = re.compile(
    r"\s*[【\[]?突发(?:情况|事件|事故|险情|警情)?(?:[】\][\s：:，,!！。、—-]+|$)(?P<rest>.*)", re.DOTALL
)

_DRILL = re.compile(r"(?<!不是)(?<!并非)(?<!非)(?:演练|演习|实战拉练|桌面推演|推演|模拟|假设|假想|情景构建|设想)")
_PAST = re.compile(
    r"去年|前年|上年|往年|历年|历史上|同期|同比|环比|曾经?(?=发生|出现|有)|上个?(?:月|季度|周|半年)|此前|以前|20\d\d年(?!1[0-2]月|[1-9]月\d)|近[一二三四五六七八九十\d]+年|一季度|二季度|三季度|上半年|全年|事故调查|调查报告|“\d{1,2}[·.]\d{1,2}”|\"\d{1,2}[·.]\d{1,2}\"|吸取|汲取|案例|回头看"
)
_DENIED = re.compile(
    r"(?:未|没有?|无|零|不存在|不曾|从未|尚未|杜绝)[一-鿿]{0,8}(?:发生|出现|造成|引发|接到|发现|报告)?[一-鿿]{0,10}$|(?:未|没有?)(?:再)?(?:发生|出现|造成|引发)|有没有|有无|是否|会不会|吗[？?]?$|零(?:事故|伤亡|死亡|火灾)|不会|谣言|不实|误报|虚惊"
)
_PLANNED = re.compile(r"(?:预案|方案|办法|制度|条例|规程|标准|机制|规划|清单|台账|手册|指南|细则)")
_STARTED = re.compile(r"(?:启动|按照?|执行|响应)[一-鿿]{0,12}预案")
_PREVENTED = re.compile(
    r"防范|防止|预防|防治|防控|避免|遏制|严防|谨防|消除|降低|减少|压减|隐患|排查|整治|抽查|评估|预警|易发|多发|高发|警示|核查|请市[一-鿿]{1,8}[局委办]|宣讲|讲座|讲解|常识"
    r"|情形|情景|应对|能力|体系|基金|演示|课程|专项|研判|部署|座谈|整改|修缮|加固|重建|灾后|复盘|风险|点位|隐患点|报警器|报警系统|探测器|监控|灭火器|喷淋|(?:平台|系统)(?=已|上线|建|投|运行|$)|如果|假如|万一|一旦|若(?=发生|出现|遇|有)|如遇|如发生|如不|凡(?=发生|有|遇)|以防|为防|以免|免遭|严禁|不得|禁止|责任制|考核|指标|起数|人数(?:下降|减少)|死亡率|发生率|事故率|下降|知识产权|救助金|抚恤|赔偿|慰问|康复|结案|判决|理赔"
    r"|(?:防火|巡查|检查|督查|督导|检测|监测|探测|宣传|教育|培训|知识|科普|保险|队伍|物资|装备|技术|项目|工程|治理)"
    r"(?![一-鿿]{0,4}(?:局|厅|站|中心|公司|厂|库|楼|学院|学校|基地|园|部|所|室|工地|现场|车|场)|[坍垮塌倒])"
    r"|修复|修好|清理完|通车|处治|流程|责任人|处理意见|已处理|安排人|网民|核实[一-鿿]{0,12}问题|受害率|完成(?!疏散|救援|转移|搜救|撤离)"
)  # fmt: skip
_OTHERS = re.compile(
    r"(?:信息|数据|隐私|机密|试题|密码)[一-鿿]{0,3}(?:泄漏|泄露|外泄)|(?:信息|知识|人口|流量|订单)大?爆炸|(?:产业|人才|要素|企业|人气)[一-鿿]{0,4}(?:聚集|集聚)|火情监|山火瞭望"
)
_ACTING = re.compile(
    r"(?:正在?|已|紧急|组织|开始)(?:组织|紧急|全力|陆续)?(?:疏散|撤离|转移群众|救援|搜救|扑救|灭火|抢险)|(?:已|刚|赶紧)报警|请求(?:支援|增援)|求救"
)  # then it is no matter of prevention
_DELAY = re.compile(
    r"延期|工期|推迟|延误|停了(?=[,，。;；]|$)|不[让准](?:施工|进)|扣(?:了?钱|分)|问责|追责|约谈"
)  # told as a cause, or as dealt with, unless somebody is hurt
_PERSONS = re.compile(rf"{_PEOPLE}[一-鿿]{{0,4}}{_HURT}")
_WHEN = re.compile(
    r"(?:刚刚|刚才|方才|现在|目前|此刻|今天|今日|今早|今晨|今晚|昨晚|昨夜|昨天|昨日|当天|(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2}日)?\s*(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|夜间|半夜|晚)?\s*(?:\d{1,2}\s*(?:[:：]\s*\d{2}|[点时]\s*(?:\d{1,2}\s*分|半|许|左右|多)?)(?:许|左右)?)?"
)
_LEADS = re.compile(
    r"^(?:报告|紧急|急报|领导|您好|各位|我[市县区局]|接(?:到|报)[一-鿿]{0,8}?(?:报告|反映|电话|报警|称)?|据[一-鿿]{1,8}?(?:报告|反映)|位于|在|于|是|有|因|的|现|发现|已|疑似|突然|突发|\s|[：:，,、])+"
)
_TAIL = re.compile(
    r"(?:突然|突发|疑似|正|正在|已经?|又|再次|发生|出现|发现|有|的|一起|一处|部分|大面积|严重|局部|\s)+$"
)
_SOMEBODY = re.compile(
    r"(?:我局|我们|有)?(?:名|个|多名)?(?:工人|人员|群众|学生|村民|司机|乘客|老人|儿童|孩子|游客|居民|业主)"
)
_CLAUSES = re.compile(r"[，,。；;！!？?\n]+")
_NUMBERED = re.compile(r"^\s*(?:第\s*)?J?\d{1,4}\s*号[^，,。]{0,2}?[：:，,\s]*")


@dataclass(frozen=True, slots=True)
class Report:
    """What was read of an emergency, in the speaker's own words; empty where he did not say it."""

    what: str
    place: str
    when: str
    words: str  # without the command word
    is_named: bool = False  # began with 突发: whatever follows is meant so


def read_report(text: str) -> Report | None:
    """None for everything that is no emergency under way."""
    if named := _FIRST.fullmatch(text):
        return _of(named["rest"].strip(), is_named=True)
    if len(text) > LONGEST or not _happens(text):
        return None
    return _of(text.strip(), is_named=False)


def _happens(text: str) -> bool:
    if _DRILL.search(text) or _PAST.search(text) or (_DELAY.search(text) and not _PERSONS.search(text)):
        return False
    is_acted_on = _ACTING.search(text) is not None
    return any(_is_event(clause, is_acted_on=is_acted_on) for clause in _CLAUSES.split(text))


def _is_event(clause: str, *, is_acted_on: bool = False) -> bool:
    found = _EVENT.search(clause)
    if found is None or _OTHERS.search(clause):
        return False
    if _DENIED.search(clause[: found.start()]) or _DENIED.search(clause):
        return False
    if is_acted_on:
        return True
    return not _PREVENTED.search(clause) and (not _PLANNED.search(clause) or _STARTED.search(clause) is not None)


def _of(words: str, *, is_named: bool) -> Report:
    clauses = [clause for clause in _CLAUSES.split(_NUMBERED.sub("", words)) if clause.strip()]
    telling = [clause for clause in clauses if is_named or _is_event(clause)] or clauses
    events = [found[0] for clause in telling for found in _EVENT.finditer(clause)]
    return Report("、".join(dict.fromkeys(events[:3])), _place(clauses), _when(words), words, is_named)


def _when(words: str) -> str:
    """The first words of time with anything in them."""
    return next((m[0].strip() for m in _WHEN.finditer(words) if m[0].strip()), "")


def _place(clauses: list[str]) -> str:
    """What stands before the event, without the time; of a clause before it, where the event begins its own."""
    for n, clause in enumerate(clauses):
        found = _EVENT.search(clause)
        if found is None:
            continue
        for before in (clause[: found.start()], *reversed(clauses[:n])):
            if place := _bare(before):
                return place
        return ""
    return ""


def _bare(words: str) -> str:
    words = _WHEN.sub("", words)
    kept = _TAIL.sub("", _LEADS.sub("", words)).strip(" ：:、")
    return kept[:LONGEST_PLACE] if len(kept) >= 2 and not _SOMEBODY.fullmatch(kept) else ""
