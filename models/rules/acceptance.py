"""Taking on a task in one line: who leads, what comes first, by when; or why it is not ours."""

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from models.rules.dates import find_dates
from models.rules.quantities import find_quantities
from models.rules.references import find_references, reference_spans, without_references

_PERSON = r"[\u4e00-\u9fa5]{1,6}?(?:局长|副局长?|主任|副主任|科长|处长|书记|总工?|股长|所长|院长|同志|科|处|办|股|室)?"
_LEADS = (
    re.compile(
        rf"(?:由|让|请|安排|指定|明确)\s*(?P<who>{_PERSON})\s*(?:同志)?\s*(?:来)?(?:牵头|负责|盯|具体抓|抓|包抓|分管|落实|承办|主办|跟进)"
    ),
    re.compile(rf"(?:^|[，,。；;：:号项都均全部\s])(?P<who>{_PERSON})\s*(?:同志)?(?:牵头|负责牵头|具体负责|包抓)"),
    re.compile(r"(?:^|[，,。；;：:\s])(?P<who>[老小][一-鿿])(?:来)?(?:牵头|负责|盯|抓|跟)"),
    re.compile(r"(?P<who>我|自己)(?:来|亲自|本人|自己)*(?:牵头|负责|抓|盯|挂帅)"),
)
_REST = re.compile(r"其余|其他|其它|剩下|剩余|余下")
_EVERYTHING = re.compile(rf"都|全部|各项|所有|均|一并|统一|这几项|这些|{_REST.pattern}")
_TAKES = re.compile(
    r"认领|(?:我局|我委|我们|都|全部)认(?![为真识定可证])|(?:我局|我们)接(?:了|受)|(?:我局|我们)负责|领了"
)
_TAKES_ALL = re.compile(
    r"[\s，,。！!]*(?:(?:好的?|收到|明白|知道了?|OK|ok|行|没问题)[\s，,。！!]*)*(?:我局|我们|我委)?(?:全部|都|全|一并)(?:予以|同意)?"
    r"(?:认领|接受|认)[了啦]?[\s，,。.！!]*"
)
_REFUSES = re.compile(
    r"(?:^|[，,。；;！!号项\s]|我[局委们]|我单位|[都均])不(?:予|能|愿|想|同意)?(?:认领|认|接受|接|领|承担)了?(?=$|[，,。；;！!\s])"
)
_NUMBERS = r"第?(?:J?\d{1,4}(?:\.\d{1,2})?\s*[、，,和及]\s*)*J?\d{1,4}(?:\.\d{1,2})?\s*[号项]"
_EXCEPT = re.compile(rf"除(?:了|去|开)?\s*{_NUMBERS}(?:以外|之外|外)?|{_NUMBERS}(?:以外|之外|外)(?=[，,都均全其])")
_FIRST = re.compile(r"(?P<step>(?:先|首先|第一步|马上|立即|今天|明天|下周|本周|这周|近日)[^，,。；;\n]{2,30})")
_STEP = re.compile(
    r"(?P<step>[^，,。；;\n]{0,14}(?:调度|开会|召开|部署|摸底|排查|踏勘|进场|对接|招标|立项|编制|印发|启动|开工|专班|报方案|出方案|拿方案|方案|约谈|座谈|座谈会|倒排)[^，,。；;\n]{0,14})"
)
_OTHERS = r"[一-鿿]{2,12}?(?:局|委|办|中心|集团|公司|区|县|政府)"
_ENDS = r"(?=$|[，,。；;！!\s])"
# Of the whole task, in so many words: the clause says no more.
_ELSEWHERE = (
    rf"不归(?:我|本|咱)(?:们)?(?:局|委|办|单位|部门|中心|公司|区|县)?{_ENDS}"
    rf"|(?:我们|我局|我委|我单位|本局)不管(?:这(?:[一]?块|项|个|件|事)?|此事|此项)?{_ENDS}"
    rf"|(?:\d号|[这该此本](?:块|项|件|一项))(?:任务|工作|事)?(?:应该?|应当|该)(?:改)?由{_OTHERS}(?:牵头|负责|承担|承办|主办|管){_ENDS}"
)
_NOT_OURS = re.compile(
    r"不(?:属|是|归|在)(?:于)?(?:我|本|咱)(?:们)?(?:局|委|办|单位|部门|中心|公司|区|县)?(?:的)?(?:职责|职能|范围|牵头|管|负责|事)?"
    r"|(?:应|该|应该|应当|建议)(?:改)?由[\u4e00-\u9fa5]{2,12}(?:牵头|负责|承担|承办)|有异议|不该(?:我|由我)|职责不在|分工(?:有误|不对|错)|认领不了"
    r"|(?:承担|接|领)不了|无法承担|不(?:能|宜|应)承担|^(?:我局|我委|我们)?不同意(?=[，,。！!]|$)"
    r"|(?:^|[号项，,])\s*(?:请|建议|应该?)?转(?:给|交|由)[一-鿿]{2,10}?(?:局|委|府办|中心|县|区)(?:承担|负责|牵头|办理|来办|办)?(?=$|[，,。；;！!])"
    r"|(?:^|[号项，,])\s*(?:请|建议|应该?)?转[一-鿿]{2,10}?(?:局|委|中心|县|区)(?:承担|负责|牵头|办理|来办|办)(?=$|[，,。；;！!])"
    r"|(?:我局|我委|我们|我单位|本单位)[^，,。；;]{0,4}(?:只|仅)(?:是)?配合|牵头单位应(?:为|是|该是)"
    r"|由[\u4e00-\u9fa5]{2,12}?(?:牵头|负责|承担|承办|来办)[^，,。；;]{0,2}(?:更合适|合适|更妥|为宜|更好)"
    rf"|{_ELSEWHERE}"
)
_DELIVERS = re.compile(r"报|方案|清单|计划|拿出|提交|完成")
_DAY_OF_MONTH = re.compile(r"(?<![\d月])([12]?\d|3[01])号(?=(?:就|再|能)?(?:报|拿|出|交|提交|开会|召开))")
_NO = re.compile(r"没有?异议|无异议|不是没有")
_BARE_RECEIPT = re.compile(
    r"[\s，,。.!！~～]*(?:(?:好的?|收到|知道了?|明白|了解|OK|ok|嗯+|行|可以|遵命|是|谢谢|辛苦了?|马上办|马上安排|马上落实|抓紧落实|坚决落实|抓紧办|照办|👌|👍|🫡|🙏|\[OK\]|/ok|1)[\s，,。.!！~～]*)+"
)

