"""The grammar of what a reply does: asks how to count, asks for time, passes on, acknowledges."""

from __future__ import annotations

import re

_COUNTING = "算|计(?![划件])|统计|报|填|口径|考核|认定|纳入|包含|含|截止|分母|分子|基数|标准|范围|系统|表|录|台账|时点|打分|得分|扣分"
_ASKING = tuple(
    re.compile(pattern)
    for pattern in (
        "[^,，。;；]{1,16}还是[^,，。;；]{1,14}",  # 按户算还是按人算
        r"[吗嘛么][?？。~]*$",
        f"(?:{_COUNTING}|要|用|行)不[?？]*$",
        "([一-鿿])不\\1",
        "几[号月日时点]|哪[个天些一年种]|什么|啥|何时|多久|谁|怎[么样]|咋(?![办整弄])|如何|多少(?=才|算)",
    )
)
_MAY_ASK = re.compile("还是|[吗嘛么不几哪什啥何谁怎咋如多]")  # no other clause asks
_STILL_IS = re.compile(
    "(?:^|[也都仍就又])还是(?!按|算|用|报|填|以|看)|[一-鿿]了还是|(?:^|[,，。;；])[^,，。;；是按算看报]{0,6}还是(?:没|不|老|正在|在)"
)
_HELP = re.compile("帮|协调|支持|解决|出面|咋[办整弄]|怎么[办整弄]|如何是好")

_ASKS_ABOUT = re.compile(
    "(?:归|由|是|找|问)?(?:谁|哪个(?:科|处|局|单位|部门|人))(?!都|也)(?:[在来去]?(?:[管弄办跟做搞抓干盯]|负责|牵头|经办|经手|分管|主管|接手))?[着的呢啊呀]*[?？]?$"
    "|(?<!不管)(?<!无论)(?:怎么?样|咋样|(?:什么|啥|哪个|何)(?:情况|进展|进度|程度|阶段)|到哪一?步|到哪儿?)了?[呢啊呀]*[?？]?$"
)
_UNKNOWN = re.compile("不知道?|不清楚|没有?谁|不明确|没定|未定|说不清|没明确|扯皮|推来推去")
_ASKS = "申请|恳请|请求|请示|请(?!假|问|放心)|能不能|能否|可否|是否可以|可不可以|想(?!办法)|希望|望(?=批|同意|准)|盼|求(?!职|学)"
_MORE_TIME = (
    "晚(?:一?些|一?点|几|半|[\\d一二两三四五六]{1,3})|缓(?=一?缓|几天|些|[一到至交两三半\\d])|延(?!伸|长线|误)|顺延|推(?:到|至|迟|后)|往后|宽限|宽裕|展期|跨年|结转|"
    "(?:再|多)(?:宽)?[给留批][^,，。]{0,3}?(?:时间|天|周|个?月)|给予?[^,，。]{0,3}?(?:半|[\\d一二两三四五六七八九十]{1,3})个?(?:月|天|周|工作日)"
)
_ASKS_TIME = re.compile(
    f"(?:{_ASKS})[^。;；!！\n]{{0,24}}?(?:{_MORE_TIME})|(?:{_MORE_TIME})[^。;；!！\n]{{0,16}}?(?:行不行|行吗|可以吗|好吗|可否|能否|吗[?？]?$)"
)
_ASKS = f"(?:{_ASKS})"
_TO_A_DAY = re.compile("(?:[调改放挪移推换延](?:为|到|至|在|成)|定[到在])\\s*$")
_SOMETHING_ELSE = re.compile(
    "(?:会议?|座谈|调研|汇报|碰头)[^,，。;；]{0,8}?(?:改|调|推|延|挪|放)(?:为|到|至|在|期|迟|后)"
    f"|(?:结转|延期|顺延|推迟)(?:的|项目|资金|指标|数)[^,，。;；]{{0,10}}?(?:{_COUNTING})"
)
_NOT_THE_TASK = re.compile("(?:会议?|座谈|调研|汇报|见面|培训会)[^,，。;；]{0,8}$")

_NAME = "[一-鿿]{2,8}?"
_PASSING = tuple(
    re.compile(pattern)
    for pattern in (
        f"(?:具体|详情|详细|细节)[一-鿿]{{0,6}}?(?:请|可|麻烦)?(?:您|你)?(?:联系|找|问|咨询|对接)(?P<to>{_NAME})(?:[,，。;；\\s\\d]|$)",
        "(?:麻烦|请|可|直接|您)?(?:找|加|问|联系|打给)(?P<to>[他她])(?:们)?(?:吧|就行|就好|了解|[,，。\\s]|$)",
        "(?P<to>)(?:不归我|不[在属]我[们局单委这]|不是我[们局]?(?:管|的事|负责)|与我[们局]无关)",
        f"(?:主责|责任|牵头|主体|主管)(?:单位|部门)?[在是为](?P<to>{_NAME})(?:[,，。;；\\s]|$)",
        f"(?:现在|目前|后来|改|已)?(?:是|由|归|让|请)(?P<to>{_NAME})(?:分管|主管|接手|接管|经手|作答|答复|解答|回应|在[管弄办跟])",
        f"(?P<to>{_NAME})(?:在弄|在管|在跟|经手)",
        f"已[转移交](?:给|交|至|送)?(?P<to>{_NAME}[队局办中心科处站所委])(?:办理|处理|跟进|答复|负责|[,，。]|$)",
        f"(?:让|请|由|叫)(?P<to>{_NAME})(?:统一|直接|来|去)*(?:回复|答复|回话|汇报|报送)(?:[您你]|[,，。]|$)",
        "(?:^|[,，。;；\\s·])(?:请|麻烦)?[您你]们?(?:直接)?(?:问|找|联系)(?P<to>[一-鿿]{2,8})(?:[,，。]|$)",
        "明确(?:了)?由(?P<to>[一-鿿]{2,10}?)(?:牵头|负责|承担)",
        f"(?:让|请|由)(?P<to>{_NAME})(?:跟|向|给)[您你](?:说|讲|汇报|报|回|答|联系|对接)",
    )
)
_WORK = re.compile("完成|建成|开工|封顶|投用|进场|招标|签约|施工|整改|验收|办结")

