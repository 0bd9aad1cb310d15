"""The reading in Chinese lines for whoever sees one for the first time: what `read --explain` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from models.rules.reading.asides import set_aside
from models.rules.reading.confidence import SURE_FROM, UNSURE_BELOW
from models.rules.reading.intents import candidates
from models.rules.reading.lexicon import Lexicon
from models.rules.reading.reader import facts_of, read_reply, statements
from models.rules.reading.rule_names import DOUBTS, MATTERS_MORE, RULES
from models.rules.reading.statement import Statement
from models.rules.reading.values import Evidence, Grade, Intent, Part, Quality, Reading, Span, TaskContext

_INTENTS = {
    Intent.EXTENSION_REQUEST: "申请延期",
    Intent.HANDOFF: "转由他人办理",
    Intent.QUESTION: "询问",
    Intent.COMPLETED: "办结",
    Intent.BLOCKED: "受阻",
    Intent.PROGRESS: "进展",
    Intent.ACK: "收到",
    Intent.OTHER: "其他",
}
_QUALITIES = {
    Quality.OK: "答到了所问",
    Quality.PLEDGE: "缺事实（只有表态）",
    Quality.BOILERPLATE: "缺事实（套话或与上次相同）",
    Quality.SELECTIVE: "有指标没有提到",
    Quality.NO_EVIDENCE: "说办结但没有依据",
}
_GRADES = {
    Grade.A: "有结果，有数字或文号",
    Grade.B: "有进展，或有下一步的时间、人员",
    Grade.C: "只有打算",
    Grade.D: "没有内容、照抄，或所问有缺项",
}
_FIELDS = {
    "percent": "完成比例",
    "indicators": "指标",
    "next_date": "下一时间",
    "blockers": "堵点",
    "needs": "请求",
    "handoff_to": "转给",
}
_LONGEST_QUOTE = 30


def explain(
    text: str,
    *,
    sent_at: datetime,
    tasks: Sequence[TaskContext],
    previous: str | None = None,
    lexicon: Lexicon | None = None,
) -> tuple[str, ...]:
    """A line for each value: from which words, by which rule, how sure; then what was seen and not taken."""
    return tuple(_lines(text, sent_at=sent_at, tasks=tasks, previous=previous, lexicon=lexicon))


def _lines(
    text: str,
    *,
    sent_at: datetime,
    tasks: Sequence[TaskContext],
    previous: str | None,
    lexicon: Lexicon | None,
) -> Iterator[str]:
    reading = read_reply(text, sent_at=sent_at, tasks=tasks, previous=previous, lexicon=lexicon)
    found, _ = statements(text, sent_at=sent_at, tasks=tasks, lexicon=lexicon)
    told: tuple[Part | Reading, ...] = reading.parts or (reading,)
    for st, said in zip(found, told, strict=True):
        if reading.parts:
            yield f"〔{st.task.ref}号 {st.task.title}〕"
        yield from _of_one(st, said)
    if not tasks and any(map(str.isdigit, text)):
        yield "（数字要有任务才读得出，如 --indicator 改造危桥=46座）"
    yield f"质量：{'；'.join(_QUALITIES[flag] for flag in reading.quality)}"
    yield f"等次：{reading.grade.value}（{_GRADES[reading.grade]}）"


def _of_one(st: Statement, said: Part | Reading) -> Iterator[str]:
    evidence = said.evidence if isinstance(said, Reading) else tuple(said.evidence())
    for item in evidence:
        if item.field == "intent":
            yield _intent(st, item)
    for item in evidence:
        if item.field != "intent":
            yield f"{_FIELDS[item.field]}：{_value(item)}{_sure(item)}{_place(item.span)}，{RULES[item.rule]}"
    for span in st.documents:
        yield f"文号：{span.text}{_place(span)}"
    if st.task.title or st.task.indicators:
        for span, reason in set_aside(st, said):
            yield f"没有采用：「{span.text}」{reason}"


def _intent(st: Statement, item: Evidence) -> str:
    """And why not the next one that fits."""
    intent = Intent(item.value)
    line = f"意思：{_INTENTS[intent]}{_sure(item)}{_place(item.span)}，{RULES[item.rule]}"
    other = next((one for one in candidates(st, facts_of(st)) if one.intent is not intent), None)
    if other is None:
        return line
    return f"{line}；也像“{_INTENTS[other.intent]}”（{RULES[other.rule]}），但{MATTERS_MORE[intent]}"


def _sure(item: Evidence) -> str:
    level = "高" if item.confidence >= SURE_FROM else "中" if item.confidence >= UNSURE_BELOW else "低"
    why = "、".join(DOUBTS[doubt] for doubt in item.doubts)
    return f"（把握{level}：{why}）" if why and level != "高" else f"（把握{level}）"


def _place(span: Span) -> str:
    words = span.text.strip()
    words = words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"
    return f"  ← 第{span.start + 1}字起「{words}」"


def _value(item: Evidence) -> str:
    return f"{item.value}%" if item.field == "percent" else item.value.removeprefix(":").replace(":", "，", 1)