_POLITE = re.compile(
    r"(?:收到|好的?|明白|知道了?)[，,。！! ]+(?:我们|我局|我委|马上|立即|立刻|尽快|认真|一定|会|坚决|按要求|全力|积极|组织|抓紧|研究|落实|安排|"
    r"部署|办理|推进|重视|执行|学习|处理|跟进|下去|去|做|办|抓|好|的|，|,)+[。！! ]*"
)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """`numbers` are the tasks named; empty with `everything` False means: those just asked about.

    `takes` says that it is taken on and not how; `as_offered`: all of it by the date the message named;
    `spared` are named by 除了33号; a refusal without a word of why has an empty `reason`.
    """

    numbers: tuple[str, ...] = ()
    everything: bool = False
    lead: str | None = None
    first_step: str | None = None
    on: date | None = None
    contested: bool = False
    reason: str = ""
    takes: bool = False
    as_offered: bool = False
    spared: tuple[str, ...] = ()

    @property
    def is_meant(self) -> bool:
        """Takes on or refuses, in whatever words."""
        return self.commits or self.contested or self.takes

    @property
    def commits(self) -> bool:
        """Says who leads, what comes first, or by when: only that stops the clock."""
        return bool(self.lead or self.first_step or self.on)


_PLAIN_WORDS = re.compile(r"[^一-鿿]|我局|我委|我们|这项|这几项|都|全部|均")
_DISOWNS = re.compile(
    r"不(?:属|是|归|在)(?:于)?(?:我|本|咱)(?:们)?(?:局|委|办|单位|部门|中心|区|县)?(?:的)?(?:职责|职能|范围|牵头|管|事)|有异议|分工(?:有误|不对|错)|职责不在"
    rf"|{_ELSEWHERE}"
)


def disowns(text: str) -> bool:
    """Says in so many words that a task is not ours; a mention of who should do a part of it does not."""
    return bool(_DISOWNS.search(text)) and not _NO.search(text)


def is_bare_receipt(text: str) -> bool:
    """收到, 收到，我们认真研究 and their like: polite, and no work yet."""
    return bool(_BARE_RECEIPT.fullmatch(text[:200]) or _POLITE.fullmatch(text[:60]))


def read_pieces(text: str, *, today: date) -> list[tuple[str, Acceptance]]:
    """The line cut before each place that names tasks, and what each piece says of taking on."""
    return [(piece, read_acceptance(piece, today=today)) for piece in _pieces(text[:2048])]


