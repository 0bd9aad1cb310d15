"""What 督查室 decides on a task by a paper: 调整, 终止, 结转; and 待数据, until the figures are published."""

import re
from dataclasses import dataclass
from datetime import date

from models.rules.dates import find_dates
from models.rules.states import WITH_DOCUMENT, EventKind

KINDS = {
    "调整": EventKind.ADJUSTED, "终止": EventKind.TERMINATED, "结转": EventKind.CARRIED_OVER, "待数据": EventKind.DATA_AWAITED,
    "数据已到": EventKind.DATA_CAME,
}  # fmt: skip
_VERB = "|".join(KINDS)
_LIST = r"(?:第\s*)?(?P<numbers>J?\d{1,4}(?:\.\d{1,2})?(?:\s*[、,，和及]\s*J?\d{1,4}(?:\.\d{1,2})?)*)\s*[号项]?"
_UNIT = r"(?:\s*[（(]?(?P<unit>[一-鿿]{2,16}?)[）)]?)?"
# after the word something that a decision goes on with: 46 调整了施工方案 is none
_REST = r"(?P<rest>$|[\s，,：:。].*|(?:期限|时限|时间|目标|到|至|依据|根据|按|[一-鿿]{1,12}[〔\[（(【]20\d\d).*)"
_NUMBER_FIRST = re.compile(rf"{_LIST}{_UNIT}\s*(?P<verb>{_VERB}){_REST}", re.IGNORECASE | re.DOTALL)
_VERB_FIRST = re.compile(rf"(?P<verb>{_VERB})\s*{_LIST}(?![\d年月日]){_UNIT}{_REST}", re.IGNORECASE | re.DOTALL)
_UNDO = re.compile(rf"(?:撤销|撤回|取消)\s*{_LIST}{_UNIT}\s*的?(?P<verb>{_VERB})[。]*", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"(?P<head>[一-鿿]{1,12})\s*[〔\[（(【]\s*(?P<year>20\d\d)\s*[〕\]）)】]\s*(?:第)?(?P<n>\d{1,5})\s*号"
)
_TARGET = re.compile(r"目标(?:值)?(?:改为|调整为|调为|变更为|为|[:：])\s*(?P<target>[^，,；;。\n]{2,200})")
_LEAD_IN = re.compile(r"^(?:按照?|依据|根据|以|见)")
LONGEST = 600


@dataclass(frozen=True, slots=True)
class Decision:
    """`due` is the new date of an adjustment, `until` the day the figures are published."""

    kind: EventKind
    numbers: tuple[str, ...]
    unit: str = ""  # where a number stands for several tasks
    document: str = ""
    due: date | None = None
    target: str = ""
    until: date | None = None

    @property
    def lacks(self) -> tuple[str, ...]:
        """What has to be asked: document, what, until."""
        missing = []
        if self.kind in WITH_DOCUMENT and not self.document:
            missing.append("document")
        if self.kind is EventKind.ADJUSTED and self.due is None and not self.target:
            missing.append("what")
        if self.kind is EventKind.DATA_AWAITED and self.until is None:
            missing.append("until")
        return tuple(missing)


def read_decision(text: str, today: date) -> Decision | None:
    """None when the words are no decision."""
    text = text.strip()[:LONGEST]
    match = _NUMBER_FIRST.fullmatch(text) or _VERB_FIRST.fullmatch(text)
    if match is None:
        return None
    kind, rest = KINDS[match["verb"]], match["rest"]
    document, rest = _document(rest)
    target = found["target"].strip() if (found := _TARGET.search(rest)) else ""
    days = find_dates(rest, now=today)
    day = days[0].on if days else None
    return Decision(
        kind, _numbers(match["numbers"]), match["unit"] or "", document,
        due=day if kind is EventKind.ADJUSTED else None, target=target if kind is EventKind.ADJUSTED else "",
        until=day if kind is EventKind.DATA_AWAITED else None,
    )  # fmt: skip


def paper_of(text: str) -> str:
    """临政办〔2026〕9号, however its brackets were typed; empty when it is none."""
    match = _DOCUMENT.fullmatch(text.strip())
    return _document(text.strip())[0] if match else ""


def read_undoing(text: str) -> Decision | None:
    """撤销 46 终止"""
    match = _UNDO.fullmatch(text.strip()[:LONGEST])
    return Decision(KINDS[match["verb"]], _numbers(match["numbers"]), match["unit"] or "") if match else None


def _numbers(listed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n.upper().lstrip("0") for n in re.findall(r"J?\d+(?:\.\d+)?", listed, re.IGNORECASE)))


def _document(text: str) -> tuple[str, str]:
    """The 文号 as papers write it, and what is left without it."""
    match = _DOCUMENT.search(text)
    if match is None:
        return "", text
    head = _LEAD_IN.sub("", match["head"])
    return f"{head}〔{match['year']}〕{match['n']}号", text[: match.start()] + "，" + text[match.end() :]
