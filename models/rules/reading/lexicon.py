"""Words by meaning around figures: what makes a number done, left, planned, a part, or another thing's."""

from __future__ import annotations

import re
from functools import lru_cache

WORDS = re.compile(r"[一-鿿]")
ENDS_FIGURE = re.compile(r"\s*(?:$|[了的,，。;；、(（!！%]|左右|上下|以上|多|个|整|执行|出头)")

TOTAL_SO_FAR = re.compile(
    r"(?:累计|一共|总共|合计|共计|共|净增|总数|实际(?:完成)?|到目前|至今)[^,，。;；]{0,8}$"
)
DONE_VERBS = (
    "完成|建成|建好|建了|建起|投用|投运|投产|交付|竣工|完工|安装|装好|装了|做了|做完|做到|"
    "做好|办了|办结|办理|办好|新增|净增|达到|达|到了|到"
    "|筹集|筹了|筹|入库|签约|签了|开工|动工|开建|改造|改了|改完|打通|治理|整治|清理|清了|"
    "培育|认定|发放|发了|接种|打了|投了|投|花了|支出|支付|弄了|弄好|搞了|搞好"
    "|落地|创成|创建|销号|整改|培训|服务|救助|种了|修了|修好|修复|铺了|铺好|铺设|清运|拆了|"
    "拆除|盘活|出栏|兑现|报批|报了|登记|引进|招引|归集|开放|布设|更新|加装"
    "|增加|实现|受理|化解|处置|检测|抽检|体检|参保|送了|演了|种植|播种|造林|抚育|复绿|收储|"
    "供应|出让|消化|新建|新开|通过|通车|贯通|验收|移交|启用|配备|覆盖|申报"
    "|惠及|带动|转移|安置|招聘|招录|引育|回收|减少|压减|淘汰|关停|评定|授牌|挂牌|上线|接入|"
    "联网|跑了|走访|排查|巡查|检查|查处|立案|办|执行|按"
)
_FINISHED = (
    "完成|建成|投用|投运|投产|投入使用|交付|竣工|完工|办结|开工|动工|销号|落地|通过|验收|"
    "移交|启用|上线|挂牌|达标|创成|贯通|通车|通水|入库|签约"
    "|开诊|安装到位|整改到位|改造到位|打通|揭牌|授牌|开业|运行|达产|结项|化解"
)
_ADVERBS = (
    "(?:已经?|都|全部|全|均|今天|昨天|上午|下午|实际|目前|约|大概|差不多|才|只|仅|就|刚|累计|"
    "现|正式|陆续|也|集中|顺利)"
)
DONE_BEFORE = re.compile(rf"(?:{DONE_VERBS}|[一-鿿][了完好成])[了完成好的过有约近才:：为是]{{0,3}}\s*$")
DONE_AFTER = re.compile(
    rf"[一-鿿]{{0,6}}?{_ADVERBS}{{0,3}}(?:{DONE_VERBS}|[一-鿿][了完好成过](?![一-鿿]?没))(?!不|难)"
)