def read_acceptances(text: str, *, today: date) -> tuple[Acceptance, ...]:
    """3号由张科牵头，6号由李科牵头，其余我抓: each piece for itself where every piece commits or contests, else one."""
    each = tuple(one for _, one in read_pieces(text, today=today))
    each = tuple(one for one in each if one.is_meant or one.numbers)
    if len(each) > 1 and all(one.is_meant for one in each):
        return each
    return (read_acceptance(text, today=today),)


def _pieces(text: str) -> list[str]:
    """Cut before each place that names tasks; names in a row (3号、6号) stay together."""
    spared = [match.span() for match in _EXCEPT.finditer(text)]
    named = [place for place in reference_spans(text) if not any(a <= place[0] < b for a, b in spared)]
    rest = [m.span() for m in _REST.finditer(text) if not any(b <= m.start() <= b + 2 for _, b in spared)]
    places = sorted([*named, *spared, *rest])
    cuts = [0]
    for before, place in pairwise(places):
        if text[before[1] : place[0]].strip(" 、，,和及跟与"):
            cuts.append(place[0])
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def read_acceptance(text: str, *, today: date) -> Acceptance:
    text = text[:2048]
    spared = tuple(number for match in _EXCEPT.finditer(text) for number in find_references(match.group()))
    text = _EXCEPT.sub("", text).lstrip("，, ") if spared else text
    numbers = find_references(text)
    everything = _means_everything(text)
    if refusal := _refusal(text):
        return Acceptance(numbers, everything, contested=True, reason=_reason(text, refusal), spared=spared)
    said = without_references(text)
    found = Acceptance(numbers, everything, lead=_lead(said), first_step=_first_step(said), on=_date(said, today))
    takes = _TAKES.search(said) is not None
    as_offered = takes and everything and not found.commits and bool(spared or takes_all(said))
    return replace(found, takes=takes, as_offered=as_offered, spared=spared)


def sounds_like_taking_on(said: Acceptance, text: str, *, today: date) -> bool:
    """Words that name no task, while one waits: work that is to come, and neither a figure nor a day that is past."""
    if said.lead or said.takes or said.contested:
        return True
    if said.on is not None and said.on < today:
        return False
    dates = [(found.start, found.end) for found in find_dates(text, now=today)]
    figures = [
        q
        for q in find_quantities(text)
        if q.unit and q.text[:1].isdigit() and not any(a <= q.start < b for a, b in dates)
    ]
    return not figures and bool(_STEP.search(text) or _DELIVERS.search(text))


def takes_all(text: str) -> bool:
    """全部认领, whatever polite word stands before it."""
    return bool(_TAKES_ALL.fullmatch(text[:200]))


def _refusal(text: str) -> re.Match[str] | None:
    found = _NOT_OURS.search(text) or _REFUSES.search(text)
    return None if _NO.search(text) else found


def _reason(text: str, refusal: re.Match[str]) -> str:
    """不认领 alone is none; 不属我局职责 is one."""
    rest = _PLAIN_WORDS.sub("", without_references(text.replace(refusal.group(), "")))
    return text.strip() if refusal.re is _NOT_OURS or len(rest) >= 3 else ""


def _means_everything(text: str) -> bool:
    """都由王局牵头，3号先开工 is all of them; 3号、6号都由王局牵头 is those two."""
    found = _EVERYTHING.search(text)
    places = reference_spans(text)
    return found is not None and (not places or found.start() < places[0][0])


def _date(text: str, today: date) -> date | None:
    """By when something is on paper, where several days are named; else the first of them."""
    text = _DAY_OF_MONTH.sub(r"\1日前", text)
    dates = find_dates(text, now=today)
    delivers = (found for found in dates if _DELIVERS.search(_clause_after(text, found.end)))
    chosen = next(delivers, dates[0] if dates else None)
    return chosen.on if chosen else None


def _clause_after(text: str, end: int) -> str:
    return re.split(r"[，,。；;\n]", text[end:], maxsplit=1)[0]


def _lead(text: str) -> str | None:
    for pattern in _LEADS:
        if match := pattern.search(text):
            who = match["who"].strip().removesuffix("具体")
            return "本人" if who in {"我", "自己"} else who or None
    return None


def _first_step(text: str) -> str | None:
    for pattern in (_FIRST, _STEP):
        if match := pattern.search(text):
            return match["step"].strip()
    return None