_RECEIPT = (
    "〈收到〉|已?阅|好|嗯+|行|中|妥|可以|知道|了解|清楚|是|没(?:得)?问题|"
    "(?i:ok|okay|get|roger)|谢谢|感谢|辛苦|领导|主任|局长|科长|处长|秘书长|书记|市长|各位|老师|的|了|啦|哈|呢|[👌🫡👍🙏✊💪😊]"
)
BARE_RECEIPT = f"(?:{_RECEIPT}|[\\s,，。.!！~、])+"
SEES_TO_IT = (
    f"^(?:{_RECEIPT}|[\\s,，。.!！~、])*(?:我|我们|这边|局里|科里|办公室)?(?:马上|这就|立马|立刻|先|再|去|尽快|抓紧|回头|让[一-鿿]{{1,4}}?|安排人?)*"
    "(?:催|(?<=我)问|(?<=我们)问|(?<=我去)问|(?<=我先)问|(?<=去)问|查|看|核|核实|核对|对|了解|落实|布置|转|通知|督促|跟进|捋|摸|梳理|整理|汇总|统计|安排|研究|碰|商量)[一-鿿]{0,3}?(?:一?下|看看|清楚|一遍|一捋)"
    "[一-鿿]{0,6}$"
)
_REPORTS = re.compile(
    "(?:[报回发给][您你]|给[您你][一-鿿]{0,3}[报回数信]|(?:[上下中]午|晚上|明天|明早|今天|周[一二三四五六日]|稍后|会后|马上|尽快|[再前后号日天])[一-鿿]{0,4}?"
    "(?:报|回|复|反馈|答复|给数|给信))(?:[您你]|数|准数|信|上来|过去|过来)?[了吧哈啊]?$"
)
_BY_ANOTHER = re.compile("@|归|由|[您你]来|[您你](?:去|问|找|联系)")
MOST_OF_A_RECEIPT = 24


def asks_how(text: str) -> bool:
    """How something is counted or reported: a choice, a 吗, a 报不, or a word that asks; no call for help."""
    if not _MAY_ASK.search(text) or _HELP.search(text) or _STILL_IS.search(text):
        return False
    clauses = [clause for clause in re.split("[,，。;；\n]", text.strip()) if clause.strip()]
    return any(re.search(_COUNTING, clause) and any(each.search(clause) for each in _ASKING) for clause in clauses)


def asks_about(text: str) -> bool:
    """46怎么样了, 这事归谁管: who does it, or how it stands, asked of the asker."""
    return bool(_ASKS_ABOUT.search(text)) and not _UNKNOWN.search(text)


def asks_for_time(text: str, days: list[int]) -> re.Match[str] | None:
    """能不能晚一个月, or a request that puts something to one of the `days`, told by where they begin."""
    if found := _ASKS_TIME.search(text):
        return None if _NOT_THE_TASK.search(text[: found.end()]) else found
    ask = re.search(_ASKS, text)
    if ask is None:
        return None
    moved = any(
        _TO_A_DAY.search(text[:at]) and not _NOT_THE_TASK.search(text[: at - 2]) for at in days if at > ask.start()
    )
    return ask if moved else None


def moves_something_else(text: str) -> bool:
    """会议能不能改到周五, and 去年结转的算不算."""
    return bool(_SOMETHING_ELSE.search(text))


def passes_on(text: str) -> re.Match[str] | None:
    if _WORK.search(text):
        return None
    return next((found for each in _PASSING if (found := each.search(text))), None)


def only_acknowledges(text: str, bare: re.Pattern[str], sees_to_it: re.Pattern[str]) -> bool:
    """收悉, 好的领导我催一下, 我问下科里下午报您: nothing but that it was heard and will be seen to."""
    if (
        len(text) > MOST_OF_A_RECEIPT
        or _BY_ANOTHER.search(text)
        or asks_how(text)
        or re.search("没|未|不(?!客气)|难|已", text.replace("没问题", ""))
    ):
        return False
    if not bare.sub("", text):
        return True
    clauses = [clause.strip() for clause in re.split("[,，。;；!！\\s]", text) if clause.strip()]
    return all(not bare.sub("", each) or sees_to_it.match(each) or _REPORTS.search(each) for each in clauses)