REMAINDER = re.compile(
    "(?:还差|还剩|还有|剩余?|剩下|余下|其余|差|缺|欠|少|尚有|仍有|尚余|没[一-鿿]{1,4}的?|"
    r"未[一-鿿]{1,4}的?|另有?|不足的?)(?:的|下|了|大概|约|最后)?\s*$"
)
OPEN_STATE = re.compile(
    "[一-鿿]{0,6}?(?:没|未|还在|还没|正在?|在(?!建成)|等|待|因|卡|停|亮|缺|欠|不(?!少|错)|"
    "手续|要(?!求)|需|被|流标|难|有(?!了)|超期|滞后|主体|基础|培育库)"
)
TARGET_AFTER = re.compile(
    r"\s*(?:[一-鿿]{0,4}(?:的?任务|的?目标|的?盘子|的?指标数|的?计划|的?要求)|里面?|中(?!标)|当中)"
)
TARGET_BEFORE = re.compile(
    "(?:任务[数量是为]?|目标[数值是为]?|计划(?!内)[数是为]?(?!的)|下达的?|要求[是为]?|"
    "应[^急对][^,，]{0,2}|离|距离?|比[^,，]{0,4}[低高少多]|[低高]于[^,，]{0,5}|指标是|"
    r"盘子是?|(?<!占)全年|(?<!占)年度)\s*$"
)
SUPERSEDED = re.compile(
    r"上次[报说填]|之前[报说填]|原来[报说]|前面[报说]|上回[报说]|原报|误报|报错|多报|少报|写错|打错"
)
CORRECTED = re.compile(
    r"(?:实际|应为|应该是|应是|更正为|改为|改成|正确的?是|准确的?是|核实后?[是为]?|核减后)[^,，。;；]{0,6}$"
)
INCREMENT = re.compile(
    "(?:本月|这个月|当月|本周|这周|上周|今天|昨天|今日|近期|最近|"
    r"[一二三四五六七八九十\d]{1,2}月份?|又|再|另外?)[一-鿿]{0,4}(?:新增|增加|新申报|"
    r"新[签开建入]|净增|多了)[一-鿿]{0,3}\s*$"
    r"|(?:^|[,，。;；\s])(?:又|另)[一-鿿]{0,6}\s*$"
)
PART_OF = re.compile(
    "(?:其中|含|包括|大头|里面?有|有|被退了?|退回?了?|核减了?|扣除|减去|因为?|可增?|预留|"
    r"分配[一-鿿]{0,2}|各)[一-鿿]{0,6}?\s*$"
)
FUTURE = re.compile(
    "预计|争取|力争|计划(?!的|数|任务|投资的)|拟|打算|准备|将[^近]|要在|"
    "再[投建装完有来改开做干冲抓]|下[个]?月|下周|下一?步|后续|明年|明天|年底前?(?!完成率)|"
    "能[到达完冲拿]|能再|能冲|可达|可增|确保|保证|[底日号节末旬]前|月中(?!旬)"
)
FUTURE_TOTAL = re.compile(r"能[到达完冲]|预计|争取|力争|可增")
FUTURE_AFTER = re.compile(
    "[一-鿿]{0,6}?(?:计划|预计|拟|将|待开|国庆|春节|年底|下周|下月|明年|月底|"
    r"[一二三四五六七八九十\d]{1,2}月[底份初中]?)"
)
OTHER_MONEY = re.compile(
    "总投资|总概算|概算|控制价|中标价|合同[价额]?|预算|资金到位|到位资金|到位|专项债券?|债券|"
    "贷款|费用|缺口|缺|结转|补助|奖补|下达|争取[了到]?|申请[了到]?|财政|罚款|大头|增加|计划|"
    "分红"
)
STAGE = re.compile(
    "主体|封顶|路基|路面|桥梁|隧道|桩基|基础|正负零|抛石|闭合|开挖|浇筑|吊装|管沟|装修|"
    "外立面|绿化|招标|设计|可研|立项|选址|评审|用地|征[地迁收]|拆迁|进场|在建|地下室|"
    "二次结构|机电|调试|围堰|下构|上构|架梁|摸底|公示|勘察"
)
STAGE_AFTER = re.compile(
    f"[一-鿿]{{0,4}}?(?:{_ADVERBS}{{0,2}})(?:到|在|做|完成|进入)?(?P<stage>主体|封顶|路基|"
    "路面|桩基|基础|正负零|开挖|装修|外立面|招标|设计|可研|立项|选址|进场|在建|地下室|调试|"
    "公示|开工|动工)"
)
WHOLE_TASK = re.compile(
    "(?:总体|整体|形象|综合|总的?|全部工程|工程量?|总)(?:进度|完成率?|进展|"
    "形象)?[一-鿿]{0,5}$|(?:总体|整体|形象)[一-鿿]{0,8}$"
)
STARTING = re.compile(r"开工|动工|施工率|启动")
NOT_OF_TASK = re.compile(
    "(?:增长率?|增速|增幅|涨幅|同比|环比|增|下降|降幅|压降|提高了?|提升了?|低|高出?|少|多|快|"
    "慢|满意[率度]|覆盖率|合格率|达标率|办结率|回访率|占比|知晓率|及时率|资金到位率?|到位率|"
    r"签订率|签约率|补偿|利率|[离距])[一-鿿]{0,3}\s*$"
)

_GENERIC = set("完成新增建设改造实施培育办理基本投用任务工作数量个项的和及等总")
_SAME_COUNT = (
    frozenset("户家个"),
    frozenset("人名位个"),
    frozenset("个处座所家项条只台部点站"),
    frozenset("件项个宗例起"),
    frozenset("套户间"),
    frozenset("株棵"),
    frozenset("栋幢座"),
    frozenset({"人", "人次", "名"}),
    frozenset({"批", "批次"}),
)


def prefix_of(figure: str) -> str:
    """The words before the number that the figure swallowed: 达到, 超过, 约."""
    match = re.match(r"[^\d零〇一二三四五六七八九十百千万两]*", figure)
    return match.group() if match else ""


def count_fit(unit: str, wanted: str) -> float:
    """1 for the same measure word, less for one people use in its place, 0 for another thing's."""
    unit, wanted = unit.lstrip("万亿百千"), wanted.lstrip("万亿百千")
    if unit == wanted:
        return 1.0
    if any(unit in group and wanted in group for group in _SAME_COUNT):
        return 0.4
    return 0.0


@lru_cache(maxsize=512)
def own_characters(name: str, names: tuple[str, ...]) -> dict[str, float]:
    """The characters that name an indicator; those of its sisters and of every plan weigh little."""
    others = "".join(each for each in names if each != name)
    return {  # a name is told by few characters
        char: 0.15 if char in _GENERIC else 0.25 if char in others else 1.0 for char in name if char.isalnum()
    }
