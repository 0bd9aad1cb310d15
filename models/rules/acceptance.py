"""Taking on a task in one line: who leads, what comes first, by when; or why it is not ours."""

import re
from dataclasses import dataclass
from datetime import date

from models.rules.dates import find_dates
from models.rules.references import find_references, without_references

_PERSON = r"[\u4e00-\u9fa5]{1,6}?(?:局长|副局长?|主任|副主任|科长|处长|书记|总工?|股长|所长|院长|同志|科|处|办|股|室)?"
_LEADS = (
    re.compile(
        rf"(?:由|让|请|安排|指定|明确)\s*(?P<who>{_PERSON})\s*(?:同志)?\s*(?:来)?(?:牵头|负责|盯|具体抓|抓|包抓|分管|落实|承办|主办|跟进)"
    ),
    re.compile(
        rf"(?:^|[，,。；;：:号项都均全部\s])(?P<who>{_PERSON})\s*(?:同志)?(?:牵头|负责牵头|具体负责|包抓)"
    ),
    re.compile(r"(?P<who>我)(?:来|亲自|本人)?(?:牵头|负责|抓|盯|挂帅)"),
)
_EVERYTHING = re.compile(r"都|全部|各项|所有|均|一并|统一|这几项|这些")
_TAKES = re.compile(r"认领|接|领了|承担|我局负责|我们负责|没问题|由.{1,8}牵头|同意")
_FIRST = re.compile(
    r"(?P<step>(?:先|首先|第一步|马上|立即|今天|明天|下周|本周|这周|近日)[^，,。；;\n]{2,30})"
)
_STEP = re.compile(
    r"(?P<step>[^，,。；;\n]{0,14}(?:调度|开会|召开|部署|摸底|排查|踏勘|进场|对接|招标|立项|编制|印发|启动|开工|专班|报方案|出方案|拿方案|方案|约谈|座谈|座谈会|倒排)[^，,。；;\n]{0,14})"
)
_NOT_OURS = re.compile(
    r"不(?:属|是|归|在)(?:于)?(?:我|本|咱)(?:们)?(?:局|委|办|单位|部门|中心|公司|区|县)?(?:的)?(?:职责|职能|范围|牵头|管|负责|事)?"
    r"|(?:应|该|应该|应当|建议)(?:改)?由[\u4e00-\u9fa5]{2,12}(?:牵头|负责|承担|承办)|有异议|不该(?:我|由我)|职责不在|分工(?:有误|不对|错)|认领不了"
)
_NO = re.compile(r"没有?异议|无异议|不是没有")
_BARE_RECEIPT = re.compile(
    r"[\s，,。.!！~～]*(?:(?:好的?|收到|知道了?|明白|了解|OK|ok|嗯+|行|可以|遵命|是|谢谢|辛苦了?|马上办|马上安排|马上落实|抓紧落实|坚决落实|抓紧办|照办|👌|👍|🫡|🙏|\[OK\]|/ok|1)[\s，,。.!！~～]*)+"
)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """`numbers` are the tasks named; empty with `everything` False means: those just asked about."""

    numbers: tuple[str, ...] = ()
    everything: bool = False
    lead: str | None = None
    first_step: str | None = None
    on: date | None = None
    contested: bool = False
    reason: str = ""

    @property
    def commits(self) -> bool:
        """Says who leads, what comes first, or by when: only that stops the clock."""
        return bool(self.lead or self.first_step or self.on)


def is_bare_receipt(text: str) -> bool:
    """收到 and its like: polite, and no work yet."""
    return bool(_BARE_RECEIPT.fullmatch(text[:200]))


def read_acceptance(text: str, *, today: date) -> Acceptance:
    text = text[:2048]
    numbers = find_references(text)
    everything = bool(_EVERYTHING.search(text))
    if _NOT_OURS.search(text) and not _NO.search(text):
        return Acceptance(numbers, everything, contested=True, reason=text.strip())
    said = without_references(text)
    dates = find_dates(said, now=today)
    return Acceptance(
        numbers, everything, lead=_lead(said), first_step=_first_step(said), on=dates[0].on if dates else None
    )


def _lead(text: str) -> str | None:
    for pattern in _LEADS:
        if match := pattern.search(text):
            who = match["who"].strip()
            return "本人" if who == "我" else who or None
    return None


def _first_step(text: str) -> str | None:
    for pattern in (_FIRST, _STEP):
        if match := pattern.search(text):
            return match["step"].strip()
    return None


def mentions_taking(text: str) -> bool:
    return bool(_TAKES.search(text))
